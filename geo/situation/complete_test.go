package situation_test

import (
	"slices"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/situation"
)

// TestComplete goes through the states of a store while the seeds are put into it: each
// is a situation of what there was by then.
func TestComplete(t *testing.T) {
	all := seedChanges(t)
	keeper := memory.NewKeeper(memory.Options{})
	places := []int{}
	for _, c := range all {
		if _, err := keeper.Apply(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		n := 0
		if len(places) > 0 {
			n = places[len(places)-1]
		}
		if c.In == situation.Places && !c.Feature.IsZero() {
			n++
		}
		places = append(places, n)
	}
	derive, had := situation.New(), 0
	for i := range all {
		base, err := keeper.ReadAt(t.Context(), geo.Rev(i+1))
		if err != nil {
			t.Fatal(err)
		}
		whole, err := situation.Complete(t.Context(), base)
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := situation.Applies(t.Context(), whole); !ok || err != nil {
			t.Fatalf("after %d: applies %t, %v", i+1, ok, err)
		}
		if whole == base {
			had++
		}
		v, err := derive.View(t.Context(), whole, situation.Moment{})
		if err != nil {
			t.Fatalf("after %d: %v", i+1, err)
		}
		if d := read(t, v, ""); len(d.Places) != places[i] {
			t.Errorf("after %d: %d places, want %d", i+1, len(d.Places), places[i])
		}
		v.Close()
	}
	if had == 0 || had == len(all) {
		t.Errorf("%d of %d states have all five collections", had, len(all))
	}
}

// TestCompleteIsEmpty asks a state of nothing for everything.
func TestCompleteIsEmpty(t *testing.T) {
	ctx := t.Context()
	base, err := memory.New(nil).Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	r, err := situation.Complete(ctx, base)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	list, err := r.Collections(ctx)
	if err != nil || len(list) != 5 || !slices.IsSortedFunc(list, func(a, b geo.Collection) int { return int(a.Name[0]) - int(b.Name[0]) }) {
		t.Errorf("collections: %v, %v", list, err)
	}
	for _, c := range list {
		for h, err := range r.Find(ctx, geo.Query{From: c.Name}) {
			t.Errorf("%s has %v, %v", c.Name, h, err)
		}
		if n, err := r.Count(ctx, geo.Query{From: c.Name}); n != 0 || err != nil {
			t.Errorf("%s: %d, %v", c.Name, n, err)
		}
		if _, err := r.Feature(ctx, c.Name, "a"); geo.KindOf(err) != geo.NotFound {
			t.Errorf("%s: %v, want NotFound", c.Name, err)
		}
	}
	if _, err := r.Count(ctx, geo.Query{From: "others"}); geo.KindOf(err) != geo.NotFound {
		t.Errorf("others: %v, want NotFound", err)
	}
}
