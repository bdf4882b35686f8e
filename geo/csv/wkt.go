package csv

import (
	"math"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/shape"
)

// wktWords are the kinds of geometry as WKT names them (OGC 06-103r4 §7.2). The
// longer ones come first where one starts like another.
var wktWords = [...]struct {
	word string
	kind shape.Kind
}{
	{"POINT", shape.Point},
	{"MULTIPOINT", shape.MultiPoint},
	{"LINESTRING", shape.LineString},
	{"MULTILINESTRING", shape.MultiLineString},
	{"POLYGON", shape.Polygon},
	{"MULTIPOLYGON", shape.MultiPolygon},
	{"GEOMETRYCOLLECTION", shape.Collection},
}

// wktDepth is how many collections may hold one another.
const wktDepth = 64

// ParseWKT reads well-known text (OGC 06-103r4 §7.2) in WGS 84, longitude before
// latitude: in any letter case, with heights (Z, or a third number), with or without
// the brackets round each position of a MULTIPOINT, and with "SRID=4326;" before it.
// Measures (M), curves and surfaces are refused. It checks no more than that it can
// be read: see [shape.Shape.Set]. The error is Invalid.
func ParseWKT(text []byte) (shape.Shape, error) {
	p := wktParser{text: string(text)}
	p.srid()
	s := p.geometry(wktDepth)
	if p.space(); p.err == nil && p.at < len(p.text) {
		p.fail("the end")
	}
	return s, p.err
}

type wktParser struct {
	text string
	at   int
	flat bool // the word said that there are only two numbers, with no Z
	err  error
}

// fail says that what stands here is not what belongs here.
func (p *wktParser) fail(want string) {
	found := "the end"
	if p.at < len(p.text) {
		rest := []rune(p.text[p.at:min(len(p.text), p.at+80)])
		found = strconv.Quote(string(rest[:min(len(rest), 20)]))
	}
	p.refuse("found " + found + " at character " + strconv.Itoa(len([]rune(p.text[:p.at]))+1) + " of the geometry; expected " + want)
}

func (p *wktParser) refuse(msg string) {
	if p.err == nil {
		p.err = &geo.Error{Kind: geo.Invalid, Msg: msg}
	}
}

func (p *wktParser) space() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t' || p.text[p.at] == '\n' || p.text[p.at] == '\r') {
		p.at++
	}
}

// take takes one character, if it is there.
func (p *wktParser) take(c byte) bool {
	p.space()
	if p.at == len(p.text) || p.text[p.at] != c {
		return false
	}
	p.at++
	return true
}

// word reads letters, in upper case.
func (p *wktParser) word() string {
	p.space()
	start := p.at
	for p.at < len(p.text) && p.text[p.at]|0x20 >= 'a' && p.text[p.at]|0x20 <= 'z' {
		p.at++
	}
	return strings.ToUpper(p.text[start:p.at])
}

// srid reads "SRID=4326;" as PostGIS writes it.
func (p *wktParser) srid() {
	p.space()
	rest := p.text[p.at:]
	if len(rest) < 5 || !strings.EqualFold(rest[:5], "SRID=") {
		return
	}
	number, _, ok := strings.Cut(rest[5:], ";")
	if !ok {
		p.at += 5
		p.fail("the number of a reference system and ';'")
		return
	}
	switch strings.TrimSpace(number) {
	case "4326", "4979", "0":
		p.at += 5 + len(number) + 1
	default:
		p.refuse("the geometry is in the reference system with the number " + quoted(number) + "; expected WGS 84 longitude and latitude, 4326: convert it, in PostGIS with ST_Transform(geom, 4326)")
	}
}

