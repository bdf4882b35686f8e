package jsonschema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/jsonschema"
)

// TestRead reads schemas, and shows them as they are written again.
func TestRead(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{}`, `"properties":{},"additionalProperties":true`},
		{`{"additionalProperties":false}`, `"properties":{},"additionalProperties":false`},
		{`{"$schema":"https://json-schema.org/draft/2020-12/schema#","$id":"x","type":"object"}`, `"properties":{},"additionalProperties":true`},
		{`{"properties":{"a":{}}}`, `"properties":{"a":{"x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"a":{"type":["string","null"]}}}`, `"properties":{"a":{"type":"string","x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"a":{"type":"null"}}}`, `"properties":{"a":{"type":"null","x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"a":{"type":["integer","number","boolean"]}}}`, `"properties":{"a":{"type":["boolean","number"],"x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"a":{"enum":["x",null]}}}`, `"properties":{"a":{"type":"string","enum":["x"],"x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"a":{"type":"string","anyOf":[{"format":"date"},{"format":"date-time"}]}}}`,
			`"properties":{"a":{"type":"string","anyOf":[{"format":"date"},{"format":"date-time"}],"x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"b":{"x-ogc-propertySeq":7},"a":{"x-ogc-propertySeq":3},"c":{}}}`,
			`"properties":{"a":{"x-ogc-propertySeq":1},"b":{"x-ogc-propertySeq":3},"c":{"x-ogc-propertySeq":2}},"additionalProperties":true`},
		{`{"properties":{"a":{"readOnly":true,"type":"number"},"id":{"type":"string","x-ogc-role":"id"},"b":{"examples":["x"]}}}`,
			`"properties":{"b":{"x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"id":{"type":"integer"}},"required":["id"]}`, `"properties":{"id":{"type":"integer","x-ogc-propertySeq":1}},"required":["id"],"additionalProperties":true`},
		{`{"required":["a","id","geometry"]}`,
			`"properties":{"a":{"x-ogc-propertySeq":1},"geometry":{"$ref":"https://geojson.org/schema/Geometry.json","format":"geometry-any","x-ogc-role":"primary-geometry"}},"required":["a","geometry"],"additionalProperties":true`},
		{`{"properties":{"geometry":{"format":"geometry-polygon-or-multipolygon","title":"T","description":"D"}}}`,
			`"properties":{"geometry":{"$ref":"https://geojson.org/schema/Geometry.json","title":"T","description":"D","format":"geometry-polygon-or-multipolygon","anyOf":[{"$ref":"https://geojson.org/schema/Polygon.json"},{"$ref":"https://geojson.org/schema/MultiPolygon.json"}],"x-ogc-role":"primary-geometry"}},"additionalProperties":true`},
		{`{"properties":{"geometry":{"$ref":"https://geojson.org/schema/LineString.json"}}}`,
			`"properties":{"geometry":{"$ref":"https://geojson.org/schema/LineString.json","format":"geometry-linestring","x-ogc-role":"primary-geometry"}},"additionalProperties":true`},
		{`{"properties":{"geometry":{"type":"object"}}}`, `"properties":{"geometry":{"type":"object","x-ogc-propertySeq":1}},"additionalProperties":true`},
		{`{"properties":{"a":{"type":"string","x-ogc-collectionId":"places"}}}`,
			`"properties":{"a":{"type":"string","x-ogc-role":"reference","x-ogc-collectionId":"places","x-ogc-propertySeq":1}},"additionalProperties":true`},
	} {
		d, err := jsonschema.Read([]byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		want := `{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",` + c.want + `,"x-cairn-declared":true}`
		if got := written(t, d.Schema); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.text, got, want)
		}
	}
}

