package memory

import "slices"

// order is an order of all features of a state: a run over another state, and what
// has been changed between the two.
type order struct {
	main    *run
	end     int64    // of the history of the state
	changed *slotSet // slots whose positions in main do not count; nil if there are none
	gone    *run     // their features as main has them
	now     *run     // and as they are
}

func newOrder(main *run, changed []uint32, in *set) *order {
	o := &order{main: main, end: in.history.end}
	if len(changed) == 0 {
		return o
	}
	slots := slices.Clone(changed)
	slices.Sort(slots)
	slots = slices.Compact(slots)
	o.changed = newSlotSet(slots)
	o.gone, o.now = newRun(main.by, main.of, slots), newRun(main.by, in, slots)
	return o
}

// cut is a stretch of positions of a run.
type cut struct{ from, to int }

// cuts are stretches of an order.
type cuts struct {
	*order
	inMain, inNow []cut
	n             int // how many features are in them
}

// add adds the features between two ends.
func (c *cuts) add(between *ends) {
	main := c.main.find(between)
	c.inMain = append(c.inMain, main)
	c.n += main.to - main.from
	if c.changed != nil {
		gone, now := c.gone.find(between), c.now.find(between)
		c.inNow = append(c.inNow, now)
		c.n += now.to - now.from - (gone.to - gone.from)
	}
}

// empty reports whether nothing is in a class.
func (r *run) empty(class int) bool { return r.starts[class] == r.starts[class+1] }

// find returns where what lies between two ends stands.
func (r *run) find(between *ends) cut {
	found := cut{r.starts[between.class], r.starts[between.class+1]}
	if between.low != nil {
		found.from = r.search(between.low, between.afterLow)
	}
	if between.high != nil {
		found.to = r.search(between.high, !between.beforeHigh)
	}
	found.to = max(found.from, found.to)
	return found
}

// mark puts the slots in the cuts into a bitmap.
func (c *cuts) mark(into bitmap) {
	for _, at := range c.inMain {
		for _, slot := range c.main.slots[at.from:at.to] {
			if c.changed == nil || !c.changed.has(slot) {
				into.set(int(slot))
			}
		}
	}
	for _, at := range c.inNow {
		for _, slot := range c.now.slots[at.from:at.to] {
			into.set(int(slot))
		}
	}
}

// list appends the slots in the cuts from one on and before another.
func (c *cuts) list(slots []uint32, from, to uint32) []uint32 {
	for _, at := range c.inMain {
		for _, slot := range c.main.slots[at.from:at.to] {
			if slot-from < to-from && (c.changed == nil || !c.changed.has(slot)) {
				slots = append(slots, slot)
			}
		}
	}
	for _, at := range c.inNow {
		for _, slot := range c.now.slots[at.from:at.to] {
			if slot-from < to-from {
				slots = append(slots, slot)
			}
		}
	}
	return slots
}

// within returns the features whose values lie within limits.
func (o *order) within(l *limits) *cuts {
	c := &cuts{order: o}
	for i := range l.spans {
		c.add(&l.spans[i])
	}
	return c
}
