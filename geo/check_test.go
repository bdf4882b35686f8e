package geo_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// wells is a declared schema with something of everything.
func wells(closed bool) *geo.Schema {
	zero, most := 0.0, 500.0
	return geo.NewDeclared(geo.Frame{Closed: closed, Location: &geo.Location{Types: []string{"Point", "MultiPoint"}, Required: true}},
		geo.Field{Name: "name", Limits: &geo.Limits{Kinds: geo.Text, Required: true, MaxLength: 5}},
		geo.Field{Name: "depth", Limits: &geo.Limits{Kinds: geo.Number, Minimum: &zero, Maximum: &most}},
		geo.Field{Name: "taps", Limits: &geo.Limits{Kinds: geo.Integer}},
		geo.Field{Name: "state", Limits: &geo.Limits{Kinds: geo.Text, Enum: []string{"dry", "wet", "a\"b"}}},
		geo.Field{Name: "dug", Limits: &geo.Limits{Kinds: geo.Date}},
		geo.Field{Name: "seen", Limits: &geo.Limits{Kinds: geo.Date | geo.DateTime}},
		geo.Field{Name: "tags", Limits: &geo.Limits{Kinds: geo.Array | geo.Object | geo.Boolean}},
		geo.Field{Name: "free"},
	)
}

// thing makes a feature of properties in JSON, in the order given.
func thing(t testing.TB, b *geo.Builder, place orb.Geometry, properties ...string) geo.Feature {
	t.Helper()
	b.SetID("w")
	b.SetGeometry(place, nil)
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

func TestCheck(t *testing.T) {
	at := orb.Point{40, 36}
	for _, c := range []struct {
		name       string
		closed     bool
		place      orb.Geometry
		properties []string
		want       string
	}{
		{"all is well", true, at, []string{"name", `"One"`, "depth", "40.5", "taps", "2", "state", `"wet"`, "dug", `"2026-01-20"`, "seen", `"2026-01-20T08:00:00Z"`, "tags", "[1]", "free", "{}"}, ""},
		{"null is nothing", true, at, []string{"name", `"One"`, "depth", "null", "taps", "null", "state", "null", "dug", "null", "tags", "null"}, ""},
		{"a required null", false, at, []string{"name", "null"}, "name: is missing; expected a text"},
		{"nothing at all", false, nil, nil, "name: is missing; expected a text\ngeometry: is missing; expected Point or MultiPoint"},
		{"letters count, not bytes", false, at, []string{"name", `"مَاءٌ"`}, ""},
		{"one letter more", false, at, []string{"name", `"مَاءٌ!"`}, "name: has 6 characters; expected at most 5"},
		{"escapes are letters", false, at, []string{"name", `"\"\\\u0001\n\t"`}, ""},
		{"other kinds", false, at, []string{"name", "5", "depth", `"deep"`, "taps", "true", "tags", `"a"`}, `name: is 5; expected a text
depth: is the text "deep"; expected a number
taps: is true; expected a whole number
tags: is the text "a"; expected true or false or a list or an object`},
		{"bounds", false, at, []string{"name", `"One"`, "depth", "-0.5"}, "depth: is -0.5; expected at least 0"},
		{"beyond all numbers", false, at, []string{"name", `"One"`, "depth", "1e999"}, "depth: is 1e999; expected at most 500"},
		{"whole in other digits", false, at, []string{"name", `"One"`, "taps", "2.0"}, ""},
		{"not whole", false, at, []string{"name", `"One"`, "taps", "2.5"}, "taps: is 2.5; expected a whole number"},
		{"words", false, at, []string{"name", `"One"`, "state", `"a\"b"`}, ""},
		{"no word", false, at, []string{"name", `"One"`, "state", `"damp"`}, `state: is the text "damp"; expected one of dry, wet, a"b`},
		{"dates", false, at, []string{"name", `"One"`, "dug", `"2026-01-20T08:00:00Z"`, "seen", `"soon"`}, `dug: is the text "2026-01-20T08:00:00Z"; expected a date such as 2026-01-20
seen: is the text "soon"; expected a date such as 2026-01-20 or a moment such as 2026-01-20T08:00:00Z`},
		{"more, where that is allowed", false, at, []string{"name", `"One"`, "owner", "1"}, ""},
		{"more, where it is not", true, at, []string{"name", `"One"`, "owner", "1"}, "owner: is not declared; expected one of name, depth, taps, state, dug, seen, tags, free"},
		{"another geometry", false, orb.LineString{{1, 2}, {3, 4}}, []string{"name", `"One"`}, "geometry: is a LineString; expected Point or MultiPoint"},
		{"the second of two", false, orb.MultiPoint{{1, 2}, {3, 4}}, []string{"name", `"One"`}, ""},
		{"a long text is cut", false, at, []string{"name", `"One"`, "depth", `"` + strings.Repeat("ä", 100) + `"`}, `depth: is the text "` + strings.Repeat("ä", 60) + `…"; expected a number`},
	} {
		s := wells(c.closed)
		for what, b := range map[string]*geo.Builder{"by name": geo.NewBuilder(nil), "by number": geo.NewBuilder(s)} {
			got := ""
			if err := s.Check(thing(t, b, c.place, c.properties...)); err != nil {
				got = err.Error()
				for _, e := range each(err) {
					if e.Kind != geo.Invalid {
						t.Errorf("%s: %v is of kind %v", c.name, e, e.Kind)
					}
				}
			}
			if got != c.want {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", c.name, what, got, c.want)
			}
		}
	}
}

// each returns the errors that are joined in one.
func each(err error) (all []*geo.Error) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			all = append(all, each(one)...)
		}
		return all
	}
	var e *geo.Error
	if errors.As(err, &e) {
		all = append(all, e)
	}
	return all
}

