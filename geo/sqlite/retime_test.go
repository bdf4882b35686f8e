package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// periods lists what the features of wells say of time.
func periods(t *testing.T, s *sqlite.Store) map[geo.ID]string {
	t.Helper()
	r, err := s.Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all := map[geo.ID]string{}
	for hit, err := range r.Find(context.Background(), geo.Query{From: "wells", Limit: 10}) {
		if err != nil {
			t.Fatal(err)
		}
		all[hit.ID()] = "none"
		if p, ok := hit.Period(); ok {
			all[hit.ID()] = p.String()
		}
	}
	return all
}

// TestTimeIsToldLater says after features have come which of their properties tell the
// time: a store that is opened again says the same of them, and one whose past has periods
// that end before they start can be opened and asked for its past.
func TestTimeIsToldLater(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "t.gpkg"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	of := func(id, from, to string) geo.Feature {
		b := geo.NewBuilder(nil)
		b.SetID(geo.ID(id))
		if err := b.AddText("from", from); err != nil {
			t.Fatal(err)
		}
		if err := b.AddText("to", to); err != nil {
			t.Fatal(err)
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	timed := geo.Change{Op: geo.PutCollection, In: "wells", Collection: &geo.Collection{TimeFields: []string{"from", "to"}}}
	if _, err := s.Apply(ctx, create("wells", of("a", "2020-01-01", "2019-01-01")), create("wells", of("b", "2020-01-01", "2021-01-01"))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, timed); geo.KindOf(err) != geo.Conflict {
		t.Fatalf("a period that ends before it starts: %v", err)
	}
	if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "wells", Feature: of("a", "2018-01-01", "2019-01-01")}, timed); err != nil {
		t.Fatal(err)
	}
	before := periods(t, s)
	s = reopened(t, s)
	defer s.Close()
	if after := periods(t, s); len(before) != 2 || before["a"] != "2018-01-01/2019-01-01" || after["a"] != before["a"] || after["b"] != before["b"] {
		t.Errorf("got %v, and when it is opened again %v", before, after)
	}
	n := 0
	for _, err := range s.Changes(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	for _, err := range s.History(ctx, "wells", "a") {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if _, err := s.ReadAt(ctx, 1); err != nil || n != 6 {
		t.Errorf("%d changes are told (%v), want 6", n, err)
	}
}
