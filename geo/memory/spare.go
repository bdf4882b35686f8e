package memory

import (
	"slices"
	"sync"
)

// spares keeps candidate lists of finished queries for the next ones, so that a
// search allocates nothing. It belongs to a collection and all its states.
type spares struct{ pool, bitmaps, sweeps sync.Pool }

// candidates are slots found by place, each doubled, plus one if the index could
// not prove that the feature meets the box.
type candidates struct{ slots, other []uint32 }

// mostSpared is the largest list that is kept, in slots.
const mostSpared = 1 << 18

func (s *spares) take() *candidates {
	if c, ok := s.pool.Get().(*candidates); ok {
		return c
	}
	return new(candidates)
}

func (s *spares) give(c *candidates) {
	if cap(c.slots) <= mostSpared {
		s.pool.Put(c)
	}
}

// sort orders the slots: few by comparing, many by their bytes from the lowest
// to the highest, which takes a time in proportion to their number.
func (c *candidates) sort() {
	if len(c.slots) < 160 {
		slices.Sort(c.slots)
		return
	}
	c.other = slices.Grow(c.other[:0], len(c.slots))[:len(c.slots)]
	var highest uint32
	for _, v := range c.slots {
		highest |= v
	}
	for shift := 0; shift < 32 && highest>>shift != 0; shift += 8 {
		var starts [256]int
		for _, v := range c.slots {
			starts[v>>shift&255]++
		}
		sum := 0
		for i, n := range starts {
			starts[i] = sum
			sum += n
		}
		for _, v := range c.slots {
			b := v >> shift & 255
			c.other[starts[b]] = v
			starts[b]++
		}
		c.slots, c.other = c.other, c.slots
	}
}

// takeRuns returns an empty list of runs.
func (s *spares) takeRuns() *runs {
	if r, ok := s.sweeps.Get().(*runs); ok {
		r.list, r.price = r.list[:0], 0
		return r
	}
	return new(runs)
}

func (s *spares) giveRuns(r *runs) { s.sweeps.Put(r) }

// takeBitmap returns an empty bitmap for n slots.
func (s *spares) takeBitmap(n int) *bitmap {
	if b, ok := s.bitmaps.Get().(*bitmap); ok && len(*b)*64 >= n {
		return b
	}
	b := newBitmap(n + n/16)
	return &b
}

func (s *spares) giveBitmap(b *bitmap) {
	clear(*b)
	s.bitmaps.Put(b)
}
