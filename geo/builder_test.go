package geo_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// built makes a feature with the given properties, a name and a JSON value each.
func built(t testing.TB, b *geo.Builder, id geo.ID, g orb.Geometry, properties ...string) geo.Feature {
	t.Helper()
	b.SetID(id)
	b.SetGeometry(g, nil)
	for i := 0; i < len(properties); i += 2 {
		if err := b.Add([]byte(properties[i]), geo.Value(properties[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestBuilder(t *testing.T) {
	b := geo.NewBuilder(nil)
	b.SetID(`a "b"`)
	b.SetPoint(orb.Point{40.73, 36.06}, []byte("[40.730,36.06]"))
	for _, p := range [][2]string{{"name", `"Shaddadi"`}, {"count", `120`}, {"start", `"2026-01-19"`}, {"a\nb", `{"x":[1,"}"]}`}, {"end", `null`}} {
		if err := b.Add([]byte(p[0]), geo.Value(p[1])); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	const properties = `{"name":"Shaddadi","count":120,"start":"2026-01-19","a\nb":{"x":[1,"}"]},"end":null}`
	for what, c := range map[string]struct{ got, want any }{
		"GeoJSON":  {string(f.GeoJSON()), `{"type":"Feature","id":"a \"b\"","geometry":{"type":"Point","coordinates":[40.730,36.06]},"properties":` + properties + `}`},
		"geometry": {string(f.GeometryJSON()), `{"type":"Point","coordinates":[40.730,36.06]}`}, "properties": {string(f.PropertiesJSON()), properties},
		"id": {f.ID(), geo.ID(`a "b"`)}, "raw id": {string(f.RawID()), `"a \"b\""`}, "numeric": {f.HasNumericID(), false},
		"zero": {f.IsZero(), false}, "located": {f.Located(), true}, "heights": {f.HasHeights(), false}, "shape": {f.Geometry(), orb.Point{40.73, 36.06}},
		"name": {f.Property("name").String(), "Shaddadi"}, "escaped name": {string(f.Property("a\nb")), `{"x":[1,"}"]}`},
		"null": {string(f.Property("end")), "null"}, "none": {f.Property("other") == nil, true}, "by number": {string(f.Value(1)), "120"}, "no number": {f.Value(99) == nil, true},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s: got %v, want %v", what, c.got, c.want)
		}
	}
	if p, ok := f.Period(); !ok || p.String() != "2026-01-19/.." {
		t.Errorf("period: got %v %t", p, ok)
	}
	if p, ok := f.Point(); !ok || p != (orb.Point{40.73, 36.06}) {
		t.Errorf("point: got %v %t", p, ok)
	}
	if !(geo.Feature{}).IsZero() {
		t.Error("no feature is not zero")
	}
}

// TestProperties walks the properties in their order, and stops when asked.
func TestProperties(t *testing.T) {
	b := geo.NewBuilder(nil)
	built(t, b, "first", nil, "a", `1`, "b", `2`, "c", `3`)
	f := built(t, b, "second", nil, "c", `"x,}"`, "d", `[{"e":"]"}]`, "a", `true`)
	var got []string
	for field, v := range f.Properties {
		got = append(got, fmt.Sprint(field, f.Schema().Fields()[field].Name, string(v)))
	}
	if want := `[2c"x,}" 3d[{"e":"]"}] 0atrue]`; strings.ReplaceAll(fmt.Sprint(got), " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got %v, want %s", got, want)
	}
	for range f.Properties {
		break
	}
	if f.Property("b") != nil || string(f.Property("a")) != "true" {
		t.Errorf("b is %s and a is %s; want none and true", f.Property("b"), f.Property("a"))
	}
}

func TestBuilderIDs(t *testing.T) {
	b := geo.NewBuilder(nil)
	for _, c := range []struct {
		set     func()
		id      geo.ID
		raw     string
		numeric bool
	}{
		{func() { b.SetID("7") }, "7", `"7"`, false},
		{func() { b.SetNumericID("7") }, "7", `7`, true},
		{func() { b.SetNumericID("-12345678901234567890") }, "-12345678901234567890", `-12345678901234567890`, true},
		{func() { b.SetID("الرقة\x00\u2028") }, "الرقة\x00\u2028", "\"الرقة\\u0000\u2028\"", false},
		{func() { b.SetNumericID("1"); b.SetID("last") }, "last", `"last"`, false},
		{func() { b.SetID(geo.ID(strings.Repeat("\x01", geo.MaxIDBytes))) }, geo.ID(strings.Repeat("\x01", geo.MaxIDBytes)),
			`"` + strings.Repeat(`\u0001`, geo.MaxIDBytes) + `"`, false},
	} {
		if b.HasID() {
			t.Error("there is an id before one is set")
		}
		c.set()
		if !b.HasID() {
			t.Error("there is no id after one is set")
		}
		f, err := b.Feature()
		if err != nil || f.ID() != c.id || string(f.RawID()) != c.raw || f.HasNumericID() != c.numeric {
			t.Errorf("got %q, %s, %t (%v); want %q, %s, %t", f.ID(), f.RawID(), f.HasNumericID(), err, c.id, c.raw, c.numeric)
		}
	}
	if _, err := b.Feature(); refusedAt(err) != "id" {
		t.Errorf("without an id: got %v", err)
	}
	b.SetID(geo.ID(strings.Repeat("a", geo.MaxIDBytes+1)))
	if _, err := b.Feature(); refusedAt(err) != "id" {
		t.Errorf("with a long id: got %v", err)
	}
}

// refusedAt returns the path of an Invalid error, or nothing.
func refusedAt(err error) string {
	var e *geo.Error
	if errors.As(err, &e) && e.Kind == geo.Invalid {
		return e.Path
	}
	return ""
}

func TestBuilderRefuses(t *testing.T) {
	b := geo.NewBuilder(nil)
	if err := errors.Join(b.AddText("a", "x"), b.AddNumber("b", 1)); err != nil {
		t.Fatal(err)
	}
	if err := b.AddText("a", "y"); refusedAt(err) != "properties" || !strings.Contains(err.Error(), `"a" is there twice`) {
		t.Errorf("a name twice: got %v", err)
	}
	b.Reset()
	for _, g := range []orb.Geometry{orb.Point{math.NaN(), 0}, orb.Point{0, math.Inf(1)}, orb.Point{180.1, 0}, orb.LineString{{0, 0}, {0, -90.1}}, orb.MultiPoint{{math.Inf(-1), 0}, {0, 0}}} {
		b.SetID("a")
		b.SetGeometry(g, nil)
		if _, err := b.Feature(); refusedAt(err) != "geometry" {
			t.Errorf("%v: got %v, want a refusal", g, err)
		}
	}
	b.SetID("a")
	if err := errors.Join(b.AddText("start", "2026-01-20"), b.AddText("end", "2026-01-19")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Feature(); refusedAt(err) != "properties" {
		t.Errorf("a period that ends before it starts: got %v", err)
	}
	// What was refused leaves nothing behind.
	if f := built(t, b, "next", nil); string(f.GeoJSON()) != `{"type":"Feature","id":"next","geometry":null,"properties":{}}` {
		t.Errorf("after a refusal: got %s", f.GeoJSON())
	}
}

func TestBuilderFields(t *testing.T) {
	b := geo.NewBuilder(nil)
	for i := range geo.MaxFields {
		if err := b.AddNumber(fmt.Sprint("f", i), float64(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.AddNumber("one too many", 1); refusedAt(err) == "" {
		t.Errorf("field %d: got %v, want a refusal", geo.MaxFields+1, err)
	}
	b.SetID("wide")
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	for i := range geo.MaxFields {
		if got, ok := f.Property(fmt.Sprint("f", i)).Float(); !ok || got != float64(i) {
			t.Fatalf("field %d: got %v", i, got)
		}
	}
}

func TestNullProperties(t *testing.T) {
	b := geo.NewBuilder(nil)
	b.SetID("a")
	b.SetNullProperties()
	f, err := b.Feature()
	if err != nil || string(f.PropertiesJSON()) != "null" || f.Property("a") != nil || !json.Valid(f.GeoJSON()) {
		t.Errorf("got %s (%v), want null", f.GeoJSON(), err)
	}
	for range f.Properties {
		t.Error("null has a property")
	}
	if f := built(t, b, "b", nil); string(f.PropertiesJSON()) != "{}" {
		t.Errorf("the next feature: got %s, want {}", f.PropertiesJSON())
	}
	b.SetNullProperties()
	if f := built(t, b, "c", nil, "a", `1`, "b", `2`); string(f.PropertiesJSON()) != `{"a":1,"b":2}` || string(f.Value(1)) != "2" {
		t.Errorf("null, then one added: got %s and %s", f.PropertiesJSON(), f.Value(1))
	}
}

func TestAddNumber(t *testing.T) {
	b := geo.NewBuilder(nil)
	for v, want := range map[float64]string{0: "0", 1.5: "1.5", -1e21: "-1e+21", 1e-7: "1e-07", 123456789: "123456789", math.Inf(1): "null", math.Inf(-1): "null"} {
		b.SetID("a")
		if err := b.AddNumber("v", v); err != nil {
			t.Fatal(err)
		}
		f, err := b.Feature()
		if got := string(f.Value(0)); err != nil || got != want || !json.Valid(f.GeoJSON()) {
			t.Errorf("%v: got %s (%v), want %s", v, got, err, want)
		}
	}
	b.SetID("nan")
	if err := b.AddNumber("v", math.NaN()); err != nil {
		t.Fatal(err)
	}
	if f, err := b.Feature(); err != nil || string(f.Value(0)) != "null" {
		t.Errorf("NaN: got %s (%v), want null", f.GeoJSON(), err)
	}
}

// TestSlabs makes more features than one slab holds and looks at all of them
// again.
func TestSlabs(t *testing.T) {
	b := geo.NewBuilder(nil)
	var all []geo.Feature
	text := strings.Repeat("x", 1000)
	for i := range 3000 {
		size := i % 1000
		if i == 1500 {
			size, text = 3<<20, strings.Repeat("x", 3<<20)
		}
		all = append(all, built(t, b, geo.ID(fmt.Sprint(i)), orb.Point{float64(i % 180), float64(i % 90)}, "text", `"`+text[:size]+`"`, "i", fmt.Sprint(i)))
	}
	for i, f := range all {
		v, _ := f.Property("i").Float()
		if p, _ := f.Point(); f.ID() != geo.ID(fmt.Sprint(i)) || v != float64(i) || p[0] != float64(i%180) {
			t.Fatalf("feature %d is %q with i = %v at %v", i, f.ID(), v, p)
		}
	}
}

func TestBuilderAllocates(t *testing.T) {
	b := geo.NewBuilder(nil)
	name, value := []byte("name"), geo.Value(`"a text of some length"`)
	n := testing.AllocsPerRun(1000, func() {
		b.SetNumericID("7")
		b.SetPoint(orb.Point{1, 2}, nil)
		if err := b.Add(name, value); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Feature(); err != nil {
			t.Fatal(err)
		}
	})
	if n > 0.1 {
		t.Errorf("%v allocations for each feature, want those of the slabs alone", n)
	}
}