func written(t testing.TB, s *geo.Schema) string {
	t.Helper()
	b, err := json.Marshal(jsonschema.Describe(geo.Collection{Schema: s}, 1))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestReadTime(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"properties":{"a":{"x-ogc-role":"primary-instant"}}}`, "[a]"},
		{`{"properties":{"b":{"x-ogc-role":"primary-interval-end"},"a":{"x-ogc-role":"primary-interval-start"}}}`, "[a b]"},
		{`{"properties":{"a":{"x-ogc-role":"primary-interval-start"}}}`, "[]"},
		{`{}`, "[]"},
	} {
		d, err := jsonschema.Read([]byte(c.text))
		if got := fmt.Sprint(d.TimeFields); err != nil || got != c.want {
			t.Errorf("%s: got %s (%v), want %s", c.text, got, err, c.want)
		}
	}
}

// TestReadFaults lists what cannot be declared: all at once, each with its place.
func TestReadFaults(t *testing.T) {
	long := strings.Repeat("x", 201)
	for _, c := range []struct {
		text string
		want []string
	}{
		{`{`, []string{": the schema is no JSON"}},
		{`[]`, []string{": is a list; expected an object"}},
		{`true`, []string{": is true; expected an object"}},
		{`{"$schema":"http://json-schema.org/draft-04/schema#"}`, []string{`/$schema: is "http://json-schema.org/draft-04/schema#"; expected https://json-schema.org/draft/2020-12/schema`}},
		{`{"type":"array"}`, []string{`/type: is "array"; expected "object"`}},
		{`{"title":5,"description":null,"properties":[],"required":{},"additionalProperties":{}}`, []string{
			"/title: is a number; expected a text", "/description: is null; expected a text", "/properties: is a list; expected an object",
			"/required: is an object; expected a list of names", "/additionalProperties: is an object; expected true or false"}},
		{`{"allOf":[],"properties":{"a~/b":{"minLength":1,"const":2}}}`, []string{"/allOf: is not taken here", "/properties/a~0~1b/minLength: is not taken here", "/properties/a~0~1b/const: is not taken here"}},
		{`{"properties":{"a":{"type":"text"},"b":{"type":[]},"c":{"type":["string",4]},"d":7}}`, []string{
			`/properties/a/type: is "text"; expected one of null, boolean`, "/properties/b/type: is an empty list", "/properties/c/type: is a list; expected a word or a list of words", "/properties/d: is a number; expected an object"}},
		{`{"properties":{"a":{"type":"string","format":"email"},"b":{"type":"number","format":"date"}}}`, []string{
			`/properties/a/format: is "email"; expected date or date-time`, `/properties/b/format: is "date", and the type is not "string"`}},
		{`{"properties":{"a":{"type":"string","x-ogc-role":"primary-instant"},"b":{"type":"string","x-ogc-role":"primary-instant"}}}`, []string{`/properties/b/x-ogc-role: is "primary-instant", and so is that of a`}},
		{`{"properties":{"a":{"enum":[null]}}}`, []string{"/properties/a/enum: has no text"}},
		{`{"properties":{"a":{"enum":[]},"b":{"enum":["x","x",5]},"c":{"enum":"x"},"d":{"enum":["` + long + `"]}}}`, []string{
			"/properties/a/enum: has 0 words", "/properties/b/enum/1: is there twice", "/properties/b/enum/2: is a number; expected a text", "/properties/c/enum: is a text; expected a list of texts", "/properties/d/enum/0: has 201 bytes"}},
		{`{"properties":{"a":{"minimum":5,"maximum":4},"b":{"minimum":"x","maxLength":0},"c":{"maxLength":1.5,"x-ogc-propertySeq":-1}}}`, []string{
			"/properties/a/minimum: is greater than maximum", "/properties/b/minimum: is a text; expected a number", "/properties/b/maxLength: is 0; expected 1 or more",
			"/properties/c/maxLength: is a number; expected a whole number", "/properties/c/x-ogc-propertySeq: is -1; expected 0 or more"}},
		{`{"properties":{"a":{"x-ogc-role":"reference"},"b":{"x-ogc-role":"king"},"c":{"x-ogc-collectionId":"a b"},"d":{"x-ogc-role":"id"}}}`, []string{
			`/properties/a: has the role "reference", but no x-ogc-collectionId`, `/properties/b/x-ogc-role: is "king"`, "/properties/c/x-ogc-collectionId: is no name", `/properties/d/x-ogc-role: is "id", and`}},
		{`{"properties":{"geometry":{"$ref":"https://example.org/Point.json"},"shape":{"x-ogc-role":"primary-geometry"}}}`, []string{
			"/properties/geometry/$ref: is", "/properties/shape: is a geometry; expected none but the one called geometry"}},
		{`{"properties":{"a":{"x-ogc-role":"primary-instant"},"b":{"x-ogc-role":"primary-interval-end"}}}`, []string{"/properties/a/x-ogc-role: is primary-instant"}},
		{`{"required":["a"],"additionalProperties":false}`, []string{`/required/0: is "a", which is none of the properties`}},
		{`{"title":"x","title":"y"}`, []string{"/title: is there twice"}},
		{`{"title":"` + long + `"}`, []string{"/title: has 201 characters; expected at most 200"}},
		{`{"properties":{"` + long + `":{}}}`, []string{"the name has 201 bytes"}},
		{`{"properties":{"a":{"anyOf":[{"type":"string"}]},"b":{"anyOf":5},"c":{"anyOf":[6]}}}`, []string{
			"/properties/a/anyOf/0/type: is not taken here; what is: format or $ref", "/properties/b/anyOf: is a number; expected a list", "/properties/c/anyOf/0: is a number; expected an object"}},
	} {
		_, err := jsonschema.Read([]byte(c.text))
		got := strings.Split(fmt.Sprint(err), "\n")
		if len(got) != len(c.want) {
			t.Errorf("%s: got\n%v\nwant\n%v", c.text, err, strings.Join(c.want, "\n"))
			continue
		}
		for i := range got {
			if !strings.Contains(": "+got[i], strings.TrimPrefix(c.want[i], ": ")) {
				t.Errorf("%s: got\n%s\nwant\n%s", c.text, got[i], c.want[i])
			}
		}
		if geo.KindOf(err) != geo.Invalid {
			t.Errorf("%s: the error is of kind %v", c.text, geo.KindOf(err))
		}
	}
}

