package server

import (
	"encoding/json"
	"testing"

	"cairn/geo/crs"
)

// TestDocumentFrom brings bodies in other systems into CRS84.
func TestDocumentFrom(t *testing.T) {
	for _, c := range []struct{ system, text, want string }{
		{"EPSG:4326", `{"geometry":{"coordinates":[36.10,40.20]}}`, `{"geometry":{"coordinates":[40.20,36.10]}}`},
		{"EPSG:4326", `{"geometry":{"coordinates":[36,40,7,8]}}`, `{"geometry":{"coordinates":[40,36,7,8]}}`},
		{"EPSG:4326", `{"geometry":{"coordinates":[[[1,2],[3,4]],[]]}}`, `{"geometry":{"coordinates":[[[2,1],[4,3]],[]]}}`},
		{"EPSG:4326", `{"geometry":{"geometries":[{"coordinates":[1,2]},null,3]}}`, `{"geometry":{"geometries":[{"coordinates":[2,1]},null,3]}}`},
		{"EPSG:4326", `{"features":[{"geometry":{"coordinates":[1,2]}},{"geometry":null}]}`, `{"features":[{"geometry":{"coordinates":[2,1]}},{"geometry":null}]}`},
		{"EPSG:3857", `{"geometry":{"coordinates":[0,0]}}`, `{"geometry":{"coordinates":[0,0]}}`},
		{"EPSG:3857", `{"geometry":{"coordinates":[-4452779.63173,0,5.50]}}`, `{"geometry":{"coordinates":[-40,0,5.50]}}`},
		{"EPSG:32637", `{"geometry":{"coordinates":[500000,0]}}`, `{"geometry":{"coordinates":[39,0]}}`},
		{"EPSG:3035", `{"geometry":{"coordinates":[3210000,4321000]}}`, `{"geometry":{"coordinates":[10,52]}}`},

		// What is no geometry stays, for whoever reads it to refuse; so does what only looks like one.
		{"EPSG:4326", `{"properties":{"geometry":{"coordinates":[1,2]}},"id":"<\u0001\""}`, `{"properties":{"geometry":{"coordinates":[1,2]}},"id":"<\u0001\""}`},
		{"EPSG:4326", `{"geometry":[1,2],"features":{"geometry":5}}`, `{"geometry":[1,2],"features":{"geometry":5}}`},
		{"EPSG:4326", `{"geometry":{"coordinates":[1]}}`, `{"geometry":{"coordinates":[1]}}`},
		{"EPSG:4326", `{"geometry":{"coordinates":["a",1]}}`, `{"geometry":{"coordinates":["a",1]}}`},
		{"EPSG:3857", `{"geometry":{"coordinates":[null,{}]}}`, `{"geometry":{"coordinates":[null,{}]}}`},
		{"EPSG:3857", `[1,2]`, `[1,2]`},

		{"EPSG:3857", `{"geometry":{"coordinates":[3e7,0]}}`, ""},
		{"EPSG:32637", `{"features":[{"geometry":{"coordinates":[[5e6,0]]}}]}`, ""},
	} {
		from, err := crs.Parse(c.system)
		if err != nil {
			t.Fatal(err)
		}
		got, err := documentFrom([]byte(c.text), from)
		if string(got) != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s %s:\n got %s, %v\nwant %s", c.system, c.text, got, err, c.want)
		}
	}
}

// FuzzDocumentFrom makes JSON of JSON, whatever that is.
func FuzzDocumentFrom(f *testing.F) {
	f.Add([]byte(`{"features":[{"geometry":{"geometries":[{"coordinates":[[1,2],[3,4e400]]}]}}]}`), true)
	f.Add([]byte(`{"geometry":{"coordinates":[1,2],"coordinates":[[]]}}`), false)
	metres, err := crs.Parse("EPSG:3857")
	if err != nil {
		f.Fatal(err)
	}
	swapped, err := crs.Parse("EPSG:4326")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte, swap bool) {
		if !json.Valid(text) || nesting(text) > maxNesting {
			return
		}
		c := metres
		if swap {
			c = swapped
		}
		if out, err := documentFrom(text, c); err == nil && !json.Valid(out) {
			t.Errorf("%s became %s, which is no JSON", text, out)
		}
	})
}
