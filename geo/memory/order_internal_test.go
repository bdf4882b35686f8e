package memory

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"cairn/geo"
	"cairn/geo/cql2"
)

// filledWith makes a collection of n features with the properties that give returns,
// names and canonical JSON by turns.
func filledWith(t testing.TB, s *Store, n int, give func(i int) []string) *set {
	t.Helper()
	b := geo.NewBuilder(nil)
	_, err := s.Fill(context.Background(), "p", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			b.SetID(geo.ID(strconv.Itoa(i)))
			given := give(i)
			for j := 0; j < len(given); j += 2 {
				if err := b.Add([]byte(given[j]), geo.Value(given[j+1])); err != nil {
					t.Fatal(err)
				}
			}
			if !yield(b.Feature()) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.current.Load().sets["p"]
}

// TestRunOfTexts puts texts in order that agree in more and more of their first bytes,
// that have others as their beginning, and that are escaped.
func TestRunOfTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	value := func(i int) string {
		switch r.IntN(5) {
		case 0:
			return fmt.Sprintf(`"the same beginning of all of these, and then %d more"`, r.IntN(3000))
		case 1:
			return fmt.Sprintf(`"the same beginning of all of these, and then \"%d\""`, r.IntN(300))
		case 2:
			return `"` + string(bytes.Repeat([]byte(`\u0000`), r.IntN(20))) + `"`
		case 3:
			return `"the same beg` + string(bytes.Repeat([]byte(`\u0000`), r.IntN(9))) + `"`
		}
		return fmt.Sprintf(`"%d"`, r.IntN(100))
	}
	c := filledWith(t, New(nil), 20_000, func(i int) []string { return []string{"v", value(i)} })
	got := newRun(keyer{0}, c, nil)
	want := make([]uint32, c.table.n)
	for i := range want {
		want[i] = uint32(i)
	}
	decoded := func(slot uint32) []byte { return geo.AppendUnquoted(nil, c.feature(slot).Value(0)) }
	slices.SortStableFunc(want, func(a, b uint32) int { return bytes.Compare(decoded(a), decoded(b)) })
	if !slices.Equal(got.slots, want) {
		t.Fatal("texts are not in order")
	}
	for i := range want {
		fresh := i == 0 || !bytes.Equal(decoded(want[i-1]), decoded(want[i]))
		if got.fresh.has(i) != fresh {
			t.Fatalf("position %d: fresh is %v, want %v", i, got.fresh.has(i), fresh)
		}
	}
	for range 2000 {
		i := r.IntN(len(want))
		p := got.rankAt(i)
		if from, to := got.search(&p, false), got.search(&p, true); from != got.groupStart(i) || to != got.groupEnd(i) {
			t.Fatalf("position %d is in %d to %d, want %d to %d", i, from, to, got.groupStart(i), got.groupEnd(i))
		}
	}
}

// TestNumber reads numbers as strconv does.
func TestNumber(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 4))
	texts := []string{"0", "-0", "1", "-1", "0.1", "123456789012345", "1234567890123456", "12345678901234567890", "0.000000000000001", "1e5", "-1.5E-7", "3.14159"}
	for range 10_000 {
		texts = append(texts, strconv.FormatFloat(r.NormFloat64()*1000, 'f', r.IntN(14), 64), strconv.FormatFloat(r.NormFloat64(), 'g', -1, 64))
	}
	for _, text := range texts {
		want, _ := strconv.ParseFloat(text, 64)
		if got, ok := number([]byte(text)); !ok || got != want {
			t.Errorf("%s: got %v, %v, want %v", text, got, ok, want)
		}
	}
	if _, ok := number([]byte("1e999")); ok {
		t.Error("1e999 is a number")
	}
}

