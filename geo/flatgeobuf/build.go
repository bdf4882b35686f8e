package flatgeobuf

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

var le = binary.LittleEndian

// buffer is a FlatBuffers buffer under construction, from the front to the back:
// a table stands before what it points to. Its first four bytes are its length,
// and alignment counts from there.
type buffer []byte

// start makes a buffer of a length and an offset to its root, both to be put
// later.
func (b *buffer) start() { *b = append((*b)[:0], 0, 0, 0, 0, 0, 0, 0, 0) }

// rootAt is where the offset to the root stands.
const rootAt = 4

// finish puts the length.
func (b *buffer) finish() {
	b.align(8, 0)
	le.PutUint32(*b, uint32(len(*b)-4))
}

// align makes the length a multiple of size, less before.
func (b *buffer) align(size, before int) {
	for (len(*b)+before)%size != 0 {
		*b = append(*b, 0)
	}
}

func (b *buffer) u32(v int) { *b = le.AppendUint32(*b, uint32(v)) }

// point makes the offset at position at point to the end of the buffer.
func (b *buffer) point(at int) { le.PutUint32((*b)[at:], uint32(len(*b)-at)) }

// cell is one field of a table: a number, or an offset to what child appends.
type cell struct {
	field int
	size  int // bytes: 1, 2, 4 or 8
	bits  uint64
	child func(at int) // makes the offset at this position point to what it appends
}

func scalar(field, size int, bits uint64) cell { return cell{field: field, size: size, bits: bits} }

func boolean(field int, v bool) cell {
	if v {
		return scalar(field, 1, 1)
	}
	return scalar(field, 1, 0)
}

func child(field int, add func(at int)) cell { return cell{field: field, size: 4, child: add} }

// text is a field that points to a string.
func (b *buffer) text(field int, s string) cell {
	return child(field, func(at int) {
		b.align(4, 0)
		b.point(at)
		b.u32(len(s))
		*b = append(append(*b, s...), 0)
	})
}

// doubles appends a vector of float64.
func (b *buffer) doubles(at int, values ...float64) {
	b.align(8, 4)
	b.point(at)
	b.u32(len(values))
	for _, v := range values {
		*b = le.AppendUint64(*b, math.Float64bits(v))
	}
}

// positions appends a vector of float64, two for each position.
func (b *buffer) positions(at int, xy []orb.Point) {
	b.align(8, 4)
	b.point(at)
	b.u32(2 * len(xy))
	for _, p := range xy {
		*b = le.AppendUint64(*b, math.Float64bits(p[0]))
		*b = le.AppendUint64(*b, math.Float64bits(p[1]))
	}
}

// tables appends a vector of n tables, of which add appends each.
func (b *buffer) tables(at, n int, add func(i, at int)) {
	b.align(4, 0)
	b.point(at)
	b.u32(n)
	first := len(*b)
	*b = append(*b, make([]byte, 4*n)...)
	for i := range n {
		add(i, first+4*i)
	}
}

// table appends a table, to which the offset at position from is made to point, and
// then its children.
func (b *buffer) table(from int, cells ...cell) {
	fields := 0
	for _, c := range cells {
		fields = max(fields, c.field+1)
	}
	size := 4 + 2*fields
	b.align(8, size+4) // so that what comes after the table's offset to its vtable is aligned
	vtable := len(*b)
	*b = append(*b, make([]byte, size)...)
	table := len(*b)
	b.point(from)
	b.u32(size)
	at := make([]int, len(cells))
	for i, c := range cells {
		b.align(c.size, 0)
		at[i] = len(*b)
		le.PutUint16((*b)[vtable+4+2*c.field:], uint16(at[i]-table))
		var bits [8]byte
		le.PutUint64(bits[:], c.bits)
		*b = append(*b, bits[:c.size]...)
	}
	le.PutUint16((*b)[vtable:], uint16(size))
	le.PutUint16((*b)[vtable+2:], uint16(len(*b)-table))
	for i, c := range cells {
		if c.child != nil {
			c.child(at[i])
		}
	}
}
