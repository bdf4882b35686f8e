package geodesy

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// arc is a part of the circle of longitudes: from west, within [−180,180), so many
// degrees east.
type arc struct{ west, length float64 }

// arcOf is the shortest arc with the longitudes of all spans: what is left of the
// circle without its widest gap.
func arcOf(spans []span) arc {
	all := make([]arc, len(spans))
	for i, s := range spans {
		west, east := min(s.start[0], s.end[0]), max(s.start[0], s.end[0])
		all[i] = arc{west - 360*math.Floor((west+180)/360), east - west}
	}
	slices.SortFunc(all, func(a, b arc) int { return cmp.Compare(a.west, b.west) })
	// Twice round, as the arcs that cross the antimeridian begin before it.
	reach, widest, from := math.Inf(-1), 0.0, 0.0
	for _, turn := range [2]float64{0, 360} {
		for _, a := range all {
			if gap := a.west + turn - reach; turn > 0 && gap > widest {
				widest, from = gap, a.west
			}
			reach = max(reach, a.west+turn+a.length)
		}
	}
	return arc{from, min(360, 360-widest)}
}

// wider is the arc with so many degrees more on each side.
func (a arc) wider(degrees float64) arc {
	return arc{a.west - degrees, a.length + 2*degrees}
}

// cut gives the one or two boxes with the arc's longitudes and the latitudes of b.
func (a arc) cut(b orb.Bound) (boxes [2]orb.Bound, n int) {
	boxes = [2]orb.Bound{b, b}
	if a.length >= 360 {
		return boxes, 1
	}
	west := a.west
	if west < -180 {
		west += 360
	}
	east := west + a.length
	boxes[0].Min[0], boxes[0].Max[0] = west, min(180, east)
	switch {
	case east >= 180:
		boxes[1].Min[0], boxes[1].Max[0] = -180, east-360
		return boxes, 2
	case west == -180:
		boxes[1].Min[0], boxes[1].Max[0] = 180, 180
		return boxes, 2
	}
	return boxes, 1
}
