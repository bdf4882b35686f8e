package sqlite_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// TestTogether writes, reads, looks into the past and waits at once. One of the
// writers makes only changes that are refused, which must not harm the others.
func TestTogether(t *testing.T) {
	path, ctx := quick(t), context.Background()
	s := open(t, path, sqlite.Options{})
	const writers, each = 4, 15
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				id := geo.ID(fmt.Sprint(w, "-", i))
				if _, err := s.Apply(ctx, geo.Change{Op: geo.Create, In: "p", Feature: point(t, id, float64(i)), By: fmt.Sprint(w)}); err != nil {
					t.Error(err)
				}
				if _, err := read(t, s).Feature(ctx, "p", id); err != nil {
					t.Errorf("what was just made is not seen: %v", err)
				}
			}
		})
	}
	all.Go(func() {
		for range each {
			if _, err := s.Apply(ctx, geo.Change{Op: geo.Delete, In: "p", ID: "nobody"}); geo.KindOf(err) != geo.NotFound {
				t.Errorf("deleting nobody: %v", err)
			}
		}
	})
	all.Go(func() {
		told := geo.Rev(0)
		for told < writers*each {
			if err := s.Wait(ctx, told); err != nil {
				t.Error(err)
				return
			}
			for c, err := range s.Changes(ctx, told) {
				if told++; err != nil || c.Rev != told {
					t.Errorf("change %d is %d: %v", told, c.Rev, err)
					return
				}
			}
			then, err := s.ReadAt(ctx, told/2)
			if err != nil {
				t.Error(err)
				return
			}
			if rev, _ := then.Rev(); rev != told/2 {
				t.Errorf("the state of revision %d says it is of %d", told/2, rev)
			}
		}
	})
	all.Wait()
	if n, err := read(t, s).Count(ctx, geo.Query{From: "p"}); err != nil || n != writers*each {
		t.Errorf("there are %d features (%v), want %d", n, err, writers*each)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, geo.Change{Op: geo.Delete, In: "p", ID: "nobody"}); geo.KindOf(err) != geo.Denied {
		t.Errorf("a store that is closed: %v", err)
	}
	sound(t, path)
}
