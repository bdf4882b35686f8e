package shape

import (
	"strings"

	"cairn/geo"
)

// AppendWKT appends s as well-known text (OGC 06-103r4 §7.2), with heights (Z) where
// every position has one: well-known text cannot leave one out. A shape without
// positions is EMPTY.
func (s *Shape) AppendWKT(b []byte) []byte {
	return s.appendWKT(b, s.allHeights() && !s.Empty())
}

func (s *Shape) appendWKT(b []byte, heights bool) []byte {
	word := Collection.String()
	if s.Kind != Nowhere {
		word = s.Kind.String()
	}
	b = append(append(b, strings.ToUpper(word)...), ' ')
	if s.Empty() {
		return append(b, "EMPTY"...)
	}
	if heights {
		b = append(b, "Z "...)
	}
	if s.Kind != Collection {
		return s.appendLists(b, heights)
	}
	for i := range s.Parts {
		b = s.Parts[i].appendWKT(append(b, between(i)...), heights)
	}
	return append(b, ')')
}

// appendLists appends what stands in brackets in all kinds but Collection.
func (s *Shape) appendLists(b []byte, heights bool) []byte {
	switch s.Kind {
	case Point, LineString:
		return s.appendWKTLine(b, 0, len(s.XY), heights)
	case MultiPoint:
		for i := range s.XY {
			b = s.appendWKTLine(append(b, between(i)...), i, i+1, heights)
		}
	case Polygon, MultiLineString:
		from := 0
		for i, to := range s.Ends {
			b = s.appendWKTLine(append(b, between(i)...), from, to, heights)
			from = to
		}
	case MultiPolygon:
		for i := range s.Parts {
			if b = append(b, between(i)...); s.Parts[i].Empty() {
				b = append(b, "EMPTY"...)
			} else {
				b = s.Parts[i].appendLists(b, heights)
			}
		}
	}
	return append(b, ')')
}

func (s *Shape) appendWKTLine(b []byte, from, to int, heights bool) []byte {
	if from == to {
		return append(b, "EMPTY"...)
	}
	for i := from; i < to; i++ {
		b = geo.AppendFloat(append(b, between(i-from)...), s.XY[i][0])
		b = geo.AppendFloat(append(b, ' '), s.XY[i][1])
		if heights {
			b = geo.AppendFloat(append(b, ' '), s.Z[i])
		}
	}
	return append(b, ')')
}

// between returns what stands before element i of a list.
func between(i int) string {
	if i == 0 {
		return "("
	}
	return ", "
}
