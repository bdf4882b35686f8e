package jsonschema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"cairn/geo"
)

// TestWitness has another program's validator judge the same features by the JSON
// Schema that is written: it takes those that are as declared, and no others.
func TestWitness(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	taken, refused := 0, 0
	for range 300 {
		schema := randomSchema(r)
		text := written(t, schema)
		rules := compiled(t, text)
		for range 40 {
			f := randomFeature(t, r)
			want := rules.Validate(logical(t, f)) == nil
			if got := schema.Check(f); (got == nil) != want {
				t.Fatalf("%s\nby %s\nis valid to the other: %t; here: %v", f.GeoJSON(), text, want, got)
			}
			if want {
				taken++
			} else {
				refused++
			}
		}
	}
	if taken < 500 || refused < 500 {
		t.Errorf("%d taken, %d refused: the test sees one side only", taken, refused)
	}
}

func compiled(t *testing.T, text string) *validator.Schema {
	t.Helper()
	doc, err := validator.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	c.AssertFormat()
	add := func(at string, doc any) {
		if err := c.AddResource(at, doc); err != nil {
			t.Fatal(err)
		}
	}
	add("https://example.org/schema", doc)
	for _, name := range append([]string{"Geometry"}, geo.GeometryTypes[:]...) {
		is := map[string]any{"const": name}
		if name == "Geometry" {
			is = map[string]any{}
		}
		add("https://geojson.org/schema/"+name+".json", map[string]any{"type": "object", "required": []any{"type"}, "properties": map[string]any{"type": is}})
	}
	s, err := c.Compile("https://example.org/schema")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// logical is a feature as the schema speaks of it: its properties without those that
// are null, and the geometry among them.
func logical(t *testing.T, f geo.Feature) any {
	t.Helper()
	doc, err := validator.UnmarshalJSON(bytes.NewReader(f.GeoJSON()))
	if err != nil {
		t.Fatal(err)
	}
	all := doc.(map[string]any)
	properties := all["properties"].(map[string]any)
	for name, v := range properties {
		if v == nil {
			delete(properties, name)
		}
	}
	if all["geometry"] != nil {
		properties["geometry"] = all["geometry"]
	}
	return properties
}

func randomSchema(r *rand.Rand) *geo.Schema {
	var fields []geo.Field
	for _, name := range []string{"a", "b", "c", "d"} {
		if r.IntN(4) == 0 {
			continue
		}
		l := &geo.Limits{Required: r.IntN(5) == 0}
		switch r.IntN(6) {
		case 0:
			l.Kinds, l.Enum = geo.Text, []string{"x", "2026-01-20", "é\n"}
		case 1:
			l.Kinds = geo.Text
		case 2:
			l.Kinds = geo.Date
		case 3:
			l.Kinds = geo.Date | geo.DateTime
		case 4:
			for _, k := range []geo.Kinds{geo.Boolean, geo.Integer, geo.Number, geo.Text, geo.Array, geo.Object} {
				if r.IntN(2) == 0 {
					l.Kinds |= k
				}
			}
		}
		if r.IntN(3) == 0 {
			low, high := float64(r.IntN(6)-3), float64(r.IntN(20))
			l.Minimum, l.Maximum = &low, &high
		}
		if r.IntN(3) == 0 {
			l.MaxLength = 1 + r.IntN(10)
		}
		fields = append(fields, geo.Field{Name: name, Limits: l})
	}
	frame := geo.Frame{Closed: r.IntN(2) == 0}
	if r.IntN(3) > 0 {
		frame.Location = &geo.Location{Required: r.IntN(3) == 0}
		switch r.IntN(3) {
		case 0:
			frame.Location.Types = []string{"Point"}
		case 1:
			frame.Location.Types = []string{"Point", "LineString"}
		}
	}
	return geo.NewDeclared(frame, fields...)
}

func randomFeature(t *testing.T, r *rand.Rand) geo.Feature {
	t.Helper()
	values := []string{"null", "true", "0", "-7", "12", "3.5", "4.0", "1e1", `"x"`, `"yy"`, `"é\n"`, `""`, `"2026-01-20"`, `"2026-02-30"`, `"2026-01-20T08:00:00Z"`, `"2026-01-20T08:00:00+03:00"`, "[]", "[1]", "{}", `{"a":null}`}
	places := []orb.Geometry{nil, orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.Polygon{{{0, 0}, {1, 0}, {0, 1}, {0, 0}}}}
	b := geo.NewBuilder(nil)
	b.SetID("f")
	b.SetGeometry(places[r.IntN(len(places))], nil)
	for _, name := range []string{"d", "c", "b", "a", "e"} {
		if r.IntN(3) == 0 || name == "e" && r.IntN(3) > 0 {
			continue
		}
		if err := b.Add([]byte(name), geo.Value(values[r.IntN(len(values))])); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestWitnessTakesTheSchemas has the other program read every schema that is written,
// by the rules for schemas themselves.
func TestWitnessTakesTheSchemas(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		text := written(t, randomSchema(r))
		compiled(t, text)
		if !json.Valid([]byte(text)) {
			t.Fatal(fmt.Sprint("no JSON: ", text))
		}
	}
}
