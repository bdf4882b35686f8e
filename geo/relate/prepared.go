package relate

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

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
	// figures has one per dimension that the geometry has: one, but for mixed
	// collections.
	figures []*figure
	box     bool // a rectangle along the axes, which is its own bound
}

// Prepare makes a geometry (lon, lat degrees) ready to be compared with many. The
// geometry must not be changed afterwards; nil is one without any points. The error
// says that a coordinate is not a finite number, or that a collection of more than
// one dimension has more than 5,000 positions.
func Prepare(g orb.Geometry) (*Prepared, error) {
	l := layersOf(g)
	if !l.finite() {
		return nil, errors.New("a coordinate is not a finite number")
	}
	p := prepare(g, l.figures())
	if p.mixed() && p.edges() > mixedMost {
		return nil, fmt.Errorf("a collection of points, lines and areas has %d edges, more than %d", p.edges(), mixedMost)
	}
	return p, nil
}

// mixedMost is how many edges two geometries may have when one is a collection of
// several dimensions: simplefeatures takes some 30 ms for so many, and the time grows
// with the square.
const mixedMost = 5000

func (p *Prepared) mixed() bool { return len(p.figures) > 1 }

func (p *Prepared) edges() int {
	n := 0
	for _, f := range p.figures {
		n += len(f.edges)
	}
	return n
}

func prepare(g orb.Geometry, figures []*figure) *Prepared {
	p := &Prepared{shape: g, bound: nowhere, figures: figures}
	for _, f := range figures {
		p.bound = p.bound.Union(f.bound)
	}
	p.box = len(figures) == 1 && figures[0].isBox()
	return p
}

// isBox reports whether f is a rectangle along the axes: four edges that visit the
// four corners of its bound.
func (f *figure) isBox() bool {
	if f.dim != 2 || len(f.edges) != 4 || len(f.paths) != 1 || f.bound.Min[0] == f.bound.Max[0] || f.bound.Min[1] == f.bound.Max[1] {
		return false
	}
	for _, e := range f.edges {
		atSide := (e.a[0] == f.bound.Min[0] || e.a[0] == f.bound.Max[0]) && (e.a[1] == f.bound.Min[1] || e.a[1] == f.bound.Max[1])
		if !atSide || (e.a[0] != e.b[0]) == (e.a[1] != e.b[1]) {
			return false
		}
	}
	return f.edges[0].a != f.edges[2].a && f.edges[1].a != f.edges[3].a
}

// Geometry returns what was prepared.
func (p *Prepared) Geometry() orb.Geometry { return p.shape }

// Is reports whether op holds of (x, p): x is the first. Nothing holds of what has
// no place. See [Is].
func (p *Prepared) Is(op Op, x Shape) bool {
	b, ok := x.Bound()
	if !ok {
		return false
	}
	if len(p.figures) > 0 && !b.Intersects(p.bound) {
		return op == Disjoint
	}
	if len(p.figures) == 1 {
		if pt, ok := x.Point(); ok {
			return p.pointIs(op, pt)
		}
	}
	if p.box {
		// What lies within the box, off its sides, is related to it in one way.
		if p.bound.Min[0] < b.Min[0] && p.bound.Min[1] < b.Min[1] && b.Max[0] < p.bound.Max[0] && b.Max[1] < p.bound.Max[1] {
			return op == Intersects || op == Within
		}
		switch op {
		case Intersects:
			return MeetsBound(x.Geometry(), p.bound)
		case Disjoint:
			return !MeetsBound(x.Geometry(), p.bound)
		}
	}
	g := x.Geometry()
	if v, ok := vertex(g); ok && len(p.figures) == 1 {
		switch at := p.figures[0].locate(v); {
		case at != outside && (op == Intersects || op == Disjoint):
			return op == Intersects
		case at == outside && (op == Within || op == Equals):
			return false
		}
	}
	return g != nil && related(op, prepare(g, layersOf(g).figures()), p)
}

// vertex is a position of g, if it is easily had.
func vertex(g orb.Geometry) (p orb.Point, ok bool) {
	switch g := g.(type) {
	case orb.LineString:
		if len(g) > 0 {
			return g[0], true
		}
	case orb.Polygon:
		if len(g) > 0 && len(g[0]) > 0 {
			return g[0][0], true
		}
	case orb.MultiPolygon:
		if len(g) > 0 && len(g[0]) > 0 && len(g[0][0]) > 0 {
			return g[0][0][0], true
		}
	}
	return p, false
}

// IsReversed reports whether op holds of (p, x): x is the second.
func (p *Prepared) IsReversed(op Op, x Shape) bool { return p.Is(op.Converse(), x) }

// Meets reports whether pt (lon, lat) lies in p or on its boundary.
func (p *Prepared) Meets(pt orb.Point) bool {
	return p.bound.Contains(pt) && slices.ContainsFunc(p.figures, func(f *figure) bool { return f.locate(pt) != outside })
}

// pointIs reports whether op holds of (pt, p), p being of one dimension.
func (p *Prepared) pointIs(op Op, pt orb.Point) bool {
	f := p.figures[0]
	switch op {
	case Equals, Contains:
		return f.dim == 0 && f.bound.Min == pt && f.bound.Max == pt
	case Overlaps, Crosses:
		return false // a point has no part that lies elsewhere
	}
	switch at := f.locate(pt); op {
	case Intersects:
		return at != outside
	case Disjoint:
		return at == outside
	case Touches:
		return at == boundary
	case Within:
		return at == inside
	}
	return false
}

// Is reports whether op holds of (a, b), in the plane of longitude and latitude.
// Nothing holds of a nil geometry; one without positions is disjoint from all, and
// equal to its like.
//
// The answers are exact: whether a point lies on an edge is decided without
// rounding. For valid geometries they are those of DE-9IM. Geometry that is not
// valid has answers too: a ring that does not close is closed; rings of one polygon
// count even-odd, so that both wings of a bow-tie are inside; polygons of one
// multipolygon are united; a line without length is a point; an area without extent
// is all boundary. A collection of one dimension is like a multi-geometry of it; in
// a mixed one Intersects and Disjoint hold as for its parts, and the others as
// simplefeatures says of their union, false where one is not valid or both together
// have more than 10,000 edges.
func Is(op Op, a, b orb.Geometry) bool {
	if a == nil || b == nil {
		return false
	}
	return related(op, prepare(a, layersOf(a).figures()), prepare(b, layersOf(b).figures()))
}

// related answers of any two.
func related(op Op, a, b *Prepared) bool {
	switch {
	case len(a.figures) == 0 || len(b.figures) == 0:
		return op == Disjoint || op == Equals && len(a.figures) == len(b.figures)
	case len(a.figures) == 1 && len(b.figures) == 1:
		return compare(op, a.figures[0], b.figures[0])
	case op == Disjoint:
		return !related(Intersects, a, b)
	case op == Intersects:
		return slices.ContainsFunc(a.figures, func(f *figure) bool {
			return slices.ContainsFunc(b.figures, func(g *figure) bool { return compare(op, f, g) })
		})
	}
	if a.edges()+b.edges() > 2*mixedMost {
		return false
	}
	holds, err := foreignIs(op, a.shape, b.shape)
	return err == nil && holds
}

// Box returns the area of an envelope in degrees, west ≤ east and south ≤ north; a
// line or a point where it has no width or height.
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
