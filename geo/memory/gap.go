package memory

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// gap is the empty space round the prime meridian of a collection that may lie on
// both sides of the antimeridian: from west, the easternmost longitude below 0, to
// east, the westernmost from 0 on.
type gap struct{ west, east float64 }

var noGap = gap{math.Inf(-1), math.Inf(1)}

// narrow takes the place of a feature, whose bound is b, out of the gap. Parts of
// a geometry count for themselves, because RFC 7946 §3.1.9 has it cut at the
// antimeridian.
func (g *gap) narrow(f geo.Feature, b orb.Bound) {
	if b.Max[0]-b.Min[0] > 180 {
		if parts := bounds(f.Geometry()); len(parts) > 1 {
			for _, part := range parts {
				g.take(part)
			}
			return
		}
	}
	g.take(b)
}

func (g *gap) take(b orb.Bound) {
	if b.Min[0] < 0 {
		g.west = max(g.west, min(b.Max[0], 0))
	}
	if b.Max[0] >= 0 {
		g.east = min(g.east, max(b.Min[0], 0))
	}
}

// touches reports whether the gap could be wider without a place that has this
// bound.
func (g *gap) touches(b orb.Bound) bool {
	return b.Min[0] < 0 && b.Max[0] >= g.west || b.Max[0] >= 0 && b.Min[0] <= g.east
}

// box returns b, or the box round the other side of the Earth that leaves out the
// gap, if that is narrower and less than half of the way round.
func (g *gap) box(b orb.Bound) geo.Box {
	box := geo.BoxOf(b)
	round := 360 - (g.east - g.west)
	if !math.IsInf(g.east, 0) && !math.IsInf(g.west, 0) && round < 180 && round < b.Max[0]-b.Min[0] {
		box.West, box.East = g.east, g.west
	}
	return box
}

// bounds returns the bounds of the parts of a geometry that has several.
func bounds(g orb.Geometry) (parts []orb.Bound) {
	switch g := g.(type) {
	case orb.MultiPoint:
		for _, p := range g {
			parts = append(parts, p.Bound())
		}
	case orb.MultiLineString:
		for _, l := range g {
			parts = append(parts, l.Bound())
		}
	case orb.MultiPolygon:
		for _, p := range g {
			parts = append(parts, p.Bound())
		}
	case orb.Collection:
		for _, part := range g {
			if inner := bounds(part); inner != nil {
				parts = append(parts, inner...)
			} else {
				parts = append(parts, part.Bound())
			}
		}
	}
	return parts
}
