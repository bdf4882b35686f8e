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
			c.near(ctx, &q, &t, yield)
			return
		}
		found, more := 0, true
		err := c.each(ctx, &q, &t, q.Limit, func(slot uint32) bool {
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
	q.After, q.Limit, q.Order = 0, 0, nil
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

// each calls visit for the slot of every feature the query matches, Near and Limit
// left aside, in the order asked for, until visit returns false; most is how many
// are wanted, 0 for all.
func (c *set) each(ctx context.Context, q *geo.Query, t *test, most int, visit func(slot uint32) bool) error {
	_, err := c.eachOf(ctx, q, t, most, false, visit)
	return err
}

// eachOf is each; it also returns how many the query matches in all, if that came to
// light on the way or, with tally, takes little more; otherwise -1.
func (c *set) eachOf(ctx context.Context, q *geo.Query, t *test, most int, tally bool, visit func(slot uint32) bool) (matched int, err error) {
	p := newPlan(ctx, c, q, t)
	p.most, p.tally = most, tally
	if len(q.Order) > 0 {
		err = p.eachSorted(visit)
	} else {
		p.from = uint32(min(q.After, mostSlots))
		err = p.each(visit)
	}
	return p.matched, err
}

// count counts what the query matches, which has no Near.
func (c *set) count(ctx context.Context, q *geo.Query, t *test) (n int, err error) {
	if q.Box != nil && t.isZero() && !q.Box.Tall {
		// What lies in both of two bounds must be counted once.
		if bounds, parts := q.Box.Bounds(); parts == 1 {
			c.places.Search(bounds[0], func(slot uint32, sure bool) bool {
				if sure || meets(c.feature(slot), q.Box) {
					n++
				}
				return true
			})
			return n, ended(ctx)
		}
	}
	return newPlan(ctx, c, q, t).count()
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
