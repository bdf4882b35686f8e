package cql2

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// literal prints what has no parts.
func (p *printer) literal(e Expr) {
	switch e := e.(type) {
	case *Property:
		p.text(name(e.Name))
	case *Text:
		p.quoted(e.Value)
	case *Number:
		p.b = appendNumber(p.b, e.Value)
	case *Boolean:
		p.text(strings.ToUpper(strconv.FormatBool(e.Value)))
	case *Instant:
		if e.Date {
			p.text("DATE('")
		} else {
			p.text("TIMESTAMP('")
		}
		p.b = appendInstant(p.b, e)
		p.text("')")
	case *Geometry:
		p.shape(e.Shape)
	case *Envelope:
		p.envelope(e)
	}
}

// quoted prints a character literal. A quote within is doubled and a backslash
// stands for itself, which is how [Parse] tries to read it first.
func (p *printer) quoted(s string) {
	p.text("'" + strings.ReplaceAll(s, "'", "''") + "'")
}

func (p *printer) interval(e *Interval) {
	p.text("INTERVAL(")
	p.bound(e.Start)
	p.text(", ")
	p.bound(e.End)
	p.text(")")
}

func (p *printer) bound(e Expr) {
	switch e := e.(type) {
	case nil:
		p.text("'..'")
	case *Instant:
		p.text("'")
		p.b = appendInstant(p.b, e)
		p.text("'")
	default:
		p.expr(e, primaryRank)
	}
}

func (p *printer) envelope(e *Envelope) {
	p.text("BBOX(")
	for i, v := range []float64{e.West, e.South, e.East, e.North} {
		if i > 0 {
			p.text(", ")
		}
		p.b = appendNumber(p.b, v)
	}
	p.text(")")
}

// shape prints a geometry as well-known text; nil, which no parser makes, as an
// empty collection.
func (p *printer) shape(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		p.text("POINT(")
		p.position(g)
		p.text(")")
	case orb.LineString:
		p.text("LINESTRING")
		p.line(g)
	case orb.Ring:
		p.shape(orb.Polygon{g})
	case orb.Bound:
		p.shape(g.ToPolygon())
	case orb.Polygon:
		p.text("POLYGON")
		p.polygon(g)
	case orb.MultiPoint:
		p.text("MULTIPOINT")
		printEach(p, g, func(at orb.Point) { p.line(orb.LineString{at}) })
	case orb.MultiLineString:
		p.text("MULTILINESTRING")
		printEach(p, g, p.line)
	case orb.MultiPolygon:
		p.text("MULTIPOLYGON")
		printEach(p, g, p.polygon)
	case orb.Collection:
		p.text("GEOMETRYCOLLECTION")
		printEach(p, g, p.shape)
	default:
		p.text("GEOMETRYCOLLECTION EMPTY")
	}
}

func printEach[T any](p *printer, things []T, one func(T)) {
	p.text("(")
	for i, thing := range things {
		if i > 0 {
			p.text(", ")
		}
		one(thing)
	}
	p.text(")")
}

func (p *printer) line(line orb.LineString) { printEach(p, line, p.position) }

func (p *printer) polygon(rings orb.Polygon) {
	printEach(p, rings, func(r orb.Ring) { p.line(orb.LineString(r)) })
}

func (p *printer) position(at orb.Point) {
	p.b = appendNumber(p.b, at[0])
	p.text(" ")
	p.b = appendNumber(p.b, at[1])
}

// appendNumber appends the shortest decimal number that reads as v, which is the
// same in both encodings: JSON takes what well-known text takes.
func appendNumber(b []byte, v float64) []byte {
	size := max(v, -v)
	if size != 0 && (size < 1e-6 || size >= 1e21) {
		return strconv.AppendFloat(b, v, 'E', -1, 64)
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// name returns an identifier, in double quotes if it must be.
func name(s string) string {
	if identifier(s) && !keyword(s) {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// keyword tells whether a word is one of the language's, among them those that mean
// something only before a parenthesis: other servers may take them for it always.
func keyword(word string) bool {
	word = lower(word)
	switch word {
	case "casei", "accenti", "bbox", "date", "timestamp", "interval":
		return true
	}
	_, _, geometry := geometryNamed(word)
	return geometry || reserved(word)
}

// identifier tells whether s is the production of that name.
func identifier(s string) bool {
	for i, c := range s {
		if !identifierPart(c) || i == 0 && !identifierStart(c) {
			return false
		}
	}
	return s != ""
}
