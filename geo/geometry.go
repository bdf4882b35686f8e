package geo

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// AppendFloat appends v as the shortest JSON number that reads back as v; v must
// be finite.
func AppendFloat(b []byte, v float64) []byte {
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.AppendFloat(b, v, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// AppendGeometry appends g (lon, lat degrees) as a GeoJSON geometry with the
// shortest digits (RFC 7946 §3.1); nil as null. An orb.Ring or orb.Bound is
// written as a Polygon.
func AppendGeometry(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case nil:
		return append(b, "null"...)
	case orb.Point:
		return append(appendPosition(append(b, `{"type":"Point","coordinates":`...), g), '}')
	case orb.MultiPoint:
		return appendList(b, "MultiPoint", g, appendPosition)
	case orb.LineString:
		return appendList(b, "LineString", g, appendPosition)
	case orb.MultiLineString:
		return appendList(b, "MultiLineString", g, appendLine)
	case orb.Ring:
		return appendList(b, "Polygon", orb.Polygon{g}, appendRing)
	case orb.Polygon:
		return appendList(b, "Polygon", g, appendRing)
	case orb.MultiPolygon:
		return appendList(b, "MultiPolygon", g, appendRings)
	case orb.Collection:
		b = append(b, `{"type":"GeometryCollection","geometries":[`...)
		for i, part := range g {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendGeometry(b, part)
		}
		return append(b, "]}"...)
	case orb.Bound:
		return AppendGeometry(b, g.ToPolygon())
	}
	panic("geo: a geometry of no known kind")
}

func appendList[S ~[]E, E any](b []byte, kind string, list S, item func([]byte, E) []byte) []byte {
	b = append(append(append(b, `{"type":"`...), kind...), `","coordinates":`...)
	return append(appendArray(b, list, item), '}')
}

func appendArray[S ~[]E, E any](b []byte, list S, item func([]byte, E) []byte) []byte {
	b = append(b, '[')
	for i, x := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, x)
	}
	return append(b, ']')
}

func appendPosition(b []byte, p orb.Point) []byte {
	b = AppendFloat(append(b, '['), p[0])
	return append(AppendFloat(append(b, ','), p[1]), ']')
}

func appendLine(b []byte, l orb.LineString) []byte { return appendArray(b, l, appendPosition) }
func appendRing(b []byte, r orb.Ring) []byte       { return appendArray(b, r, appendPosition) }
func appendRings(b []byte, p orb.Polygon) []byte   { return appendArray(b, p, appendRing) }
