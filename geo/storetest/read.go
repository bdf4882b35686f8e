package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

func testCollections(t *testing.T, s geo.Store) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	apply(t, s,
		geo.Change{Op: geo.PutCollection, In: "z", Collection: &geo.Collection{Title: "Last", Description: "of all"}},
		put("a", feature(t, b, "x", orb.Point{1, 2})))
	all, _ := read(t, s).Collections(ctx)
	if len(all) != 2 || all[0].Name != "a" || all[1].Name != "z" || all[1].Title != "Last" || all[1].Description != "of all" {
		t.Errorf("Collections = %+v", all)
	}
	if all[1].Extent.IsLocated() || all[1].Extent.IsTimed() || all[1].Count != 0 {
		t.Errorf("an empty collection has an extent: %+v", all[1])
	}
	apply(t, s, geo.Change{Op: geo.PutCollection, In: "a", Collection: &geo.Collection{Title: "First"}})
	if c, _ := read(t, s).Collection(ctx, "a"); c.Title != "First" || c.Count != 1 {
		t.Errorf("naming a collection changed it: %+v", c)
	}
	apply(t, s, geo.Change{Op: geo.DropCollection, In: "a"})
	_, err := read(t, s).Collection(ctx, "a")
	wantKind(t, "a dropped collection", err, geo.NotFound)
}

func testSchemas(t *testing.T, s geo.Store) {
	ctx := context.Background()
	one, two := geo.NewBuilder(nil), geo.NewBuilder(nil)
	apply(t, s, put("p", feature(t, one, "a", nil, "x", "1", "y", `"one"`)))
	apply(t, s, put("p", feature(t, two, "b", nil, "y", `"two"`, "z", "true", "x", "2.5")))
	apply(t, s, put("p", feature(t, one, "c", nil, "w", "null", "x", "3")))
	r := read(t, s)
	c, _ := r.Collection(ctx, "p")
	var names []string
	for _, f := range c.Schema.Fields() {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "x y z w" {
		t.Errorf("fields are %q, want \"x y z w\"", got)
	}
	if i, _ := c.Schema.Field("x"); c.Schema.Fields()[i].Kinds != geo.Integer|geo.Number {
		t.Errorf("x has kinds %b", c.Schema.Fields()[i].Kinds)
	}
	for id, want := range map[geo.ID]string{"a": "1|one||", "b": "2.5|two|true|", "c": "3|||null"} {
		f, _ := r.Feature(ctx, "p", id)
		var got []string
		for _, name := range names {
			got = append(got, f.Property(name).String())
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s has %v, want %s", id, got, want)
		}
	}
	if got := ids(t, r, geo.Query{From: "p", Where: []geo.Equality{{Property: "y", Value: "two"}}}); !slices.Equal(got, []geo.ID{"b"}) {
		t.Errorf("y = two finds %v, want [b]", got)
	}
}

func testDescription(t *testing.T, s geo.Store) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	apply(t, s,
		put("p", feature(t, b, "far", orb.Point{-70, 50}, "date", `"2020-01-01"`)),
		put("p", feature(t, b, "line", orb.LineString{{1, 2}, {3, 4}}, "date", `"2026-01-19"`)),
		put("p", feature(t, b, "none", nil, "date", `"some day"`)))
	c, _ := read(t, s).Collection(ctx, "p")
	if c.Extent.Bound != (orb.Bound{Min: orb.Point{-70, 2}, Max: orb.Point{3, 50}}) || c.Extent.Period.String() != "2020-01-01/2026-01-19" {
		t.Errorf("extent = %v %v", c.Extent.Bound, c.Extent.Period)
	}
	if !slices.Equal(c.Geometries, []string{"Point", "LineString"}) || !slices.Equal(c.TimeFields, []string{"date"}) || c.NumericIDs {
		t.Errorf("description = %+v", c)
	}
	apply(t, s, geo.Change{Op: geo.Delete, In: "p", ID: "far"})
	c, _ = read(t, s).Collection(ctx, "p")
	if c.Extent.Bound != (orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}}) || c.Extent.Period.String() != "2026-01-19" || c.Count != 2 {
		t.Errorf("after deleting: extent = %v %v, count %d", c.Extent.Bound, c.Extent.Period, c.Count)
	}
	apply(t, s, geo.Change{Op: geo.Delete, In: "p", ID: "line"})
	if c, _ = read(t, s).Collection(ctx, "p"); c.Extent.IsLocated() || c.Extent.IsTimed() {
		t.Errorf("with nothing left: extent = %+v", c.Extent)
	}
}

func testIDs(t *testing.T, s geo.Store) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	for _, id := range []geo.ID{"plain", "with space", "a/b?c#d", `quote"back\slash`, "سجن الشدادي", "\x01tab\t", "7.0", "-"} {
		apply(t, s, put("p", feature(t, b, id, nil)))
		if f, err := read(t, s).Feature(ctx, "p", id); err != nil || f.ID() != id {
			t.Errorf("id %q: got %q, %v", id, f.ID(), err)
		}
	}
	b.SetNumericID("42")
	f, _ := b.Feature()
	apply(t, s, put("p", f))
	if f, err := read(t, s).Feature(ctx, "p", "42"); err != nil || !f.HasNumericID() {
		t.Errorf("numeric id: %v", err)
	}
	_, err := read(t, s).Feature(ctx, "p", "PLAIN")
	wantKind(t, "an id in other letters", err, geo.NotFound)
}

