package gpkg

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo/exchange"
)

// curves are the kinds of geometry that GeoJSON does not have (extension
// gpkg_geom_*, annex F.1), by their numbers.
var curves = [...]string{
	8: "CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve", "MultiSurface", "Curve", "Surface", "PolyhedralSurface", "TIN", "Triangle",
}

// wkbReader reads well-known binary (OGC 06-103r4 §8.2) of any byte order and any
// dimension: with a height the number of a kind is 1000 higher, with a measure 2000,
// with both 3000 (ISO 13249-3). Unlike [exchange.Shape.ParseWKB] it passes over
// measures, which files from elsewhere have, and names the curves. The first fault
// ends it.
type wkbReader struct {
	b        []byte
	order    binary.ByteOrder
	tall     bool // positions have a height
	measured bool // and a measure
	depth    int
	fault    string
}

// parseWKB reads one geometry into s, and nothing after it. What is wrong with the
// geometry itself, such as a ring that is not closed, is not its matter.
func parseWKB(b []byte, s *exchange.Shape) error {
	r := wkbReader{b: b}
	r.shape(s, r.header())
	if r.fault == "" && len(r.b) > 0 {
		r.fail(strconv.Itoa(len(r.b)) + " bytes follow the geometry; expected none")
	}
	if r.fault != "" {
		return invalid(r.fault)
	}
	return nil
}

func (r *wkbReader) fail(msg string) {
	if r.fault == "" {
		r.fault = msg
	}
	r.b = nil
}

// header reads byte order and kind.
func (r *wkbReader) header() exchange.Kind {
	if len(r.b) < 5 {
		r.fail("the geometry ends in the middle")
		return exchange.Nowhere
	}
	switch r.b[0] {
	case 0:
		r.order = binary.BigEndian
	case 1:
		r.order = binary.LittleEndian
	default:
		r.fail("the byte order of a geometry is " + strconv.Itoa(int(r.b[0])) + "; expected 0 or 1")
		return exchange.Nowhere
	}
	code := r.order.Uint32(r.b[1:])
	r.b = r.b[5:]
	// Files from before the standard took ISO's codes have flags instead.
	r.tall, r.measured = code&0x80000000 != 0, code&0x40000000 != 0
	code &^= 0xC0000000
	if code >= 1000 && code < 4000 {
		r.tall = r.tall || code/1000 != 2
		r.measured = r.measured || code/1000 >= 2
		code %= 1000
	}
	switch {
	case code >= 1 && code <= uint32(exchange.Collection):
		return exchange.Kind(code)
	case code >= 8 && int(code) < len(curves):
		r.fail("the geometry is a " + curves[code] + "; expected straight lines: convert the file, as with ogr2ogr -nlt CONVERT_TO_LINEAR out.gpkg in.gpkg")
	default:
		r.fail("the geometry has type " + strconv.FormatUint(uint64(code), 10) + "; expected one from 1 to 7")
	}
	return exchange.Nowhere
}

// shape reads into s what comes after a header.
func (r *wkbReader) shape(s *exchange.Shape, k exchange.Kind) {
	s.Reset(k)
	if r.depth++; r.depth > exchange.MaxDepth {
		r.fail("more than " + strconv.Itoa(exchange.MaxDepth) + " collections of geometries hold one another; expected fewer")
	}
	switch k {
	case exchange.Nowhere: // a fault
	case exchange.Point:
		r.point(s)
	case exchange.LineString:
		r.positions(s)
	case exchange.MultiPoint:
		r.parts(exchange.Point, func(exchange.Kind) { r.point(s) })
	case exchange.MultiLineString:
		r.parts(exchange.LineString, func(exchange.Kind) { r.line(s) })
	case exchange.Polygon:
		for range r.count(4) {
			r.line(s)
		}
	case exchange.MultiPolygon:
		r.parts(exchange.Polygon, func(k exchange.Kind) { r.shape(s.Part(k), k) })
	case exchange.Collection:
		r.parts(exchange.Nowhere, func(k exchange.Kind) { r.shape(s.Part(k), k) })
	}
	r.depth--
}

// parts reads the parts of a geometry that has several, each of the kind want
// unless that is Nowhere.
func (r *wkbReader) parts(want exchange.Kind, read func(exchange.Kind)) {
	for range r.count(9) { // the least: a line without positions
		k := r.header()
		if r.fault == "" && want != exchange.Nowhere && k != want {
			r.fail("a part of the geometry is a " + k.String() + "; expected a " + want.String())
		}
		if r.fault != "" {
			return
		}
		read(k)
	}
}

// count reads how many things come, each of which takes at least size bytes.
func (r *wkbReader) count(size int) int {
	if r.fault != "" {
		return 0
	}
	if len(r.b) < 4 {
		r.fail("the geometry ends in the middle")
		return 0
	}
	n := r.order.Uint32(r.b)
	r.b = r.b[4:]
	if uint64(n) > uint64(len(r.b)/size) {
		r.fail("the geometry has no room for the " + strconv.FormatUint(uint64(n), 10) + " parts it says it has")
		return 0
	}
	return int(n)
}

// line reads a ring or line of several.
func (r *wkbReader) line(s *exchange.Shape) {
	r.positions(s)
	s.Ends = append(s.Ends, len(s.XY))
}

func (r *wkbReader) positions(s *exchange.Shape) {
	for range r.count(r.stride()) {
		r.position(s)
	}
}

// point reads the position of a Point, which is NaN for none (§2.1.3.1.1).
func (r *wkbReader) point(s *exchange.Shape) {
	if len(r.b) < r.stride() {
		r.fail("the geometry ends in the middle")
		return
	}
	if math.IsNaN(r.float(0)) && math.IsNaN(r.float(1)) {
		r.b = r.b[r.stride():]
		if s.Kind == exchange.Point {
			s.Kind = exchange.Nowhere
		}
		return
	}
	r.position(s)
}

// stride is how many bytes a position takes.
func (r *wkbReader) stride() int {
	n := 16
	if r.tall {
		n += 8
	}
	if r.measured {
		n += 8
	}
	return n
}

func (r *wkbReader) float(i int) float64 { return math.Float64frombits(r.order.Uint64(r.b[8*i:])) }

// position reads a position, for which there is room.
func (r *wkbReader) position(s *exchange.Shape) {
	if r.tall || len(s.Z) > 0 {
		for len(s.Z) < len(s.XY) {
			s.Z = append(s.Z, math.NaN())
		}
		z := math.NaN()
		if r.tall {
			z = r.float(2)
		}
		s.Z = append(s.Z, z)
	}
	s.XY = append(s.XY, orb.Point{r.float(0), r.float(1)})
	r.b = r.b[r.stride():]
}
