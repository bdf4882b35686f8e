package memory

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"

	"cairn/geo"
	"cairn/geo/cql2"
)

// The classes in which the values of a property stand, in this order; see
// [geo.Order]. What has none of these values is in the class behind the last.
const (
	booleans = iota
	numbers
	times
	texts
	valueClasses
)

// classOf returns the class of values that a span is of.
func classOf(c cql2.Class) int {
	switch c {
	case cql2.BooleanClass:
		return booleans
	case cql2.NumberClass:
		return numbers
	case cql2.TimeClass:
		return times
	}
	return texts
}

// rank is where something stands in an order: by class, then key, and texts that
// have the same key by all of the text.
type rank struct {
	class int
	key   uint64
	text  []byte // as it stands, in quotes; only in the class texts
}

// compare tells which comes first.
func (a *rank) compare(b *rank) int {
	if a.class != b.class {
		return cmp.Compare(a.class, b.class)
	}
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	return compareTexts(a.text, b.text)
}

// rankOf ranks a property's value.
func rankOf(v geo.Value) rank {
	if len(v) == 0 {
		return rank{class: valueClasses}
	}
	switch v[0] {
	case 't':
		return rank{class: booleans, key: 1}
	case 'f':
		return rank{class: booleans}
	case 'n', '[', '{':
		return rank{class: valueClasses}
	case '"':
		s := v[1 : len(v)-1]
		if len(s) >= 10 && len(s) <= 40 && s[4] == '-' {
			if p, ok := geo.ParseInstant(s); ok {
				return rank{class: times, key: instantKey(p.Start)}
			}
		}
		return rank{class: texts, key: textKey(v), text: v}
	}
	if f, ok := number(v); ok {
		return rank{class: numbers, key: numberKey(f)}
	}
	return rank{class: valueClasses}
}

// numberKey maps numbers to whole ones in the same order; 0 and -0 are one.
func numberKey(f float64) uint64 {
	b := math.Float64bits(f + 0)
	if b>>63 != 0 {
		return ^b
	}
	return b | 1<<63
}

// instantKey maps instants to whole numbers in the same order.
func instantKey(i geo.Instant) uint64 { return uint64(i) ^ 1<<63 }

// textKey returns the first eight bytes of a quoted text.
func textKey(quoted []byte) uint64 {
	s := quoted[1 : len(quoted)-1]
	for _, c := range s[:min(8, len(s))] {
		if c == '\\' {
			var room [128]byte
			return chunk(plain(quoted, room[:0]), 0)
		}
	}
	return chunk(s, 0)
}

// chunk returns the eight bytes of a decoded text from a place on, as a number in
// the order of the bytes; what is beyond its end is 0.
func chunk(s []byte, from int) uint64 {
	if len(s) >= from+8 {
		return binary.BigEndian.Uint64(s[from:])
	}
	var key [8]byte
	if from < len(s) {
		copy(key[:], s[from:])
	}
	return binary.BigEndian.Uint64(key[:])
}

// plain decodes a quoted text: it is where it stands if nothing in it is escaped,
// otherwise it is put into room.
func plain(quoted, room []byte) []byte {
	if s := quoted[1 : len(quoted)-1]; bytes.IndexByte(s, '\\') < 0 {
		return s
	}
	return geo.AppendUnquoted(room[:0], quoted)
}

// compareTexts compares what two quoted texts are when decoded; nil is less.
func compareTexts(a, b []byte) int {
	if a == nil || b == nil {
		return len(a) - len(b)
	}
	var roomA, roomB [128]byte
	return bytes.Compare(plain(a, roomA[:0]), plain(b, roomB[:0]))
}

// number reads a JSON number. Those of up to 15 digits without an exponent, most
// of all, take one division of two numbers that are exact, which rounds as it
// should (Clinger, How to Read Floating Point Numbers Accurately, 1990).
func number(v []byte) (float64, bool) {
	i, digits, scale, m := 0, 0, -1, uint64(0)
	if v[0] == '-' {
		i = 1
	}
	for ; i < len(v); i++ {
		c := v[i] - '0'
		switch {
		case c <= 9:
			m = m*10 + uint64(c)
			digits++
			if scale >= 0 {
				scale++
			}
		case v[i] == '.' && scale < 0:
			scale = 0
		default:
			return geo.Value(v).Float()
		}
	}
	if digits > 15 || digits == 0 {
		return geo.Value(v).Float()
	}
	f := float64(m)
	if scale > 0 {
		f /= powers[scale]
	}
	if v[0] == '-' {
		f = -f
	}
	return f, true
}

// powers are the powers of ten up to that of the digits that number reads itself.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}
