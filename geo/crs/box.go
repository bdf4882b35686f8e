package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// EastNorth returns two numbers that stand in the system's own order of axes as a
// position in the order east, north; the same call turns such a position back.
func (c *CRS) EastNorth(first, second float64) orb.Point {
	if c.northFirst {
		return orb.Point{second, first}
	}
	return orb.Point{first, second}
}

// BoxToCRS84 returns a lon/lat box, in degrees, that covers a box of c whose corners
// are low (west and south) and high, in the order east, north. It is the smallest, to a
// tenth of a millimetre, and never too small; but the straight edges of a plane are
// curves in degrees, so it holds more than the box of c does, except in degrees and
// EPSG:3857. West > east crosses the antimeridian, as what comes from zones 1 and 60
// may, and what comes from degrees where low is east of high.
//
// What of the box lies beyond the positions that c reaches is left out, so that a map
// zoomed far out can be asked for; an *[Error] tells if nothing is left, or if the
// numbers make no box.
func (c *CRS) BoxToCRS84(low, high orb.Point) (west, south, east, north float64, err error) {
	if c.plane == nil {
		if err := c.checkDegrees(low, high); err != nil {
			return 0, 0, 0, 0, err
		}
		return low[0], low[1], high[0], high[1], nil
	}
	_, o, err := c.clip(low, high)
	if err != nil {
		return 0, 0, 0, 0, err
	}
	if o.east-o.west >= 360 {
		return -180, o.south, 180, o.north, nil
	}
	return around(o.west + c.meridian), o.south, around(o.east + c.meridian), o.north, nil
}

// clip returns what of a box of the plane c reaches, and what that covers: longitudes
// from the central meridian, and latitudes.
func (c *CRS) clip(low, high orb.Point) (b orb.Bound, o box, err error) {
	b = orb.Bound{Min: low, Max: high}
	if err := c.checkPlane(b); err != nil {
		return b, o, err
	}
	for axis := range 2 {
		b.Min[axis] = max(b.Min[axis], c.within.Min[axis])
		b.Max[axis] = min(b.Max[axis], c.within.Max[axis])
	}
	o = c.cover(b)
	if !(o.west <= o.east && o.south <= o.north) {
		return b, o, c.nothing()
	}
	return b, o, nil
}

func (c *CRS) checkDegrees(low, high orb.Point) error {
	for _, p := range [...]orb.Point{low, high} {
		if _, ok := c.Forward(p); !ok {
			return c.Outside(p)
		}
	}
	if low[1] > high[1] {
		return &Error{Msg: "the box has its south edge north of its north edge"}
	}
	return nil
}

func (c *CRS) checkPlane(b orb.Bound) error {
	for _, v := range [...]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return &Error{Msg: "the box has a number that is not finite"}
		}
	}
	switch {
	case b.Min[0] > b.Max[0]:
		return &Error{Msg: "the box has its west edge east of its east edge"}
	case b.Min[1] > b.Max[1]:
		return &Error{Msg: "the box has its south edge north of its north edge"}
	case !b.Intersects(c.within):
		return c.nothing()
	}
	return nil
}

func (c *CRS) nothing() error {
	return &Error{Msg: "the box, in metres, lies outside of " + c.where()}
}

// edgeSteps is in how many pieces an edge is looked at: few enough to be quick, and
// each so short that no longitude or latitude turns twice in one.
const edgeSteps = 16

// cover returns the longitudes, from the central meridian, and latitudes in a box
// of the plane, as far as c reaches. No pole is in there, and elsewhere a longitude
// or latitude is greatest and least on the edge of what it is looked for in.
func (c *CRS) cover(b orb.Bound) box {
	o := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	corners := [5]orb.Point{b.Min, {b.Max[0], b.Min[1]}, b.Max, {b.Min[0], b.Max[1]}, b.Min}
	for i, from := range corners[:4] {
		e := edge{c.plane, from, corners[i+1]}
		o.west, o.east = min(o.west, -e.most(0, -1)), max(o.east, e.most(0, 1))
		o.south, o.north = min(o.south, -e.most(1, -1)), max(o.north, e.most(1, 1))
	}
	const slack = 1e-9 // for rounding
	return box{
		max(o.west-slack, c.reach.west), max(o.south-slack, c.reach.south),
		min(o.east+slack, c.reach.east), min(o.north+slack, c.reach.north),
	}
}

// edge is a straight line in the plane.
type edge struct {
	plane    projection
	from, to orb.Point
}

// at returns the longitude (0) or latitude (1) at a part t of the edge, times sign.
func (e *edge) at(t float64, which int, sign float64) float64 {
	lon, lat := e.plane.inverse(e.from[0]+t*(e.to[0]-e.from[0]), e.from[1]+t*(e.to[1]-e.from[1]))
	if which == 0 {
		return sign * lon
	}
	return sign * lat
}

// most returns the greatest value of at: by steps, then by golden section about the
// greatest of these.
func (e *edge) most(which int, sign float64) float64 {
	best, at := math.Inf(-1), 0.0
	for i := range edgeSteps + 1 {
		t := float64(i) / edgeSteps
		if v := e.at(t, which, sign); v > best {
			best, at = v, t
		}
	}
	low, high := max(0, at-1./edgeSteps), min(1, at+1./edgeSteps)
	const golden, rounds = 0.6180339887498949, 30
	a, b := high-golden*(high-low), low+golden*(high-low)
	va, vb := e.at(a, which, sign), e.at(b, which, sign)
	for range rounds {
		if va > vb {
			high, b, vb = b, a, va
			a = high - golden*(high-low)
			va = e.at(a, which, sign)
		} else {
			low, a, va = a, b, vb
			b = low + golden*(high-low)
			vb = e.at(b, which, sign)
		}
		best = max(best, va, vb)
	}
	return best
}
