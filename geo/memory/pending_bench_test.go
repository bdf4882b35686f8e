package memory_test

import (
	"context"
	"fmt"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
)

// keeping makes a keeper of n features that was changed so many times since.
func keeping(b *testing.B, n, changes int) *memory.Keeper {
	b.Helper()
	ctx, make1 := context.Background(), geo.NewBuilder(nil)
	s := memory.NewKeeper(memory.Options{Rev: geo.Rev(n), At: began})
	hits := func(yield func(geo.Hit, error) bool) {
		for i := range n {
			if !yield(geo.Hit{Feature: made(b, make1, fmt.Sprint(i), i).WithRev(1)}, nil) {
				return
			}
		}
	}
	if err := s.Load(ctx, geo.Collection{Name: "p", Rev: geo.Rev(n), Updated: began}, hits); err != nil {
		b.Fatal(err)
	}
	for i := range changes {
		if _, err := s.Apply(ctx, put("p", made(b, make1, fmt.Sprint(i*7919%n), i))); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// BenchmarkApply replaces one feature of 300,000 at a time.
func BenchmarkApply(b *testing.B) {
	s, make1, i := keeping(b, 300_000, 0), geo.NewBuilder(nil), 0
	for b.Loop() {
		i++
		if _, err := s.Apply(context.Background(), put("p", made(b, make1, fmt.Sprint(i*7919%300_000), i))); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPrepare replaces 32 at once, each in a group of its own.
func BenchmarkPrepare(b *testing.B) {
	s, make1, i := keeping(b, 300_000, 0), geo.NewBuilder(nil), 0
	for b.Loop() {
		var groups [][]geo.Change
		for range 32 {
			i++
			groups = append(groups, []geo.Change{put("p", made(b, make1, fmt.Sprint(i*7919%300_000), i))})
		}
		p, err := s.Prepare(context.Background(), groups...)
		if err != nil {
			b.Fatal(err)
		}
		p.Publish()
	}
}

// BenchmarkReadAt goes back 10,000 changes in 300,000 features, each time to another
// revision and from the present.
func BenchmarkReadAt(b *testing.B) {
	s := keeping(b, 300_000, 20_000)
	to := geo.Rev(300_000)
	for b.Loop() {
		to++
		if _, err := s.ReadAt(context.Background(), to+10_000-to%2*9_000); err != nil {
			b.Fatal(err)
		}
	}
}
