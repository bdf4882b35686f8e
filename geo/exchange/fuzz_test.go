package exchange_test

import (
	"encoding/json"
	"testing"

	"cairn/geo"
	"cairn/geo/exchange"
)

// FuzzWKB reads anything. What makes a feature must come back as it is.
func FuzzWKB(f *testing.F) {
	f.Add([]byte("\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40"))
	f.Add([]byte("\x00\x00\x00\x03\xef\x00\x00\x00\x01\x01\x02\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var s, again exchange.Shape
		if err := s.ParseWKB(b); err != nil {
			if geo.KindOf(err) != geo.Invalid {
				t.Fatalf("got %v, want Invalid", err)
			}
			return
		}
		want, err := given(t, &s)
		if err != nil || want == "null" {
			return
		}
		if err := again.ParseWKB(s.AppendWKB(nil)); err != nil {
			t.Fatal(err)
		}
		if got, err := given(t, &again); err != nil || got != want {
			t.Fatalf("got %v and %s, want %s", err, got, want)
		}
	})
}

// FuzzJSON holds that a value keeps its meaning, and its form the second time.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5e3,null,true,"\u00e9\n"],"b":{}}`, `[]`, ` 1 `, `"x"`, `1e999`, `{"a":1}x`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, ok := exchange.AppendJSON([]byte("#"), text)
		if !ok {
			if string(got) != "#" {
				t.Fatalf("refused, and left %q", got)
			}
			return
		}
		if !json.Valid(text) || !json.Valid(got[1:]) {
			t.Fatalf("%q became %q", text, got[1:])
		}
		if again, ok := exchange.AppendJSON([]byte("#"), got[1:]); !ok || string(again) != string(got) {
			t.Fatalf("%q became %q the second time", got, again)
		}
	})
}
