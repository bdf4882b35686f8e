package exchange

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// Well-known binary adds these to the number of a kind: as ISO does, and as the
// bits of EWKB (PostGIS).
const (
	isoZ, isoM   = 1000, 2000
	ewkbZ, ewkbM = 0x80000000, 0x40000000
	ewkbSRID     = 0x20000000
)

// AppendWKB appends s, which is not nowhere, as little-endian well-known binary,
// with a Z as ISO 13249-3 has it where some position has a height: NaN where one has
// none.
func (s *Shape) AppendWKB(b []byte) []byte { return s.appendWKB(b, s.HasHeights()) }

func (s *Shape) appendWKB(b []byte, heights bool) []byte {
	kind := uint32(s.Kind)
	if heights {
		kind += isoZ
	}
	b = binary.LittleEndian.AppendUint32(append(b, 1), kind)
	switch s.Kind {
	case Point:
		return s.appendPoint(b, 0, heights)
	case LineString:
		return s.appendLine(b, 0, len(s.XY), heights)
	case MultiPoint:
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s.XY)))
		for i := range s.XY {
			b = binary.LittleEndian.AppendUint32(append(b, 1), kind-uint32(MultiPoint-Point))
			b = s.appendPoint(b, i, heights)
		}
		return b
	case Polygon, MultiLineString:
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s.Ends)))
		from := 0
		for _, to := range s.Ends {
			if s.Kind == MultiLineString {
				b = binary.LittleEndian.AppendUint32(append(b, 1), kind-uint32(MultiLineString-LineString))
			}
			b = s.appendLine(b, from, to, heights)
			from = to
		}
		return b
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(s.Parts)))
	for i := range s.Parts {
		b = s.Parts[i].appendWKB(b, heights)
	}
	return b
}

func (s *Shape) appendLine(b []byte, from, to int, heights bool) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(to-from))
	for i := from; i < to; i++ {
		b = s.appendPoint(b, i, heights)
	}
	return b
}

func (s *Shape) appendPoint(b []byte, i int, heights bool) []byte {
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.XY[i][0]))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(s.XY[i][1]))
	if !heights {
		return b
	}
	z := math.NaN()
	if i < len(s.Z) {
		z = s.Z[i]
	}
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(z))
}

// ParseWKB makes s the geometry in well-known binary: of OGC 06-103r4 §8, of ISO
// 13249-3 and as PostGIS extends it, in either order of bytes. The error is Invalid:
// measures, curves, surfaces, or bytes that are no such geometry.
func (s *Shape) ParseWKB(b []byte) error {
	r := wkbShape{b: b}
	if err := r.geometry(s, Nowhere, 0); err != nil {
		return err
	}
	if len(r.b) > 0 {
		return invalid("the well-known binary has " + strconv.Itoa(len(r.b)) + " bytes too many")
	}
	return nil
}

// wkbShape reads geometries from the start of b.
type wkbShape struct {
	b     []byte
	order binary.ByteOrder
	z     bool
}

func errWKB() error {
	return invalid("the well-known binary ends too early, or its counts are wrong: it is damaged")
}

