package memory_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
)

// made makes a feature with an id, a place and a number.
func made(t testing.TB, b *geo.Builder, id string, n int) geo.Feature {
	t.Helper()
	b.SetID(geo.ID(id))
	b.SetPoint(orb.Point{float64(n % 180), float64(n % 90)}, nil)
	if err := b.Add([]byte("n"), geo.Value(fmt.Sprint(n))); err != nil {
		t.Fatal(err)
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func put(in geo.Name, f geo.Feature) geo.Change { return geo.Change{Op: geo.Put, In: in, Feature: f} }

// content describes all that a reader has: place, revision and text of each feature.
func content(t testing.TB, r geo.Reader) string {
	t.Helper()
	rev, at := r.Rev()
	text := fmt.Sprintln(rev, at)
	all, err := r.Collections(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		var fields []string
		for _, f := range c.Schema.Fields() {
			fields = append(fields, f.Name)
		}
		text += fmt.Sprintln(c.Name, c.Title, c.Rev, c.Updated, c.Count, c.Extent, fields)
		for h, err := range r.Find(context.Background(), geo.Query{From: c.Name}) {
			if err != nil {
				t.Fatal(err)
			}
			text += fmt.Sprintln(h.At, h.Rev(), string(h.GeoJSON()))
		}
	}
	return text
}

// still is a clock that stands.
func still() time.Time { return time.Date(2026, 1, 20, 12, 0, 0, 0, time.UTC) }

func now(t testing.TB, s geo.Store) string {
	t.Helper()
	r, err := s.Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return content(t, r)
}

func TestPrepare(t *testing.T) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	s := memory.New(nil)
	if _, err := s.Apply(ctx, put("p", made(t, b, "a", 1))); err != nil {
		t.Fatal(err)
	}
	before := now(t, s)
	p, err := s.Prepare(ctx,
		[]geo.Change{put("p", made(t, b, "a", 2)), {Op: geo.Delete, In: "p", ID: "nobody"}},
		[]geo.Change{put("p", made(t, b, "b", 3)), put("q", made(t, b, "c", 4))},
		nil,
		[]geo.Change{{Op: geo.Create, In: "q", Feature: made(t, b, "c", 5)}},
		[]geo.Change{{Op: geo.Delete, In: "p", ID: "a", By: "ann"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []geo.Kind
	for _, err := range p.Errs() {
		kinds = append(kinds, geo.KindOf(err))
	}
	if want := []geo.Kind{geo.NotFound, 0, 0, geo.Conflict, 0}; !slices.Equal(kinds, want) {
		t.Errorf("errors = %v, want kinds %v", p.Errs(), want)
	}
	var e *geo.Error
	if !errors.As(p.Errs()[0], &e) || e.Path != "changes[1].id" {
		t.Errorf("the first group: %v", p.Errs()[0])
	}
	if want := []geo.Rev{1, 3, 3, 3, 4}; !slices.Equal(p.Revs(), want) || p.Rev() != 4 {
		t.Errorf("revisions = %v, %d; want %v", p.Revs(), p.Rev(), want)
	}
	var told []string
	for _, c := range p.Changes() {
		told = append(told, fmt.Sprintf("%d %d %s %s %d %d %d %t %s", c.Rev, c.Op, c.In, c.ID, c.Place, c.Feature.Rev(), c.Old.Rev(), c.Was != nil, c.By))
	}
	if want := []string{"2 2 p b 2 2 0 false ", "3 2 q c 1 3 0 true ", "4 4 p a 1 0 1 false ann"}; !slices.Equal(told, want) {
		t.Errorf("changes = %q, want %q", told, want)
	}
	if got := now(t, s); got != before {
		t.Errorf("before Publish:\n%s\nwant:\n%s", got, before)
	}
	next := content(t, p.Next())
	p.Publish()
	p.Drop() // has no effect any more
	if got := now(t, s); got != next || got == before {
		t.Errorf("after Publish:\n%s\nwant:\n%s", got, next)
	}
}

func TestDrop(t *testing.T) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	s := memory.New(nil)
	for i := range 300 {
		if _, err := s.Apply(ctx, put("p", made(t, b, fmt.Sprint(i%200), i))); err != nil {
			t.Fatal(err)
		}
	}
	before := now(t, s)
	for round := range 3 {
		p, err := s.Prepare(ctx, []geo.Change{put("p", made(t, b, "new", round)), put("p", made(t, b, "5", 1000)), {Op: geo.Delete, In: "p", ID: "7"}, put("q", made(t, b, "x", 1))})
		if err != nil || p.Errs()[0] != nil {
			t.Fatal(err, p.Errs())
		}
		p.Drop()
		p.Publish() // has no effect any more
		if got := now(t, s); got != before {
			t.Fatalf("after Drop:\n%s\nwant:\n%s", got, before)
		}
	}
	ended, stop := context.WithCancel(ctx)
	stop()
	if _, err := s.Prepare(ended, []geo.Change{put("p", made(t, b, "new", 1))}); !errors.Is(err, context.Canceled) {
		t.Errorf("Prepare when ctx has ended: %v", err)
	}
	if rev, err := s.Apply(ctx, put("p", made(t, b, "new", 1))); err != nil || rev != 301 {
		t.Errorf("Apply after Drop = %d, %v", rev, err)
	}
	s.Close()
	if _, err := s.Prepare(ctx); geo.KindOf(err) != geo.Denied {
		t.Errorf("Prepare when closed: %v", err)
	}
}

// TestRefusedGroups prepares groups of which every other is refused at its end, and
// compares with a store that was given the others alone.
func TestRefusedGroups(t *testing.T) {
	ctx, r := context.Background(), rand.New(rand.NewPCG(9, 9))
	mixed, plain := memory.Open(memory.Options{Now: still}), memory.Open(memory.Options{Now: still})
	b := geo.NewBuilder(nil)
	for round := range 60 {
		var groups [][]geo.Change
		for range r.IntN(6) {
			var group []geo.Change
			for range 1 + r.IntN(20) {
				id := fmt.Sprint(r.IntN(600))
				c := put("p", made(t, b, id, r.IntN(1000)))
				if r.IntN(3) == 0 {
					state, _ := mixed.Read(ctx)
					if _, err := state.Feature(ctx, "p", geo.ID(id)); err == nil {
						c = geo.Change{Op: geo.Delete, In: "p", ID: geo.ID(id)}
					}
				}
				if r.IntN(40) == 0 {
					c = geo.Change{Op: geo.DropCollection, In: "p"}
				}
				group = append(group, c)
			}
			if r.IntN(2) == 0 {
				group = append(group, geo.Change{Op: geo.Put, In: "p"})
			}
			groups = append(groups, group)
		}
		p, err := mixed.Prepare(ctx, groups...)
		if err != nil {
			t.Fatal(err)
		}
		for i, group := range groups {
			rev, err := plain.Apply(ctx, group...)
			if fmt.Sprint(err) != fmt.Sprint(p.Errs()[i]) || err == nil && rev != p.Revs()[i] {
				t.Fatalf("round %d, group %d: %v (%d), alone %v (%d)", round, i, p.Errs()[i], p.Revs()[i], err, rev)
			}
		}
		p.Publish()
		if got, want := now(t, mixed), now(t, plain); got != want {
			t.Fatalf("round %d:\n%s\nwant:\n%s", round, got, want)
		}
	}
}
