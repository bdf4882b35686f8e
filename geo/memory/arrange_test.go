package memory_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/storetest"
)

// arranged is a store whose records are laid out anew after every change.
type arranged struct{ *memory.Store }

func (s arranged) Apply(ctx context.Context, changes ...geo.Change) (geo.Rev, error) {
	rev, err := s.Store.Apply(ctx, changes...)
	if err != nil {
		return rev, err
	}
	for _, c := range changes {
		if err := s.Arrange(ctx, c.In); err != nil && geo.KindOf(err) != geo.NotFound {
			return rev, err
		}
		if len(changes) > 100 {
			break
		}
	}
	return rev, nil
}

func TestContractArranged(t *testing.T) {
	storetest.Test(t, func(t *testing.T) geo.Store { return arranged{memory.New(nil)} })
}

func TestArrangeKeepsOrder(t *testing.T) {
	ctx, s, b, r := context.Background(), memory.New(nil), geo.NewBuilder(nil), rand.New(rand.NewPCG(3, 3))
	var want []geo.ID
	for i := range 5000 {
		id := geo.ID(fmt.Sprint("f", i))
		b.SetID(id)
		if i%10 > 0 {
			b.SetPoint(orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}, nil)
		}
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(ctx, geo.Change{Op: geo.Create, In: "p", Feature: f}); err != nil {
			t.Fatal(err)
		}
		want = append(want, id)
	}
	before, _ := s.Read(ctx)
	if err := s.Arrange(ctx, "p"); err != nil {
		t.Fatal(err)
	}
	after, _ := s.Read(ctx)
	for name, reader := range map[string]geo.Reader{"before": before, "after": after} {
		var got []geo.ID
		for h, err := range reader.Find(ctx, geo.Query{From: "p"}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, h.ID())
		}
		if !slices.Equal(got, want) {
			t.Errorf("the state from %s arranging yields another order", name)
		}
	}
	r1, _ := before.Rev()
	if r2, _ := after.Rev(); r1 != r2 {
		t.Errorf("Rev went from %d to %d", r1, r2)
	}
	if err := s.Arrange(ctx, "nowhere"); geo.KindOf(err) != geo.NotFound {
		t.Errorf("arranging what is not there: %v", err)
	}
}
