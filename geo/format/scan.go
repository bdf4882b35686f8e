package format

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"cairn/geo"
)

// parser reads one unit of JSON (RFC 8259) from the start of data. Its methods
// report whether they could; if not, the parser holds what is wrong, or that
// data ended too soon, in which case the unit is read again when there is more.
// All positions are offsets in data, so nothing need be kept in step while the
// buffer moves, and lines and member paths are worked out only for an error.
type parser struct {
	data []byte
	pos  int
	b    *geo.Builder

	depth   int       // of arrays and objects
	text    []byte    // a value, compact and canonical
	keys    []key     // names in the objects open in text
	decoded []byte    // a text that had escapes
	name    []byte    // a name that had escapes
	names   nameStack // foreign members of the objects open now
	geometry

	failAt   int    // where the fault is
	failIn   string // the member of what stands there, if not that itself
	failMsg  string // what it is; empty if there is none
	tooShort bool   // data ended within the unit
}

// begin makes the parser ready to read a unit at the start of data.
func (p *parser) begin(data []byte) {
	p.data, p.pos, p.depth = data, 0, 0
	p.failMsg, p.failIn, p.tooShort = "", "", false
	p.text, p.keys = p.text[:0], p.keys[:0]
	p.names.reset(0)
	p.b.Reset()
}

// next moves to the next byte that is not white space and returns it; 0 at the
// end of data.
func (p *parser) next() byte {
	d, i := p.data, p.pos
	for i < len(d) {
		c := d[i]
		if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			p.pos = i
			return c
		}
		i++
	}
	p.pos = i
	return 0
}

// take moves over c if it comes next.
func (p *parser) take(c byte) bool {
	if p.next() != c {
		return false
	}
	p.pos++
	return true
}

// string reads a string at pos, where a quote stands. raw is what stands between
// the quotes; it is plain if nothing in it is escaped, and then canonical as
// [geo.AppendString] means it.
func (p *parser) string() (raw []byte, plain, ok bool) {
	d := p.data
	start := p.pos + 1
	plain = true
	high := false
	for i := start; ; {
		i = ordinary(d, i)
		if i >= len(d) {
			p.tooShort = true
			return nil, false, false
		}
		switch c := d[i]; {
		case c == '"':
			raw = d[start:i]
			if high && !utf8.Valid(raw) {
				return nil, false, p.badUTF8(start, raw)
			}
			p.pos = i + 1
			return raw, plain, true
		case c == '\\':
			plain = false
			if i = p.escape(i); i < 0 {
				return nil, false, false
			}
		case c < ' ':
			return nil, false, p.badControl(i)
		default:
			for high = true; i < len(d) && d[i] >= utf8.RuneSelf; {
				i++
			}
		}
	}
}

// ordinary returns where, from i on, d first has a quote, a backslash, a control
// character or a byte beyond ASCII. It looks at eight bytes at once: a byte of
// (x-1)&^x has its high bit set first where the byte of x is zero.
func ordinary(d []byte, i int) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(d); i += 8 {
		w := binary.LittleEndian.Uint64(d[i:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		if hit := ((quote-ones)&^quote | (slash-ones)&^slash | (w - ones*' ') | w) & highs; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
	}
	for i < len(d) && d[i] >= ' ' && d[i] < utf8.RuneSelf && d[i] != '"' && d[i] != '\\' {
		i++
	}
	return i
}

// memberName reads a name and the colon behind it. The name is decoded and valid
// until the next one is read.
func (p *parser) memberName() (name []byte, ok bool) {
	if p.next() != '"' {
		return nil, p.unexpected(`a name in double quotes`)
	}
	raw, plain, ok := p.string()
	if !ok {
		return nil, false
	}
	if !plain {
		p.name = appendDecoded(p.name[:0], raw)
		raw = p.name
	}
	if !p.take(':') {
		return nil, p.unexpected("':' after the name")
	}
	return raw, true
}

// more reads what comes after a member or an element: a comma before another, or
// the closing bracket.
func (p *parser) more(closing byte) (again, ok bool) {
	switch p.next() {
	case ',':
		p.pos++
		if p.next() == closing {
			return false, p.fail(p.pos, "a comma stands before "+quoted(closing)+"; expected another element: take the comma away")
		}
		return true, true
	case closing:
		p.pos++
		return false, true
	}
	return false, p.unexpected("',' or " + quoted(closing))
}

// open moves over an opening bracket; empty says that the closing one follows,
// and was moved over too.
func (p *parser) open(closing byte) (empty, ok bool) {
	if p.depth++; p.depth > MaxDepth {
		return false, p.fail(p.pos, "more than 512 arrays and objects lie within one another")
	}
	p.pos++
	if p.next() == closing {
		p.pos++
		return true, true
	}
	return false, true
}

// foreign reads a member that has no meaning here: it is checked and dropped.
func (p *parser) foreign(at int, name []byte) bool {
	if !p.names.add(name) {
		return p.twice(at, name)
	}
	if p.names.full() {
		return p.tooManyForeign(at)
	}
	p.text = p.text[:0]
	return p.copyValue()
}

// word reads a string that GeoJSON defines, such as a type's name. It is valid
// until the next text is read.
func (p *parser) word(what string) (text []byte, ok bool) {
	if p.next() != '"' {
		return nil, p.unexpected(what)
	}
	raw, plain, ok := p.string()
	if ok && !plain {
		p.name = appendDecoded(p.name[:0], raw)
		raw = p.name
	}
	return raw, ok
}
