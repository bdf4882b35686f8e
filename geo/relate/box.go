package relate

import "github.com/paulmach/orb"

// MeetsBound reports whether g shares a point with b (lon, lat degrees), edges
// and insides included, without an error of rounding. A nil geometry meets nothing.
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
	for _, r := range p {
		if lineMeets(orb.LineString(r), b) || len(r) > 0 && segmentMeets(r[len(r)-1], r[0], b) {
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
			if north := c[1] > pt[1]; (a[1] > pt[1]) != north && (side(a, c, pt) > 0) == north {
				inside = !inside
			}
		}
	}
	return inside
}

// segmentMeets reports whether the segment from p to q meets b: two convex shapes
// are apart exactly if they are along one of the axes, or if one lies on one side of
// a side of the other.
func segmentMeets(p, q orb.Point, b orb.Bound) bool {
	if b.Contains(p) || b.Contains(q) {
		return true
	}
	if max(p[0], q[0]) < b.Min[0] || min(p[0], q[0]) > b.Max[0] ||
		max(p[1], q[1]) < b.Min[1] || min(p[1], q[1]) > b.Max[1] {
		return false
	}
	// Of the corners, two opposite ones lie furthest to either side.
	nw, se := orb.Point{b.Min[0], b.Max[1]}, orb.Point{b.Max[0], b.Min[1]}
	if (q[0] > p[0]) == (q[1] > p[1]) {
		return side(p, q, nw)*side(p, q, se) <= 0
	}
	return side(p, q, b.Min)*side(p, q, b.Max) <= 0
}
