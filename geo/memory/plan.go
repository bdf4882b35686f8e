package memory

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
)

// plan finds what a query matches: it chooses a way in that has few candidates,
// takes further ways where that is cheaper than asking the candidates one by one,
// and asks them the rest.
type plan struct {
	ctx  context.Context
	set  *set
	q    *geo.Query
	t    *test
	most int     // so many are wanted; 0 for all
	from uint32  // slots before this one do not count
	ways []way   // through orders, that of the fewest first
	box  boxes   // by place
	near float64 // how many the boxes let through, about
	runs *runs   // where these stand, if places and slots go together

	tally   bool    // how many match is wanted, if the candidates are at hand
	sheet   *bitmap // what t.members is made of
	matched int     // how many match in all, once all of them were looked at; -1 before
}

// boxes are the bounds to look for places in.
type boxes struct {
	list  []orb.Bound
	exact *geo.Box // to be met; nil: the bounds are no more than a hint
	// area is a part of the filter that is about a place alone, which the bounds
	// follow from; nil if there is none.
	area *cql2.Filter
}

// way is a way in through an order.
type way struct {
	n      int // features, at the most
	sure   *cuts
	unsure *cuts      // of which those count whose period overlaps during; may be nil
	of     *condition // that is settled by it; nil for the period
}

// What it costs, in about nanoseconds, to get at one feature.
const (
	scanPrice  = 6  // the next slot
	placePrice = 35 // out of the tree of places, put in order
	markPrice  = 2  // out of an order into a bitmap
	listPrice  = 20 // out of an order into a list, put in order
)

// fewEnough is how many candidates are not worth looking for a better way.
const fewEnough = 512

// smallBox is the area, in square degrees, of a box that needs no thinking about.
const smallBox = 4

// newPlan looks at the ways in. The query's Near, Order, After and Limit are left
// aside.
func newPlan(ctx context.Context, c *set, q *geo.Query, t *test) *plan {
	p := &plan{ctx: ctx, set: c, q: q, t: t, matched: -1}
	least := float64(c.table.n)
	if t.slots != nil {
		least = float64(len(t.slots))
	}
	p.locate()
	if p.box.list != nil {
		least = min(least, p.near)
	}
	if least <= float64(c.shelf.from.few) || t.never {
		return p
	}
	t.askColumns()
	for i := range t.where {
		if t.where[i].alone == nil {
			p.through(&t.where[i])
		}
	}
	if t.during != nil && t.during.Start != geo.Forever && t.during.End != geo.Past {
		if o := c.shelf.of(ctx, keyer{field: periodField}, c); o != nil {
			sure, unsure := o.overlapping(*t.during)
			p.ways = append(p.ways, way{sure.n + unsure.n, sure, unsure, nil})
		}
	}
	slices.SortFunc(p.ways, func(a, b way) int { return a.n - b.n })
	return p
}

// locate chooses the bounds to look for places in: of the query's box or of the
// filter's.
func (p *plan) locate() {
	if p.q.Box != nil {
		bounds, n := p.q.Box.Bounds()
		p.box = boxes{list: bounds[:n], exact: p.q.Box}
		if p.t.isZero() && n == 1 && (bounds[0].Max[0]-bounds[0].Min[0])*(bounds[0].Max[1]-bounds[0].Min[1]) < smallBox {
			return // a guess would take longer than it can save
		}
		p.near = p.set.within(p.box.list)
	}
	for _, part := range p.t.parts {
		bounds := part.Implied().Bounds
		if bounds == nil {
			continue
		}
		if n := p.set.within(bounds); p.box.list == nil || n < p.near {
			p.box, p.near = boxes{list: bounds}, n
			if part.Area() != nil {
				p.box.area = part
			}
		}
	}
}

// within guesses how many places meet the bounds.
func (c *set) within(bounds []orb.Bound) (n float64) {
	for _, b := range bounds {
		n += c.places.Guess(b)
	}
	return n
}

// through looks for the way through the order of a condition's field. A condition
// that its column answers, and that lets many through, is as well asked of the column.
func (p *plan) through(c *condition) {
	if c.sure && c.n > p.set.table.n/64 {
		return
	}
	o := p.set.shelf.of(p.ctx, keyer{c.field}, p.set)
	if o == nil {
		return
	}
	found := o.within(c.limits)
	p.ways = append(p.ways, way{n: found.n, sure: found, of: c})
	if found.n < c.n {
		c.n = found.n
	}
}

// share is which share of all features the conditions let through, as if they were
// independent of one another.
func (p *plan) share() float64 {
	n, share := float64(max(1, p.set.table.n)), 1.0
	for i := range p.t.where {
		share *= float64(p.t.where[i].n) / n
	}
	for i := range p.ways {
		if p.ways[i].of == nil {
			share *= float64(p.ways[i].n) / n
		}
	}
	if p.box.list != nil {
		share *= min(1, p.near/n)
	}
	return max(share, 1/n)
}

// price is what it costs to ask a candidate all that is not settled, except of.
func (p *plan) price(except *way) float64 {
	price, pass := 0.0, 1.0
	for i := range p.t.where {
		if c := &p.t.where[i]; !c.settled && (except == nil || except.of != c) {
			price += pass * float64(c.price())
			pass *= float64(c.n) / float64(max(1, p.set.table.n))
		}
	}
	if p.t.during != nil && (except == nil || except.of != nil) {
		price += pass * headPrice
	}
	return price + pass*float64(p.t.asked())*partPrice
}

// priceBox is what it costs to ask whether a candidate meets the box.
func (p *plan) priceBox() float64 {
	if p.q.Box == nil {
		return 0
	}
	return headPrice
}

