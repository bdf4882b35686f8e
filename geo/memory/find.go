package memory

import (
	"context"
	"fmt"
	"iter"

	"cairn/geo"
	"cairn/geo/relate"
)

// Find yields what the query asks for; see [geo.Reader].
func (s *snapshot) Find(ctx context.Context, q geo.Query) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		c := s.sets[q.From]
		if c == nil {
			yield(geo.Hit{}, unknown(q.From))
			return
		}
		t := newTest(&q, c)
		if q.Near != nil {
			c.nearest(ctx, &q, &t, yield)
			return
		}
		found, more := 0, true
		err := c.each(ctx, &q, &t, func(slot uint32) bool {
			found++
			more = yield(geo.Hit{Feature: c.feature(slot), At: geo.Cursor(slot) + 1}, nil) && found != q.Limit
			return more
		})
		if err != nil && more {
			yield(geo.Hit{}, err)
		}
	}
}

// Count returns how many features the query matches; see [geo.Reader].
func (s *snapshot) Count(ctx context.Context, q geo.Query) (int, error) {
	c := s.sets[q.From]
	if c == nil {
		return 0, unknown(q.From)
	}
	q.After, q.Limit = 0, 0
	t := newTest(&q, c)
	if q.Box == nil && q.Near == nil && t.isZero() {
		return c.info.Count, nil
	}
	if q.Near == nil {
		return c.count(ctx, &q, &t)
	}
	n := 0
	for _, err := range s.Find(ctx, q) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// collect adds the slots whose places may meet the box.
func (c *set) collect(b *geo.Box, list []uint32) []uint32 {
	tall := b.Tall
	bounds, n := b.Bounds()
	for _, bound := range bounds[:n] {
		c.places.Search(bound, func(slot uint32, sure bool) bool {
			item := slot << 1
			if !sure || tall {
				item |= 1
			}
			list = append(list, item)
			return true
		})
	}
	return list
}

// each calls visit for the slot of every feature the query matches, Near and
// Limit left aside, in the collection's order, until visit returns false.
func (c *set) each(ctx context.Context, q *geo.Query, t *test, visit func(slot uint32) bool) error {
	if q.Box != nil {
		return c.eachInBox(ctx, q, t, visit)
	}
	all := t.isZero()
	for slot := uint32(q.After); slot < uint32(c.table.n); slot++ {
		if slot%1024 == 1023 && ctx.Err() != nil {
			return ended(ctx)
		}
		if c.table.at(slot).head == 0 || !all && !t.match(slot) {
			continue
		}
		if !visit(slot) {
			return nil
		}
	}
	return ended(ctx)
}

func (c *set) eachInBox(ctx context.Context, q *geo.Query, t *test, visit func(slot uint32) bool) error {
	list := c.spares.take()
	defer func() { c.spares.give(list) }()
	list.slots = c.collect(q.Box, list.slots[:0])
	list.sort()
	all, previous := t.isZero(), ^uint32(0)
	for i, item := range list.slots {
		slot := item >> 1
		if slot == previous || geo.Cursor(slot) < q.After {
			continue
		}
		previous = slot
		// The clock is asked rarely: it takes as long as some features.
		if i%1024 == 1023 && ctx.Err() != nil {
			return ended(ctx)
		}
		if !all && !t.match(slot) || item&1 != 0 && !meets(c.feature(slot), q.Box) {
			continue
		}
		if !visit(slot) {
			return nil
		}
	}
	return ended(ctx)
}

// count counts what the query matches, which has no Near.
func (c *set) count(ctx context.Context, q *geo.Query, t *test) (n int, err error) {
	if q.Box == nil || !t.isZero() || q.Box.Tall {
		err = c.each(ctx, q, t, func(uint32) bool { n++; return true })
		return n, err
	}
	bounds, parts := q.Box.Bounds()
	if parts > 1 { // what lies in both must be counted once
		err = c.eachInBox(ctx, q, t, func(uint32) bool { n++; return true })
		return n, err
	}
	c.places.Search(bounds[0], func(slot uint32, sure bool) bool {
		if sure || meets(c.feature(slot), q.Box) {
			n++
		}
		return true
	})
	return n, ended(ctx)
}

// ended says that the context has, nil if it has not.
func ended(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("find features: %w", err)
	}
	return nil
}

// meets settles exactly whether a feature with a place meets the box.
func meets(f geo.Feature, b *geo.Box) bool {
	if b.Tall && f.HasHeights() && !heightsMeet(f, b) {
		return false
	}
	if p, ok := f.Point(); ok {
		return b.ContainsPoint(p)
	}
	own, _ := f.Bound()
	bounds, n := b.Bounds()
	for _, bound := range bounds[:n] {
		if bound.Contains(own.Min) && bound.Contains(own.Max) {
			return true
		}
	}
	g := f.Geometry()
	for _, bound := range bounds[:n] {
		if bound.Intersects(own) && relate.MeetsBound(g, bound) {
			return true
		}
	}
	return false
}
