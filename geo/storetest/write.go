package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

func testEmpty(t *testing.T, s geo.Store) {
	r := read(t, s)
	defer r.Close()
	if rev, _ := r.Rev(); rev != 0 {
		t.Errorf("Rev = %d, want 0", rev)
	}
	all, err := r.Collections(context.Background())
	if err != nil || len(all) != 0 {
		t.Errorf("Collections = %v, %v; want none", all, err)
	}
	if rev := apply(t, s); rev != 0 {
		t.Errorf("Apply of nothing gives rev %d, want 0", rev)
	}
}

func testUnknown(t *testing.T, s geo.Store) {
	ctx, r := context.Background(), read(t, s)
	_, err := r.Collection(ctx, "nowhere")
	wantKind(t, "Collection", err, geo.NotFound)
	_, err = r.Feature(ctx, "nowhere", "x")
	wantKind(t, "Feature", err, geo.NotFound)
	_, err = r.Count(ctx, geo.Query{From: "nowhere"})
	wantKind(t, "Count", err, geo.NotFound)
	n := 0
	for _, err = range r.Find(ctx, geo.Query{From: "nowhere"}) {
		n++
	}
	wantKind(t, "Find", err, geo.NotFound)
	if n != 1 {
		t.Errorf("Find went on %d times after its error", n-1)
	}
	_, err = s.Apply(ctx, geo.Change{Op: geo.Delete, In: "nowhere", ID: "x"})
	wantKind(t, "Delete", err, geo.NotFound)
	_, err = s.Apply(ctx, geo.Change{Op: geo.DropCollection, In: "nowhere"})
	wantKind(t, "DropCollection", err, geo.NotFound)
	_, err = s.Apply(ctx, geo.Change{Op: geo.Put, In: "no/name"})
	wantKind(t, "Put into a bad name", err, geo.Invalid)
	_, err = s.Apply(ctx, geo.Change{Op: geo.Put, In: "places"})
	wantKind(t, "Put of no feature", err, geo.Invalid)
}

func testLife(t *testing.T, s geo.Store) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	first := feature(t, b, "a", orb.Point{40, 36}, "n", "1")
	apply(t, s, put("p", first), put("p", feature(t, b, "b", orb.Point{41, 36}, "n", "2")))
	got, err := read(t, s).Feature(ctx, "p", "a")
	if err != nil || string(got.GeoJSON()) != string(first.GeoJSON()) {
		t.Fatalf("Feature = %s, %v; want %s", got.GeoJSON(), err, first.GeoJSON())
	}
	second := feature(t, b, "a", orb.Point{10, 10}, "n", "3")
	apply(t, s, put("p", second))
	r := read(t, s)
	if got, _ := r.Feature(ctx, "p", "a"); string(got.GeoJSON()) != string(second.GeoJSON()) {
		t.Errorf("after replacing: %s, want %s", got.GeoJSON(), second.GeoJSON())
	}
	if got := ids(t, r, geo.Query{From: "p"}); !slices.Equal(got, []geo.ID{"a", "b"}) {
		t.Errorf("a replaced feature keeps its place: got %v, want [a b]", got)
	}
	box := geo.BoxOf(orb.Bound{Min: orb.Point{39, 35}, Max: orb.Point{42, 37}})
	if got := ids(t, r, geo.Query{From: "p", Box: &box}); !slices.Equal(got, []geo.ID{"b"}) {
		t.Errorf("the old place still finds: got %v, want [b]", got)
	}
	apply(t, s, geo.Change{Op: geo.Delete, In: "p", ID: "a"})
	_, err = read(t, s).Feature(ctx, "p", "a")
	wantKind(t, "a deleted feature", err, geo.NotFound)
	if got := count(t, read(t, s), geo.Query{From: "p"}); got != 1 {
		t.Errorf("Count = %d after deleting, want 1", got)
	}
	_, err = s.Apply(ctx, geo.Change{Op: geo.Delete, In: "p", ID: "a"})
	wantKind(t, "deleting twice", err, geo.NotFound)
}