// filterOf compiles a filter for a collection.
func filterOf(t testing.TB, r geo.Reader, text string) *cql2.Filter {
	t.Helper()
	info, err := r.Collection(context.Background(), "p")
	if err != nil {
		t.Fatal(err)
	}
	e, err := cql2.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	f, err := cql2.Compile(e, info.Types())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestWalkGivesUp sorts where the order is little help: nearly all of what matches
// stands at its end, but not all.
func TestWalkGivesUp(t *testing.T) {
	ctx, s := context.Background(), New(nil)
	s.from.steps = 12_000
	const n = 60_000
	filledWith(t, s, n, func(i int) []string {
		u := i
		if i%3000 == 0 {
			u = n
		}
		return []string{"v", strconv.Itoa(i / 2), "u", strconv.Itoa(u), "w", strconv.Itoa(i % 7)}
	})
	r, _ := s.Read(ctx)
	for _, order := range [][]geo.Order{{{Field: 0}}, {{Field: 0}, {Field: 2, Descending: true}}} {
		q := geo.Query{From: "p", Filter: filterOf(t, r, "u >= 55000"), Order: order, Limit: 10}
		var want []geo.Hit
		for h, err := range r.Find(ctx, geo.Query{From: "p"}) {
			if err != nil {
				t.Fatal(err)
			}
			if u, _ := h.Value(1).Float(); u >= 55000 {
				want = append(want, h)
			}
		}
		slices.SortStableFunc(want, func(a, b geo.Hit) int {
			for _, o := range order {
				if d := o.Compare(a.Value(o.Field), b.Value(o.Field)); d != 0 {
					return d
				}
			}
			return 0
		})
		for i := range 100 {
			for h, err := range r.Find(ctx, q) {
				if err != nil || h.At != want[0].At {
					t.Fatalf("order %v, page %d: got %s (%v), want %s", order, i, h.ID(), err, want[0].ID())
				}
				want = want[1:]
				q.After, q.AfterKeys = h.At, nil
				for _, o := range order {
					q.AfterKeys = append(q.AfterKeys, h.Value(o.Field))
				}
			}
		}
		if got := n/12 + 19 - len(want); got != 1000 {
			t.Errorf("order %v: %d on 100 pages, want 1000", order, got)
		}
	}
}

// TestWalkOfManyEqual pages by a second key through groups that are too large to be
// sorted.
func TestWalkOfManyEqual(t *testing.T) {
	ctx, s := context.Background(), New(nil)
	const n = 30_000
	r := rand.New(rand.NewPCG(6, 4))
	filledWith(t, s, n, func(i int) []string {
		return []string{"kind", strconv.Itoa(r.IntN(3)), "v", strconv.Itoa(r.IntN(500))}
	})
	reader, _ := s.Read(ctx)
	order := []geo.Order{{Field: 0, Descending: true}, {Field: 1}}
	var all []geo.Hit
	for h, err := range reader.Find(ctx, geo.Query{From: "p"}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b geo.Hit) int {
		if d := order[0].Compare(a.Value(0), b.Value(0)); d != 0 {
			return d
		}
		return order[1].Compare(a.Value(1), b.Value(1))
	})
	q := geo.Query{From: "p", Order: order, Limit: 1234}
	for i := 0; i < n; {
		for h, err := range reader.Find(ctx, q) {
			if err != nil || h.At != all[i].At {
				t.Fatalf("hit %d: got %s (%v), want %s", i, h.ID(), err, all[i].ID())
			}
			q.After, q.AfterKeys = h.At, []geo.Value{h.Value(0), h.Value(1)}
			i++
		}
	}
}

// TestOrdersAreFew asks for more orders than are kept: the first stay until they
// have not been asked for for long.
func TestOrdersAreFew(t *testing.T) {
	ctx, s := context.Background(), New(nil)
	c := filledWith(t, s, 5000, func(i int) (given []string) {
		for f := range ordersMost + 2 {
			given = append(given, fmt.Sprint("f", f), strconv.Itoa(i*f))
		}
		return given
	})
	for f := range ordersMost {
		if c.shelf.of(ctx, keyer{f}, c) == nil {
			t.Fatalf("there is no order %d", f)
		}
	}
	if c.shelf.of(ctx, keyer{ordersMost}, c) != nil {
		t.Error("there is one order too many")
	}
	for range ordersIdle {
		c.shelf.of(ctx, keyer{0}, c)
	}
	if c.shelf.of(ctx, keyer{ordersMost}, c) == nil {
		t.Error("no order was let go")
	}
	if n := len(c.shelf.orders); n != ordersMost {
		t.Errorf("%d orders, want %d", n, ordersMost)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if c.shelf.of(ended, keyer{ordersMost + 1}, c) != nil {
		t.Error("an order for one who has gone")
	}
}

// TestOrdersFollowChanges asks old and new states while orders are made anew.
func TestOrdersFollowChanges(t *testing.T) {
	ctx, s, b := context.Background(), New(nil), geo.NewBuilder(nil)
	const n = 5000
	filledWith(t, s, n, func(i int) []string { return []string{"v", strconv.Itoa(i)} })
	old, _ := s.Read(ctx)
	below := func(r geo.Reader, limit int) int {
		t.Helper()
		got, err := r.Count(ctx, geo.Query{From: "p", Filter: filterOf(t, r, fmt.Sprintf("v < %d", limit))})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for round := range 30 {
		var changes []geo.Change
		for i := range 50 {
			b.SetID(geo.ID(strconv.Itoa(round*50 + i)))
			_ = b.Add([]byte("v"), geo.Value("-1"))
			f, err := b.Feature()
			if err != nil {
				t.Fatal(err)
			}
			changes = append(changes, geo.Change{Op: geo.Put, In: "p", Feature: f})
		}
		if _, err := s.Apply(ctx, changes...); err != nil {
			t.Fatal(err)
		}
		now, _ := s.Read(ctx)
		if got, want := below(now, 0), 50*(round+1); got != want {
			t.Fatalf("round %d: %d below 0, want %d", round, got, want)
		}
		if got := below(old, 1000); got != 1000 {
			t.Fatalf("round %d: the old state has %d below 1000, want 1000", round, got)
		}
	}
}
