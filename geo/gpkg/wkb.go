package gpkg

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// The codes of geometry types in WKB (OGC 06-103r4 §8.2.3). With a height they are
// 1000 higher, with a measure 2000, with both 3000 (ISO 13249-3).
const (
	wkbPoint = iota + 1
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
	wkbCollection
)

// wkbWriter writes WKB, little-endian.
type wkbWriter struct {
	b       []byte
	heights []float64 // of the positions that come; nil: in two dimensions
	tall    uint32    // 1000 with heights
}

// appendWKB appends the geometry, whose positions have the given heights in order
// (NaN for none), or none of them has one if heights is nil.
func appendWKB(b []byte, g orb.Geometry, heights []float64) []byte {
	w := wkbWriter{b: b, heights: heights}
	if heights != nil {
		w.tall = 1000
	}
	w.geometry(g)
	return w.b
}

func (w *wkbWriter) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		w.header(wkbPoint)
		w.position(g)
	case orb.MultiPoint:
		w.list(wkbMultiPoint, len(g))
		for _, p := range g {
			w.geometry(p)
		}
	case orb.LineString:
		w.header(wkbLineString)
		w.positions(g)
	case orb.MultiLineString:
		w.list(wkbMultiLineString, len(g))
		for _, line := range g {
			w.geometry(line)
		}
	case orb.Polygon:
		w.list(wkbPolygon, len(g))
		for _, ring := range g {
			w.positions(ring)
		}
	case orb.MultiPolygon:
		w.list(wkbMultiPolygon, len(g))
		for _, polygon := range g {
			w.geometry(polygon)
		}
	case orb.Collection:
		w.list(wkbCollection, len(g))
		for _, part := range g {
			w.geometry(part)
		}
	case orb.Ring:
		w.geometry(orb.Polygon{g})
	case orb.Bound:
		w.geometry(g.ToPolygon())
	default:
		panic("gpkg: a geometry of no known kind")
	}
}

func (w *wkbWriter) header(kind uint32) {
	w.b = binary.LittleEndian.AppendUint32(append(w.b, 1), kind+w.tall)
}

func (w *wkbWriter) list(kind uint32, n int) {
	w.header(kind)
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(n))
}

func (w *wkbWriter) positions(list []orb.Point) {
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(len(list)))
	for _, p := range list {
		w.position(p)
	}
}

func (w *wkbWriter) position(p orb.Point) {
	w.b = appendFloat64(appendFloat64(w.b, p[0]), p[1])
	if w.tall > 0 {
		w.b = appendFloat64(w.b, w.heights[0])
		w.heights = w.heights[1:]
	}
}

func appendFloat64(b []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}
