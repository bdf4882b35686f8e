// Package relate says how two geometries lie to each other, in the plane of
// longitude and latitude, where GeoJSON's edges are straight (RFC 7946 §3.1.1).
// It knows geometries only.
package relate

import "github.com/paulmach/orb"

// MeetsBound reports whether g shares a point with b (lon, lat degrees), edges
// and insides included. A nil geometry meets nothing.
func MeetsBound(g orb.Geometry, b orb.Bound) bool {
	switch g := g.(type) {
	case nil:
		return false
	case orb.Point:
		return b.Contains(g)
	case orb.MultiPoint:
		return anyMeets(g, b)
	case orb.LineString:
		return lineMeets(g, b)
	case orb.MultiLineString:
		return anyMeets(g, b)
	case orb.Ring:
		return MeetsBound(orb.Polygon{g}, b)
	case orb.Polygon:
		return polygonMeets(g, b)
	case orb.MultiPolygon:
		return anyMeets(g, b)
	case orb.Collection:
		return anyMeets(g, b)
	case orb.Bound:
		return g.Intersects(b)
	}
	panic("relate: a geometry of no known kind")
}

func anyMeets[G orb.Geometry](parts []G, b orb.Bound) bool {
	for _, p := range parts {
		if MeetsBound(p, b) {
			return true
		}
	}
	return false
}

func lineMeets(l orb.LineString, b orb.Bound) bool {
	if len(l) == 1 {
		return b.Contains(l[0])
	}
	for i := 1; i < len(l); i++ {
		if segmentMeets(l[i-1], l[i], b) {
			return true
		}
	}
	return false
}

// polygonMeets: a ring crosses the bound, or the bound lies wholly within.
func polygonMeets(p orb.Polygon, b orb.Bound) bool {
	if len(p) == 0 || !p[0].Bound().Intersects(b) {
		return false
	}
	for _, r := range p {
		if lineMeets(orb.LineString(r), b) {
			return true
		}
	}
	return PolygonContains(p, b.Min)
}

// PolygonContains reports whether pt lies inside p, by counting how often a ray
// to the east crosses its rings: a point in a hole is outside. For points on an
// edge either answer may come.
func PolygonContains(p orb.Polygon, pt orb.Point) bool {
	inside := false
	for _, r := range p {
		for i, j := 0, len(r)-1; i < len(r); j, i = i, i+1 {
			a, c := r[i], r[j]
			if (a[1] > pt[1]) != (c[1] > pt[1]) &&
				pt[0] < (c[0]-a[0])*(pt[1]-a[1])/(c[1]-a[1])+a[0] {
				inside = !inside
			}
		}
	}
	return inside
}

// segmentMeets clips the segment from p to q to b by its parameter (Liang and
// Barsky 1984) and reports whether anything is left.
func segmentMeets(p, q orb.Point, b orb.Bound) bool {
	from, to := 0.0, 1.0
	for axis := range 2 {
		d := q[axis] - p[axis]
		low, high := b.Min[axis]-p[axis], b.Max[axis]-p[axis]
		if d == 0 {
			if low > 0 || high < 0 {
				return false
			}
			continue
		}
		t0, t1 := low/d, high/d
		if d < 0 {
			t0, t1 = t1, t0
		}
		from, to = max(from, t0), min(to, t1)
		if from > to {
			return false
		}
	}
	return true
}
