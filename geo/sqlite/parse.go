package sqlite

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// parser makes features of texts that [geo.Feature.GeoJSON] gave: it gives them back
// to the byte.
type parser struct {
	b     *geo.Builder
	shape shape.Shape
	name  []byte
	texts textReader
}

// newParser returns one that makes features with b. They were taken when they came, so
// a period that ends before it starts, by a rule of time that was given later, is none that
// can be read.
func newParser(b *geo.Builder) *parser {
	b.TakeAnyPeriod()
	return &parser{b: b}
}

// feature parses one. The error is Invalid if the text is none that a feature gave.
func (p *parser) feature(text []byte) (geo.Feature, error) {
	r := &p.texts
	*r = textReader{text: text}
	p.id(r)
	r.take(`,"geometry":`)
	p.geometry(r)
	r.take(`,"properties":`)
	if err := p.properties(r); err != nil {
		p.b.Reset()
		return geo.Feature{}, err
	}
	r.take("}")
	if r.bad || len(r.text) > 0 {
		p.b.Reset()
		return geo.Feature{}, &geo.Error{Kind: geo.Invalid, Msg: "the feature's GeoJSON is not as it was written"}
	}
	f, err := p.b.Feature()
	if err == nil && !bytes.Equal(f.GeoJSON(), text) {
		return geo.Feature{}, &geo.Error{Kind: geo.Invalid, Msg: "the feature's GeoJSON is not as it was written"}
	}
	return f, err
}

func (p *parser) id(r *textReader) {
	r.take(`{"type":"Feature","id":`)
	id := r.value()
	switch {
	case r.bad:
	case id[0] == '"':
		p.b.SetID(geo.ID(geo.Value(id).String()))
	default:
		p.b.SetNumericID(string(id))
	}
}

func (p *parser) geometry(r *textReader) {
	const point = `{"type":"Point","coordinates":`
	text := r.value()
	if r.bad {
		return
	}
	if text[0] == 'n' {
		p.b.SetGeometry(nil, nil)
		return
	}
	if bytes.HasPrefix(text, []byte(point)) {
		coordinates := text[len(point) : len(text)-1]
		if at, ok := position(coordinates); ok {
			p.b.SetPoint(at, coordinates)
			return
		}
	}
	if err := p.shape.ParseGeoJSON(text); err != nil || hollow(&p.shape) {
		r.bad = true
		return
	}
	g := p.shape.Geometry()
	if g == nil {
		r.bad = true
		return
	}
	p.b.SetGeometry(g, text)
	if p.shape.HasHeights() {
		p.b.SetHeights()
	}
}

// hollow reports whether there is a point without a position in the shape, as no
// feature has one.
func hollow(s *shape.Shape) bool {
	return s.Kind == shape.Point && len(s.XY) == 0 || slices.ContainsFunc(s.Parts, func(part shape.Shape) bool { return hollow(&part) })
}

// position reads a position without a height.
func position(text []byte) (at orb.Point, ok bool) {
	comma := bytes.IndexByte(text, ',')
	if comma < 2 || text[0] != '[' || text[len(text)-1] != ']' {
		return at, false
	}
	x, err1 := strconv.ParseFloat(string(text[1:comma]), 64)
	y, err2 := strconv.ParseFloat(string(text[comma+1:len(text)-1]), 64)
	return orb.Point{x, y}, err1 == nil && err2 == nil
}

func (p *parser) properties(r *textReader) error {
	if len(r.text) > 0 && r.text[0] == 'n' {
		r.take("null")
		p.b.SetNullProperties()
		return nil
	}
	r.take("{")
	if len(r.text) > 0 && r.text[0] == '}' {
		r.take("}")
		return nil
	}
	for !r.bad {
		name := r.value()
		r.take(":")
		value := r.value()
		if r.bad || name[0] != '"' {
			break
		}
		p.name = geo.AppendUnquoted(p.name[:0], name)
		if err := p.b.Add(p.name, value); err != nil {
			return err
		}
		if len(r.text) > 0 && r.text[0] == ',' {
			r.take(",")
			continue
		}
		r.take("}")
		return nil
	}
	r.bad = true
	return nil
}

// textReader takes compact JSON from the start of text. After a fault it is bad and
// has no more text.
type textReader struct {
	text []byte
	bad  bool
}

func (r *textReader) fail() {
	r.bad, r.text = true, nil
}

// take takes what must stand next.
func (r *textReader) take(s string) {
	if len(r.text) < len(s) || string(r.text[:len(s)]) != s {
		r.fail()
		return
	}
	r.text = r.text[len(s):]
}

// value takes a value, which has at least one byte unless r is bad then.
func (r *textReader) value() []byte {
	n := valueEnd(r.text)
	if n == 0 {
		r.fail()
		return nil
	}
	v := r.text[:n]
	r.text = r.text[n:]
	return v
}

// valueEnd returns how long the value at the start of b is, 0 if it has no end.
func valueEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			end := stringEnd(b[i:])
			if end == 0 {
				return 0
			}
			i += end - 1
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
			if depth < 0 {
				return i
			}
		case ',', ':':
			if depth == 0 {
				return i
			}
		}
	}
	if depth > 0 {
		return 0
	}
	return len(b)
}

// stringEnd returns how long the string at the start of b is, 0 if it has no end.
func stringEnd(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			if i++; i < len(b) && b[i] == 'u' {
				i += 4
			}
		case '"':
			return i + 1
		}
	}
	return 0
}

// renamed returns the feature with another id, a text.
func (p *parser) renamed(f geo.Feature, id geo.ID) (geo.Feature, error) {
	text := append([]byte(`{"type":"Feature","id":`), geo.AppendString(nil, string(id))...)
	text = append(append(text, `,"geometry":`...), f.GeometryJSON()...)
	text = append(append(append(text, `,"properties":`...), f.PropertiesJSON()...), '}')
	return p.feature(text)
}
