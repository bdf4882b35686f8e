package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Keeper runs the contract of geo.Keeper, and of what a change says that it expects;
// open returns a new, empty store that forgets nothing by itself.
func Keeper(t *testing.T, open func(t *testing.T) geo.Keeper) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, s geo.Keeper)
	}{
		{"an empty store has no past", testNoPast},
		{"what a change expects", testExpects},
		{"a group that fails leaves no trace", testNoTrace},
		{"features know their revision", testFeatureRevisions},
		{"the log tells what was made", testChanges},
		{"the log tells of some collections", testChangesOf},
		{"the log tells each feature of a dropped collection", testDropTold},
		{"the history of a feature", testHistory},
		{"states of the past", testReadAt},
		{"what was declared", testDeclaredPast},
		{"revisions by time", testRevAt},
		{"those who wait are woken", testWait},
		{"contexts that have ended", testKeeperContext},
		{"several writers and readers, and every state of the past", testPast},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t)
			defer s.Close()
			c.run(t, s)
		})
	}
}

// changes returns what the log tells after a revision.
func changes(t testing.TB, s geo.Keeper, since geo.Rev) (all []geo.Change) {
	t.Helper()
	for c, err := range s.Changes(context.Background(), since) {
		if err != nil {
			t.Fatalf("Changes after %d: %v", since, err)
		}
		all = append(all, c)
	}
	return all
}

// history returns what the log tells of a feature.
func history(t testing.TB, s geo.Keeper, in geo.Name, id geo.ID) (all []geo.Change) {
	t.Helper()
	for c, err := range s.History(context.Background(), in, id) {
		if err != nil {
			t.Fatalf("History of %s: %v", id, err)
		}
		all = append(all, c)
	}
	return all
}

// readAt opens a state of the past.
func readAt(t testing.TB, s geo.Keeper, rev geo.Rev) geo.Reader {
	t.Helper()
	r, err := s.ReadAt(context.Background(), rev)
	if err != nil {
		t.Fatalf("ReadAt %d: %v", rev, err)
	}
	return r
}

func remove(in geo.Name, id geo.ID) geo.Change { return geo.Change{Op: geo.Delete, In: in, ID: id} }

// expecting returns a change that expects a revision.
func expecting(c geo.Change, rev geo.Rev) geo.Change {
	c.If = rev
	return c
}

func testNoPast(t *testing.T, s geo.Keeper) {
	ctx := context.Background()
	if kept, err := s.Kept(ctx); kept != 0 || err != nil {
		t.Errorf("Kept = %d, %v", kept, err)
	}
	if all := changes(t, s, 0); len(all) != 0 {
		t.Errorf("Changes = %v", all)
	}
	r := readAt(t, s, 0)
	defer r.Close()
	if all, err := r.Collections(ctx); len(all) != 0 || err != nil {
		t.Errorf("Collections at 0 = %v, %v", all, err)
	}
	for _, rev := range []geo.Rev{-1, 1, 1 << 40} {
		_, err := s.ReadAt(ctx, rev)
		wantKind(t, fmt.Sprintf("ReadAt(%d)", rev), err, geo.NotFound)
	}
	if rev, err := s.RevAt(ctx, geo.Forever-1); rev != 0 || err != nil {
		t.Errorf("RevAt = %d, %v", rev, err)
	}
	if all := history(t, s, "p", "a"); len(all) != 0 {
		t.Errorf("History = %v", all)
	}
}

func testExpects(t *testing.T, s geo.Keeper) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	a := func() geo.Feature { return feature(t, b, "a", orb.Point{1, 1}) }
	refuse := func(what string, want geo.Kind, group ...geo.Change) {
		t.Helper()
		_, err := s.Apply(ctx, group...)
		wantKind(t, what, err, want)
	}
	refuse("delete from no collection", geo.Stale, expecting(remove("p", "a"), 1))
	refuse("put into no collection", geo.Stale, expecting(put("p", a()), 1))
	if all, err := read(t, s).Collections(ctx); len(all) != 0 || err != nil {
		t.Errorf("a refused put left %v, %v", all, err)
	}
	one := apply(t, s, put("p", a()))
	refuse("put what is not there", geo.Stale, expecting(put("p", feature(t, b, "b", nil)), one))
	refuse("delete what is not there", geo.Stale, expecting(remove("p", "b"), one))
	refuse("create what is there", geo.Conflict, expecting(geo.Change{Op: geo.Create, In: "p", Feature: a()}, one))
	two := apply(t, s, expecting(put("p", a()), one))
	refuse("put over another's", geo.Stale, expecting(put("p", a()), one))
	refuse("delete another's", geo.Stale, expecting(remove("p", "a"), one))
	refuse("changed in the same group", geo.Stale, put("p", a()), expecting(put("p", a()), two))
	about := func(title string) geo.Change {
		return geo.Change{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{Title: title}}
	}
	refuse("describe what has been changed", geo.Stale, expecting(about("x"), one))
	three := apply(t, s, expecting(about("y"), two))
	refuse("drop what has been changed", geo.Stale, expecting(geo.Change{Op: geo.DropCollection, In: "p"}, two))
	refuse("drop what is not there", geo.Stale, expecting(geo.Change{Op: geo.DropCollection, In: "q"}, two))
	apply(t, s, expecting(remove("p", "a"), two))
	if rev := apply(t, s, expecting(geo.Change{Op: geo.DropCollection, In: "p"}, three+1)); rev != 5 {
		t.Errorf("the last revision is %d, want 5", rev)
	}
}