// each calls visit for the slot of every feature that matches, in the collection's
// order, until visit returns false.
func (p *plan) each(visit func(slot uint32) bool) error {
	defer p.close()
	if p.t.never {
		return ended(p.ctx)
	}
	if p.t.slots != nil {
		_, err := p.visitList(p.t.slots, visit)
		return err
	}
	n := float64(p.set.table.n)
	perScan := scanPrice + p.price(nil) + p.priceBox()
	scan, best := n*perScan, n*perScan
	var by *way
	if len(p.ways) > 0 {
		w := &p.ways[0]
		by, best = w, float64(w.n)*(markPrice+p.price(w)+p.priceBox())+n/64
	}
	if p.box.list != nil {
		price := p.near * (placePrice + p.price(nil))
		if p.sweep(price) {
			price = p.runs.price
		}
		if price < best {
			by, best = nil, price
		}
	}
	if p.most > 0 && p.runs == nil { // where slots follow places, the next ones tell nothing of the others
		if soon := float64(p.most) / p.share() * perScan; soon < best {
			// The guess may be wrong: no more is spent on it than the other way costs.
			slots := min(n, max(1024, 2*best/perScan))
			if done, err := p.scan(int(slots), visit); done || err != nil {
				return err
			}
		}
	}
	if by == nil && (p.box.list == nil || best >= scan && p.box.exact == nil && p.runs == nil) {
		_, err := p.scan(p.set.table.n, visit)
		return err
	}
	if by == nil {
		p.narrow(p.near, nil)
		if p.runs != nil {
			return p.visitRuns(visit)
		}
		return p.visitPlaces(visit)
	}
	p.narrow(float64(by.n), by)
	return p.visitWay(by, visit)
}

// scan visits so many slots one after the other; done says that it came to the end,
// or that visit wants no more.
func (p *plan) scan(slots int, visit func(slot uint32) bool) (done bool, err error) {
	c, all := p.set, p.t.isZero()
	to := min(uint32(c.table.n), p.from+uint32(slots))
	for slot := p.from; slot < to; slot++ {
		if slot%1024 == 1023 && p.ctx.Err() != nil {
			return true, ended(p.ctx)
		}
		if c.table.at(slot).head == 0 || !all && !p.t.match(slot) || p.q.Box != nil && !located(c, slot, p.q.Box) {
			continue
		}
		if !visit(slot) {
			return true, nil
		}
	}
	p.from = to
	return to == uint32(c.table.n), ended(p.ctx)
}

// located reports whether the feature in a slot has a place that meets the box.
func located(c *set, slot uint32, b *geo.Box) bool {
	f := c.feature(slot)
	return f.Located() && meets(f, b)
}

// narrow marks the features of further ways where that is cheaper than asking
// so many candidates, of which the columns have refused some.
func (p *plan) narrow(candidates float64, but *way) {
	n := float64(p.set.table.n)
	for i := range p.t.where {
		if c := &p.t.where[i]; c.sure && !c.settled {
			candidates *= float64(c.n) / n
		}
	}
	for i := range p.ways {
		w := &p.ways[i]
		if w == but || w.of != nil && w.of.sure {
			continue
		}
		asking := float64(headPrice)
		if w.of != nil {
			asking = float64(w.of.price())
			if !w.of.decided {
				asking = partPrice * (1 - float64(w.n)/n)
			}
		}
		if float64(w.n)*markPrice+n/64 < candidates*asking {
			p.mark(w)
			candidates *= float64(w.n) / n
		}
	}
}

// mark notes the features of a way among those that may match; they meet its
// condition.
func (p *plan) mark(w *way) {
	sheet := p.set.spares.takeBitmap(p.set.table.n)
	into := *sheet
	w.sure.mark(into)
	if w.unsure != nil {
		list := p.set.spares.take()
		list.slots = w.listUnsure(p, list.slots[:0], 0, mostSlots)
		for _, slot := range list.slots {
			into.set(int(slot))
		}
		p.set.spares.give(list)
	}
	w.settle(p.t)
	if p.sheet == nil {
		p.sheet, p.t.members = sheet, into
		return
	}
	for i := range min(len(into), len(p.t.members)) {
		p.t.members[i] &= into[i]
	}
	p.set.spares.giveBitmap(sheet)
}

// list appends the slots that a way leads to, from one on and before another.
func (w *way) list(p *plan, slots []uint32, from, to uint32) []uint32 {
	slots = w.sure.list(slots, from, to)
	if w.unsure != nil {
		slots = w.listUnsure(p, slots, from, to)
	}
	return slots
}

// listUnsure appends those of the unsure whose period overlaps what is asked for.
func (w *way) listUnsure(p *plan, slots []uint32, from, to uint32) []uint32 {
	n := len(slots)
	slots = w.unsure.list(slots, from, to)
	sure := slots[:n]
	for _, slot := range slots[n:] {
		if period, _ := p.set.feature(slot).Period(); period.Overlaps(*p.q.During) {
			sure = append(sure, slot)
		}
	}
	return sure
}

// settle notes that candidates meet the way's condition.
func (w *way) settle(t *test) {
	if w.of == nil {
		t.during = nil
	} else {
		w.of.settled = !w.of.loose
	}
}

// close gives back what was borrowed.
func (p *plan) close() {
	if p.sheet != nil {
		p.set.spares.giveBitmap(p.sheet)
		p.sheet, p.t.members = nil, nil
	}
	if p.runs != nil {
		p.set.spares.giveRuns(p.runs)
		p.runs = nil
	}
}
