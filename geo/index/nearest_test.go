package index_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/index"
)

// plane measures in a flat world of a million metres a degree, which is enough
// to test the search; real distances are tested in geo/memory.
type plane struct {
	at  orb.Point
	all []orb.Point
	odd bool // only odd values count
}

const metresADegree = 1e6

func (m plane) Around(metres float64) ([2]orb.Bound, int) {
	d := metres / metresADegree
	return [2]orb.Bound{{Min: orb.Point{m.at[0] - d, m.at[1] - d}, Max: orb.Point{m.at[0] + d, m.at[1] + d}}}, 1
}

func (m plane) AtLeast(x int, _ orb.Bound) (float64, bool) {
	d, _ := m.Exactly(x)
	return d * 0.9, !m.odd || x%2 == 1
}

func (m plane) Exactly(x int) (metres, azimuth float64) {
	p := m.all[x]
	return math.Hypot(p[0]-m.at[0], p[1]-m.at[1]) * metresADegree, 0
}

func TestNearestAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var all []orb.Point
	for i := range 20_000 {
		p := orb.Point{r.Float64() * 20, r.Float64() * 10}
		if i%3 > 0 { // crowds
			p = orb.Point{float64(i%7) + r.NormFloat64()*0.01, float64(i%5) + r.NormFloat64()*0.01}
		}
		if i%100 == 0 { // many at one spot
			p = orb.Point{3, 3}
		}
		all = append(all, p)
	}
	e := index.View[int]{}.Edit()
	for i, p := range all {
		e.Insert(p.Bound(), i)
	}
	v := e.View()
	for i := range 500 {
		m := plane{at: orb.Point{r.Float64() * 20, r.Float64() * 10}, all: all, odd: i%2 == 0}
		if i%5 == 0 {
			m.at = orb.Point{3, 3}
		}
		k := 1 + r.IntN(40)
		within := math.Inf(1)
		if i%3 == 0 {
			within = r.Float64() * metresADegree / 2
		}
		v.Nearest(m.at, k, within, m, func(got []index.Neighbour[int]) { check(t, got, brute(m, within), k) })
	}
}

// brute measures everything.
func brute(m plane, within float64) []index.Neighbour[int] {
	var all []index.Neighbour[int]
	for x := range m.all {
		if _, ok := m.AtLeast(x, orb.Bound{}); !ok {
			continue
		}
		if d, _ := m.Exactly(x); d <= within {
			all = append(all, index.Neighbour[int]{Value: x, Metres: d})
		}
	}
	slices.SortFunc(all, func(a, b index.Neighbour[int]) int {
		return cmp.Or(cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.Value, b.Value))
	})
	return all
}

// check compares what was found with the k nearest and the ties of the k-th.
func check(t *testing.T, got, want []index.Neighbour[int], k int) {
	t.Helper()
	n := min(k, len(want))
	for n > 0 && n < len(want) && want[n].Metres == want[n-1].Metres {
		n++
	}
	want = want[:n]
	slices.SortStableFunc(got, func(a, b index.Neighbour[int]) int {
		return cmp.Or(cmp.Compare(a.Metres, b.Metres), cmp.Compare(a.Value, b.Value))
	})
	if !slices.Equal(got, want) {
		t.Fatalf("k = %d: got %d neighbours %v, want %d %v", k, len(got), got, len(want), want)
	}
}