func testAntimeridian(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	fiji := orb.MultiPolygon{
		{{{178, -19}, {180, -19}, {180, -16}, {178, -16}, {178, -19}}},
		{{{-180, -19}, {-178, -19}, {-178, -16}, {-180, -16}, {-180, -19}}},
	}
	apply(t, s, put("p", feature(t, b, "fiji", fiji)), put("p", feature(t, b, "east", orb.Point{180, 0})), put("p", feature(t, b, "west", orb.Point{-179, 0})))
	for _, c := range []struct {
		box  string
		want string
	}{
		{"179,-18,180,-17", "[fiji]"},
		{"-180,-18,-179,-17", "[fiji]"},
		{"179,-18,-179,-17", "[fiji]"},
		{"0,-18,170,-17", "[]"},
		{"-177,-18,170,-17", "[]"},
		{"170,-1,-170,1", "[east west]"},
		{"-180,-1,-179.5,1", "[east]"},
		{"180,0,180,0", "[east]"},
		{"-180,-90,180,90", "[fiji east west]"},
	} {
		box, err := geo.ParseBox(c.box)
		if err != nil {
			t.Fatal(err)
		}
		q := geo.Query{From: "p", Box: &box}
		got := ids(t, read(t, s), q)
		if fmt.Sprint(got) != c.want || count(t, read(t, s), q) != len(got) {
			t.Errorf("%s: got %v (count %d), want %s", c.box, got, count(t, read(t, s), q), c.want)
		}
	}
}

func testTime(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	apply(t, s,
		put("p", feature(t, b, "day", nil, "date", `"2026-01-19"`)),
		put("p", feature(t, b, "noon", nil, "date", `"2026-01-19T12:00:00+03:00"`)),
		put("p", feature(t, b, "from", nil, "start", `"2026-01-20"`, "end", "null")),
		put("p", feature(t, b, "until", nil, "start", "null", "end", `"2026-01-18"`)),
		put("p", feature(t, b, "ever", nil)),
		put("p", feature(t, b, "unclear", nil, "date", `"Monday"`)))
	for _, c := range []struct{ during, want string }{
		{"2026-01-19", "[day noon ever]"},
		{"2026-01-19T09:00:00Z", "[day noon ever]"},
		{"2026-01-19T09:00:01Z", "[day ever]"},
		{"2026-01-20/..", "[from ever]"},
		{"../2026-01-18", "[until ever]"},
		{"2026-01-18T23:59:59Z", "[until ever]"},
		{"1970-01-01", "[until ever]"},
		{"0000-01-01T00:00:00Z/9999-12-31T00:00:00Z", "[day noon from until ever]"},
		{"../..", "[day noon from until ever]"},
	} {
		p, err := geo.ParsePeriod(c.during)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(ids(t, read(t, s), geo.Query{From: "p", During: &p})); got != c.want {
			t.Errorf("%s: got %s, want %s", c.during, got, c.want)
		}
	}
}

func testNoPlace(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	apply(t, s, put("p", feature(t, b, "somewhere", orb.Point{0, 0})), put("p", feature(t, b, "nowhere", nil)), put("p", feature(t, b, "empty", orb.Polygon{})))
	r := read(t, s)
	world := geo.BoxOf(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}})
	for _, c := range []struct {
		q    geo.Query
		want int
	}{
		{geo.Query{From: "p"}, 3},
		{geo.Query{From: "p", Box: &world}, 1},
		{geo.Query{From: "p", Near: &geo.Near{}}, 1},
	} {
		if got := len(ids(t, r, c.q)); got != c.want || count(t, r, c.q) != c.want {
			t.Errorf("%+v finds %d, counts %d, want %d", c.q, got, count(t, r, c.q), c.want)
		}
	}
}

func testPaging(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	for i := range 1000 {
		apply(t, s, put("p", feature(t, b, geo.ID(fmt.Sprint(i)), orb.Point{float64(i%20) / 10, float64(i%7) / 10}, "odd", fmt.Sprint(i%2 == 1))))
	}
	box := geo.BoxOf(orb.Bound{Min: orb.Point{0.5, 0.1}, Max: orb.Point{1.5, 0.5}})
	for name, q := range map[string]geo.Query{
		"all": {From: "p"}, "box": {From: "p", Box: &box},
		"filter": {From: "p", Where: []geo.Equality{{Property: "odd", Value: "true"}}},
	} {
		whole := ids(t, read(t, s), q)
		for _, limit := range []int{1, 7, 100, 999, 5000} {
			var paged []geo.ID
			q.Limit, q.After = limit, 0
			for n := limit; n == limit; {
				n = 0
				for h, err := range read(t, s).Find(context.Background(), q) {
					if err != nil {
						t.Fatal(err)
					}
					paged, n = append(paged, h.ID()), n+1
					q.After = h.At
				}
			}
			if !slices.Equal(paged, whole) {
				t.Errorf("%s by %d: pages hold %d features, want %d in the same order", name, limit, len(paged), len(whole))
			}
		}
	}
}

func testContext(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	var changes []geo.Change
	for i := range 5000 {
		changes = append(changes, put("p", feature(t, b, geo.ID(fmt.Sprint(i)), orb.Point{1, 1})))
	}
	apply(t, s, changes...)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	box := geo.BoxOf(orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{2, 2}})
	for _, q := range []geo.Query{{From: "p"}, {From: "p", Box: &box}, {From: "p", Near: &geo.Near{}}} {
		var last error
		for _, err := range read(t, s).Find(ctx, q) {
			last = err
		}
		if !errors.Is(last, context.Canceled) {
			t.Errorf("Find %+v ended with %v, want context.Canceled", q, last)
		}
	}
	if _, err := s.Apply(ctx, changes...); !errors.Is(err, context.Canceled) {
		t.Errorf("Apply: %v, want context.Canceled", err)
	}
}
