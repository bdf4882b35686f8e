package index_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/index"
)

// TestBlocks sweeps for boxes and compares with a look at every value.
func TestBlocks(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	const n = 5000
	blocks, places := new(index.Blocks), make([]*orb.Bound, n)
	place := func(s *index.Blocks, i int) {
		low := orb.Point{float64(i)/n*300 - 150 + r.Float64(), r.Float64() * 3}
		b := orb.Bound{Min: low, Max: orb.Point{low[0] + r.Float64()/10, low[1]}}
		if i%700 == 3 {
			s.Hole(i)
			return
		}
		places[i] = &b
		s.Place(i, b)
	}
	check := func(s *index.Blocks) {
		t.Helper()
		sures := 0
		for range 300 {
			box := orb.Bound{Min: orb.Point{r.Float64()*340 - 170, -1}}
			box.Max = orb.Point{box.Min[0] + r.Float64()*40, 1 + r.Float64()*3}
			found, last := map[int]bool{}, 0
			s.Sweep(box, func(b orb.Bound) (some, all bool) {
				return b.Intersects(box), box.Contains(b.Min) && box.Contains(b.Max)
			}, func(from, to int, sure bool) bool {
				if from < last {
					t.Fatalf("the stretch from %d comes after that up to %d", from, last)
				}
				last = to
				for i := from; i < min(to, n); i++ {
					found[i] = true
					if p := places[i]; sure && (p == nil || !p.Intersects(box)) {
						t.Fatalf("%d lies at %v, and surely meets %v", i, p, box)
					}
				}
				if sure {
					sures++
				}
				return true
			})
			for i, p := range places {
				if p != nil && p.Intersects(box) && !found[i] {
					t.Fatalf("%d at %v meets %v and is not found", i, *p, box)
				}
			}
		}
		if sures < 100 {
			t.Errorf("sure %d times only", sures)
		}
	}
	for i := range n {
		place(blocks, i)
	}
	check(blocks)
	before := append([]*orb.Bound(nil), places...)
	next := blocks.Fork()
	for range 50 {
		place(next, r.IntN(n))
	}
	check(next)
	places = before
	check(blocks)
	blocks.Sweep(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, func(orb.Bound) (bool, bool) { return true, true }, func(from, to int, _ bool) bool {
		if from > 0 {
			t.Errorf("a sweep goes on to %d", from)
		}
		return false
	})
}
