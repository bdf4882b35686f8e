package flatgeobuf

import "math"

// foreign is a FlatBuffers buffer of somebody else, without its length. Every
// access is checked: what lies outside sets broken and gives zeros.
type foreign struct {
	b      []byte
	broken bool
	// What is left of what an honest buffer can hold: offsets may point to one and
	// the same thing again and again, so that a small buffer would unfold to a large one.
	budget int
}

func open(b []byte) *foreign { return &foreign{b: b, budget: len(b)} }

// spend takes n bytes from the budget.
func (f *foreign) spend(n int) bool {
	if n < 0 || n > f.budget {
		f.broken = true
		return false
	}
	f.budget -= n
	return true
}

// holds reports whether n bytes stand at a place.
func (f *foreign) holds(at, n int) bool {
	if at < 0 || n < 0 || n > len(f.b) || at > len(f.b)-n {
		f.broken = true
		return false
	}
	return true
}

func (f *foreign) u16(at int) int {
	if !f.holds(at, 2) {
		return 0
	}
	return int(le.Uint16(f.b[at:]))
}

func (f *foreign) u32(at int) int {
	if !f.holds(at, 4) {
		return 0
	}
	return int(le.Uint32(f.b[at:]))
}

// follow returns where the offset at a place leads.
func (f *foreign) follow(at int) int { return at + f.u32(at) }

// table is a table in a foreign buffer. The zero table has no fields.
type table struct {
	f      *foreign
	at     int
	vtable int
	fields int
}

// table returns the table to which the offset at a place leads.
func (f *foreign) table(at int) table {
	t := table{f: f, at: f.follow(at)}
	if !f.holds(t.at, 4) {
		return table{f: f}
	}
	t.vtable = t.at - int(int32(le.Uint32(f.b[t.at:])))
	size := f.u16(t.vtable)
	if size < 4 || !f.holds(t.vtable, size) {
		f.broken = true
		return table{f: f}
	}
	t.fields = (size - 4) / 2
	return t
}

// field returns where a field of size bytes stands, 0 if it is left out.
func (t table) field(field, size int) int {
	if field >= t.fields {
		return 0
	}
	offset := t.f.u16(t.vtable + 4 + 2*field)
	if offset == 0 || !t.f.holds(t.at+offset, size) {
		return 0
	}
	return t.at + offset
}

func (t table) u8(field int) int {
	if at := t.field(field, 1); at > 0 {
		return int(t.f.b[at])
	}
	return 0
}

func (t table) u16(field, otherwise int) int {
	if at := t.field(field, 2); at > 0 {
		return t.f.u16(at)
	}
	return otherwise
}

func (t table) u64(field int) uint64 {
	if at := t.field(field, 8); at > 0 {
		return le.Uint64(t.f.b[at:])
	}
	return 0
}

func (t table) i32(field int) int {
	if at := t.field(field, 4); at > 0 {
		return int(int32(t.f.u32(at)))
	}
	return 0
}

// vector returns where the elements of a vector start and how many there are, each
// of size bytes.
func (t table) vector(field, size int) (start, n int) {
	at := t.field(field, 4)
	if at == 0 {
		return 0, 0
	}
	at = t.f.follow(at)
	n = t.f.u32(at)
	if n > math.MaxInt32 || !t.f.holds(at+4, n*size) {
		t.f.broken = true
		return 0, 0
	}
	return at + 4, n
}

// bytes returns a vector of bytes, or the bytes of a string.
func (t table) bytes(field int) []byte {
	at, n := t.vector(field, 1)
	if !t.f.spend(n) {
		return nil
	}
	return t.f.b[at : at+n]
}

// child returns the table that a field points to; ok is false if it is left out.
func (t table) child(field int) (c table, ok bool) {
	at := t.field(field, 4)
	if at == 0 {
		return table{f: t.f}, false
	}
	return t.f.table(at), true
}

// float returns element i of a vector of float64 that starts at a place.
func (f *foreign) float(start, i int) float64 {
	return math.Float64frombits(le.Uint64(f.b[start+8*i:]))
}
