package shape

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// AppendGeoJSON appends the shape as a GeoJSON geometry (RFC 7946 §3.1) with the
// shortest digits. The shape has a position.
func (s Shape) AppendGeoJSON(b []byte) []byte {
	b = append(append(append(b, `{"type":"`...), Kinds[s.Kind]...), `","coordinates":`...)
	switch s.Kind {
	case Point:
		b = appendPosition(b, s.Polygons[0][0][0])
	case MultiPoint, LineString:
		b = appendLine(b, s.Polygons[0][0])
	case MultiLineString, Polygon:
		b = appendRings(b, s.Polygons[0])
	case MultiPolygon:
		b = appendList(b, s.Polygons, appendRings)
	case Collection:
		b = append(b[:len(b)-len(`coordinates":`)], `geometries":`...)
		b = appendList(b, s.Parts, func(b []byte, part Shape) []byte { return part.AppendGeoJSON(b) })
	}
	return append(b, '}')
}

func appendList[E any](b []byte, list []E, item func([]byte, E) []byte) []byte {
	b = append(b, '[')
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, e)
	}
	return append(b, ']')
}

func appendRings(b []byte, lines [][]Position) []byte { return appendList(b, lines, appendLine) }
func appendLine(b []byte, line []Position) []byte     { return appendList(b, line, appendPosition) }

func appendPosition(b []byte, p Position) []byte {
	b = geo.AppendFloat(append(b, '['), p.Lon)
	b = geo.AppendFloat(append(b, ','), p.Lat)
	if p.HasHeight() {
		b = geo.AppendFloat(append(b, ','), p.Height)
	}
	return append(b, ']')
}

// Of returns the geometry of a feature; an empty Collection for none.
func Of(f geo.Feature) Shape {
	if !f.Located() {
		return Shape{Kind: Collection}
	}
	if p, ok := f.Point(); ok && !f.HasHeights() {
		return Single(Point, At(p[0], p[1]))
	}
	if s, ok := written(f.GeometryJSON()); ok {
		return s
	}
	return OfOrb(f.Geometry())
}

// OfOrb returns a geometry without heights as a shape.
func OfOrb(g orb.Geometry) Shape {
	if g == nil {
		return Shape{Kind: Collection}
	}
	s, ok := written(geo.AppendGeometry(nil, g))
	if !ok {
		panic("shape: a geometry as geo writes it cannot be read")
	}
	return s
}

// written reads a geometry in the order of members in which Cairn writes it.
func written(text []byte) (Shape, bool) {
	sc := scanner{rest: text}
	s := sc.geometry()
	return s, !sc.failed && sc.next() == 0
}

// document is a GeoJSON geometry before its type is known.
type document struct {
	Type        string
	Coordinates json.RawMessage
	Geometries  []json.RawMessage
}

// maxDepth is how many collections may hold one another.
const maxDepth = 32

// Parse reads a GeoJSON geometry (RFC 7946 §3.1); null is an empty Collection. It
// does not check more than that it can be read: see [Shape.Set]. The error is
// Invalid.
func Parse(text []byte) (Shape, error) { return parse(text, maxDepth) }

func parse(text []byte, depth int) (Shape, error) {
	if depth == 0 {
		return Shape{}, invalid("more than " + strconv.Itoa(maxDepth) + " collections of geometries hold one another; expected fewer")
	}
	if bytes.Equal(text, []byte("null")) {
		return Shape{Kind: Collection}, nil
	}
	var d document
	if err := json.Unmarshal(text, &d); err != nil {
		return Shape{}, invalid("the geometry is not GeoJSON: " + err.Error())
	}
	kind, ok := kindOf(d.Type)
	if !ok {
		return Shape{}, invalid(strconv.Quote(d.Type) + " is no type of GeoJSON geometry; expected one like Point")
	}
	s := Shape{Kind: kind}
	if s.Kind == Collection {
		for _, part := range d.Geometries {
			inner, err := parse(part, depth-1)
			if err != nil {
				return Shape{}, err
			}
			s.Parts = append(s.Parts, inner)
		}
		return s, nil
	}
	sc := scanner{rest: d.Coordinates}
	s.Polygons = sc.coordinates(s.Kind)
	if sc.failed || sc.next() != 0 {
		return Shape{}, invalid("the coordinates are not those of a " + d.Type + "; expected positions of two or three numbers, in as many arrays as RFC 7946 §3.1 has them")
	}
	return s, nil
}