func (p *wktParser) kind() (k shape.Kind, ok bool) {
	start := p.at
	word := p.word()
	base := strings.TrimSuffix(strings.TrimSuffix(word, "M"), "Z")
	for _, w := range wktWords {
		if w.word != base {
			continue
		}
		suffix := word[len(base):]
		if suffix == "" {
			before := p.at
			switch suffix = p.word(); suffix {
			case "Z", "M", "ZM":
			default:
				p.at, suffix = before, ""
			}
		}
		if strings.HasSuffix(suffix, "M") {
			p.refuse("the geometry has measures (M), which have no place in a feature's geometry; expected positions of longitude, latitude and, if need be, height")
			return 0, false
		}
		return w.kind, true
	}
	switch word {
	case "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "TIN", "TRIANGLE", "POLYHEDRALSURFACE":
		p.refuse("the geometry is a " + word + "; expected points, lines and polygons: convert it, in PostGIS with ST_CurveToLine")
		return 0, false
	}
	p.at = start
	p.fail("a geometry like POINT (40.73 36.06)")
	return 0, false
}

func (p *wktParser) geometry(depth int) shape.Shape {
	k, ok := p.kind()
	s := shape.Shape{Kind: k}
	if !ok || p.empty() {
		return s
	}
	if depth == 0 {
		p.refuse("more than " + strconv.Itoa(wktDepth) + " collections of geometries hold one another; expected fewer")
		return s
	}
	switch k {
	case shape.Point:
		line := p.line()
		if p.err == nil && len(line) != 1 {
			p.refuse("the POINT has " + strconv.Itoa(len(line)) + " positions; expected one")
		}
		s.Polygons = [][][]shape.Position{{line}}
	case shape.LineString:
		s.Polygons = [][][]shape.Position{{p.line()}}
	case shape.MultiPoint:
		s.Polygons = [][][]shape.Position{{p.multiPoint()}}
	case shape.MultiLineString, shape.Polygon:
		s.Polygons = [][][]shape.Position{p.lines()}
	case shape.MultiPolygon:
		s.Polygons = listOf(p, func(p *wktParser) [][]shape.Position {
			if p.empty() {
				return nil
			}
			return p.lines()
		})
	case shape.Collection:
		s.Parts = listOf(p, func(p *wktParser) shape.Shape { return p.geometry(depth - 1) })
	}
	return s
}

// empty reads EMPTY, if it is there.
func (p *wktParser) empty() bool {
	before := p.at
	if p.word() == "EMPTY" {
		return true
	}
	p.at = before
	return false
}

// listOf reads a list in brackets.
func listOf[E any](p *wktParser, item func(*wktParser) E) (list []E) {
	if !p.take('(') {
		p.fail("'('")
		return nil
	}
	for p.err == nil {
		list = append(list, item(p))
		if p.err != nil || p.take(')') {
			break
		}
		if !p.take(',') {
			p.fail("',' or ')'")
		}
	}
	return list
}

func (p *wktParser) lines() [][]shape.Position {
	return listOf(p, func(p *wktParser) []shape.Position {
		if p.empty() {
			return nil
		}
		return p.line()
	})
}

func (p *wktParser) line() []shape.Position { return listOf(p, (*wktParser).position) }

func (p *wktParser) multiPoint() []shape.Position {
	var all []shape.Position
	listOf(p, func(p *wktParser) bool {
		switch {
		case p.empty():
		case p.take('('):
			all = append(all, p.position())
			if !p.take(')') {
				p.fail("')'")
			}
		default:
			all = append(all, p.position())
		}
		return true
	})
	return all
}

func (p *wktParser) position() shape.Position {
	at := shape.At(p.number(), math.NaN())
	at.Lat = p.number()
	p.space()
	if p.err == nil && p.at < len(p.text) && p.text[p.at] != ',' && p.text[p.at] != ')' {
		at.Height = p.number()
		p.space()
		if p.err == nil && p.at < len(p.text) && p.text[p.at] != ',' && p.text[p.at] != ')' {
			p.fail("',' or ')' after longitude, latitude and height")
		}
	}
	return at
}

func (p *wktParser) number() float64 {
	p.space()
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("0123456789+-.eE", p.text[p.at]) >= 0 {
		p.at++
	}
	v, err := strconv.ParseFloat(p.text[start:p.at], 64)
	if err != nil {
		p.at = start
		p.fail("a number")
	}
	return v
}