func testNoTrace(t *testing.T, s geo.Keeper) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	rev := apply(t, s,
		geo.Change{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{Title: "P"}},
		put("p", feature(t, b, "a", orb.Point{1, 1}, "n", "1")), put("p", feature(t, b, "b", nil, "n", "2")), put("q", feature(t, b, "c", nil)))
	before := state(t, read(t, s))
	bad := geo.Change{Op: geo.Delete, In: "p", ID: "nobody"}
	for name, group := range map[string][]geo.Change{
		"a new field":      {put("p", feature(t, geo.NewBuilder(nil), "b", nil, "new", "true")), bad},
		"a new feature":    {put("p", feature(t, b, "d", orb.Point{50, 50})), bad},
		"a new collection": {put("r", feature(t, b, "d", nil)), bad},
		"another title":    {{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{Title: "X"}}, bad},
		"a deletion":       {remove("p", "a"), bad},
		"and again":        {remove("p", "a"), put("p", feature(t, b, "a", orb.Point{2, 2})), bad},
		"a drop":           {remove("p", "a"), {Op: geo.DropCollection, In: "p"}, bad},
		"drop and again":   {put("q", feature(t, b, "e", nil)), {Op: geo.DropCollection, In: "q"}, put("q", feature(t, b, "c", nil)), {Op: geo.DropCollection, In: "q"}, bad},
	} {
		_, err := s.Apply(ctx, group...)
		if err == nil {
			t.Fatalf("%s: a group with a bad change was made", name)
		}
		if after := state(t, read(t, s)); after != before {
			t.Errorf("%s: was\n%s\nis\n%s", name, before, after)
		}
		if all := changes(t, s, rev); len(all) != 0 {
			t.Errorf("%s: the log tells %+v", name, all)
		}
	}
	apply(t, s, put("p", feature(t, b, "d", nil)))
	if got := ids(t, read(t, s), geo.Query{From: "p"}); !slices.Equal(got, []geo.ID{"a", "b", "d"}) {
		t.Errorf("after them: %v", got)
	}
}

// state describes all that a reader has.
func state(t testing.TB, r geo.Reader) string {
	t.Helper()
	rev, _ := r.Rev()
	text := fmt.Sprintf("at %d\n", rev)
	all, err := r.Collections(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		text += fmt.Sprintf("%s %q %q at %d, %d in %v %v %v, numeric %t, heights %t\n",
			c.Name, c.Title, c.Description, c.Rev, c.Count, c.Extent, c.Geometries, c.TimeFields, c.NumericIDs, c.Heights)
		for h, err := range r.Find(context.Background(), geo.Query{From: c.Name}) {
			if err != nil {
				t.Fatal(err)
			}
			text += fmt.Sprintf("  %d %d %s\n", h.At, h.Rev(), h.GeoJSON())
		}
	}
	return text
}

func testFeatureRevisions(t *testing.T, s geo.Keeper) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	apply(t, s, put("p", feature(t, b, "a", orb.Point{1, 1})), put("p", feature(t, b, "b", orb.Point{2, 2})))
	apply(t, s, put("p", feature(t, b, "a", orb.Point{3, 3})))
	r := read(t, s)
	for id, want := range map[geo.ID]geo.Rev{"a": 3, "b": 2} {
		if f, err := r.Feature(ctx, "p", id); err != nil || f.Rev() != want {
			t.Errorf("%s stands at %d (%v), want %d", id, f.Rev(), err, want)
		}
	}
	near := geo.Near{Point: orb.Point{3, 3}}
	for _, q := range []geo.Query{{From: "p"}, {From: "p", Near: &near}} {
		for h, err := range r.Find(ctx, q) {
			if want := map[geo.ID]geo.Rev{"a": 3, "b": 2}[h.ID()]; err != nil || h.Rev() != want {
				t.Errorf("found: %s stands at %d (%v), want %d", h.ID(), h.Rev(), err, want)
			}
		}
	}
}

func testWait(t *testing.T, s geo.Keeper) {
	b := geo.NewBuilder(nil)
	rev := apply(t, s, put("p", feature(t, b, "a", nil)))
	if err := s.Wait(context.Background(), rev-1); err != nil {
		t.Errorf("Wait for what is there: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var waiting, stopped sync.WaitGroup
	for range 200 {
		waiting.Go(func() {
			for next := rev; next < rev+20; next++ { // each of them, however they come
				if err := s.Wait(context.Background(), next); err != nil {
					t.Error(err)
				}
			}
		})
	}
	stopped.Go(func() {
		if err := s.Wait(ctx, rev+1000); err == nil {
			t.Error("Wait returned without a reason")
		}
	})
	for range 20 {
		apply(t, s, put("p", feature(t, b, "a", nil)))
	}
	waiting.Wait()
	stop()
	stopped.Wait()
}

func testKeeperContext(t *testing.T, s geo.Keeper) {
	b, group := geo.NewBuilder(nil), []geo.Change(nil)
	for i := range 3000 {
		group = append(group, put("p", feature(t, b, geo.ID(fmt.Sprint(i)), nil)))
	}
	apply(t, s, group...)
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := s.Wait(ctx, 1<<40); err == nil {
		t.Error("Wait goes on")
	}
	var last error
	n := 0
	for _, last = range s.Changes(ctx, 0) {
		n++
	}
	if last == nil || n == 3001 {
		t.Errorf("Changes goes on, and tells %d: %v", n, last)
	}
	if _, err := s.ReadAt(ctx, 5); err == nil {
		t.Error("ReadAt goes on")
	}
	if _, err := s.Apply(ctx, put("p", feature(t, b, "x", nil))); err == nil {
		t.Error("Apply goes on")
	}
	if got := count(t, read(t, s), geo.Query{From: "p"}); got != 3000 {
		t.Errorf("Count = %d", got)
	}
}
