package geo_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
)

func compile(t testing.TB, text string, c geo.Collection) *cql2.Filter {
	t.Helper()
	e, err := cql2.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	f, err := cql2.Compile(e, c.Types())
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

// camp is a feature with a value of every kind.
func camp(t testing.TB, more ...string) (geo.Feature, geo.Collection) {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID("al-hawl")
	b.SetPoint(orb.Point{41.1, 36.4}, nil)
	values := []string{
		"name", `"al-Hawl"`, "held", "40000", "share", "0.5", "open", "false", "since", `"2019-03-01"`,
		"seen", `"2026-01-20T10:00:00Z"`, "tags", `["camp"]`, "more", `{"a":1}`, "nothing", "null",
	}
	values = append(values, more...)
	for i := 0; i < len(values); i += 2 {
		if err := b.Add([]byte(values[i]), geo.Value(values[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return f, geo.Collection{Schema: f.Schema()}
}

func TestTypes(t *testing.T) {
	_, c := camp(t)
	types := c.Types()
	for name, want := range map[string]cql2.Kinds{
		"name": cql2.TextKind, "held": cql2.IntegerKind, "share": cql2.NumberKind, "open": cql2.BooleanKind, "since": cql2.DateKind,
		"seen": cql2.DateTimeKind, "tags": cql2.ArrayKind, "more": cql2.ObjectKind, "nothing": cql2.Null,
	} {
		field, kinds, ok := types.Property(name)
		if number, _ := c.Schema.Field(name); !ok || field != number || kinds != want {
			t.Errorf("%s: got %d %b %v, want %d %b", name, field, kinds, ok, number, want)
		}
	}
	for name, want := range map[string]int{"geometry": cql2.GeometryField, "geom": cql2.GeometryField, "id": cql2.IDField} {
		if field, _, ok := types.Property(name); !ok || field != want {
			t.Errorf("%s: got %d %v, want %d", name, field, ok, want)
		}
	}
	if _, _, ok := types.Property("x"); ok {
		t.Error("there is a property called x")
	}
	if names := types.Names(); !slices.Contains(names, "geometry") || !slices.Contains(names, "id") || !slices.Contains(names, "held") {
		t.Errorf("got the names %v", names)
	}
	c.NumericIDs = true
	if _, kinds, _ := c.Types().Property("id"); kinds != cql2.IntegerKind {
		t.Errorf("numeric ids: got %b", kinds)
	}
	_, c = camp(t, "id", `"other"`, "geometry", `"a word"`, "geom", "5")
	types = c.Types()
	for _, name := range []string{"id", "geometry", "geom"} {
		number, _ := c.Schema.Field(name)
		if field, _, _ := types.Property(name); field != number {
			t.Errorf("the property %s does not take the name: got %d", name, field)
		}
	}
	if names := types.Names(); len(names) != len(slices.Compact(slices.Sorted(slices.Values(names)))) {
		t.Errorf("a name is there twice: %v", names)
	}
}

func TestSubject(t *testing.T) {
	f, c := camp(t)
	s := geo.Subject{Feature: f}
	for _, text := range []string{
		"name = 'al-Hawl' AND held > 39999 AND share = 0.5 AND NOT open", "id = 'al-hawl'", "id IN ('x','al-hawl')",
		"since = DATE('2019-03-01') AND seen >= '2026-01-20'", "A_CONTAINS(tags, ('camp'))", "nothing IS NULL AND geometry IS NOT NULL",
		"S_WITHIN(geom, BBOX(41,36,42,37))", "distance(geometry, POINT(41.1 36.4)) < 1",
	} {
		filter := compile(t, text, c)
		if !filter.Match(&s) {
			t.Errorf("%s is not true", text)
		}
		if n := testing.AllocsPerRun(100, func() { filter.Match(&s) }); n > 0 {
			t.Errorf("%s allocates %v times", text, n)
		}
	}
}

// TestFilterTimes: filters and features read the same texts as times.
func TestFilterTimes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	sources := []string{"2024-02-29", "2024-02-29T23:59:59.123456Z", "1969-12-31t01:02:03+02:00", "0000-01-01 00:00:00.5-23:59", "2023-02-28T10:00:00z"}
	c := geo.Collection{Schema: geo.NewSchema(geo.Field{Name: "v", Kinds: geo.Text | geo.Date | geo.DateTime})}
	filter := compile(t, "year(v) IS NOT NULL", c)
	times := 0
	b := geo.NewBuilder(c.Schema)
	for range 20_000 {
		text := []byte(sources[r.IntN(len(sources))])
		for range r.IntN(3) {
			text[r.IntN(len(text))] = "0123456789-:.TZ+ x"[r.IntN(18)]
		}
		if r.IntN(4) == 0 {
			text = text[:r.IntN(len(text))]
		}
		b.SetID("x")
		if err := b.AddText("v", string(text)); err != nil {
			t.Fatal(err)
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		_, want := geo.ParseInstant(text)
		if got := filter.Match(&geo.Subject{Feature: f}); got != want {
			t.Fatalf("%q: got %v, want %v", text, got, want)
		}
		if want {
			times++
		}
	}
	if times < 2000 {
		t.Errorf("only %d times", times)
	}
}
