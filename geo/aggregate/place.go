package aggregate

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// middle returns where a feature counts: a point itself, any other geometry in the
// middle of its bound. ok is false if the feature has no place.
func middle(f geo.Feature) (p orb.Point, ok bool) {
	if p, ok = f.Point(); ok {
		return p, true
	}
	b, ok := f.Bound()
	if !ok {
		return p, false
	}
	if b.Max[0]-b.Min[0] <= 180 {
		return b.Center(), true
	}
	return across(f.Geometry(), b), true
}

// across returns the middle of a bound that is more than half round the Earth, or of
// the bound across the antimeridian if that is narrower.
func across(g orb.Geometry, b orb.Bound) orb.Point {
	west, east := math.Inf(1), math.Inf(-1)
	each(g, func(p orb.Point) {
		lon := p[0]
		if lon < 0 {
			lon += 360
		}
		west, east = min(west, lon), max(east, lon)
	})
	p := b.Center()
	if east-west < b.Max[0]-b.Min[0] {
		if p[0] = (west + east) / 2; p[0] > 180 {
			p[0] -= 360
		}
	}
	return p
}

// each calls do for every position of a geometry.
func each(g orb.Geometry, do func(orb.Point)) {
	list := func(points []orb.Point) {
		for _, p := range points {
			do(p)
		}
	}
	switch g := g.(type) {
	case orb.Point:
		do(g)
	case orb.MultiPoint:
		list(g)
	case orb.LineString:
		list(g)
	case orb.MultiLineString:
		for _, line := range g {
			list(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			list(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			each(polygon, do)
		}
	case orb.Collection:
		for _, part := range g {
			each(part, do)
		}
	}
}
