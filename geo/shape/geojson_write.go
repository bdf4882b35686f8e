package shape

import (
	"math"

	"github.com/paulmach/orb"

	"cairn/geo"
)

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
		xy, z := s.Line(i)
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