func TestReadLimits(t *testing.T) {
	if _, err := jsonschema.Read([]byte(`{"title":"` + strings.Repeat(" ", jsonschema.MaxBytes) + `"}`)); err == nil || !strings.Contains(err.Error(), "expected at most 262144") {
		t.Errorf("too long a text: %.80v", err)
	}
	var many strings.Builder
	for i := range jsonschema.MaxProperties + 1 {
		fmt.Fprintf(&many, `,"p%d":{"pattern":"x"}`, i)
	}
	_, err := jsonschema.Read([]byte(`{"properties":{` + many.String()[1:] + `}}`))
	if err == nil || !strings.Contains(err.Error(), "has 1001 properties") {
		t.Errorf("too many properties: %.80v", err)
	}
	_, err = jsonschema.Read([]byte(`{"properties":{` + strings.Join(strings.Split(many.String()[1:], ",")[:200], ",") + `}}`))
	if err == nil || !strings.HasSuffix(err.Error(), "and 150 faults more") {
		t.Errorf("many faults: %v", err)
	}
}

// TestDescribeSeen writes what has only been seen.
func TestDescribeSeen(t *testing.T) {
	c := geo.Collection{Title: "T", Description: "D", TimeFields: []string{"from", "to"}, Geometries: []string{"Point"},
		Schema: geo.NewSchema(geo.Field{Name: "from", Kinds: geo.Date | geo.Null}, geo.Field{Name: "to", Kinds: geo.Null}, geo.Field{Name: "n", Kinds: geo.Integer | geo.Number, Unit: "m"},
			geo.Field{Name: "mixed", Kinds: geo.Text | geo.Date | geo.Array})}
	b, err := json.Marshal(jsonschema.Describe(c, 2))
	want := `{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"T","description":"D","type":"object","properties":{` +
		`"from":{"type":"string","format":"date","x-ogc-role":"primary-interval-start","x-ogc-propertySeq":2},` +
		`"geometry":{"$ref":"https://geojson.org/schema/Point.json","format":"geometry-point","x-ogc-role":"primary-geometry"},` +
		`"mixed":{"type":["string","array"],"x-ogc-propertySeq":5},"n":{"type":"number","x-ogc-unit":"m","x-ogc-propertySeq":4},` +
		`"to":{"type":"null","x-ogc-role":"primary-interval-end","x-ogc-propertySeq":3}},"additionalProperties":true}`
	if err != nil || string(b) != want {
		t.Errorf("got\n%s (%v)\nwant\n%s", b, err, want)
	}
	// In a closed schema stands what is declared, in an open one also what is not.
	fields := []geo.Field{{Name: "a", Kinds: geo.Text, Limits: new(geo.Limits)}, {Name: "b", Kinds: geo.Text}}
	for closed, want := range map[bool]int{true: 1, false: 3} {
		doc := jsonschema.Describe(geo.Collection{Geometries: c.Geometries, Schema: geo.NewSchema(fields...).WithFrame(geo.Frame{Closed: closed})}, 1)
		if len(doc.Properties) != want || doc.Properties["b"].Type != nil {
			t.Errorf("closed %t: got %+v", closed, doc.Properties)
		}
	}
}
