package shape

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// Well-known binary adds these to the number of a kind: as ISO does, and as the
// bits of EWKB (PostGIS).
const (
	isoZ         = 1000
	ewkbZ, ewkbM = 0x80000000, 0x40000000
	ewkbSRID     = 0x20000000
)

// curves are the kinds of geometry that GeoJSON does not have, by their numbers
// (OGC 06-103r4 §8.2.3).
var curves = [...]string{
	8: "CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve", "MultiSurface", "Curve", "Surface", "PolyhedralSurface", "TIN", "Triangle",
}

// ParseWKB makes s the geometry in well-known binary: of OGC 06-103r4 §8, of ISO
// 13249-3 and as PostGIS extends it, in either order of bytes. Measures, for which
// GeoJSON has no place, are passed over, and positions of NaN in a Point or MultiPoint
// are none. It checks no more than that it can be read: see [Shape.Give]. The error is
// Invalid: curves, surfaces, or bytes that are no such geometry.
func (s *Shape) ParseWKB(b []byte) error {
	r := wkbReader{b: b}
	if err := r.geometry(s, Nowhere, 0); err != nil {
		return err
	}
	if len(r.b) > 0 {
		return invalid(strconv.Itoa(len(r.b)) + " bytes follow the geometry; expected none")
	}
	return nil
}

// wkbReader reads geometries from the start of b.
type wkbReader struct {
	b     []byte
	order binary.ByteOrder
	z     bool
	size  int // bytes of a position
}

func cutOff() error {
	return invalid("the geometry ends in the middle: its well-known binary is damaged")
}

// header reads the order of bytes and the kind.
func (r *wkbReader) header() (Kind, error) {
	if len(r.b) < 5 {
		return Nowhere, cutOff()
	}
	switch r.b[0] {
	case 0:
		r.order = binary.BigEndian
	case 1:
		r.order = binary.LittleEndian
	default:
		return Nowhere, invalid("the byte order of a geometry is " + strconv.Itoa(int(r.b[0])) + "; expected 0 or 1")
	}
	code := r.order.Uint32(r.b[1:])
	r.b = r.b[5:]
	if code&ewkbSRID != 0 {
		if len(r.b) < 4 {
			return Nowhere, cutOff()
		}
		r.b = r.b[4:]
	}
	m := false
	r.z, m = code&ewkbZ != 0, code&ewkbM != 0
	if code &^= ewkbZ | ewkbM | ewkbSRID; code < 4*isoZ {
		dimension := code / isoZ
		r.z, m = r.z || dimension == 1 || dimension == 3, m || dimension >= 2
		code %= isoZ
	}
	r.size = 16
	for _, more := range [...]bool{r.z, m} {
		if more {
			r.size += 8
		}
	}
	switch {
	case code >= 1 && code <= uint32(Collection):
		return Kind(code), nil
	case code > uint32(Collection) && int(code) < len(curves):
		return Nowhere, invalid("the geometry is a " + curves[code] + "; expected points, straight lines and polygons: convert the file, as with ogr2ogr -nlt CONVERT_TO_LINEAR OUT IN")
	}
	return Nowhere, invalid("the geometry has type " + strconv.FormatUint(uint64(code), 10) + "; expected one from 1 to 7")
}

// count reads how many elements follow, of at least size bytes each.
func (r *wkbReader) count(size int) (int, error) {
	if len(r.b) < 4 {
		return 0, cutOff()
	}
	n := r.order.Uint32(r.b)
	r.b = r.b[4:]
	if uint64(n) > uint64(len(r.b)/size) {
		return 0, invalid("the geometry has no room for the " + strconv.FormatUint(uint64(n), 10) + " parts it says it has: its well-known binary is damaged")
	}
	return int(n), nil
}

// geometry reads a geometry, which must be of a kind if that is not Nowhere.
func (r *wkbReader) geometry(s *Shape, want Kind, depth int) error {
	k, err := r.header()
	switch {
	case err != nil:
		return err
	case want != Nowhere && k != want:
		return invalid("a part of the geometry is a " + k.String() + "; expected a " + want.String())
	case depth > MaxDepth:
		return tooDeep()
	}
	s.Reset(k)
	switch k {
	case Point:
		return r.point(s)
	case LineString:
		return r.positions(s)
	}
	least := 9 // a line without positions
	if k == Polygon {
		least = 4
	}
	n, err := r.count(least)
	for i := 0; i < n && err == nil; i++ {
		err = r.part(s, depth+1)
	}
	return err
}

// part reads an element of a geometry that has several.
func (r *wkbReader) part(s *Shape, depth int) (err error) {
	want := Point
	switch s.Kind {
	case MultiPolygon:
		return r.geometry(s.Part(Nowhere), Polygon, depth)
	case Collection:
		return r.geometry(s.Part(Nowhere), Nowhere, depth)
	case Polygon:
		return r.line(s)
	case MultiLineString:
		want = LineString
	}
	switch k, err := r.header(); {
	case err != nil:
		return err
	case k != want:
		return invalid("a part of the geometry is a " + k.String() + "; expected a " + want.String())
	case k == Point:
		return r.point(s)
	}
	return r.line(s)
}

func (r *wkbReader) line(s *Shape) error {
	err := r.positions(s)
	s.EndLine()
	return err
}

// point reads the position of a Point, which is NaN for none.
func (r *wkbReader) point(s *Shape) error {
	if len(r.b) < r.size {
		return cutOff()
	}
	if x, y := r.float(0), r.float(8); !math.IsNaN(x) || !math.IsNaN(y) {
		r.position(s)
		return nil
	}
	if r.b = r.b[r.size:]; s.Kind == Point {
		s.Kind = Nowhere
	}
	return nil
}

func (r *wkbReader) positions(s *Shape) error {
	n, err := r.count(r.size)
	for range n {
		r.position(s)
	}
	return err
}

// position reads a position, for which there is room.
func (r *wkbReader) position(s *Shape) {
	z := math.NaN()
	if r.z {
		z = r.float(16)
	}
	s.Add(orb.Point{r.float(0), r.float(8)}, z)
	r.b = r.b[r.size:]
}

func (r *wkbReader) float(at int) float64 {
	return math.Float64frombits(r.order.Uint64(r.b[at:]))
}
