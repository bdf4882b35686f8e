package geo

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// A record has two parts. The text is the feature's GeoJSON as it goes to the
// wire: {"type":"Feature","id":…,"geometry":…,"properties":…}. The head is what a
// query asks of a feature, each at a place that is known from its first bytes.
// They are apart so that the texts of features that follow one another can lie
// next to one another, and an answer is a copy of them.
//
// The bytes of a head, little-endian:
//
//	0   u32  where in the text the value of "properties" begins
//	4   u16  number of properties
//	6   u16  length of the id as it stands in the text
//	8   u8   geometry: see geometryKind
//	9   u8   flags
//	10  f64  lon, lat of a point; or west, south, east, north of any other
//	         geometry; nothing for none
//	    i64  start, end of the period, in microseconds; only with flagTimed
//	    n ×  u16 field number, u16 (u32 with flagWide) where in the text the
//	         property's value begins, in the order of the properties
//	    …    WKB (OGC 06-103r4 §8.2) of the geometry in two dimensions, if it is
//	         neither none nor a point
const (
	headerSize = 10

	flagTimed   = 1 << 0 // has a period
	flagWide    = 1 << 1 // places in the text take 32 bits
	flagHeights = 1 << 2 // the text has heights
	flagLit     = 1 << 3 // the id is a JSON number
)

// geometryKind is the kind of geometry in a record.
type geometryKind uint8

const (
	noGeometry geometryKind = iota
	pointGeometry
	otherGeometry
)

// idStart is where the id's value begins in every text.
const idStart = len(`{"type":"Feature","id":`)

func (f Feature) u16(at int) int { return int(binary.LittleEndian.Uint16(f.head[at:])) }
func (f Feature) u32(at int) int { return int(binary.LittleEndian.Uint32(f.head[at:])) }

func (f Feature) float(at int) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(f.head[at:]))
}

func (f Feature) propertiesAt() int  { return f.u32(0) }
func (f Feature) properties() int    { return f.u16(4) }
func (f Feature) idLength() int      { return f.u16(6) }
func (f Feature) kind() geometryKind { return geometryKind(f.head[8]) }
func (f Feature) flags() byte        { return f.head[9] }

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

// shapeAt is where the WKB would stand.
func (f Feature) shapeAt() int {
	at, row := f.tableAt()
	return at + row*f.properties()
}

// HeadSize returns how many bytes [Feature.AppendHead] appends.
func (f Feature) HeadSize() int { return len(f.head) }

// AppendHead appends the head of the feature's record for a store to keep beside
// the text, which is [Feature.GeoJSON]. Field numbers are translated by number
// (field i of the feature's schema is field number[i] of the store's); nil leaves
// them as they are.
func (f Feature) AppendHead(b []byte, number []int) []byte {
	start := len(b)
	b = append(b, f.head...)
	if number == nil {
		return b
	}
	at, row := f.tableAt()
	for i := range f.properties() {
		p := b[start+at+i*row:]
		binary.LittleEndian.PutUint16(p, uint16(number[binary.LittleEndian.Uint16(p)]))
	}
	return b
}

// FeatureOf views a record: a head that [Feature.AppendHead] wrote, and the text
// that belongs to it. schema is the one that its field numbers belong to. Neither
// part must change any more.
func FeatureOf(head, text []byte, schema *Schema) Feature {
	return Feature{head: head, text: text, schema: schema}
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
