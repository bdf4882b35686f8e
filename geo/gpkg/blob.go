package gpkg

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// The flags of a GeoPackageBinary header (§2.1.3.1.1).
const (
	flagLittle   = 1 << 0
	flagEnvelope = 1 << 1 // the code of the envelope, in three bits, from here
	flagEmpty    = 1 << 4
	flagExtended = 1 << 5
)

// envelopes says how many numbers an envelope of each code has: none, xy, xyz,
// xym, xyzm.
var envelopes = [...]int{0, 4, 6, 6, 8}

// blobHeader is how long a header is without its envelope.
const blobHeader = 8

// AppendBlob appends a geometry as a StandardGeoPackageBinary (§2.1.3): a header
// with an envelope in x and y, unless it is a point, and WKB, with heights if some
// position has one. The shape is somewhere, in the system that srs numbers, x
// before y.
func AppendBlob(b []byte, s *shape.Shape, srs int32) []byte {
	flags := byte(flagLittle)
	if s.Kind != shape.Point {
		flags |= flagEnvelope
	}
	b = append(b, 'G', 'P', 0, flags)
	b = binary.LittleEndian.AppendUint32(b, uint32(srs))
	if s.Kind != shape.Point {
		bound := s.Bound()
		for _, v := range [...]float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return s.AppendWKB(b)
}

// ParseBlob reads a GeoPackageBinary into s; an empty geometry may have a kind.
// Positions are x, y as they stand, whatever the system. Only the bytes are
// checked, not what they mean: see [shape.Shape.Give]. The error is Invalid:
// broken bytes, or a curve.
func ParseBlob(b []byte, s *shape.Shape) error {
	_, from, empty, err := parseHeader(b)
	if err != nil || empty {
		s.Reset(shape.Nowhere)
		return err
	}
	return s.ParseWKB(b[from:])
}

// parseHeader reads the header, and says where the WKB begins. envelope is nil if
// there is none in the header.
func parseHeader(b []byte) (envelope *orb.Bound, from int, empty bool, err error) {
	switch {
	case len(b) < blobHeader:
		return nil, 0, false, invalid("the geometry has " + strconv.Itoa(len(b)) + " bytes; expected eight of a header at least")
	case b[0] != 'G' || b[1] != 'P':
		return nil, 0, false, invalid("the geometry does not begin with GP, as one of a GeoPackage does")
	case b[2] != 0:
		return nil, 0, false, invalid("the geometry is of version " + strconv.Itoa(int(b[2])+1) + " of the GeoPackage's own format; expected 1")
	case b[3]&flagExtended != 0:
		return nil, 0, false, invalid("the geometry is an ExtendedGeoPackageBinary, which only its maker can read")
	}
	code := int(b[3] / flagEnvelope & 7)
	if code >= len(envelopes) {
		return nil, 0, false, invalid("the geometry's envelope has code " + strconv.Itoa(code) + "; expected one from 0 to 4")
	}
	from = blobHeader + 8*envelopes[code]
	if len(b) < from {
		return nil, 0, false, invalid("the geometry ends in its envelope")
	}
	if code > 0 {
		envelope = envelopeOf(b)
	}
	return envelope, from, b[3]&flagEmpty != 0, nil
}

func envelopeOf(b []byte) *orb.Bound {
	order := binary.ByteOrder(binary.BigEndian)
	if b[3]&flagLittle != 0 {
		order = binary.LittleEndian
	}
	at := func(i int) float64 { return math.Float64frombits(order.Uint64(b[blobHeader+8*i:])) }
	return &orb.Bound{Min: orb.Point{at(0), at(2)}, Max: orb.Point{at(1), at(3)}}
}

// boundOf returns the bound of a geometry: that of its header, or the one of what
// is in it. ok is false if it is empty.
func boundOf(b []byte) (bound orb.Bound, ok bool, err error) {
	envelope, from, empty, err := parseHeader(b)
	if err != nil || empty {
		return bound, false, err
	}
	if envelope != nil {
		return *envelope, envelope.Min[0] <= envelope.Max[0] && envelope.Min[1] <= envelope.Max[1], nil
	}
	// The little-endian point in two dimensions that most geometries are.
	if w := b[from:]; len(w) == 21 && w[0] == 1 && binary.LittleEndian.Uint32(w[1:]) == uint32(shape.Point) {
		p := orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(w[5:])), math.Float64frombits(binary.LittleEndian.Uint64(w[13:]))}
		return orb.Bound{Min: p, Max: p}, p == p, nil // not NaN, as an empty one is
	}
	var s shape.Shape
	if err := s.ParseWKB(b[from:]); err != nil {
		return bound, false, err
	}
	bound = s.Bound()
	return bound, !bound.IsEmpty(), nil
}

func invalid(msg string) error { return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: msg} }
