package jsonschema_test

import (
	"testing"

	"cairn/geo"
	"cairn/geo/jsonschema"
)

// FuzzRead reads anything: what is taken comes back from what is written of it.
func FuzzRead(f *testing.F) {
	for _, text := range []string{`{}`, `{"properties":{"a":{"type":["string","null"],"enum":["x"],"maxLength":3}},"required":["a"]}`, `{"properties":{"geometry":{"format":"geometry-point"}},"additionalProperties":false}`,
		`{"properties":{"a":{"type":"string","anyOf":[{"format":"date"},{"format":"date-time"}],"x-ogc-role":"primary-instant"}}}`, `{"properties":{"a":{"minimum":-1e300,"maximum":5,"readOnly":false}}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := jsonschema.Read(text)
		if err != nil {
			if geo.KindOf(err) != geo.Invalid {
				t.Fatalf("an error of kind %v: %v", geo.KindOf(err), err)
			}
			return
		}
		first := written(t, d.Schema)
		again, err := jsonschema.Read([]byte(first))
		if err != nil {
			t.Fatalf("what is written cannot be read: %v\n%s", err, first)
		}
		if second := written(t, again.Schema); second != first {
			t.Fatalf("written\n%s\nread and written\n%s", first, second)
		}
	})
}