func TestCheckPlaces(t *testing.T) {
	f := thing(t, geo.NewBuilder(nil), orb.Point{1, 2})
	nowhere := thing(t, geo.NewBuilder(nil), nil)
	if err := geo.NewDeclared(geo.Frame{Closed: true}).Check(f); err == nil || err.Error() != "geometry: is a Point; expected none: the schema declares no geometry" {
		t.Errorf("a place where none is declared in a closed schema: %v", err)
	}
	if err := geo.NewDeclared(geo.Frame{}).Check(f); err != nil {
		t.Errorf("a place in an open schema: %v", err)
	}
	if err := geo.NewDeclared(geo.Frame{Closed: true}).Check(nowhere); err != nil {
		t.Errorf("no place: %v", err)
	}
	if err := geo.NewDeclared(geo.Frame{Location: &geo.Location{Required: true}}).Check(nowhere); err == nil || err.Error() != "geometry: is missing; expected a place" {
		t.Errorf("any place is needed: %v", err)
	}
	var none *geo.Schema
	if err := errors.Join(none.Check(f), geo.NewSchema().Check(f)); err != nil {
		t.Errorf("nothing is declared: %v", err)
	}
	shapes := []orb.Geometry{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.Polygon{{{0, 0}, {1, 0}, {0, 1}, {0, 0}}}, orb.MultiPoint{{1, 2}},
		orb.MultiLineString{{{1, 2}, {3, 4}}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {0, 1}, {0, 0}}}}, orb.Collection{orb.Point{1, 2}}}
	for i, g := range shapes {
		for j, name := range geo.GeometryTypes {
			s := geo.NewDeclared(geo.Frame{Location: &geo.Location{Types: []string{name}}})
			if got := s.Check(thing(t, geo.NewBuilder(nil), g)) == nil; got != (i == j) {
				t.Errorf("a %s where a %s is declared: taken %t", g.GeoJSONType(), name, got)
			}
		}
	}
}

func TestCheckManyWords(t *testing.T) {
	var words []string
	for i := range 30 {
		words = append(words, fmt.Sprint("w", i))
	}
	s := geo.NewDeclared(geo.Frame{}, geo.Field{Name: "a", Limits: &geo.Limits{Enum: words}})
	err := s.Check(thing(t, geo.NewBuilder(nil), nil, "a", `"x"`))
	if err == nil || !strings.HasSuffix(err.Error(), "w19 and 10 more") {
		t.Errorf("got %v", err)
	}
	if err := s.Check(thing(t, geo.NewBuilder(nil), nil, "a", "17")); err == nil {
		t.Error("a number passes where texts are listed")
	}
	if err := geo.NewDeclared(geo.Frame{Closed: true}).Check(thing(t, geo.NewBuilder(nil), nil, "a", "1")); err == nil || err.Error() != "a: is not declared; expected one of none" {
		t.Errorf("nothing is declared: %v", err)
	}
}