func kindOf(name string) (Kind, bool) {
	i := slices.Index(Kinds[:], name)
	return Kind(max(i, 0)), i >= 0
}

// scanner reads arrays of numbers.
type scanner struct {
	rest   []byte
	failed bool
}

// next returns the next character that is no space, 0 at the end.
func (s *scanner) next() byte {
	for len(s.rest) > 0 {
		switch c := s.rest[0]; c {
		case ' ', '\t', '\r', '\n':
			s.rest = s.rest[1:]
		default:
			return c
		}
	}
	return 0
}

func (s *scanner) take(c byte) bool {
	if s.next() != c {
		return false
	}
	s.rest = s.rest[1:]
	return true
}

// array reads an array whose elements item reads.
func array[E any](s *scanner, item func(*scanner) E) (list []E) {
	if !s.take('[') {
		s.failed = true
		return nil
	}
	if s.take(']') {
		return nil
	}
	for !s.failed {
		list = append(list, item(s))
		if s.take(']') {
			return list
		}
		s.failed = s.failed || !s.take(',')
	}
	return nil
}

// geometry reads an object whose members are type and then coordinates, or
// geometries.
func (s *scanner) geometry() Shape {
	head, rest, ok := bytes.Cut(s.rest, []byte(`","`))
	name, typed := bytes.CutPrefix(head, []byte(`{"type":"`))
	kind, known := kindOf(string(name))
	member := `coordinates":`
	if kind == Collection {
		member = `geometries":`
	}
	s.rest, s.failed = bytes.CutPrefix(rest, []byte(member))
	s.failed = !s.failed || !ok || !typed || !known
	shape := Shape{Kind: kind}
	switch {
	case s.failed:
		return shape
	case kind == Collection:
		shape.Parts = array(s, (*scanner).geometry)
	default:
		shape.Polygons = s.coordinates(kind)
	}
	s.failed = s.failed || !s.take('}')
	return shape
}

// coordinates reads the coordinates of a kind.
func (s *scanner) coordinates(k Kind) [][][]Position {
	switch k {
	case Point:
		if len(bytes.Trim(s.rest, "[] \t\r\n")) == 0 {
			array(s, (*scanner).number)
			return nil
		}
		return [][][]Position{{{s.position()}}}
	case MultiPoint, LineString:
		return [][][]Position{{s.line()}}
	case MultiLineString, Polygon:
		return [][][]Position{s.rings()}
	}
	return array(s, (*scanner).rings)
}

func (s *scanner) rings() [][]Position { return array(s, (*scanner).line) }
func (s *scanner) line() []Position    { return array(s, (*scanner).position) }

func (s *scanner) position() Position {
	p := At(0, 0)
	s.failed = s.failed || !s.take('[')
	p.Lon = s.number()
	s.failed = s.failed || !s.take(',')
	p.Lat = s.number()
	if s.take(',') {
		p.Height = s.number()
	}
	s.failed = s.failed || !s.take(']')
	return p
}

func (s *scanner) number() float64 {
	s.next()
	n := 0
	for n < len(s.rest) && s.rest[n] != ',' && s.rest[n] != ']' && s.rest[n] > ' ' {
		n++
	}
	v, err := strconv.ParseFloat(string(s.rest[:n]), 64)
	s.failed = s.failed || err != nil || math.IsNaN(v) || math.IsInf(v, 0)
	s.rest = s.rest[n:]
	return v
}
