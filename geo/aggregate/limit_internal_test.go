package aggregate

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
)

// TestTooManyGroups: as many as there may be are answered, one more is refused with
// what to do, whichever goroutine finds it.
func TestTooManyGroups(t *testing.T) {
	const n = 5000
	ctx, store, b := context.Background(), memory.New(nil), geo.NewBuilder(nil)
	_, err := store.Fill(ctx, "events", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			b.SetNumericID(fmt.Sprint(i))
			b.SetPoint(orb.Point{float64(i%100)*3 - 150, float64(i/100) - 25}, nil)
			if err := b.AddNumber("every", float64(i)); err != nil {
				t.Error(err)
			}
			if !yield(b.Feature()) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := store.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Collection(ctx, "events")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ group, cell, path, want string }{
		{"hex", "100", "cell", "larger cells than 100 metres"}, {"quadkey", "20", "cell", "smaller zoom than 20"}, {"every,year", "", "group", "fewer things"},
	} {
		req, err := Parse(test.group, test.cell, "", c)
		if err != nil {
			t.Fatal(err)
		}
		for _, most := range []int{n, n - 1, n/2 + 100, 3} {
			made := newRequest(req)
			made.most = most
			tally, err := gather(ctx, r, geo.Query{From: "events"}, made)
			if most == n {
				if err != nil || len(tally.keys) != n {
					t.Errorf("%s: as many as there may be: %d, %v", test.group, len(tally.keys), err)
				}
				continue
			}
			e, ok := err.(*geo.Error)
			if !ok || e.Kind != geo.Invalid || e.Path != test.path || !strings.Contains(e.Msg, test.want) {
				t.Errorf("%s, at most %d: got %v, want Invalid about %s with %q", test.group, most, err, test.path, test.want)
			}
		}
	}
}
