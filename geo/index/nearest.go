package index

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Neighbour is a value, its distance, and the direction to it in degrees clockwise
// from north.
type Neighbour[T comparable] struct {
	Value           T
	Metres, Azimuth float64
}

// Measure knows the distance from one fixed point to the values of an index.
type Measure[T comparable] interface {
	// Around returns one or two lon/lat bounds (n says how many) that hold every
	// place within the given distance.
	Around(metres float64) (bounds [2]orb.Bound, n int)
	// AtLeast returns a distance that the true one is never less than, cheaply,
	// given a bound that holds the value's; ok is false for a value that does not
	// count.
	AtLeast(x T, bound orb.Bound) (metres float64, ok bool)
	// Exactly returns the true distance and the direction.
	Exactly(x T) (metres, azimuth float64)
}

// farthest is more than the longest geodesic on the Earth, in metres.
const farthest = 20_004_000

// Nearest finds the k nearest values that count and lie at most within metres
// away, and calls use with them by ascending distance, and with any further ones at
// exactly the distance of the k-th, for use to settle ties. What use is given may not
// be kept. near is a point close to which the search takes place (lon, lat degrees):
// a hint for the first guess only.
//
// It searches a box that is grown until it provably holds the answer: all values
// within radius r lie in Around(r), so once k of them have true distances of at
// most r, no value outside the box can be nearer.
func (v View[T]) Nearest(near orb.Point, k int, within float64, m Measure[T], use func([]Neighbour[T])) {
	if k <= 0 || v.Len() == 0 {
		return
	}
	s, ok := v.spare.Get().(*search[T])
	if !ok {
		s = new(search[T])
	}
	s.view, s.k, s.m, s.limit = v, k, m, 8*k+64
	s.grow(near, min(within, farthest))
	use(s.best)
	*s = search[T]{found: s.found[:0], best: s.best[:0]}
	v.spare.Put(s)
}

// search is the state of one nearest search.
type search[T comparable] struct {
	view  View[T]
	k     int
	m     Measure[T]
	limit int            // how many candidates are too many for a first guess
	found []Neighbour[T] // candidates with lower bounds
	best  []Neighbour[T] // those measured, by distance
	twice bool           // a value may be among the candidates twice
}

// grow searches boxes until best holds the answer.
func (s *search[T]) grow(near orb.Point, within float64) {
	r := math.Max(s.view.hint.radius(near, s.k), 1)
	for grown := false; ; {
		r = min(r, within)
		if !s.collect(r, !grown && r > 1) {
			r /= 2
			continue
		}
		last := r >= within
		if len(s.found) >= s.k || last {
			if s.settle(r) || last {
				return
			}
		}
		// Once grown, a box is not made smaller again, so the search ends.
		grown = true
		r *= 2
	}
}

// collect gathers the values that may lie within r. It gives up, and reports
// false, when there are far more than asked for and giving up is allowed.
func (s *search[T]) collect(r float64, mayStop bool) bool {
	s.found = s.found[:0]
	full := true
	bounds, n := s.m.Around(r)
	s.twice = n > 1
	for _, b := range bounds[:n] {
		outer := outwards(b)
		s.view.tree.Search(outer.min, outer.max, func(low, high [2]float32, x T) bool {
			if d, ok := s.m.AtLeast(x, widened(low, high)); ok && d <= r {
				s.found = append(s.found, Neighbour[T]{Value: x, Metres: d})
			}
			full = !mayStop || len(s.found) <= s.limit
			return full
		})
		if !full {
			return false
		}
	}
	return true
}

// settle measures candidates by ascending lower bound until no unmeasured one can
// be among the k nearest; it reports whether k lie within r.
func (s *search[T]) settle(r float64) bool {
	slices.SortFunc(s.found, func(a, b Neighbour[T]) int { return cmp.Compare(a.Metres, b.Metres) })
	s.best = s.best[:0]
	for _, c := range s.found {
		if len(s.best) >= s.k && c.Metres > s.best[s.k-1].Metres {
			break
		}
		c.Metres, c.Azimuth = s.m.Exactly(c.Value)
		s.insert(c, r)
	}
	return len(s.best) >= s.k
}

// insert keeps best ordered and no longer than k and the ties of the k-th.
func (s *search[T]) insert(c Neighbour[T], r float64) {
	if c.Metres > r || len(s.best) >= s.k && c.Metres > s.best[s.k-1].Metres {
		return
	}
	if s.twice && slices.ContainsFunc(s.best, func(b Neighbour[T]) bool { return b.Value == c.Value }) {
		return
	}
	i, _ := slices.BinarySearchFunc(s.best, c.Metres, func(a Neighbour[T], d float64) int {
		if a.Metres <= d {
			return -1
		}
		return 1
	})
	s.best = slices.Insert(s.best, i, c)
	for n := len(s.best); n > s.k && s.best[n-1].Metres > s.best[s.k-1].Metres; n-- {
		s.best = s.best[:n-1]
	}
}
