// Package shape puts geometries together that have heights, for readers of formats
// that are not GeoJSON, and takes them apart for writers. It checks what RFC 7946
// asks of a geometry, and turns rings to run as it asks.
//
//	s := shape.Shape{Kind: shape.Point, Polygons: [][][]shape.Position{{{shape.At(40.73, 36.05)}}}}
//	err := s.Set(builder)
package shape

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Kind is a kind of geometry.
type Kind uint8

// The kinds of geometry, as GeoJSON names them (RFC 7946 §1.4).
const (
	Point Kind = iota
	MultiPoint
	LineString
	MultiLineString
	Polygon
	MultiPolygon
	Collection
)

// Kinds lists each kind once, with its name in GeoJSON.
var Kinds = [...]string{
	Point:           "Point",
	MultiPoint:      "MultiPoint",
	LineString:      "LineString",
	MultiLineString: "MultiLineString",
	Polygon:         "Polygon",
	MultiPolygon:    "MultiPolygon",
	Collection:      "GeometryCollection",
}

// String returns the name of the kind in GeoJSON.
func (k Kind) String() string { return Kinds[k] }

// Position is a longitude and a latitude in degrees of WGS 84 and a height in
// metres above the ellipsoid, NaN for none. A shape that was projected has east and
// north in the place of the first two.
type Position struct{ Lon, Lat, Height float64 }

// At returns a position without a height.
func At(lon, lat float64) Position { return Position{lon, lat, math.NaN()} }

// HasHeight reports whether the position has a height.
func (p Position) HasHeight() bool { return !math.IsNaN(p.Height) }

func (p Position) is(q Position) bool {
	return p.Lon == q.Lon && p.Lat == q.Lat && (p.Height == q.Height || !p.HasHeight() && !q.HasHeight())
}

// Shape is a geometry. Polygons holds the positions of all kinds but Collection: a
// Point is the one at [0][0][0], the positions of a MultiPoint or a LineString are
// [0][0], the lines or rings of a MultiLineString or a Polygon are [0].
type Shape struct {
	Kind     Kind
	Polygons [][][]Position
	Parts    []Shape // of a Collection
}

// Single returns a shape of one list of positions: a Point, MultiPoint or
// LineString, or a Polygon of one ring.
func Single(k Kind, positions ...Position) Shape {
	return Shape{Kind: k, Polygons: [][][]Position{{positions}}}
}

// IsEmpty reports whether the shape has no position.
func (s Shape) IsEmpty() bool {
	for range s.Positions {
		return false
	}
	return true
}

// HasHeights reports whether some position has a height.
func (s Shape) HasHeights() bool {
	for p := range s.Positions {
		if p.HasHeight() {
			return true
		}
	}
	return false
}

// Positions yields every position of the shape, in order, to be read or changed.
func (s Shape) Positions(yield func(*Position) bool) { s.positions(yield) }

func (s Shape) positions(yield func(*Position) bool) bool {
	for _, part := range s.Parts {
		if !part.positions(yield) {
			return false
		}
	}
	for _, polygon := range s.Polygons {
		for _, ring := range polygon {
			for i := range ring {
				if !yield(&ring[i]) {
					return false
				}
			}
		}
	}
	return true
}

// Set checks the shape and makes it the geometry of the feature under construction;
// a shape without positions is none. The shape's rings and its rounding errors at
// the edge of the Earth are put right in it. The error is Invalid.
func (s Shape) Set(b *geo.Builder) error {
	s = s.withoutEmpty()
	if s.IsEmpty() {
		b.SetGeometry(nil, nil)
		return nil
	}
	if err := s.check(); err != nil {
		return err
	}
	if !s.HasHeights() {
		b.SetGeometry(s.Orb(), nil)
		return nil
	}
	b.SetGeometry(s.Orb(), s.AppendGeoJSON(nil))
	b.SetHeights()
	return nil
}

// withoutEmpty leaves out parts of a collection, and polygons and lines of multiple
// ones, that have no positions.
func (s Shape) withoutEmpty() Shape {
	var parts []Shape
	for _, part := range s.Parts {
		if part = part.withoutEmpty(); !part.IsEmpty() {
			parts = append(parts, part)
		}
	}
	s.Parts = parts
	switch s.Kind {
	case MultiLineString:
		s.Polygons = [][][]Position{without(flat(s.Polygons), func(l []Position) bool { return len(l) == 0 })}
	case MultiPolygon:
		s.Polygons = without(s.Polygons, func(p [][]Position) bool { return len(p) == 0 || len(p) == 1 && len(p[0]) == 0 })
	}
	return s
}

// flat returns the first list, nil if there is none.
func flat[E any](list []E) (first E) {
	if len(list) > 0 {
		first = list[0]
	}
	return first
}

func without[E any](list []E, is func(E) bool) []E {
	var rest []E
	for _, e := range list {
		if !is(e) {
			rest = append(rest, e)
		}
	}
	return rest
}

// Orb returns the shape in two dimensions; nil if it is empty.
func (s Shape) Orb() orb.Geometry {
	if s.IsEmpty() {
		return nil
	}
	switch s.Kind {
	case Point:
		return orb.Point{s.Polygons[0][0][0].Lon, s.Polygons[0][0][0].Lat}
	case MultiPoint:
		return orb.MultiPoint(points(s.Polygons[0][0]))
	case LineString:
		return orb.LineString(points(s.Polygons[0][0]))
	case MultiLineString:
		lines := make(orb.MultiLineString, len(s.Polygons[0]))
		for i, line := range s.Polygons[0] {
			lines[i] = points(line)
		}
		return lines
	case Polygon:
		return rings(s.Polygons[0])
	case MultiPolygon:
		polygons := make(orb.MultiPolygon, len(s.Polygons))
		for i, polygon := range s.Polygons {
			polygons[i] = rings(polygon)
		}
		return polygons
	}
	parts := make(orb.Collection, len(s.Parts))
	for i, part := range s.Parts {
		parts[i] = part.Orb()
	}
	return parts
}

func points(positions []Position) []orb.Point {
	list := make([]orb.Point, len(positions))
	for i, p := range positions {
		list[i] = orb.Point{p.Lon, p.Lat}
	}
	return list
}

func rings(polygon [][]Position) orb.Polygon {
	list := make(orb.Polygon, len(polygon))
	for i, ring := range polygon {
		list[i] = points(ring)
	}
	return list
}
