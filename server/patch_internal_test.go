package server

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestMerge has the examples of RFC 7396 appendix A whose target and patch are
// objects, and what a feature adds to them.
func TestMerge(t *testing.T) {
	for _, c := range []struct{ target, patch, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},

		// The order stays; what is new comes last, by name.
		{`{"z":1,"a":2,"m":3}`, `{"y":5,"a":4,"b":6}`, `{"z":1,"a":4,"m":3,"b":6,"y":5}`},
		// An object takes the place of what is none, without its nulls; lists keep theirs.
		{`{"a":1}`, `{"a":{"b":null,"c":{"d":null,"e":1}}}`, `{"a":{"c":{"e":1}}}`},
		{`{"a":{"b":1}}`, `{"a":[null,{"b":null}]}`, `{"a":[null,{"b":null}]}`},
		{`{"a":{"b":1}}`, `{"a":{}}`, `{"a":{"b":1}}`},
		{`{"a":{"b":1}}`, `{}`, `{"a":{"b":1}}`},
		{`{"a":1}`, `{"b":null}`, `{"a":1}`},

		// A feature's geometry is replaced whole; it and the properties can be null.
		{`{"geometry":{"type":"Point","coordinates":[1,2]}}`, `{"geometry":{"type":"GeometryCollection","geometries":[]}}`, `{"geometry":{"type":"GeometryCollection","geometries":[]}}`},
		{`{"geometry":{"type":"Point"},"properties":{"a":1}}`, `{"geometry":null}`, `{"geometry":null,"properties":{"a":1}}`},
		{`{"properties":{"a":1}}`, `{"properties":null}`, `{"properties":null}`},
		// Properties of these names are properties like others.
		{`{"properties":{"geometry":"x","properties":1,"b":2}}`, `{"properties":{"geometry":null,"properties":null}}`, `{"properties":{"b":2}}`},
		{`{"properties":{"geometry":{"a":1,"b":2}}}`, `{"properties":{"geometry":{"a":null}}}`, `{"properties":{"geometry":{"b":2}}}`},
		{`{"properties":{}}`, `{"properties":{"geometry":{"a":null}}}`, `{"properties":{"geometry":{}}}`},

		// Odd, and yet JSON.
		{`{"a":1}`, " { \"a\" :\n null , \"b\" : { \"c\" : null } } ", `{"b":{}}`},
		{`{"a":1}`, `{"\u0061":2}`, `{"a":2}`},
		{`{"":1}`, `{"":2}`, `{"":2}`},
		{`{"n":1}`, `{"n":123456789012345678901234567890.10}`, `{"n":123456789012345678901234567890.10}`},
		{`{"a\"b\\":1}`, `{"c\"\n":2}`, `{"a\"b\\":1,"c\"\n":2}`},
		{`{"a":1}`, `{"a":2,"a":null}`, `{}`},
		{`{"__proto__":1}`, `{"__proto__":null,"constructor":{"x":1}}`, `{"constructor":{"x":1}}`},
	} {
		var p map[string]json.RawMessage
		if err := json.Unmarshal([]byte(c.patch), &p); err != nil {
			t.Fatalf("%s: %v", c.patch, err)
		}
		got, err := merge([]byte(c.target), p)
		if err != nil || string(got) != c.want {
			t.Errorf("%s with %s: %s, %v; want %s", c.target, c.patch, got, err, c.want)
		}
	}
}

// TestMergeDeep has a patch as deep as JSON is read: it is merged, not a crash.
func TestMergeDeep(t *testing.T) {
	const depth = 1000
	deep := strings.Repeat(`{"a":`, depth) + `{"b":null,"c":1}` + strings.Repeat("}", depth)
	want := strings.Replace(deep, `"b":null,`, "", 1)
	for _, target := range []string{`{}`, deep} {
		var p map[string]json.RawMessage
		if err := json.Unmarshal([]byte(deep), &p); err != nil {
			t.Fatal(err)
		}
		if got, err := merge([]byte(target), p); err != nil || string(got) != want {
			t.Errorf("%d bytes, %v; want %d", len(got), err, len(want))
		}
	}
}

func TestNesting(t *testing.T) {
	for text, want := range map[string]int{
		``: 0, `1`: 0, `{}`: 1, `{"a":[1,{"b":2}],"c":{}}`: 3, `{"[[[":"{{{"}`: 1, `{"a\"":"\"[[", "b\\":[]}`: 2, `"[`: 0, `"\`: 0,
	} {
		if got := nesting([]byte(text)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}
