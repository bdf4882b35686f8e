package shape

import (
	"encoding/binary"
	"math"
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
