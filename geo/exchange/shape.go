package exchange

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Kind is the kind of a geometry, by its number in well-known binary (OGC
// 06-103r4 §8.2.3) and in FlatGeobuf.
type Kind uint8

// The kinds of geometry. Nowhere is no geometry.
const (
	Nowhere Kind = iota
	Point
	LineString
	Polygon
	MultiPoint
	MultiLineString
	MultiPolygon
	Collection
)

// String returns the kind's name in GeoJSON.
func (k Kind) String() string {
	names := [...]string{"nothing", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"}
	if int(k) < len(names) {
		return names[k]
	}
	return "unknown"
}

// Shape is a geometry laid out flat. The zero Shape is nowhere.
type Shape struct {
	Kind Kind
	// XY are the positions (lon, lat degrees, or east, north) of all kinds but
	// MultiPolygon and Collection.
	XY []orb.Point
	// Z are the heights in metres, one for each position, NaN where it has none; nil
	// if no position has one.
	Z []float64
	// Ends tells, for Polygon and MultiLineString, how many positions stand up to
	// the end of each ring or line.
	Ends []int
	// Parts are the polygons of a MultiPolygon and the members of a Collection.
	Parts []Shape
}

// Reset makes s nowhere and keeps its memory.
func (s *Shape) Reset(k Kind) {
	s.Kind, s.XY, s.Z, s.Ends, s.Parts = k, s.XY[:0], s.Z[:0], s.Ends[:0], s.Parts[:0]
}

// Part adds a part and returns it, of the given kind and empty. It is valid until the
// next is added.
func (s *Shape) Part(k Kind) *Shape {
	if len(s.Parts) < cap(s.Parts) {
		s.Parts = s.Parts[:len(s.Parts)+1]
	} else {
		s.Parts = append(s.Parts, Shape{})
	}
	p := &s.Parts[len(s.Parts)-1]
	p.Reset(k)
	return p
}

// HasHeights reports whether some position has a height.
func (s *Shape) HasHeights() bool {
	for _, z := range s.Z {
		if !math.IsNaN(z) {
			return true
		}
	}
	for i := range s.Parts {
		if s.Parts[i].HasHeights() {
			return true
		}
	}
	return false
}

// Bound returns the smallest bound that holds s; it is empty if s has no
// position.
func (s *Shape) Bound() orb.Bound {
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	s.extend(&b)
	return b
}

func (s *Shape) extend(b *orb.Bound) {
	for _, p := range s.XY {
		b.Min[0], b.Max[0] = min(b.Min[0], p[0]), max(b.Max[0], p[0])
		b.Min[1], b.Max[1] = min(b.Min[1], p[1]), max(b.Max[1], p[1])
	}
	for i := range s.Parts {
		s.Parts[i].extend(b)
	}
}

// Each calls do for each position, which it may change, until it returns false.
// It reports whether do never has.
func (s *Shape) Each(do func(p *orb.Point) bool) bool {
	for i := range s.XY {
		if !do(&s.XY[i]) {
			return false
		}
	}
	for i := range s.Parts {
		if !s.Parts[i].Each(do) {
			return false
		}
	}
	return true
}

// line returns the positions of ring or line i, and their heights if there are
// any.
func (s *Shape) line(i int) (xy []orb.Point, z []float64) {
	from, to := 0, s.Ends[i]
	if i > 0 {
		from = s.Ends[i-1]
	}
	if len(s.Z) > 0 {
		z = s.Z[from:to:to]
	}
	return s.XY[from:to:to], z
}

// Take makes s the geometry of f (lon, lat degrees), with heights where it has
// them. The error is of a record that is broken.
func (s *Shape) Take(f geo.Feature) error {
	if p, ok := f.Point(); ok && !f.HasHeights() {
		s.Reset(Point)
		s.XY = append(s.XY, p)
		return nil
	}
	if f.HasHeights() {
		return s.parse(f.GeometryJSON())
	}
	s.set(f.Geometry())
	return nil
}

func (s *Shape) set(g orb.Geometry) {
	switch g := g.(type) {
	case nil:
		s.Reset(Nowhere)
	case orb.Point:
		s.Reset(Point)
		s.XY = append(s.XY, g)
	case orb.LineString:
		s.Reset(LineString)
		s.XY = append(s.XY, g...)
	case orb.MultiPoint:
		s.Reset(MultiPoint)
		s.XY = append(s.XY, g...)
	case orb.Polygon:
		s.Reset(Polygon)
		for _, ring := range g {
			s.XY = append(s.XY, ring...)
			s.Ends = append(s.Ends, len(s.XY))
		}
	case orb.MultiLineString:
		s.Reset(MultiLineString)
		for _, line := range g {
			s.XY = append(s.XY, line...)
			s.Ends = append(s.Ends, len(s.XY))
		}
	case orb.MultiPolygon:
		s.Reset(MultiPolygon)
		for _, part := range g {
			s.Part(Polygon).set(part)
		}
	case orb.Collection:
		s.Reset(Collection)
		for _, part := range g {
			s.Part(Nowhere).set(part)
		}
	default:
		panic("exchange: a geometry of no known kind: " + g.GeoJSONType())
	}
}

// Geometry returns s in two dimensions. It shares the positions with s.
func (s *Shape) Geometry() orb.Geometry {
	switch s.Kind {
	case Point:
		return s.XY[0]
	case LineString:
		return orb.LineString(s.XY)
	case MultiPoint:
		return orb.MultiPoint(s.XY)
	case Polygon:
		return s.polygon()
	case MultiLineString:
		lines := make(orb.MultiLineString, len(s.Ends))
		for i := range lines {
			lines[i], _ = s.line(i)
		}
		return lines
	case MultiPolygon:
		polygons := make(orb.MultiPolygon, len(s.Parts))
		for i := range polygons {
			polygons[i] = s.Parts[i].polygon()
		}
		return polygons
	case Collection:
		parts := make(orb.Collection, len(s.Parts))
		for i := range parts {
			parts[i] = s.Parts[i].Geometry()
		}
		return parts
	}
	return nil
}

func (s *Shape) polygon() orb.Polygon {
	rings := make(orb.Polygon, len(s.Ends))
	for i := range rings {
		rings[i], _ = s.line(i)
	}
	return rings
}

// Heights returns the lowest and the highest height, +Inf and -Inf if there is none.
func (s *Shape) Heights() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, z := range s.Z {
		if !math.IsNaN(z) {
			low, high = min(low, z), max(high, z)
		}
	}
	for i := range s.Parts {
		l, h := s.Parts[i].Heights()
		low, high = min(low, l), max(high, h)
	}
	return low, high
}
