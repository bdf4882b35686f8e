package gpkg

import (
	"encoding/binary"
	"math"
	"strconv"

	"cairn/geo"
	"cairn/geo/shape"
)

// maxDepth is how many collections may hold one another.
const maxDepth = 32

// curves are the types of geometry that GeoJSON does not have (extension
// gpkg_geom_*, annex F.1), from their first code.
var curves = [...]string{
	8: "CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve", "MultiSurface", "Curve", "Surface", "PolyhedralSurface", "TIN", "Triangle",
}

// wkbReader reads WKB of any byte order and any dimension; measures are passed
// over. The first fault ends it.
type wkbReader struct {
	b        []byte
	order    binary.ByteOrder
	tall     bool // positions have a height
	measured bool // and a measure
	depth    int
	fault    string
}

func (r *wkbReader) fail(msg string) {
	if r.fault == "" {
		r.fault = msg
	}
	r.b = nil
}

// header reads byte order and type, and returns the latter in two dimensions.
func (r *wkbReader) header() uint32 {
	if len(r.b) < 5 {
		r.fail("the geometry ends in the middle")
		return 0
	}
	switch r.b[0] {
	case 0:
		r.order = binary.BigEndian
	case 1:
		r.order = binary.LittleEndian
	default:
		r.fail("the byte order of a geometry is " + strconv.Itoa(int(r.b[0])) + "; expected 0 or 1")
		return 0
	}
	kind := r.order.Uint32(r.b[1:])
	r.b = r.b[5:]
	// Files from before the standard took ISO's codes have flags instead.
	r.tall, r.measured = kind&0x80000000 != 0, kind&0x40000000 != 0
	kind &^= 0xC0000000
	if kind >= 1000 && kind < 4000 {
		r.tall = r.tall || kind/1000 != 2
		r.measured = r.measured || kind/1000 >= 2
		kind %= 1000
	}
	return kind
}

// geometry reads one of the kind want, 0 for any.
func (r *wkbReader) geometry(want uint32) (s shape.Shape) {
	kind := r.header()
	switch {
	case r.fault != "":
		return s
	case want != 0 && kind != want:
		r.fail("a part of a geometry has type " + strconv.Itoa(int(kind)) + "; expected " + strconv.Itoa(int(want)))
		return s
	case kind >= 8 && int(kind) < len(curves):
		r.fail("the geometry is a " + curves[kind] + "; expected straight lines: convert the file, as with ogr2ogr -nlt CONVERT_TO_LINEAR out.gpkg in.gpkg")
		return s
	}
	switch kind {
	case wkbPoint:
		return shape.Single(shape.Point, r.point()...)
	case wkbLineString:
		return shape.Single(shape.LineString, r.positions()...)
	case wkbPolygon:
		return shape.Shape{Kind: shape.Polygon, Polygons: [][][]shape.Position{r.rings()}}
	case wkbMultiPoint:
		s = shape.Single(shape.MultiPoint)
		r.parts(wkbPoint, func(part shape.Shape) { s.Polygons[0][0] = append(s.Polygons[0][0], part.Polygons[0][0]...) })
	case wkbMultiLineString:
		s = shape.Shape{Kind: shape.MultiLineString, Polygons: [][][]shape.Position{nil}}
		r.parts(wkbLineString, func(part shape.Shape) { s.Polygons[0] = append(s.Polygons[0], part.Polygons[0][0]) })
	case wkbMultiPolygon:
		s.Kind = shape.MultiPolygon
		r.parts(wkbPolygon, func(part shape.Shape) { s.Polygons = append(s.Polygons, part.Polygons[0]) })
	case wkbCollection:
		s.Kind = shape.Collection
		r.parts(0, func(part shape.Shape) { s.Parts = append(s.Parts, part) })
	default:
		r.fail("the geometry has type " + strconv.Itoa(int(kind)) + "; expected one from 1 to 7")
	}
	return s
}

// parts reads the parts of a geometry that has several.
func (r *wkbReader) parts(want uint32, add func(shape.Shape)) {
	if r.depth++; r.depth > maxDepth {
		r.fail("more than " + strconv.Itoa(maxDepth) + " collections of geometries hold one another; expected fewer")
	}
	for range r.count(9) { // the least: a line without positions
		if part := r.geometry(want); r.fault == "" {
			add(part)
		}
	}
	r.depth--
}

// count reads how many things come, each of which takes at least size bytes.
func (r *wkbReader) count(size int) int {
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

func (r *wkbReader) rings() [][]shape.Position {
	rings := make([][]shape.Position, 0, r.count(4))
	for range cap(rings) {
		if ring := r.positions(); len(ring) > 0 {
			rings = append(rings, ring)
		}
	}
	return rings
}

func (r *wkbReader) positions() []shape.Position {
	list := make([]shape.Position, r.count(r.stride()))
	for i := range list {
		list[i] = r.position()
	}
	return list
}

// point reads the position of a Point, which is NaN for none (§2.1.3.1.1).
func (r *wkbReader) point() []shape.Position {
	if len(r.b) < r.stride() {
		r.fail("the geometry ends in the middle")
		return nil
	}
	x, y := r.float(0), r.float(1)
	if math.IsNaN(x) && math.IsNaN(y) {
		r.b = r.b[r.stride():]
		return nil
	}
	return []shape.Position{r.position()}
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

// position reads a position, for which there is room unless there was a fault.
func (r *wkbReader) position() shape.Position {
	if r.fault != "" {
		return shape.Position{}
	}
	p := shape.At(r.float(0), r.float(1))
	if r.tall {
		p.Height = r.float(2)
	}
	if math.IsNaN(p.Lon+p.Lat) || math.IsInf(p.Lon+p.Lat, 0) || math.IsInf(p.Height, 0) {
		r.fail("a position of the geometry is not finite")
		return p
	}
	r.b = r.b[r.stride():]
	return p
}

// parseWKB reads one geometry and nothing after it.
func parseWKB(b []byte) (shape.Shape, error) {
	r := wkbReader{b: b}
	s := r.geometry(0)
	if r.fault == "" && len(r.b) > 0 {
		r.fail(strconv.Itoa(len(r.b)) + " bytes follow the geometry; expected none")
	}
	if r.fault != "" {
		return shape.Shape{}, &geo.Error{Kind: geo.Invalid, Msg: r.fault}
	}
	return s, nil
}
