package aggregate_test

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/aggregate"
	"cairn/geo/memory"
)

// breaking is a state that yields what no store does, or panics, after a few features.
type breaking struct {
	geo.Reader
	after  int
	panics bool
}

func (b breaking) Find(context.Context, geo.Query) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		made := geo.NewBuilder(nil)
		for range b.after {
			made.SetID("f")
			f, err := made.Feature()
			if !yield(geo.Hit{Feature: f}, err) {
				return
			}
		}
		if b.panics {
			panic("the reader broke")
		}
		for range 5000 {
			if !yield(geo.Hit{}, nil) { // has nothing in it that could be read
				return
			}
		}
	}
}

// TestBroken has a worker, or the state itself, panic: that is an error of who asks, or
// their panic, and leaves no goroutine behind.
func TestBroken(t *testing.T) {
	store := memory.New(nil)
	if _, err := store.Apply(t.Context(), geo.Change{Op: geo.PutCollection, In: "things", Collection: &geo.Collection{Title: "Things"}}); err != nil {
		t.Fatal(err)
	}
	r, err := store.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.Collection(t.Context(), "things")
	if err != nil {
		t.Fatal(err)
	}
	req, err := aggregate.Parse("day", "", "", c)
	if err != nil {
		t.Fatal(err)
	}
	before := runtime.NumGoroutine()
	for _, after := range []int{0, 1, 511, 512, 3000} {
		_, err := aggregate.Run(t.Context(), breaking{Reader: r, after: after}, geo.Query{From: "things"}, req)
		var e *geo.Error
		if !errors.As(err, &e) || e.Kind != geo.Internal || !strings.Contains(e.Err.Error(), "addAll") {
			t.Errorf("after %d: %v, want an internal error with the stack", after, err)
		}
		func() {
			defer func() {
				if v := recover(); v != "the reader broke" {
					t.Errorf("after %d: recovered %v", after, v)
				}
			}()
			_, err := aggregate.Run(t.Context(), breaking{Reader: r, after: after, panics: true}, geo.Query{From: "things"}, req)
			t.Errorf("after %d: %v, want a panic", after, err)
		}()
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines, %d before", n, before)
	}
}
