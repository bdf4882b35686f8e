package cql2

import (
	"slices"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// JSON returns a filter as compact CQL2 JSON (OGC 21-065r2 §9.2) in one way only.
// A sign before anything but a number is "-" with one argument, for which the
// standard has no form.
func JSON(e Expr) []byte { return AppendJSON(nil, e) }

// AppendJSON appends what [JSON] returns.
func AppendJSON(b []byte, e Expr) []byte {
	p := jsonPrinter{b}
	p.expr(e)
	return p.b
}

type jsonPrinter struct{ b []byte }

func (p *jsonPrinter) text(s string) { p.b = append(p.b, s...) }

func (p *jsonPrinter) expr(e Expr) {
	switch e := e.(type) {
	case *Call:
		p.text(`{"op":`)
		p.string(e.Op)
		p.text(`,"args":`)
		jsonEach(p, e.Args, p.expr)
		p.text("}")
	case *List:
		jsonEach(p, e.Items, p.expr)
	case *Property:
		p.text(`{"property":`)
		p.string(e.Name)
		p.text("}")
	case *Text:
		p.string(e.Value)
	case *Number:
		p.number(e.Value)
	case *Boolean:
		if e.Value {
			p.text("true")
		} else {
			p.text("false")
		}
	case *Instant:
		p.instant(e)
	case *Interval:
		p.text(`{"interval":`)
		jsonEach(p, []Expr{e.Start, e.End}, p.bound)
		p.text("}")
	case *Geometry:
		p.shape(e.Shape)
	case *Envelope:
		p.text(`{"bbox":`)
		jsonEach(p, []float64{e.West, e.South, e.East, e.North}, p.number)
		p.text("}")
	}
}

func (p *jsonPrinter) number(v float64) { p.b = appendNumber(p.b, v) }

func (p *jsonPrinter) instant(e *Instant) {
	if e.Date {
		p.text(`{"date":"`)
	} else {
		p.text(`{"timestamp":"`)
	}
	p.b = appendInstant(p.b, e)
	p.text(`"}`)
}

func (p *jsonPrinter) bound(e Expr) {
	switch e := e.(type) {
	case nil:
		p.text(`".."`)
	case *Instant:
		p.text(`"`)
		p.b = appendInstant(p.b, e)
		p.text(`"`)
	default:
		p.expr(e)
	}
}

// shape prints a geometry as GeoJSON (RFC 7946 §3.1).
func (p *jsonPrinter) shape(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Ring:
		p.shape(orb.Polygon{g})
		return
	case orb.Bound:
		p.shape(g.ToPolygon())
		return
	case nil:
		p.shape(orb.Collection{})
		return
	}
	p.text(`{"type":"` + g.GeoJSONType() + `",`)
	if parts, ok := g.(orb.Collection); ok {
		p.text(`"geometries":`)
		jsonEach(p, parts, p.shape)
	} else {
		p.text(`"coordinates":`)
		p.coordinates(g)
	}
	p.text("}")
}

func (p *jsonPrinter) coordinates(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		p.position(g)
	case orb.LineString:
		p.line(g)
	case orb.MultiPoint:
		p.line(orb.LineString(g))
	case orb.Polygon:
		p.polygon(g)
	case orb.MultiLineString:
		jsonEach(p, g, p.line)
	case orb.MultiPolygon:
		jsonEach(p, g, p.polygon)
	}
}

func (p *jsonPrinter) position(at orb.Point)    { jsonEach(p, at[:], p.number) }
func (p *jsonPrinter) line(line orb.LineString) { jsonEach(p, line, p.position) }
func (p *jsonPrinter) polygon(rings orb.Polygon) {
	jsonEach(p, rings, func(r orb.Ring) { p.line(orb.LineString(r)) })
}

func jsonEach[T any](p *jsonPrinter, things []T, one func(T)) {
	p.text("[")
	for i, thing := range things {
		if i > 0 {
			p.text(",")
		}
		one(thing)
	}
	p.text("]")
}

// string prints a string with no more escapes than RFC 8259 §7 demands.
func (p *jsonPrinter) string(s string) {
	p.b = slices.Grow(p.b, len(s)+2)
	p.b = append(p.b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			p.b = append(p.b, '\\', byte(c))
		case c == '\n':
			p.b = append(p.b, '\\', 'n')
		case c == '\r':
			p.b = append(p.b, '\\', 'r')
		case c == '\t':
			p.b = append(p.b, '\\', 't')
		case c < 0x20:
			const hex = "0123456789abcdef"
			p.b = append(p.b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			p.b = utf8.AppendRune(p.b, c)
		}
	}
	p.b = append(p.b, '"')
}