// A property that is called as a part of a feature is not taken for that.
func TestCheckPaths(t *testing.T) {
	f := thing(t, geo.NewBuilder(nil), orb.Point{1, 2}, "id", "1", "geometry", "1", "properties", "1", "properties.id", "1", "changes[0].a", "1", "a", "1")
	var got []string
	for _, e := range each(geo.NewDeclared(geo.Frame{Closed: true}).Check(f)) {
		got = append(got, e.Path)
	}
	if want := []string{"properties.id", "properties.geometry", "properties.properties", "properties.properties.id", "properties.changes[0].a", "a", "geometry"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of a feature with thousands of faults a hundred are told, briefly, and how many more
// there are.
func TestCheckManyFaults(t *testing.T) {
	var declared []geo.Field
	for i := range 30 {
		declared = append(declared, geo.Field{Name: fmt.Sprint("d", i, strings.Repeat("x", 190))})
	}
	var properties []string
	for i := range 3000 {
		properties = append(properties, fmt.Sprint("p", i), "1")
	}
	f := thing(t, geo.NewBuilder(nil), orb.Point{40, 36}, properties...)
	s := geo.NewDeclared(geo.Frame{Closed: true}, declared...)
	all := each(s.Check(f))
	if len(all) != 102 || all[100].Path != "geometry" || all[101].Path != "" || !strings.HasPrefix(all[101].Msg, "and 2900 more") {
		t.Errorf("got %d, …%v", len(all), all[max(0, len(all)-2):])
	}
	if got := all[0].Msg; !strings.HasSuffix(got, " and 28 more") || len(got) > 500 {
		t.Errorf("the first has %d bytes: %s", len(got), got)
	}
	if got := s.CountFaults(f); got != 3001 {
		t.Errorf("counted %d", got)
	}
	if got := testing.AllocsPerRun(10, func() { s.CountFaults(f) }); got != 0 {
		t.Errorf("counting costs %v allocations", got)
	}
	if got := geo.NewSchema().CountFaults(f); got != 0 {
		t.Errorf("nothing is declared, and %d are at fault", got)
	}
}

// A feature that is as it should be costs nothing but a little time.
func TestCheckAllocatesNothing(t *testing.T) {
	s := wells(true)
	f := thing(t, geo.NewBuilder(s), orb.MultiPoint{{1, 2}, {3, 4}}, "name", `"One"`, "depth", "40.5", "taps", "2.0", "state", `"wet"`, "dug", `"2026-01-20"`, "seen", `"2026-01-20T08:00:00Z"`, "tags", "[1]", "free", "{}")
	foreign := thing(t, geo.NewBuilder(nil), orb.Point{1, 2}, "free", "1", "name", `"One"`)
	for what, f := range map[string]geo.Feature{"its own": f, "another's": foreign} {
		if n := testing.AllocsPerRun(100, func() {
			if err := s.Check(f); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", what, n)
		}
	}
}

// slowCheck is Check over the decoded JSON: the properties at fault.
func slowCheck(t *testing.T, s *geo.Schema, f geo.Feature) (faults []string) {
	t.Helper()
	var doc struct {
		Geometry   *struct{ Type string }
		Properties map[string]any
	}
	if err := json.Unmarshal(f.GeoJSON(), &doc); err != nil {
		t.Fatal(err)
	}
	limits := map[string]geo.Limits{}
	for _, field := range s.Fields() {
		if field.Limits != nil {
			limits[field.Name] = *field.Limits
		}
	}
	for name, l := range limits {
		v := doc.Properties[name]
		if v == nil && l.Required || v != nil && !slowlyFits(v, l) {
			faults = append(faults, name)
		}
	}
	for name, v := range doc.Properties {
		if _, known := limits[name]; !known && v != nil && s.Frame().Closed {
			faults = append(faults, name)
		}
	}
	switch l := s.Frame().Location; {
	case doc.Geometry == nil && l != nil && l.Required,
		doc.Geometry != nil && l != nil && l.Types != nil && !slices.Contains(l.Types, doc.Geometry.Type),
		doc.Geometry != nil && l == nil && s.Frame().Closed:
		faults = append(faults, "geometry")
	}
	slices.Sort(faults)
	return faults
}

func slowlyFits(v any, l geo.Limits) bool {
	var is geo.Kinds
	switch v := v.(type) {
	case bool:
		is = geo.Boolean
	case float64:
		is = geo.Number
		if v == math.Trunc(v) {
			is |= geo.Integer
		}
		if l.Minimum != nil && v < *l.Minimum || l.Maximum != nil && v > *l.Maximum {
			return false
		}
	case string:
		is = geo.Text
		if _, err := time.Parse(time.DateOnly, v); err == nil {
			is |= geo.Date
		}
		if _, err := time.Parse(time.RFC3339, v); err == nil {
			is |= geo.DateTime
		}
		if l.MaxLength > 0 && utf8.RuneCountInString(v) > l.MaxLength {
			return false
		}
	case []any:
		is = geo.Array
	case map[string]any:
		is = geo.Object
	}
	if l.Enum != nil {
		text, ok := v.(string)
		if !ok || !slices.Contains(l.Enum, text) {
			return false
		}
	}
	return l.Kinds == 0 || l.Kinds&is != 0
}

// TestCheckTwin compares with the slow way on random declarations and features.
func TestCheckTwin(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	faulty := 0
	for n := range 20_000 {
		s := randomSchema(r)
		b := geo.NewBuilder(nil)
		if n%2 == 0 {
			b = geo.NewBuilder(s)
		}
		f := randomThing(t, r, b)
		var got []string
		for _, e := range each(s.Check(f)) {
			got = append(got, e.Path)
		}
		slices.Sort(got)
		if n := s.CountFaults(f); n != len(got) {
			t.Fatalf("%s: %d faults are counted, %d told", f.GeoJSON(), n, len(got))
		}
		want := slowCheck(t, s, f)
		if !slices.Equal(got, want) {
			t.Fatalf("%s against %+v:\ngot  %q\nwant %q", f.GeoJSON(), s.Fields(), got, want)
		}
		if len(want) > 0 {
			faulty++
		}
	}
	if faulty < 5_000 || faulty > 19_000 {
		t.Errorf("%d of 20,000 features are at fault: the test sees one side only", faulty)
	}
}

var (
	someNames = []string{"a", "b", "c", "d", "e"}
	someTexts = []string{`"x"`, `"yy"`, `"zzz"`, `"2026-01-20"`, `"2026-13-20"`, `"2026-01-20T08:00:00Z"`, `""`, `"é\n"`}
	someOther = []string{"null", "true", "0", "-7", "12", "3.5", "4.0", "1e3", "[]", "[1,2]", "{}", `{"a":1}`}
)

func randomSchema(r *rand.Rand) *geo.Schema {
	var fields []geo.Field
	for _, name := range someNames {
		if r.IntN(3) == 0 {
			continue
		}
		l := &geo.Limits{Required: r.IntN(5) == 0}
		for _, k := range geo.AllKinds[1:] {
			if r.IntN(3) == 0 {
				l.Kinds |= k.Kind
			}
		}
		if r.IntN(6) == 0 {
			l.Enum, l.Kinds = []string{"x", "yy", "é\n"}, geo.Text
		}
		if r.IntN(4) == 0 {
			low := float64(r.IntN(10) - 5)
			high := low + float64(r.IntN(10))
			l.Minimum, l.Maximum = &low, &high
		}
		if r.IntN(4) == 0 {
			l.MaxLength = 1 + r.IntN(4)
		}
		fields = append(fields, geo.Field{Name: name, Limits: l})
	}
	frame := geo.Frame{Closed: r.IntN(3) == 0}
	if r.IntN(2) == 0 {
		frame.Location = &geo.Location{Required: r.IntN(2) == 0}
		if r.IntN(2) == 0 {
			frame.Location.Types = []string{geo.GeometryTypes[r.IntN(3)], "MultiPoint"}
		}
	}
	return geo.NewDeclared(frame, fields...)
}

func randomThing(t testing.TB, r *rand.Rand, b *geo.Builder) geo.Feature {
	var properties []string
	for _, i := range r.Perm(len(someNames)) {
		switch r.IntN(4) {
		case 0:
			properties = append(properties, someNames[i], someTexts[r.IntN(len(someTexts))])
		case 1, 2:
			properties = append(properties, someNames[i], someOther[r.IntN(len(someOther))])
		}
	}
	places := []orb.Geometry{nil, orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiPoint{{1, 2}}}
	return thing(t, b, places[r.IntN(len(places))], properties...)
}

func BenchmarkCheck(b *testing.B) {
	s := wells(true)
	f := thing(b, geo.NewBuilder(s), orb.Point{1, 2}, "name", `"One"`, "depth", "40.5", "taps", "2", "state", `"wet"`, "dug", `"2026-01-20"`, "seen", `"2026-01-20T08:00:00Z"`, "tags", "[1]", "free", "{}")
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Check(f); err != nil {
			b.Fatal(err)
		}
	}
}
