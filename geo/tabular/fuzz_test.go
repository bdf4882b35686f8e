package tabular_test

import (
	"encoding/json"
	"testing"

	"cairn/geo/tabular"
)

// FuzzJSON holds that a value keeps its meaning, and its form the second time.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5e3,null,true,"\u00e9\n"],"b":{}}`, `[]`, ` 1 `, `"x"`, `1e999`, `{"a":1}x`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		got, ok := tabular.AppendJSON([]byte("#"), text)
		if !ok {
			if string(got) != "#" {
				t.Fatalf("refused, and left %q", got)
			}
			return
		}
		if !json.Valid(text) || !json.Valid(got[1:]) {
			t.Fatalf("%q became %q", text, got[1:])
		}
		if again, ok := tabular.AppendJSON([]byte("#"), got[1:]); !ok || string(again) != string(got) {
			t.Fatalf("%q became %q the second time", got, again)
		}
	})
}
