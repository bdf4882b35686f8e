package memory

import "cairn/geo"

// ref says where a record stands: the slab's number and the offset in it. Zero
// is no record, because offsets start at 1.
type ref uint64

func (r ref) slab() int   { return int(r >> 32) }
func (r ref) offset() int { return int(uint32(r)) }

// arena is an append-only store of records. Copies of it share the slabs; only
// the latest copy may be appended to, and it only writes where no earlier copy
// looks.
type arena struct {
	slabs [][]byte
	live  []int // bytes in use, by slab
}

const (
	smallestSlab = 16 << 10
	largestSlab  = 4 << 20
)

// record returns the record at r; its length is the record's own.
func (a *arena) record(r ref) []byte { return a.slabs[r.slab()][r.offset():] }

// fork returns a copy that can be appended to without the original noticing.
func (a *arena) fork() arena {
	return arena{append([][]byte(nil), a.slabs...), append([]int(nil), a.live...)}
}

// add appends the feature's record, its field numbers translated.
func (a *arena) add(f geo.Feature, number []int) ref {
	n := f.RecordSize()
	last := len(a.slabs) - 1
	if last < 0 || cap(a.slabs[last])-len(a.slabs[last]) < n {
		a.slabs = append(a.slabs, make([]byte, 1, max(a.nextSize(), n+1)))
		a.live = append(a.live, 0)
		last++
	}
	at := len(a.slabs[last])
	a.slabs[last] = f.AppendRecord(a.slabs[last], number)
	a.live[last] += n
	return ref(last)<<32 | ref(at)
}

// nextSize doubles slabs up to the largest, so that a small collection takes
// little and a large one few.
func (a *arena) nextSize() int { return min(smallestSlab<<min(len(a.slabs), 8), largestSlab) }

// drop notes that the record at r is no longer used by this copy.
func (a *arena) drop(r ref) {
	a.live[r.slab()] -= geo.RecordLength(a.record(r))
}

// sparse returns the number of a full slab less than half of which is in use, or
// -1. The last slab is still being filled.
func (a *arena) sparse() int {
	for i := range len(a.slabs) - 1 {
		if a.slabs[i] != nil && a.live[i]*2 < len(a.slabs[i]) {
			return i
		}
	}
	return -1
}
