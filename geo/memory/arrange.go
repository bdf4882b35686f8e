package memory

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Arrange lays the records of a collection out anew so that what lies together
// on the Earth lies together in memory, which makes answers about a box several
// times faster when the collection is large. The collection's order, its revision
// and all answers stay the same. It is worth while after a collection has been
// filled; while it lasts the records are in memory twice.
func (s *Store) Arrange(ctx context.Context, name geo.Name) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	old := s.current.Load()
	c := old.sets[name]
	if c == nil {
		return unknown(name)
	}
	next := *old
	next.sets = make(map[geo.Name]*set, len(old.sets))
	for n, other := range old.sets {
		next.sets[n] = other
	}
	next.sets[name] = c.arranged()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.current.Store(&next)
	return nil
}

// arranged returns the same state of the collection with its records in the order
// of a Hilbert curve through their places.
func (c *set) arranged() *set {
	next := *c
	next.records = arena{}
	next.table = c.table.fork()
	for _, key := range c.curve() {
		slot := uint32(key)
		next.table.set(slot, next.records.add(c.feature(slot), nil))
	}
	return &next
}

// curve returns the slots in use, each below its place on the curve, in that
// order; features without a place come last.
func (c *set) curve() []uint64 {
	keys := make([]uint64, 0, c.info.Count)
	for slot := range uint32(c.table.n) {
		f := c.feature(slot)
		if f.IsZero() {
			continue
		}
		at := ^uint32(0)
		if b, ok := f.Bound(); ok {
			at = hilbert(b.Center())
		}
		keys = append(keys, uint64(at)<<32|uint64(slot))
	}
	slices.Sort(keys)
	return keys
}

// hilbert returns how far along a Hilbert curve of 2^16 by 2^16 cells over the
// whole Earth p lies (lon, lat degrees).
func hilbert(p orb.Point) (d uint32) {
	x := uint32(min(max((p[0]+180)/360, 0), 1) * 65535)
	y := uint32(min(max((p[1]+90)/180, 0), 1) * 65535)
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * (3*rx ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = 65535-x, 65535-y
			}
			x, y = y, x
		}
	}
	return d
}
