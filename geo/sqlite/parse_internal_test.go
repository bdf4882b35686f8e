package sqlite

import (
	"testing"

	"cairn/geo"
)

// FuzzParse feeds the parser of the log with anything: what it takes is what a
// feature would give, and it never panics.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[40.10,36.0]},"properties":{"n":1.50,"t":"\"\\","l":[1,{"a":null}]}}`,
		`{"type":"Feature","id":7,"geometry":null,"properties":null}`,
		`{"type":"Feature","id":"\u0001","geometry":{"type":"LineString","coordinates":[[1,2,3],[3,4]]},"properties":{}}`,
		`{"type":"Feature","id":"\u00","geometry":null,"properties":{}}`,
		`{"type":"Feature","id":"x","geometry":{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[0,0]]]},"properties":{"date":"2026-01-19"}}`,
		`{"type":"Feature","id":`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		made, err := newParser(geo.NewBuilder(nil)).feature(text)
		if err == nil && string(made.GeoJSON()) != string(text) {
			t.Errorf("%s becomes %s", text, made.GeoJSON())
		}
		if err != nil && geo.KindOf(err) != geo.Invalid {
			t.Errorf("%q: %v is no fault of the text", text, err)
		}
	})
}

func TestEscapedPastTheEnd(t *testing.T) {
	for text, want := range map[string]int{`"a"b`: 3, `"\u00`: 0, `"\u0041"`: 8, `"\"`: 0, `"`: 0} {
		if got := stringEnd([]byte(text)); got != want {
			t.Errorf("stringEnd(%s) = %d, want %d", text, got, want)
		}
	}
}
