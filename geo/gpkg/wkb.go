package gpkg

import (
	"encoding/binary"
	"math"

	"cairn/geo/exchange"
)

// Well-known binary (OGC 06-103r4 §8.2) gives each kind of geometry the number that
// [exchange.Kind] has; with a height it is 1000 higher, with a measure 2000, with
// both 3000 (ISO 13249-3).

// wkbWriter writes WKB, little-endian.
type wkbWriter struct {
	b    []byte
	tall bool // with heights, NaN where a position has none
}

// appendWKB appends a shape that is somewhere.
func appendWKB(b []byte, s *exchange.Shape) []byte {
	w := wkbWriter{b, s.HasHeights()}
	w.shape(s)
	return w.b
}

func (w *wkbWriter) shape(s *exchange.Shape) {
	w.header(s.Kind)
	switch s.Kind {
	case exchange.Point:
		w.position(s, 0)
	case exchange.LineString:
		w.positions(s, 0, len(s.XY))
	case exchange.MultiPoint:
		w.number(len(s.XY))
		for i := range s.XY {
			w.header(exchange.Point)
			w.position(s, i)
		}
	case exchange.Polygon, exchange.MultiLineString:
		w.number(len(s.Ends))
		from := 0
		for _, end := range s.Ends {
			if s.Kind == exchange.MultiLineString {
				w.header(exchange.LineString)
			}
			w.positions(s, from, end)
			from = end
		}
	default:
		w.number(len(s.Parts))
		for i := range s.Parts {
			w.shape(&s.Parts[i])
		}
	}
}

func (w *wkbWriter) header(k exchange.Kind) {
	code := uint32(k)
	if w.tall {
		code += 1000
	}
	w.b = binary.LittleEndian.AppendUint32(append(w.b, 1), code)
}

func (w *wkbWriter) number(n int) { w.b = binary.LittleEndian.AppendUint32(w.b, uint32(n)) }

func (w *wkbWriter) positions(s *exchange.Shape, from, to int) {
	w.number(to - from)
	for i := from; i < to; i++ {
		w.position(s, i)
	}
}

func (w *wkbWriter) position(s *exchange.Shape, i int) {
	w.b = appendFloat64(appendFloat64(w.b, s.XY[i][0]), s.XY[i][1])
	if !w.tall {
		return
	}
	z := math.NaN()
	if i < len(s.Z) {
		z = s.Z[i]
	}
	w.b = appendFloat64(w.b, z)
}

func appendFloat64(b []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}