func testCreate(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	apply(t, s, geo.Change{Op: geo.Create, In: "p", Feature: feature(t, b, "7", nil)})
	_, err := s.Apply(context.Background(), geo.Change{Op: geo.Create, In: "p", Feature: feature(t, b, "7", nil)})
	wantKind(t, "the same id", err, geo.Conflict)
	b.SetNumericID("7")
	f, _ := b.Feature()
	_, err = s.Apply(context.Background(), geo.Change{Op: geo.Create, In: "p", Feature: f})
	wantKind(t, "the same id as a number", err, geo.Conflict)
}

func testAllOrNone(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	apply(t, s, put("p", feature(t, b, "a", orb.Point{1, 1}, "n", "1")))
	before := read(t, s)
	_, err := s.Apply(context.Background(),
		put("p", feature(t, b, "a", orb.Point{2, 2}, "n", "2")),
		put("q", feature(t, b, "b", orb.Point{2, 2})),
		geo.Change{Op: geo.Delete, In: "p", ID: "nobody"},
	)
	wantKind(t, "a batch with one bad change", err, geo.NotFound)
	after := read(t, s)
	rev1, _ := before.Rev()
	if rev2, _ := after.Rev(); rev2 != rev1 {
		t.Errorf("Rev went from %d to %d", rev1, rev2)
	}
	if got, _ := after.Feature(context.Background(), "p", "a"); got.Property("n").String() != "1" {
		t.Errorf("the first change of a refused batch was made: %s", got.GeoJSON())
	}
	_, err = after.Collection(context.Background(), "q")
	wantKind(t, "the collection of a refused batch", err, geo.NotFound)
}

func testReaderStays(t *testing.T, s geo.Store) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	for i := range 700 {
		apply(t, s, put("p", feature(t, b, geo.ID(fmt.Sprint(i)), orb.Point{float64(i % 100), 1}, "n", "1")))
	}
	old := read(t, s)
	for i := range 700 {
		if i%2 == 0 {
			apply(t, s, geo.Change{Op: geo.Delete, In: "p", ID: geo.ID(fmt.Sprint(i))})
		} else {
			apply(t, s, put("p", feature(t, b, geo.ID(fmt.Sprint(i)), orb.Point{-50, 1}, "n", "2", "new", "true")))
		}
	}
	world := geo.BoxOf(orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{100, 2}})
	if got := count(t, old, geo.Query{From: "p", Box: &world}); got != 700 {
		t.Errorf("the old reader counts %d in the box, want 700", got)
	}
	if got := len(ids(t, old, geo.Query{From: "p", Where: []geo.Equality{{Property: "n", Value: "1"}}})); got != 700 {
		t.Errorf("the old reader finds %d with the old value, want 700", got)
	}
	if f, err := old.Feature(ctx, "p", "0"); err != nil || f.Property("n").String() != "1" {
		t.Errorf("the old reader's feature 0: %s, %v", f.GeoJSON(), err)
	}
	if got := count(t, read(t, s), geo.Query{From: "p"}); got != 350 {
		t.Errorf("the new reader counts %d, want 350", got)
	}
}

func testRevisions(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	one := apply(t, s, put("p", feature(t, b, "a", nil)))
	three := apply(t, s, put("p", feature(t, b, "b", nil)), put("q", feature(t, b, "c", nil)))
	if one != 1 || three != 3 {
		t.Errorf("revisions are %d and %d, want 1 and 3", one, three)
	}
	apply(t, s, put("q", feature(t, b, "d", nil)))
	p, _ := read(t, s).Collection(context.Background(), "p")
	q, _ := read(t, s).Collection(context.Background(), "q")
	if p.Rev != 2 || q.Rev != 4 || q.Updated < p.Updated {
		t.Errorf("collections are at %d and %d (updated %v, %v), want 2 and 4", p.Rev, q.Rev, p.Updated, q.Updated)
	}
}

func testClosed(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	apply(t, s, put("p", feature(t, b, "a", nil)))
	r := read(t, s)
	if err := s.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	if got := count(t, r, geo.Query{From: "p"}); got != 1 {
		t.Errorf("an open reader counts %d after Close, want 1", got)
	}
	if _, err := s.Apply(context.Background(), put("p", feature(t, b, "b", nil))); err == nil {
		t.Error("a closed store takes changes")
	}
}
