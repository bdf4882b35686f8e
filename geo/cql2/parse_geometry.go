package cql2

import (
	"strings"

	"github.com/paulmach/orb"
)

// geometryNamed returns the GeoJSON type that a word of well-known text in lower
// case means, and how many numbers a position must have: 0 if that is not said.
func geometryNamed(word string) (kind string, size int, ok bool) {
	for _, tag := range []string{"zm", "z", "m"} {
		if base, cut := strings.CutSuffix(word, tag); cut {
			kind = geometryKind(base)
			return kind, dimensions(tag), kind != ""
		}
	}
	kind = geometryKind(word)
	return kind, 0, kind != ""
}

func geometryKind(word string) string {
	switch word {
	case "point":
		return "Point"
	case "linestring":
		return "LineString"
	case "polygon":
		return "Polygon"
	case "multipoint":
		return "MultiPoint"
	case "multilinestring":
		return "MultiLineString"
	case "multipolygon":
		return "MultiPolygon"
	case "geometrycollection":
		return "GeometryCollection"
	}
	return ""
}

// dimensions is how many numbers a position has after Z, M or ZM; 0 for another
// word.
func dimensions(tag string) int {
	switch tag {
	case "z", "m":
		return 3
	case "zm":
		return 4
	}
	return 0
}

// beginsGeometry tells whether the next token can follow the name of a kind of
// geometry.
func (p *parser) beginsGeometry() bool {
	return p.tok.is("(") || p.keyword("z") || p.keyword("m") || p.keyword("zm") || p.keyword("empty")
}

// geometry reads what follows the name of a kind of geometry (production
// spatialInstance).
func (p *parser) geometry(name token, kind string, size int) Expr {
	g := &Geometry{At: p.node(int(name.at))}
	g.Shape = p.shape(name, kind, size)
	return g
}

func (p *parser) shape(name token, kind string, size int) orb.Geometry {
	if tag := dimensions(lower(p.tok.raw)); tag != 0 && p.tok.kind == wordToken && size == 0 {
		size = tag
		p.next()
	}
	if p.keyword("empty") {
		p.fail(&Error{Column: int(p.tok.at), Msg: "an empty geometry is nowhere", Expected: `"(" after ` + quote(name.raw), Found: p.found()})
		return nil
	}
	r := wktReader{p, size}
	switch kind {
	case "Point":
		return r.point()
	case "LineString":
		return r.line()
	case "Polygon":
		return r.polygon()
	case "MultiPoint":
		return orb.MultiPoint(sequence(p, r.member))
	case "MultiLineString":
		return orb.MultiLineString(sequence(p, r.line))
	case "MultiPolygon":
		return orb.MultiPolygon(sequence(p, r.polygon))
	}
	return orb.Collection(sequence(p, r.part))
}

// sequence reads "(", one thing or more with commas between them, and ")".
func sequence[T any](p *parser, read func() T) []T {
	p.expect("(")
	var things []T
	for p.err == nil {
		things = append(things, read())
		if !p.accept(",") {
			break
		}
	}
	if p.err == nil && !p.accept(")") {
		p.unexpected(`"," or ")"`)
	}
	return things
}

// wktReader reads the parts of a geometry, whose positions have size numbers: two
// or three if it is 0.
type wktReader struct {
	p    *parser
	size int
}

func (r wktReader) point() orb.Point {
	r.p.expect("(")
	at := r.position()
	r.p.expect(")")
	return at
}

// member reads a point of a MULTIPOINT, whose parentheses are often left out.
func (r wktReader) member() orb.Point {
	if r.p.tok.is("(") {
		return r.point()
	}
	return r.position()
}

func (r wktReader) line() orb.LineString {
	column := int(r.p.tok.at)
	line := orb.LineString(sequence(r.p, r.position))
	if r.p.err == nil {
		r.p.faulty(column, lineFault(line))
	}
	return line
}

func (r wktReader) ring() orb.Ring {
	column := int(r.p.tok.at)
	ring := orb.Ring(sequence(r.p, r.position))
	if r.p.err == nil {
		r.p.faulty(column, ringFault(ring))
	}
	return ring
}

func (r wktReader) polygon() orb.Polygon {
	return orb.Polygon(sequence(r.p, r.ring))
}

// part reads a geometry of a collection, which is no collection itself.
func (r wktReader) part() orb.Geometry {
	name := r.p.tok
	kind, size, ok := geometryNamed(lower(name.raw))
	if !ok || name.kind != wordToken {
		r.p.unexpected("a geometry")
		return nil
	}
	if kind == "GeometryCollection" {
		r.p.fail(&Error{Column: int(name.at), Msg: nestedCollection})
		return nil
	}
	r.p.next()
	return r.p.shape(name, kind, size)
}

// position reads the numbers of a position: heights and measures are left out.
func (r wktReader) position() orb.Point {
	p := r.p
	p.positions++
	if p.positions > MaxPositions {
		p.fail(&Error{Column: int(p.tok.at), Msg: tooManyPositions()})
		return orb.Point{}
	}
	at := orb.Point{p.coordinate("a longitude"), p.coordinate("a latitude")}
	for n := 2; n < r.size || r.size == 0 && n == 2 && p.beginsNumber(); n++ {
		p.coordinate("a height")
	}
	return at
}

func (p *parser) beginsNumber() bool {
	return p.tok.kind == numberToken || p.tok.is("-") || p.tok.is("+")
}

// coordinate reads a number with a sign or without.
func (p *parser) coordinate(what string) float64 {
	negative := p.tok.is("-")
	if negative || p.tok.is("+") {
		p.next()
	}
	if p.tok.kind != numberToken {
		p.unexpected(what)
		return 0
	}
	return p.float(negative)
}

// faulty notes what is wrong with a part of a geometry, if anything is.
func (p *parser) faulty(column int, fault string) {
	if fault != "" {
		p.fail(&Error{Column: column, Msg: fault})
	}
}

// envelope reads what follows BBOX (production bboxText).
func (p *parser) envelope(name token) Expr {
	at := p.node(int(name.at))
	column := int(p.tok.at)
	numbers := sequence(p, func() float64 { return p.coordinate("a number") })
	if p.err != nil {
		return &Boolean{}
	}
	box, ok := envelopeOf(numbers)
	if !ok {
		return p.fail(&Error{Column: column, Expected: envelopeSizes, Found: number(len(numbers))})
	}
	box.At = at
	return box
}
