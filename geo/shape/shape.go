package shape

import (
	"math"

	"github.com/paulmach/orb"
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

// kindOf returns the kind that GeoJSON calls name; Nowhere if there is none.
func kindOf(name string) Kind {
	for k := Point; k <= Collection; k++ {
		if k.String() == name {
			return k
		}
	}
	return Nowhere
}

// Shape is a geometry laid out flat. The zero Shape is nowhere.
type Shape struct {
	Kind Kind
	// XY are the positions (lon, lat degrees, or east, north) of all kinds but
	// MultiPolygon and Collection.
	XY []orb.Point
	// Z are the heights in metres above the ellipsoid, one for each position, NaN
	// where it has none; empty if no position has one.
	Z []float64
	// Ends tells, for Polygon and MultiLineString, how many positions stand up to
	// the end of each ring or line.
	Ends []int
	// Parts are the polygons of a MultiPolygon and the members of a Collection.
	Parts []Shape
}

// Reset makes s a geometry of the kind without positions, and keeps its memory.
func (s *Shape) Reset(k Kind) {
	s.Kind, s.XY, s.Z, s.Ends, s.Parts = k, s.XY[:0], s.Z[:0], s.Ends[:0], s.Parts[:0]
}

// Add adds a position with its height in metres, NaN for none.
func (s *Shape) Add(p orb.Point, height float64) {
	if len(s.Z) > 0 || !math.IsNaN(height) {
		for len(s.Z) < len(s.XY) {
			s.Z = append(s.Z, math.NaN())
		}
		s.Z = append(s.Z, height)
	}
	s.XY = append(s.XY, p)
}

// EndLine ends a ring of a Polygon or a line of a MultiLineString.
func (s *Shape) EndLine() { s.Ends = append(s.Ends, len(s.XY)) }

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

// Line returns the positions of ring or line i, and their heights if there are any.
func (s *Shape) Line(i int) (xy []orb.Point, z []float64) {
	from, to := 0, s.Ends[i]
	if i > 0 {
		from = s.Ends[i-1]
	}
	if len(s.Z) > 0 {
		z = s.Z[from:to:to]
	}
	return s.XY[from:to:to], z
}

// Empty reports whether s has no position.
func (s *Shape) Empty() bool {
	for i := range s.Parts {
		if !s.Parts[i].Empty() {
			return false
		}
	}
	return len(s.XY) == 0
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

// allHeights reports whether every position has a height.
func (s *Shape) allHeights() bool {
	if len(s.Z) < len(s.XY) {
		return false
	}
	for _, z := range s.Z {
		if math.IsNaN(z) {
			return false
		}
	}
	for i := range s.Parts {
		if !s.Parts[i].allHeights() {
			return false
		}
	}
	return true
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
