package index

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// sphere measures points from one place on the ellipsoid.
type sphere struct {
	from geodesy.From
	all  []orb.Point
}

func (m *sphere) Around(metres float64) ([2]orb.Bound, int) { return m.from.Surrounding(metres) }

func (m *sphere) AtLeast(x uint32, _ orb.Bound) (float64, bool) {
	low, _ := m.from.Bracket(m.all[x])
	return low, true
}

func (m *sphere) Exactly(x uint32) (metres, azimuth float64) { return m.from.Inverse(m.all[x]) }

// towns returns an index of n points crowded round 250 towns.
func towns(n int) (View[uint32], []orb.Point) {
	r := rand.New(rand.NewPCG(1, 2))
	all, e := make([]orb.Point, n), View[uint32]{}.Edit()
	for i := range all {
		town, spread := r.IntN(250), 0.05*float64(1+r.IntN(50))
		all[i] = orb.Point{float64(town) - 125 + r.NormFloat64()*spread, float64(town*37%120) - 60 + r.NormFloat64()*spread}
		e.Insert(all[i].Bound(), uint32(i))
	}
	return e.View(), all
}

// nearby is the other way to the nearest k: the tree's own queue of boxes by the
// lower bound of their distance, until k values are nearer than what is left.
func nearby(v View[uint32], m *sphere, k int) (best []Neighbour[uint32]) {
	s := search[uint32]{k: k}
	lower := func(low, high [2]float32, _ uint32, _ bool) float64 {
		return m.from.LowerBound(widened(low, high))
	}
	v.tree.Nearby(lower, func(_, _ [2]float32, x uint32, dist float64) bool {
		if len(s.best) >= k && dist > s.best[k-1].Metres {
			return false
		}
		d, azimuth := m.Exactly(x)
		s.insert(Neighbour[uint32]{x, d, azimuth}, math.Inf(1))
		return true
	})
	return s.best
}

func TestNearestIsNearby(t *testing.T) {
	v, all := towns(20_000)
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		p := all[r.IntN(len(all))]
		m := &sphere{geodesy.FromPoint(orb.Point{p[0] + r.NormFloat64()*0.02, p[1]}), all}
		want := nearby(v, m, 10)
		v.Nearest(p, 10, 1e9, m, func(got []Neighbour[uint32]) {
			if len(got) != len(want) {
				t.Fatalf("got %d, want %d", len(got), len(want))
			}
			for i := range got {
				if got[i].Metres != want[i].Metres {
					t.Fatalf("number %d is at %v m, want %v", i, got[i].Metres, want[i].Metres)
				}
			}
		})
	}
}

// BenchmarkNearest compares the grown box with the tree's own queue.
func BenchmarkNearest(b *testing.B) {
	v, all := towns(1_000_000)
	at := func(i int) orb.Point {
		p := all[i*7919%len(all)]
		return orb.Point{p[0] + 0.01, p[1]}
	}
	b.Run("grown box", func(b *testing.B) {
		for i := range b.N {
			p := at(i)
			v.Nearest(p, 10, 1e9, &sphere{geodesy.FromPoint(p), all}, func([]Neighbour[uint32]) {})
		}
	})
	b.Run("queue of boxes", func(b *testing.B) {
		for i := range b.N {
			nearby(v, &sphere{geodesy.FromPoint(at(i)), all}, 10)
		}
	})
}
