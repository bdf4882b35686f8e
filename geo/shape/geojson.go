package shape

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// ParseGeoJSON makes s the GeoJSON geometry in text (RFC 7946 §3.1), or Nowhere for
// null. It checks no more than that it can be read: see [Shape.Give]. The error is
// Invalid.
func (s *Shape) ParseGeoJSON(text []byte) error {
	s.Reset(Nowhere)
	var raw json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return invalid("the geometry is not GeoJSON: " + err.Error())
	}
	r := jsonReader{text: raw}
	r.geometry(s, 0)
	if r.fault == nil && (r.bad || r.next() != 0) {
		r.fault = invalid("the geometry is not GeoJSON: expected an object like {\"type\":\"Point\",\"coordinates\":[40.73,36.05]}")
	}
	return r.fault
}

// jsonReader reads a geometry from the start of text, which is JSON, or what a
// feature has.
type jsonReader struct {
	text  []byte
	bad   bool
	fault error // what is bad, if it is known
}

// fail ends reading.
func (r *jsonReader) fail(fault error) {
	if r.bad, r.text = true, nil; r.fault == nil {
		r.fault = fault
	}
}

// next returns the next character that is no space; 0 at the end.
func (r *jsonReader) next() byte {
	for len(r.text) > 0 {
		switch c := r.text[0]; c {
		case ' ', '\t', '\r', '\n':
			r.text = r.text[1:]
		default:
			return c
		}
	}
	return 0
}

// has takes a character, if it stands next.
func (r *jsonReader) has(c byte) bool {
	if r.next() != c {
		return false
	}
	r.text = r.text[1:]
	return true
}

// take takes a character that must stand next.
func (r *jsonReader) take(c byte) {
	if !r.has(c) {
		r.fail(nil)
	}
}

// array reads an array, whose elements item reads.
func (r *jsonReader) array(item func()) {
	r.take('[')
	if r.has(']') {
		return
	}
	for !r.bad {
		if item(); r.has(']') {
			return
		}
		r.take(',')
	}
}

// geometry reads an object, or null.
func (r *jsonReader) geometry(s *Shape, depth int) {
	s.Reset(Nowhere)
	if depth > MaxDepth {
		r.fail(tooDeep())
	}
	if r.next() == 'n' {
		r.skip()
		return
	}
	r.take('{')
	read := false
	var early [len(contents)][]byte // what stands before the type
	for more := !r.bad; more; more = !r.bad && r.has(',') {
		name := r.name()
		r.take(':')
		member := slices.Index(contents[:], name)
		switch {
		case name == "type":
			r.kind(s)
		case member >= 0 && s.Kind == Nowhere:
			early[member] = r.skip()
		case member >= 0 && member == s.content() && !read:
			r.content(s, depth)
			read = true
		default:
			r.skip()
		}
	}
	r.take('}')
	if s.Kind == Nowhere {
		r.fail(nil)
	} else if !read && !r.bad {
		before := jsonReader{text: early[s.content()]}
		if before.content(s, depth); before.bad {
			r.fail(before.fault)
		}
	}
}

// contents are the members that have what is in a geometry.
var contents = [...]string{"coordinates", "geometries"}

// content returns which of contents s has.
func (s *Shape) content() int {
	if s.Kind == Collection {
		return 1
	}
	return 0
}

// kind reads the type.
func (r *jsonReader) kind(s *Shape) {
	name := r.name()
	if r.bad {
		return
	}
	if s.Kind != Nowhere {
		r.fail(invalid("the geometry has two types; expected one"))
	}
	if s.Kind = kindOf(name); s.Kind == Nowhere {
		r.fail(invalid(strconv.Quote(name) + " is no type of GeoJSON geometry; expected one like Point"))
	}
}

// name reads a string.
func (r *jsonReader) name() (name string) {
	r.take('"')
	end := bytes.IndexByte(r.text, '"')
	if end < 0 {
		r.fail(nil)
		return ""
	}
	if bytes.IndexByte(r.text[:end], '\\') < 0 {
		name, r.text = string(r.text[:end]), r.text[end+1:]
		return name
	}
	d := json.NewDecoder(io.MultiReader(strings.NewReader(`"`), bytes.NewReader(r.text)))
	if err := d.Decode(&name); err != nil {
		r.fail(nil)
		return ""
	}
	r.text = r.text[d.InputOffset()-1:]
	return name
}

// skip passes over a value and returns it.
func (r *jsonReader) skip() []byte {
	depth, quoted := 0, false
	for i := 0; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case depth > 0 && (c == ']' || c == '}'):
			depth--
		case depth == 0 && (c == ',' || c == ']' || c == '}'):
			value := r.text[:i]
			r.text = r.text[i:]
			return value
		}
	}
	value := r.text
	r.text = nil
	return value
}

// content reads what is in a geometry of the kind that s has.
func (r *jsonReader) content(s *Shape, depth int) {
	switch s.Kind {
	case Point:
		if r.take('['); !r.has(']') {
			r.position(s)
		}
	case LineString, MultiPoint:
		r.positions(s)
	case Polygon, MultiLineString:
		r.lines(s)
	case MultiPolygon:
		r.array(func() { r.lines(s.Part(Polygon)) })
	case Collection:
		r.array(func() { r.geometry(s.Part(Nowhere), depth+1) })
	}
	if r.bad && s.Kind != Nowhere {
		r.fail(invalid("the " + contents[s.content()] + " are not those of a " + s.Kind.String() + "; expected what RFC 7946 §3.1 has: positions of two or three numbers, in as many arrays"))
	}
}

func (r *jsonReader) lines(s *Shape) {
	r.array(func() {
		r.positions(s)
		s.EndLine()
	})
}

func (r *jsonReader) positions(s *Shape) {
	r.array(func() {
		r.take('[')
		r.position(s)
	})
}

// position reads a position after its bracket.
func (r *jsonReader) position(s *Shape) {
	x := r.number()
	r.take(',')
	y, z := r.number(), math.NaN()
	if r.has(',') {
		z = r.number()
	}
	r.take(']')
	s.Add(orb.Point{x, y}, z)
}

func (r *jsonReader) number() float64 {
	r.next()
	end := 0
	for end < len(r.text) && r.text[end] > ' ' && r.text[end] != ',' && r.text[end] != ']' {
		end++
	}
	v, err := strconv.ParseFloat(string(r.text[:end]), 64)
	if err != nil {
		r.fail(nil)
		return 0
	}
	r.text = r.text[end:]
	return v
}