// header reads order and kind, and how many elements follow; 1 for a Point.
func (r *wkbShape) header() (k Kind, n int, err error) {
	if len(r.b) < 5 {
		return Nowhere, 0, errWKB()
	}
	switch r.b[0] {
	case 0:
		r.order = binary.BigEndian
	case 1:
		r.order = binary.LittleEndian
	default:
		return Nowhere, 0, invalid(fmt.Sprintf("the well-known binary starts with byte %d; expected 0 or 1, which tells the order of bytes", r.b[0]))
	}
	kind := r.order.Uint32(r.b[1:])
	r.b = r.b[5:]
	z, m := kind&ewkbZ != 0, kind&ewkbM != 0
	if kind&ewkbSRID != 0 {
		if len(r.b) < 4 {
			return Nowhere, 0, errWKB()
		}
		r.b = r.b[4:]
	}
	kind &^= ewkbZ | ewkbM | ewkbSRID
	z = z || kind/isoZ == 1 || kind/isoZ == 3
	m = m || kind/isoZ == 2 || kind/isoZ == 3
	if kind/isoZ <= 3 {
		kind %= isoZ
	}
	switch {
	case kind == 0 || kind > uint32(Collection):
		return Nowhere, 0, invalid(fmt.Sprintf("the geometry is of kind %d; expected points, lines and polygons: convert the file, as with ogr2ogr -nlt CONVERT_TO_LINEAR OUT IN", kind))
	case m:
		return Nowhere, 0, invalid("positions have measures (M), which GeoJSON has no place for; expected two or three dimensions: convert the file, as with ogr2ogr -dim XYZ OUT IN")
	}
	r.z = z
	if Kind(kind) == Point {
		return Point, 1, nil
	}
	n, err = r.count(4)
	return Kind(kind), n, err
}

// count reads how many elements follow, of at least size bytes each.
func (r *wkbShape) count(size int) (int, error) {
	if len(r.b) < 4 {
		return 0, errWKB()
	}
	n := int(r.order.Uint32(r.b))
	r.b = r.b[4:]
	if n > len(r.b)/size {
		return 0, errWKB()
	}
	return n, nil
}

// geometry reads a geometry, which must be of a kind if that is not Nowhere.
func (r *wkbShape) geometry(s *Shape, want Kind, depth int) error {
	k, n, err := r.header()
	switch {
	case err != nil:
		return err
	case want != Nowhere && k != want:
		return invalid("a part of the geometry is a " + k.String() + "; expected a " + want.String())
	case depth > MaxDepth:
		return invalid("more than " + strconv.Itoa(MaxDepth) + " collections stand within one another")
	}
	s.Reset(k)
	switch k {
	case Point, LineString:
		return r.positions(s, n)
	case Polygon:
		for range n {
			if err := r.line(s); err != nil {
				return err
			}
		}
		return nil
	}
	for range n {
		if err := r.part(s, k, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// part reads an element of a geometry that has geometries.
func (r *wkbShape) part(s *Shape, k Kind, depth int) error {
	switch k {
	case MultiPolygon:
		return r.geometry(s.Part(Nowhere), Polygon, depth)
	case Collection:
		return r.geometry(s.Part(Nowhere), Nowhere, depth)
	}
	want := Point
	if k == MultiLineString {
		want = LineString
	}
	inner, n, err := r.header()
	if err != nil {
		return err
	}
	if inner != want {
		return invalid("a part of the " + k.String() + " is a " + inner.String() + "; expected a " + want.String())
	}
	if err := r.positions(s, n); err != nil {
		return err
	}
	if k == MultiLineString {
		s.Ends = append(s.Ends, len(s.XY))
	}
	return nil
}

func (r *wkbShape) line(s *Shape) error {
	n, err := r.count(16)
	if err != nil {
		return err
	}
	if err := r.positions(s, n); err != nil {
		return err
	}
	s.Ends = append(s.Ends, len(s.XY))
	return nil
}

func (r *wkbShape) positions(s *Shape, n int) error {
	size := 16
	if r.z {
		size = 24
	}
	if n > len(r.b)/size {
		return errWKB()
	}
	for range n {
		s.XY = append(s.XY, orb.Point{r.float(0), r.float(8)})
		if r.z {
			for len(s.Z) < len(s.XY)-1 {
				s.Z = append(s.Z, math.NaN())
			}
			s.Z = append(s.Z, r.float(16))
		}
		r.b = r.b[size:]
	}
	for len(s.Z) > 0 && len(s.Z) < len(s.XY) {
		s.Z = append(s.Z, math.NaN())
	}
	return nil
}

func (r *wkbShape) float(at int) float64 {
	return math.Float64frombits(r.order.Uint64(r.b[at:]))
}
