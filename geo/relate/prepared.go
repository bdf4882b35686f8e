package relate

import "github.com/paulmach/orb"

// Shape is something with a place: a feature, for one. Point and Bound are asked
// first, because they are cheap.
type Shape interface {
	// Point returns the geometry if it is a point (lon, lat degrees).
	Point() (orb.Point, bool)
	// Bound returns the smallest bound that holds the geometry, if there is one.
	Bound() (orb.Bound, bool)
	// Geometry returns the geometry, nil if there is none.
	Geometry() orb.Geometry
}

// Prepared is a geometry that many others are compared with. It never changes, so
// goroutines may share it.
type Prepared struct {
	shape orb.Geometry
	bound orb.Bound
}

// Prepare makes a geometry (lon, lat degrees) ready to be compared with many. The
// geometry must not be changed afterwards. The error says what is wrong with it: a
// coordinate is not a finite number.
func Prepare(g orb.Geometry) (*Prepared, error) {
	return &Prepared{shape: g, bound: g.Bound()}, nil
}

// Geometry returns what was prepared.
func (p *Prepared) Geometry() orb.Geometry { return p.shape }

// Is reports whether op holds of (x, p): x is the first. Nothing holds of what has
// no place.
func (p *Prepared) Is(op Op, x Shape) bool {
	g := x.Geometry()
	return g != nil && Is(op, g, p.shape)
}

// IsReversed reports whether op holds of (p, x): x is the second.
func (p *Prepared) IsReversed(op Op, x Shape) bool { return p.Is(op.Converse(), x) }

// Is reports whether op holds of (a, b), in the plane of longitude and latitude.
// Nothing holds of a nil geometry.
func Is(op Op, a, b orb.Geometry) bool {
	if a == nil || b == nil {
		return false
	}
	holds, err := foreignIs(op, a, b)
	return err == nil && holds
}

// Box returns the area of an envelope in degrees, west ≤ east and south ≤ north; a
// line or a point where it has no width or height, as PostGIS's ST_MakeEnvelope
// and the standard's BBOX do not say otherwise.
func Box(west, south, east, north float64) orb.Geometry {
	low, high := orb.Point{west, south}, orb.Point{east, north}
	switch {
	case low == high:
		return low
	case west == east || south == north:
		return orb.LineString{low, high}
	}
	return orb.Bound{Min: low, Max: high}.ToPolygon()
}
