package shape

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// ParseWKT makes s the geometry in well-known text (OGC 06-103r4 §7.2) in WGS 84,
// longitude before latitude: in any letter case, with heights (Z, or a third number),
// with or without the brackets round each position of a MULTIPOINT, and with
// "SRID=4326;" before it. Measures (M), curves and surfaces are refused. It checks no
// more than that it can be read: see [Shape.Give]. The error is Invalid.
func (s *Shape) ParseWKT(text []byte) error {
	p := wktParser{text: string(text)}
	p.srid()
	p.geometry(s, 0)
	if p.space(); p.err == nil && p.at < len(p.text) {
		p.fail("the end")
	}
	return p.err
}

type wktParser struct {
	text string
	at   int
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
		p.err = invalid(msg)
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
		p.refuse("the geometry is in the reference system with the number " + strconv.Quote(number) + "; expected WGS 84 longitude and latitude, 4326: convert it, in PostGIS with ST_Transform(geom, 4326)")
	}
}

func (p *wktParser) kind() (k Kind, ok bool) {
	start := p.at
	word := p.word()
	base := strings.TrimSuffix(strings.TrimSuffix(word, "M"), "Z")
	for k := Point; k <= Collection; k++ {
		if !strings.EqualFold(k.String(), base) {
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
		return k, true
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

func (p *wktParser) geometry(s *Shape, depth int) {
	k, ok := p.kind()
	s.Reset(k)
	if !ok || p.empty() {
		return
	}
	if depth > MaxDepth {
		p.err = tooDeep()
		return
	}
	switch k {
	case Point:
		if p.line(s); p.err == nil && len(s.XY) != 1 {
			p.refuse("the POINT has " + strconv.Itoa(len(s.XY)) + " positions; expected one")
		}
	case LineString:
		p.line(s)
	case MultiPoint:
		p.list(func() { p.pointOf(s) })
	case MultiLineString, Polygon:
		p.lines(s)
	case MultiPolygon:
		p.list(func() {
			if part := s.Part(Polygon); !p.empty() {
				p.lines(part)
			}
		})
	case Collection:
		p.list(func() { p.geometry(s.Part(Nowhere), depth+1) })
	}
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

// list reads a list in brackets, whose elements item reads.
func (p *wktParser) list(item func()) {
	if !p.take('(') {
		p.fail("'('")
	}
	for p.err == nil {
		item()
		if p.err != nil || p.take(')') {
			return
		}
		if !p.take(',') {
			p.fail("',' or ')'")
		}
	}
}

func (p *wktParser) lines(s *Shape) {
	p.list(func() {
		if !p.empty() {
			p.line(s)
		}
		s.EndLine()
	})
}

func (p *wktParser) line(s *Shape) { p.list(func() { p.position(s) }) }

// pointOf reads a part of a MULTIPOINT.
func (p *wktParser) pointOf(s *Shape) {
	switch {
	case p.empty():
	case p.take('('):
		if p.position(s); !p.take(')') {
			p.fail("')'")
		}
	default:
		p.position(s)
	}
}

func (p *wktParser) position(s *Shape) {
	x, y, z := p.number(), p.number(), math.NaN()
	if p.more() {
		if z = p.number(); p.more() {
			p.fail("',' or ')' after longitude, latitude and height")
		}
	}
	s.Add(orb.Point{x, y}, z)
}

// more reports whether something stands before the end of the position.
func (p *wktParser) more() bool {
	p.space()
	return p.err == nil && p.at < len(p.text) && p.text[p.at] != ',' && p.text[p.at] != ')'
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
