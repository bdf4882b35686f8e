package memory

import (
	"cmp"
	"context"
	"slices"

	"cairn/geo"
	"cairn/geo/index"
)

// measurePrice is what it costs, in about nanoseconds, to measure an exact distance.
const measurePrice = 1500

// near yields by distance. Where few match, all of them are measured; otherwise the
// search among the places is spared what orders tell.
func (c *set) near(ctx context.Context, q *geo.Query, t *test, yield func(geo.Hit, error) bool) {
	if t.isZero() {
		c.nearest(ctx, q, t, yield)
		return
	}
	p := newPlan(ctx, c, q, t)
	defer p.close()
	n := float64(c.table.n)
	looked := n
	if q.Limit > 0 {
		looked = min(n, 4*float64(q.Limit)/p.share())
	}
	matches, finding := n, n*(scanPrice+p.price(nil))
	if len(p.ways) > 0 {
		matches = float64(p.ways[0].n)
		finding = matches * (markPrice + p.price(&p.ways[0]))
	}
	if t.slots != nil {
		matches, finding = float64(len(t.slots)), 0
	}
	if t.never || finding+min(matches, n*p.share())*measurePrice < looked*(placePrice+p.price(nil)) {
		c.nearestOf(p, yield)
		return
	}
	p.narrow(looked, nil)
	c.nearest(ctx, q, t, yield)
}

// nearestOf measures all that match.
func (c *set) nearestOf(p *plan, yield func(geo.Hit, error) bool) {
	m, _ := newMeasure(p.q.Near)
	m.set = c
	within := p.q.Near.Within
	var found []index.Neighbour[uint32]
	err := p.each(func(slot uint32) bool {
		if !c.feature(slot).Located() {
			return true
		}
		metres, azimuth := m.Exactly(slot)
		if within <= 0 || metres <= within {
			found = append(found, index.Neighbour[uint32]{Value: slot, Metres: metres, Azimuth: azimuth})
		}
		return true
	})
	if err != nil {
		yield(geo.Hit{}, err)
		return
	}
	slices.SortFunc(found, func(a, b index.Neighbour[uint32]) int { return cmp.Compare(a.Metres, b.Metres) })
	c.settleTies(found)
	for i, n := range found {
		hit := geo.Hit{Feature: c.feature(n.Value), At: geo.Cursor(n.Value) + 1, Metres: n.Metres, Azimuth: n.Azimuth}
		if i == p.q.Limit && p.q.Limit > 0 || !yield(hit, nil) {
			return
		}
	}
}
