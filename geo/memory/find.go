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
		switch {
		case q.Near != nil:
			c.nearest(ctx, &q, &t, yield)
		case q.Box != nil:
			c.inBox(ctx, &q, &t, yield)
		default:
			c.inOrder(ctx, &q, &t, yield)
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
	n := 0
	if q.Box != nil && q.Near == nil {
		return c.countInBox(ctx, &q, &t)
	}
	for _, err := range s.Find(ctx, q) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// test is the part of a query that is asked of one feature after the other.
type test struct {
	during *geo.Period
	filter geo.Filter
}

func newTest(q *geo.Query, c *set) test {
	return test{q.During, geo.CompileFilter(q.Where, c.info.Schema)}
}

func (t *test) isZero() bool { return t.during == nil && t.filter.IsZero() }

func (t *test) match(f geo.Feature) bool {
	if t.during != nil {
		if p, ok := f.Period(); ok && !p.Overlaps(*t.during) {
			return false
		}
	}
	return t.filter.Match(f)
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

// inBox finds by place and yields in the collection's order.
func (c *set) inBox(ctx context.Context, q *geo.Query, t *test, yield func(geo.Hit, error) bool) {
	list := c.spares.take()
	defer func() { c.spares.give(list) }()
	list.slots = c.collect(q.Box, list.slots[:0])
	list.sort()
	v := visit{set: c, q: q, test: t, ctx: ctx, yield: yield, previous: ^uint32(0)}
	for slots := list.slots; len(slots) > 0 && !v.over; {
		n := min(len(slots), blockSize)
		// The clock is asked rarely: it takes as long as a block.
		if v.blocks++; v.blocks%16 == 0 && stopped(ctx, yield) {
			return
		}
		v.block(slots[:n])
		slots = slots[n:]
	}
}

func (c *set) countInBox(ctx context.Context, q *geo.Query, t *test) (n int, err error) {
	_, parts := q.Box.Bounds()
	if parts > 1 || !t.isZero() {
		// What lies in both parts must be counted once.
		c.inBox(ctx, q, t, func(_ geo.Hit, e error) bool {
			if e != nil {
				err = e
				return false
			}
			n++
			return true
		})
		return n, err
	}
	bounds, _ := q.Box.Bounds()
	c.places.Search(bounds[0], func(slot uint32, sure bool) bool {
		if sure && !q.Box.Tall || meets(c.feature(slot), q.Box) {
			n++
		}
		return true
	})
	return n, ctx.Err()
}

// inOrder looks at every feature after the cursor.
func (c *set) inOrder(ctx context.Context, q *geo.Query, t *test, yield func(geo.Hit, error) bool) {
	found := 0
	for slot := uint32(q.After); slot < uint32(c.table.n); slot++ {
		if slot%1024 == 1023 && stopped(ctx, yield) {
			return
		}
		f := c.feature(slot)
		if f.IsZero() || !t.match(f) {
			continue
		}
		if found++; !yield(geo.Hit{Feature: f, At: geo.Cursor(slot) + 1}, nil) || found == q.Limit {
			return
		}
	}
}

// stopped tells the caller that the context has ended.
func stopped(ctx context.Context, yield func(geo.Hit, error) bool) bool {
	if ctx.Err() == nil {
		return false
	}
	yield(geo.Hit{}, fmt.Errorf("find features: %w", ctx.Err()))
	return true
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
