package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// ToGeometry gives the geodesic distance in metres from p to the nearest point of
// a geometry, and the azimuth at p of the line to it, in degrees clockwise from
// north. Positions are lon, lat in degrees.
//
// An edge between two positions is the straight line in longitude and latitude, as
// RFC 7946 §3.1.1 has it, so the same line that a map in plate carrée draws and a
// bounding box holds; it is not a geodesic. It runs through all the longitudes from
// the one as written to the other: geometries that cross the antimeridian are cut
// there (RFC 7946 §3.1.9). The way from p to it may cross the antimeridian.
//
// Polygons, rings and bounds are areas with their boundary: in one, distance and
// azimuth are 0. A ring that does not close is closed. Overlapping rings of one
// polygon count even-odd.
//
// To a position the error is that of [Inverse]. To an edge the distance is that of
// a point of it to 15 nm, and no other point of it is nearer by more than 1 mm; or,
// where the edge comes within 250 km of p's antipode, 10 cm. The azimuth is that of
// the point found.
//
// A geometry that is nil or has no positions is +Inf away, with azimuth NaN. A
// position that is none (NaN, a latitude beyond ±90) is not counted.
func ToGeometry(p orb.Point, g orb.Geometry) (metres, azimuth float64) {
	f := FromPoint(p)
	return f.ToGeometry(g)
}

// ToGeometry is [ToGeometry] from this position.
func (f *From) ToGeometry(g orb.Geometry) (metres, azimuth float64) {
	switch g := g.(type) {
	case nil:
		return math.Inf(1), math.NaN()
	case orb.Point:
		metres, azimuth = f.Inverse(g)
		if math.IsNaN(metres) {
			metres = math.Inf(1)
		}
		return metres, azimuth
	}
	s := search{from: f, best: line{metres: math.Inf(1)}, reach: math.Inf(1)}
	s.geometry(g)
	if math.IsInf(s.best.metres, 1) {
		return s.best.metres, math.NaN()
	}
	return s.best.metres, s.best.azimuth()
}

// search is the state of looking for the nearest point.
type search struct {
	from *From
	best line
	// reach is a distance that something is known to be within; what is further
	// need not be looked at.
	reach float64
}

func (s *search) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		s.point(g)
	case orb.MultiPoint:
		for _, p := range g {
			s.point(p)
		}
	case orb.LineString:
		s.path(g, false)
	case orb.MultiLineString:
		for _, l := range g {
			s.path(l, false)
		}
	case orb.Ring:
		s.polygon(orb.Polygon{g})
	case orb.Polygon:
		s.polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			s.polygon(p)
		}
	case orb.Collection:
		for _, m := range g {
			s.geometry(m)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			s.polygon(orb.Polygon{g.ToRing()})
		}
	}
}

// offer notes the line to a point of the geometry.
func (s *search) offer(l line) {
	if l.metres < s.best.metres {
		s.best = l
		s.reach = min(s.reach, l.metres)
	}
}

func (s *search) point(p orb.Point) {
	lo, hi := s.from.Bracket(p)
	if lo > s.reach {
		return
	}
	s.reach = min(s.reach, hi)
	s.offer(s.to(p))
}

func (s *search) to(p orb.Point) line {
	q := newSite(p)
	return solve(&s.from.site, &q)
}

// polygon finds p inside or the nearest point of the boundary.
func (s *search) polygon(rings orb.Polygon) {
	if s.best.metres == 0 {
		return
	}
	if s.from.within(rings) {
		s.offer(line{})
		return
	}
	for _, r := range rings {
		s.path(orb.LineString(r), true)
	}
}

// path looks along the edges. The brackets of the vertices come first, so that few
// edges are left to look at.
func (s *search) path(vertices orb.LineString, closed bool) {
	if s.best.metres == 0 || len(vertices) == 0 {
		return
	}
	for _, v := range vertices {
		_, hi := s.from.Bracket(v)
		if hi < s.reach {
			s.reach = hi
		}
	}
	if len(vertices) == 1 {
		s.point(vertices[0])
		return
	}
	for i, v := range vertices[1:] {
		s.edge(vertices[i], v)
	}
	if last := vertices[len(vertices)-1]; closed && last != vertices[0] {
		s.edge(last, vertices[0])
	}
}

// within says whether the position is in the area of a polygon or on its boundary,
// in the plane of longitude and latitude, by counting the edges north of it. Rings
// may be written with longitudes on either side of the antimeridian, or beyond.
func (f *From) within(rings orb.Polygon) bool {
	if len(rings) == 0 {
		return false
	}
	box := rings[0].Bound()
	if !(f.lat >= box.Min[1] && f.lat <= box.Max[1]) {
		return false
	}
	for _, turn := range [3]float64{0, -360, 360} {
		lon := f.lon + turn
		if lon < box.Min[0] || lon > box.Max[0] {
			continue
		}
		if insideRings(rings, lon, f.lat) {
			return true
		}
	}
	return false
}

func insideRings(rings orb.Polygon, x, y float64) bool {
	inside := false
	for _, r := range rings {
		for i, b := range r {
			a := r[(i+len(r)-1)%len(r)]
			crosses, on := northOf(a, b, x, y)
			if on {
				return true
			}
			inside = inside != crosses
		}
	}
	return inside
}

// northOf says whether the edge passes the meridian x north of y (its west end
// counts, its east end does not), or through the very point.
func northOf(a, b orb.Point, x, y float64) (crosses, on bool) {
	if a[0] > b[0] {
		a, b = b, a
	}
	if x < a[0] || x > b[0] {
		return false, false
	}
	if a[0] == b[0] {
		return false, y >= min(a[1], b[1]) && y <= max(a[1], b[1])
	}
	side := (b[1]-a[1])*(x-a[0]) - (y-a[1])*(b[0]-a[0])
	return side > 0 && x < b[0], side == 0
}
