package memory

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// gap is the empty space round the prime meridian of a collection that may lie on
// both sides of the antimeridian: from west, the easternmost longitude below 0, to
// east, the westernmost from 0 on.
type gap struct{ west, east edge[float64] }

func noGap() gap {
	return gap{edge[float64]{at: math.Inf(-1)}, edge[float64]{at: math.Inf(1)}}
}

// narrow takes the place of a feature, whose bound is b, out of the gap. Parts of
// a geometry count for themselves, because RFC 7946 §3.1.9 has it cut at the
// antimeridian.
func (g *gap) narrow(f geo.Feature, b orb.Bound) {
	eachPart(f, b, func(b orb.Bound) {
		if west, ok := westOf(b); ok {
			g.west.high(west)
		}
		if east, ok := eastOf(b); ok {
			g.east.low(east)
		}
	})
}

// widen gives the place of a feature back.
func (g *gap) widen(f geo.Feature, b orb.Bound) {
	eachPart(f, b, func(b orb.Bound) {
		if west, ok := westOf(b); ok {
			g.west.leave(west)
		}
		if east, ok := eastOf(b); ok {
			g.east.leave(east)
		}
	})
}

func eachPart(f geo.Feature, b orb.Bound, do func(orb.Bound)) {
	if b.Max[0]-b.Min[0] > 180 {
		if parts := bounds(f.Geometry()); len(parts) > 1 {
			for _, part := range parts {
				do(part)
			}
			return
		}
	}
	do(b)
}

// westOf and eastOf return the edge of a bound that the gap ends at, if it has one on
// that side.
func westOf(b orb.Bound) (lon float64, ok bool) { return min(b.Max[0], 0), b.Min[0] < 0 }
func eastOf(b orb.Bound) (lon float64, ok bool) { return max(b.Min[0], 0), b.Max[0] >= 0 }

// isLost reports whether the gap may be wider than is known.
func (g *gap) isLost() bool {
	return g.west.n == 0 && !math.IsInf(g.west.at, 0) || g.east.n == 0 && !math.IsInf(g.east.at, 0)
}

// box returns b, or the box round the other side of the Earth that leaves out the
// gap, if that is narrower and less than half of the way round.
func (g *gap) box(b orb.Bound) geo.Box {
	box := geo.BoxOf(b)
	round := 360 - (g.east.at - g.west.at)
	if !math.IsInf(g.east.at, 0) && !math.IsInf(g.west.at, 0) && round < 180 && round < b.Max[0]-b.Min[0] {
		box.West, box.East = g.east.at, g.west.at
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
