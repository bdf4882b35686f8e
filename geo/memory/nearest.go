package memory

import (
	"bytes"
	"context"
	"slices"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/geodesy"
	"cairn/geo/index"
)

// nearest yields by distance from the query's point or shape, equal distances by id.
func (c *set) nearest(ctx context.Context, q *geo.Query, t *test, yield func(geo.Hit, error) bool) {
	m, middle := newMeasure(q.Near)
	m.set, m.ctx, m.test, m.box = c, ctx, t, q.Box
	k, within := q.Limit, q.Near.Within
	if k <= 0 {
		k = c.table.n
	}
	if within <= 0 {
		within = farthest
	}
	c.places.Nearest(middle, k, within, &m, func(found []index.Neighbour[uint32]) {
		if err := ended(ctx); err != nil {
			yield(geo.Hit{}, err)
			return
		}
		c.settleTies(found)
		for _, n := range found[:min(k, len(found))] {
			hit := geo.Hit{Feature: c.feature(n.Value), At: geo.Cursor(n.Value) + 1, Metres: n.Metres, Azimuth: n.Azimuth}
			if !yield(hit, nil) {
				return
			}
		}
	})
}

// settleTies puts neighbours at equal distances, which follow one another, in the
// order of their ids.
func (c *set) settleTies(found []index.Neighbour[uint32]) {
	for i := 0; i < len(found); {
		j := i + 1
		for j < len(found) && found[j].Metres == found[i].Metres {
			j++
		}
		if j > i+1 {
			slices.SortFunc(found[i:j], func(a, b index.Neighbour[uint32]) int {
				return bytes.Compare(c.feature(a.Value).RawID(), c.feature(b.Value).RawID())
			})
		}
		i = j
	}
}

// farthest is longer than any geodesic on the Earth, in metres.
const farthest = 20_004_000

// measure knows the distances from one point or shape to a set's features.
type measure struct {
	set   *set
	ctx   context.Context
	test  *test
	box   *geo.Box
	from  geodesy.From
	shape *geodesy.Shape // nil for a point
	seen  int
}

// newMeasure measures from what is asked for, and gives a point close to which the
// search may begin.
func newMeasure(n *geo.Near) (m measure, middle orb.Point) {
	switch g := n.Shape.(type) {
	case nil:
		return measure{from: geodesy.FromPoint(n.Point)}, n.Point
	case orb.Point:
		return measure{from: geodesy.FromPoint(g)}, g
	default:
		return measure{shape: geodesy.FromShape(g)}, g.Bound().Center()
	}
}

func (m *measure) Around(metres float64) ([2]orb.Bound, int) {
	if m.shape != nil {
		return m.shape.Surrounding(metres)
	}
	return m.from.Surrounding(metres)
}

// AtLeast counts only features that pass the query's other conditions. When the
// context has ended none does, so that the search comes to its end.
func (m *measure) AtLeast(slot uint32, bound orb.Bound) (float64, bool) {
	if m.seen++; m.seen%1024 == 0 && m.ctx.Err() != nil {
		return 0, false
	}
	// Without conditions there is no need to look at the feature itself.
	if !m.test.isZero() || m.box != nil {
		if !m.test.match(slot) || m.box != nil && !meets(m.set.feature(slot), m.box) {
			return 0, false
		}
	}
	if m.shape != nil {
		return m.shape.LowerBound(bound), true
	}
	across := bound.Max[0] - bound.Min[0] + bound.Max[1] - bound.Min[1]
	if across > nearlyPoint {
		return m.from.LowerBound(bound), true
	}
	low, _ := m.from.Bracket(bound.Center())
	return low - across*degree, true
}

const (
	// nearlyPoint is how large a bound, in degrees, is treated as a point and its
	// size: bounds of points come rounded outwards to 32 bits.
	nearlyPoint = 1e-4
	// degree is more than the length of any degree on the ellipsoid, in metres.
	degree = 111_800
)

func (m *measure) Exactly(slot uint32) (metres, azimuth float64) {
	f := m.set.feature(slot)
	if m.shape != nil {
		return m.shape.ToGeometry(f.Geometry())
	}
	if p, ok := f.Point(); ok {
		return m.from.Inverse(p)
	}
	return m.from.ToGeometry(f.Geometry())
}
