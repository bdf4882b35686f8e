package exchange

import (
	"bytes"
	"errors"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// errShape is of a geometry whose GeoJSON is not as a feature has it.
var errShape = errors.New("read a geometry's GeoJSON: it is broken")

// parse makes s the geometry that text says: compact GeoJSON as features have it,
// the type first and the coordinates next, and nothing else.
func (s *Shape) parse(text []byte) error {
	r := jsonShape{text: text}
	if r.geometry(s); r.bad || len(r.text) > 0 {
		return errShape
	}
	return nil
}

// jsonShape reads a geometry from the start of text.
type jsonShape struct {
	text []byte
	bad  bool
}

// take takes what must stand next.
func (r *jsonShape) take(s string) {
	if len(r.text) < len(s) || string(r.text[:len(s)]) != s {
		r.bad, r.text = true, nil
		return
	}
	r.text = r.text[len(s):]
}

// more reports whether another element follows, or else takes the bracket.
func (r *jsonShape) more() bool {
	if len(r.text) > 0 && r.text[0] == ',' {
		r.text = r.text[1:]
		return true
	}
	r.take("]")
	return false
}

func (r *jsonShape) geometry(s *Shape) {
	r.take(`{"type":"`)
	end := bytes.IndexByte(r.text, '"')
	if r.bad || end < 0 {
		r.bad = true
		return
	}
	name := string(r.text[:end])
	r.text = r.text[end:]
	for k := Point; k <= Collection; k++ {
		if k.String() == name {
			s.Reset(k)
			r.content(s)
			r.take("}")
			return
		}
	}
	r.bad = true
}

func (r *jsonShape) content(s *Shape) {
	if s.Kind == Collection {
		r.take(`","geometries":[`)
		for again := !r.bad; again; again = r.more() && !r.bad {
			r.geometry(s.Part(Nowhere))
		}
		return
	}
	r.take(`","coordinates":`)
	switch s.Kind {
	case Point:
		r.position(s)
	case LineString, MultiPoint:
		r.positions(s)
	case Polygon, MultiLineString:
		r.lines(s)
	case MultiPolygon:
		r.take("[")
		for again := !r.bad; again; again = r.more() && !r.bad {
			r.lines(s.Part(Polygon))
		}
	}
}

func (r *jsonShape) lines(s *Shape) {
	r.take("[")
	for again := !r.bad; again; again = r.more() && !r.bad {
		r.positions(s)
		s.Ends = append(s.Ends, len(s.XY))
	}
}

func (r *jsonShape) positions(s *Shape) {
	r.take("[")
	for again := !r.bad; again; again = r.more() && !r.bad {
		r.position(s)
	}
}

func (r *jsonShape) position(s *Shape) {
	r.take("[")
	x := r.number()
	r.take(",")
	y, z := r.number(), math.NaN()
	if len(r.text) > 0 && r.text[0] == ',' {
		r.text = r.text[1:]
		z = r.number()
	}
	r.take("]")
	s.XY = append(s.XY, orb.Point{x, y})
	s.Z = append(s.Z, z)
}

func (r *jsonShape) number() float64 {
	end := bytes.IndexAny(r.text[:min(len(r.text), 400)], ",]")
	if end < 0 {
		r.bad = true
		return 0
	}
	v, err := strconv.ParseFloat(string(r.text[:end]), 64)
	r.bad = r.bad || err != nil
	r.text = r.text[end:]
	return v
}

// AppendGeoJSON appends s as a GeoJSON geometry with the shortest digits, heights
// where positions have them (RFC 7946 §3.1); null if it is nowhere.
func (s *Shape) AppendGeoJSON(b []byte) []byte {
	if s.Kind == Nowhere {
		return append(b, "null"...)
	}
	b = append(append(append(b, `{"type":"`...), s.Kind.String()...), `",`...)
	if s.Kind == Collection {
		b = append(b, `"geometries":[`...)
		for i := range s.Parts {
			if i > 0 {
				b = append(b, ',')
			}
			b = s.Parts[i].AppendGeoJSON(b)
		}
		return append(b, "]}"...)
	}
	return append(s.appendCoordinates(append(b, `"coordinates":`...)), '}')
}

func (s *Shape) appendCoordinates(b []byte) []byte {
	switch s.Kind {
	case Point:
		return appendPosition(b, s.XY, s.Z, 0)
	case LineString, MultiPoint:
		return appendPositions(b, s.XY, s.Z)
	}
	b = append(b, '[')
	for i := range s.Ends {
		if i > 0 {
			b = append(b, ',')
		}
		xy, z := s.line(i)
		b = appendPositions(b, xy, z)
	}
	for i := range s.Parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.Parts[i].appendCoordinates(b)
	}
	return append(b, ']')
}

func appendPositions(b []byte, xy []orb.Point, z []float64) []byte {
	b = append(b, '[')
	for i := range xy {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPosition(b, xy, z, i)
	}
	return append(b, ']')
}

func appendPosition(b []byte, xy []orb.Point, z []float64, i int) []byte {
	b = geo.AppendFloat(append(b, '['), xy[i][0])
	b = geo.AppendFloat(append(b, ','), xy[i][1])
	if i < len(z) && !math.IsNaN(z[i]) {
		b = geo.AppendFloat(append(b, ','), z[i])
	}
	return append(b, ']')
}
