package memory_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/storetest"
)

// filled is a store whose collections are made by Fill where that is possible.
type filled struct{ *memory.Store }

func (s filled) Apply(ctx context.Context, changes ...geo.Change) (geo.Rev, error) {
	for _, c := range changes {
		if c.Op != geo.Put || c.In != changes[0].In || c.Feature.IsZero() {
			return s.Store.Apply(ctx, changes...)
		}
	}
	if len(changes) < 100 {
		return s.Store.Apply(ctx, changes...)
	}
	_, err := s.Fill(ctx, changes[0].In, nil, func(yield func(geo.Feature, error) bool) {
		for _, c := range changes {
			if !yield(c.Feature, nil) {
				return
			}
		}
	})
	if geo.KindOf(err) == geo.Conflict {
		return s.Store.Apply(ctx, changes...)
	}
	return 0, err
}

func TestContractFilled(t *testing.T) {
	storetest.Test(t, func(t *testing.T) geo.Store { return filled{memory.New(nil)} })
}

// some yields n features, every tenth without a place, and at last err if it is
// not nil.
func some(t *testing.T, n int, err error) iter.Seq2[geo.Feature, error] {
	b, r := geo.NewBuilder(nil), rand.New(rand.NewPCG(3, 3))
	return func(yield func(geo.Feature, error) bool) {
		for i := range n {
			b.SetID(geo.ID(fmt.Sprint("f", i)))
			if i%10 > 0 {
				b.SetPoint(orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}, nil)
			}
			f, err := b.Feature()
			if err != nil {
				t.Fatal(err)
			}
			if !yield(f, nil) {
				return
			}
		}
		if err != nil {
			yield(geo.Feature{}, err)
		}
	}
}

func TestFillKeepsOrder(t *testing.T) {
	ctx, s := context.Background(), memory.New(nil)
	n, err := s.Fill(ctx, "p", &geo.Collection{Title: "Places"}, some(t, 5000, nil))
	if err != nil || n != 5000 {
		t.Fatalf("Fill = %d, %v", n, err)
	}
	r, _ := s.Read(ctx)
	var got, want []geo.ID
	for h, err := range r.Find(ctx, geo.Query{From: "p"}) {
		if err != nil {
			t.Fatal(err)
		}
		got, want = append(got, h.ID()), append(want, geo.ID(fmt.Sprint("f", len(want))))
	}
	if !slices.Equal(got, want) {
		t.Error("the features are not in the order in which they were given")
	}
	c, _ := r.Collection(ctx, "p")
	if c.Title != "Places" || c.Count != 5000 || c.Rev != 5001 {
		t.Errorf("collection = %+v", c)
	}
}

func TestFillAllOrNothing(t *testing.T) {
	ctx, s := context.Background(), memory.New(nil)
	broken := errors.New("line 3")
	if _, err := s.Fill(ctx, "p", nil, some(t, 50, broken)); !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the features", err)
	}
	twice := func(yield func(geo.Feature, error) bool) {
		some(t, 3, nil)(yield)
		some(t, 1, nil)(yield)
	}
	_, err := s.Fill(ctx, "p", nil, twice)
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != geo.Conflict || e.Path != "features[3].id" {
		t.Errorf("an id twice: %v", err)
	}
	r, _ := s.Read(ctx)
	if rev, _ := r.Rev(); rev != 0 {
		t.Errorf("Rev = %d after refusals, want 0", rev)
	}
	if _, err := s.Fill(ctx, "p", nil, some(t, 3, nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Fill(ctx, "p", nil, some(t, 3, nil)); geo.KindOf(err) != geo.Conflict {
		t.Errorf("filling what is full: %v", err)
	}
	if _, err := s.Fill(ctx, "no/name", nil, some(t, 3, nil)); geo.KindOf(err) != geo.Invalid {
		t.Errorf("a bad name: %v", err)
	}
}
