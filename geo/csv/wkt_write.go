package csv

import (
	"cairn/geo"
	"cairn/geo/shape"
)

// AppendWKT appends a geometry as well-known text (OGC 06-103r4 §7.2), with heights
// (Z) where every position has one: well-known text cannot leave one out. A shape
// without positions is EMPTY.
func AppendWKT(b []byte, s shape.Shape) []byte {
	heights := s.HasHeights()
	for p := range s.Positions {
		heights = heights && p.HasHeight()
	}
	return appendWKT(b, s, heights)
}

func appendWKT(b []byte, s shape.Shape, heights bool) []byte {
	for _, w := range wktWords {
		if w.kind == s.Kind {
			b = append(append(b, w.word...), ' ')
		}
	}
	if s.IsEmpty() {
		return append(b, "EMPTY"...)
	}
	if heights {
		b = append(b, "Z "...)
	}
	position := func(b []byte, p shape.Position) []byte { return appendXYZ(b, p, heights) }
	line := func(b []byte, l []shape.Position) []byte { return appendList(b, l, position) }
	rings := func(b []byte, r [][]shape.Position) []byte { return appendList(b, r, line) }
	switch s.Kind {
	case shape.Point, shape.LineString:
		return line(b, s.Polygons[0][0])
	case shape.MultiPoint:
		return appendList(b, s.Polygons[0][0], func(b []byte, p shape.Position) []byte {
			return append(position(append(b, '('), p), ')')
		})
	case shape.MultiLineString, shape.Polygon:
		return rings(b, s.Polygons[0])
	case shape.MultiPolygon:
		return appendList(b, s.Polygons, rings)
	}
	return appendList(b, s.Parts, func(b []byte, part shape.Shape) []byte { return appendWKT(b, part, heights) })
}

func appendList[E any](b []byte, list []E, item func([]byte, E) []byte) []byte {
	b = append(b, '(')
	for i, e := range list {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = item(b, e)
	}
	return append(b, ')')
}

func appendXYZ(b []byte, p shape.Position, heights bool) []byte {
	b = geo.AppendFloat(b, p.Lon)
	b = geo.AppendFloat(append(b, ' '), p.Lat)
	if heights {
		b = geo.AppendFloat(append(b, ' '), p.Height)
	}
	return b
}
