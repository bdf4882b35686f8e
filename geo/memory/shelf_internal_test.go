package memory

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"cairn/geo"
)

// TestHistory asks what was changed between any two of many states.
func TestHistory(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 1))
	const n = 1000
	var all []uint32
	states := []history{{}}
	for range 400 {
		var slots []uint32
		for range r.IntN(40) {
			slots = append(slots, uint32(r.IntN(n)))
		}
		all = append(all, slots...)
		states = append(states, states[len(states)-1].add(slots, n))
	}
	for range 5000 {
		a, b := states[r.IntN(len(states))], states[r.IntN(len(states))]
		from, to := min(a.end, b.end), max(a.end, b.end)
		got, ok := a.since(b)
		if ok && !slices.Equal(got, all[from:to]) {
			t.Fatalf("from %d to %d: got %v, want %v", from, to, got, all[from:to])
		}
		if !ok && to-from <= int64(oldest(n)) {
			t.Fatalf("from %d to %d: forgotten", from, to)
		}
	}
	if got := states[1].add(make([]uint32, oldest(n)+1), n); len(got.tail) > 0 {
		t.Error("more is kept than can be used")
	}
}

func TestBitmap(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 2))
	for _, few := range []int{0, 1, 5, 400} {
		const n = 10_000
		b, in := newBitmap(n), map[int]bool{}
		var slots []uint32
		for range few {
			i := r.IntN(n)
			b.set(i)
			in[i] = true
			slots = append(slots, uint32(i))
		}
		slices.Sort(slots)
		set := newSlotSet(slots)
		next, last := n, -1
		for i := n - 1; i >= 0; i-- {
			if in[i] {
				next = i
			}
			if b.has(i) != in[i] || set.has(uint32(i)) != in[i] || min(b.next(i), n) != next {
				t.Fatalf("%d of %d: has %v, %v, next %d; want %v, %d", i, few, b.has(i), set.has(uint32(i)), b.next(i), in[i], next)
			}
		}
		for i := range n {
			if in[i] {
				last = i
			}
			if b.previous(i) != last {
				t.Fatalf("before %d of %d: got %d, want %d", i, few, b.previous(i), last)
			}
		}
		if set.has(1 << 30) {
			t.Error("a slot beyond all is in the set")
		}
	}
}

// TestFilterAsksColumns asks what only the values of a property can answer, of a
// collection with and without columns.
func TestFilterAsksColumns(t *testing.T) {
	ctx := context.Background()
	var readers []geo.Reader
	for _, columns := range []int{0, 1 << 30} {
		s := New(nil)
		s.from = sizes{columns, ordersFrom, 0, mostSlots}
		r := rand.New(rand.NewPCG(9, 3))
		filledWith(t, s, 6000, func(i int) []string {
			given := []string{"kind", []string{`"Prison"`, `"camp"`, `"TOWN"`, "7", "null"}[r.IntN(5)]}
			if i%3 == 0 {
				given = append(given, "many", string(geo.AppendFloat(nil, r.Float64())))
			}
			if i%4 == 0 {
				given = append(given, "few", string(geo.AppendFloat(nil, float64(r.IntN(20)))))
			}
			return given
		})
		reader, _ := s.Read(ctx)
		readers = append(readers, reader)
	}
	for _, text := range []string{
		"CASEI(kind) LIKE 'p%'", "kind IS NULL", "NOT kind IS NULL AND CASEI(kind) <> 'camp'", "few / 2 > 4", "few / 2 > 4 OR many > 0.5",
		"few IS NULL AND kind LIKE '%amp'", "CASEI(kind) = CASEI('prison') AND few > 3 AND many * 2 > 1", "kind LIKE '%o%' AND id LIKE '%7'",
		"few IS NULL OR few + 1 < 3", "kind LIKE '_amp' AND many < 0.25",
	} {
		var counts [2]int
		for i, reader := range readers {
			n, err := reader.Count(ctx, geo.Query{From: "p", Filter: filterOf(t, reader, text)})
			if err != nil {
				t.Fatal(err)
			}
			counts[i] = n
		}
		if counts[0] != counts[1] || counts[0] == 0 {
			t.Errorf("%s: %d with columns, %d without", text, counts[0], counts[1])
		}
	}
}
