package memory

import "slices"

// span says where some bytes stand: the number of a slab, the offset in it, and
// the length, in 16, 24 and 24 bits. Zero is nowhere: nothing that is kept is
// empty.
type span uint64

const (
	lengthBits = 24
	// longest marks a span that reaches to the end of its slab, because its
	// length does not fit.
	longest = 1<<lengthBits - 1
)

func newSpan(slab, offset, length int) span {
	return span(slab)<<48 | span(offset)<<lengthBits | span(min(length, longest))
}

func (s span) slab() int   { return int(s >> 48) }
func (s span) offset() int { return int(s >> lengthBits & longest) }
func (s span) length() int { return int(s & longest) }

// arena keeps bytes in slabs. Copies of it share the slabs; only the latest copy
// may be added to, and it only writes where no earlier copy looks.
type arena struct {
	slabs [][]byte // nil where one was let go; its number is used again
	live  []int    // bytes in use, by slab
	open  int      // the slab that is being filled
	base  int      // how many slabs it began with, if it is apart
}

const (
	smallestSlab = 16 << 10
	largestSlab  = 4 << 20
)

// at returns the bytes of a span.
func (a *arena) at(s span) []byte {
	slab := a.slabs[s.slab()]
	if s.length() == longest {
		return slab[s.offset():]
	}
	return slab[s.offset() : s.offset()+s.length()]
}

// fork returns a copy that can be added to without the original noticing.
func (a *arena) fork() arena {
	return arena{append([][]byte(nil), a.slabs...), append([]int(nil), a.live...), a.open, a.base}
}

// apart is a fork that can be added to while others are: it begins with a slab of
// its own.
func (a *arena) apart() arena {
	next := a.fork()
	next.base = len(next.slabs)
	for i, slab := range next.slabs {
		next.slabs[i] = slices.Clip(slab)
	}
	return next
}

// add keeps the n bytes that fill appends to its argument, and one more behind
// them if tail is not 0.
func (a *arena) add(n int, tail byte, fill func(b []byte) []byte) span {
	if len(a.slabs) == 0 || cap(a.slabs[a.open])-len(a.slabs[a.open]) < n+1 || n >= longest {
		size := a.nextSize()
		if n+1 > size || n >= longest {
			size = n
		}
		a.begin(make([]byte, 0, size))
	}
	at := len(a.slabs[a.open])
	slab := fill(a.slabs[a.open])
	if tail != 0 && len(slab) < cap(slab) {
		slab = append(slab, tail)
	}
	a.slabs[a.open] = slab
	a.live[a.open] += n
	return newSpan(a.open, at, n)
}

// begin opens a new slab, under a number that is free: a span has 16 bits for it,
// and what is replaced again and again would use them up.
func (a *arena) begin(slab []byte) {
	for i, s := range a.slabs {
		if s == nil {
			a.open, a.slabs[i], a.live[i] = i, slab, 0
			return
		}
	}
	if len(a.slabs) == 1<<16 {
		panic("memory: more than 65,536 slabs of 4 MiB in one collection")
	}
	a.open = len(a.slabs)
	a.slabs, a.live = append(a.slabs, slab), append(a.live, 0)
}

// release lets a slab go.
func (a *arena) release(slab int) { a.slabs[slab], a.live[slab] = nil, 0 }

// nextSize doubles slabs up to the largest, so that a small collection takes
// little and a large one few.
func (a *arena) nextSize() int { return min(smallestSlab<<min(len(a.slabs)-a.base, 8), largestSlab) }

// drop notes that the bytes of s are no longer used by this copy.
func (a *arena) drop(s span) { a.live[s.slab()] -= len(a.at(s)) }

// sparse returns the number of a full slab less than half of which is in use, or
// -1.
func (a *arena) sparse() int {
	for i := range a.slabs {
		if i != a.open && a.slabs[i] != nil && a.live[i]*2 < len(a.slabs[i]) {
			return i
		}
	}
	return -1
}
