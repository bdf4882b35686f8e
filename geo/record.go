package geo

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// The bytes of a record, little-endian, in this order. Everything a query asks
// of a feature is at a place known from the header; the GeoJSON that goes to
// the wire is one run of bytes.
//
//	0   u32  length of the whole record
//	4   u32  length of the GeoJSON
//	8   u32  where in the GeoJSON the value of "properties" begins
//	12  u16  number of properties
//	14  u16  length of the id as it stands in the GeoJSON
//	16  u8   geometry: orb's dimension-free kind, see geometryKind
//	17  u8   flags
//	18  u16  reserved, zero
//	20  f64  lon, lat of a point; or west, south, east, north of any other
//	         geometry; nothing for none
//	    i64  start, end of the period, in microseconds; only with flagTimed
//	    n ×  u16 field number, u16 (u32 with flagWide) where in the GeoJSON the
//	         property's value begins, in the order of the properties
//	    …    the GeoJSON: {"type":"Feature","id":…,"geometry":…,"properties":…}
//	    …    WKB (OGC 06-103r4 §8.2) of the geometry in two dimensions, if it is
//	         neither none nor a point
const (
	headerSize = 20

	flagTimed   = 1 << 0 // has a period
	flagWide    = 1 << 1 // property offsets take 32 bits
	flagHeights = 1 << 2 // the GeoJSON has heights
	flagLit     = 1 << 3 // the id is a JSON number
)

// geometryKind is the kind of geometry in a record.
type geometryKind uint8

const (
	noGeometry geometryKind = iota
	pointGeometry
	otherGeometry
)

// idStart is where the id's value begins in every record's GeoJSON.
const idStart = len(`{"type":"Feature","id":`)

func (f Feature) u16(at int) int { return int(binary.LittleEndian.Uint16(f.rec[at:])) }
func (f Feature) u32(at int) int { return int(binary.LittleEndian.Uint32(f.rec[at:])) }

func (f Feature) float(at int) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(f.rec[at:]))
}

func (f Feature) kind() geometryKind { return geometryKind(f.rec[16]) }
func (f Feature) flags() byte        { return f.rec[17] }

// timeAt is where the period would stand.
func (f Feature) timeAt() int {
	switch f.kind() {
	case noGeometry:
		return headerSize
	case pointGeometry:
		return headerSize + 16
	}
	return headerSize + 32
}

// tableAt is where the table of properties stands, and how long a row is.
func (f Feature) tableAt() (at, row int) {
	at = f.timeAt()
	if f.flags()&flagTimed != 0 {
		at += 16
	}
	if f.flags()&flagWide != 0 {
		return at, 6
	}
	return at, 4
}

// jsonAt is where the GeoJSON begins.
func (f Feature) jsonAt() int {
	at, row := f.tableAt()
	return at + row*f.u16(12)
}

// RecordLength returns the length of the record at the start of b, which must
// hold at least 4 bytes of one.
func RecordLength(b []byte) int { return int(binary.LittleEndian.Uint32(b)) }

// AppendRecord appends the feature's record for a store to keep, with field
// numbers translated by number (field i of the feature's schema is field
// number[i] of the store's); nil leaves them as they are.
func (f Feature) AppendRecord(b []byte, number []int) []byte {
	start := len(b)
	b = append(b, f.rec...)
	if number == nil {
		return b
	}
	at, row := f.tableAt()
	for i := range f.u16(12) {
		p := b[start+at+i*row:]
		binary.LittleEndian.PutUint16(p, uint16(number[binary.LittleEndian.Uint16(p)]))
	}
	return b
}

// FeatureOf views a record that [Feature.AppendRecord] wrote; schema is the one
// that its field numbers belong to. The record must not change any more.
func FeatureOf(record []byte, schema *Schema) Feature {
	return Feature{record[:RecordLength(record)], schema}
}

func boundAt(f Feature) orb.Bound {
	if f.kind() == pointGeometry {
		p := orb.Point{f.float(headerSize), f.float(headerSize + 8)}
		return orb.Bound{Min: p, Max: p}
	}
	return orb.Bound{
		Min: orb.Point{f.float(headerSize), f.float(headerSize + 8)},
		Max: orb.Point{f.float(headerSize + 16), f.float(headerSize + 24)},
	}
}

// RecordSize returns how many bytes [Feature.AppendRecord] appends.
func (f Feature) RecordSize() int { return len(f.rec) }
