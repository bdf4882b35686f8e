package situation_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"cairn/geo"
	"cairn/geo/situation"
)

// What is kept follows the store, and who reads an old state goes on reading it.
func TestFollowsTheStore(t *testing.T) {
	data := store(t, seedChanges(t)...)
	s := situation.New()
	old := state(t, data)
	status := func(base geo.Reader) string {
		t.Helper()
		v := must(s.View(t.Context(), base, situation.Moment{}))(t)
		return read(t, v, "").place(t, "raqqa").Control.Status
	}
	if got := status(old); got != "unknown" {
		t.Fatalf("got %s, want unknown", got)
	}
	rows := world(t, "control c subject=raqqa status=held party=sdf claimed_by=sdf start=2026-01-20")
	if _, err := data.Apply(t.Context(), rows[len(rows)-1]); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if got := status(state(t, data)); got != "held" {
			t.Errorf("after the claim: got %s, want held", got)
		}
		if got := status(old); got != "unknown" {
			t.Errorf("in the old state: got %s, want unknown", got)
		}
	}
	rev, _ := state(t, data).Rev()
	c := must(must(s.View(t.Context(), state(t, data), situation.Moment{}))(t).Collection(t.Context(), "places"))(t)
	if c.Rev != rev {
		t.Errorf("got revision %d of places, want that of the claim, %d", c.Rev, rev)
	}
	if _, err := data.Apply(t.Context(), geo.Change{Op: geo.Delete, In: "control", ID: "c"}); err != nil {
		t.Fatal(err)
	}
	if got := status(state(t, data)); got != "unknown" {
		t.Errorf("after the claim is gone: got %s, want unknown", got)
	}
}

// More moments than are kept, from many sides, while the store changes.
func TestManyAtOnce(t *testing.T) {
	data := store(t, seedChanges(t)...)
	s := situation.New()
	day := func(i int) geo.Period {
		p, _ := geo.ParsePeriod(fmt.Sprintf("2026-01-%02d", 1+i%28))
		return p
	}
	var all sync.WaitGroup
	for side := range 8 {
		all.Go(func() {
			for i := range 60 {
				if err := ask(s, data, day(side*3+i)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	rows := world(t, "control c subject=raqqa status=unknown claimed_by=cnn")
	for range 20 {
		if _, err := data.Apply(t.Context(), rows[len(rows)-1]); err != nil {
			t.Error(err)
		}
	}
	all.Wait()
}

// ask looks at one moment in every way, and checks what does not depend on who
// else is looking.
func ask(s *situation.Situation, data geo.Store, day geo.Period) error {
	ctx := context.Background()
	base, err := data.Read(ctx)
	if err != nil {
		return err
	}
	defer base.Close()
	v, err := s.View(ctx, base, situation.Moment{At: &day})
	if err != nil {
		return err
	}
	if _, err := v.Document(ctx, "", ""); err != nil {
		return err
	}
	f, err := v.Feature(ctx, situation.Places, "hol-camp")
	if err != nil {
		return err
	}
	want := "held"
	if day.End > geo.Instant(1768867200000000) { // 2026-01-20T00:00:00Z
		want = "vacated"
	}
	if got := f.Property("control_status").String(); got != want {
		return fmt.Errorf("on %s: got %s, want %s", day, got, want)
	}
	n, err := v.Count(ctx, geo.Query{From: situation.Places, Where: []geo.Equality{{Property: "control_status", Value: want}}})
	if err != nil || n == 0 {
		return fmt.Errorf("counted %d, %w", n, err)
	}
	return nil
}
