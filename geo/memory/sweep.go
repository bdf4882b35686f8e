package memory

import (
	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/index"
	"cairn/geo/relate"
)

// runs are stretches of slots in which features lie that a plan's boxes let through.
type runs struct {
	list  []stretch
	price float64 // what it costs to visit them, in about nanoseconds
}

// stretch is the slots from one on and before another.
type stretch struct {
	from, to uint32
	sure     bool // all features in it meet the boxes
}

// sweepFrom is how many candidates are worth a sweep; fewer are sooner had out of the
// tree of places.
const sweepFrom = 256

// sweep finds the runs, where the order of the slots follows places: it gives up, and
// returns false, where visiting them would cost more than another way.
func (p *plan) sweep(most float64) bool {
	few := p.near < sweepFrom && p.set.shelf.from.few > 0
	if blocks := p.set.columns.placed(p.set); blocks != nil && !few {
		p.runs = p.set.spares.takeRuns()
		ask, check := p.price(nil), p.checkPrice()
		if p.box.area != nil {
			ask -= partPrice
		}
		around := p.box.list[0]
		for _, b := range p.box.list[1:] {
			around = around.Union(b)
		}
		blocks.Sweep(around, p.lets, func(from, to int, sure bool) bool {
			r, n := p.runs, min(to, p.set.table.n)-from
			if n <= 0 {
				return false
			}
			r.price += float64(n) * (scanPrice + ask)
			if !sure {
				r.price += float64(n) * check
			}
			if last := len(r.list) - 1; last >= 0 && r.list[last].to == uint32(from) && r.list[last].sure == sure {
				r.list[last].to = uint32(from + n)
			} else {
				r.list = append(r.list, stretch{uint32(from), uint32(from + n), sure})
			}
			return r.price < most || p.set.shelf.from.few == 0
		})
		if p.runs.price < most || p.set.shelf.from.few == 0 {
			return true
		}
		p.set.spares.giveRuns(p.runs)
		p.runs = nil
	}
	return false
}

// checkPrice is what it costs, in about nanoseconds, to ask a feature in an unsure run
// whether it meets the boxes: columns are asked before.
func (p *plan) checkPrice() float64 {
	price := float64(headPrice)
	for i := range p.t.where {
		if c := &p.t.where[i]; c.column != nil {
			price *= float64(c.n) / float64(max(1, p.set.table.n))
		}
	}
	return price
}

// lets tells of a bound whether features within it may meet the boxes, and whether
// all do.
func (p *plan) lets(b orb.Bound) (some, all bool) {
	if p.box.area != nil {
		share := p.box.area.Area().Share(b)
		return share != relate.None, share == relate.All
	}
	for _, bound := range p.box.list {
		if bound.Intersects(b) {
			some = true
			all = all || bound.Contains(b.Min) && bound.Contains(b.Max)
		}
	}
	return some, all && (p.box.exact == nil || !p.box.exact.Tall)
}

// visitRuns visits what lies in the runs and matches, in the order of the slots.
func (p *plan) visitRuns(visit func(slot uint32) bool) error {
	c, t := p.set, p.t
	t.placed = p.box.area
	defer func() { t.placed = nil }()
	also := p.q.Box
	if p.box.exact != nil {
		also = nil
	}
	all, matched, seen, more := t.isZero(), 0, 0, true
	for _, run := range p.runs.list {
		if run.to <= p.from && !p.tally {
			continue
		}
		for slot := run.from; slot < run.to; slot++ {
			if seen++; seen%1024 == 0 && p.ctx.Err() != nil {
				return ended(p.ctx)
			}
			if !all && !t.may(slot) || c.table.at(slot).head == 0 || !run.sure && !p.lies(slot) || !all && !t.match(slot) || also != nil && !located(c, slot, also) {
				continue
			}
			matched++
			if more && slot >= p.from {
				more = visit(slot)
			}
			if !more && !p.tally {
				return nil
			}
		}
	}
	p.matched = matched
	return ended(p.ctx)
}

// lies reports whether the feature in a slot meets the boxes.
func (p *plan) lies(slot uint32) bool {
	f := p.set.feature(slot)
	if p.box.area != nil {
		if at, ok := f.Point(); ok {
			return p.box.area.Area().Meets(at)
		}
		p.t.subject.Feature = f
		return p.box.area.Match(&p.t.subject)
	}
	return f.Located() && (p.box.exact == nil || meets(f, p.box.exact))
}

// placed returns the blocks of a state of a collection, which are made if there are
// none; nil if the collection is small.
func (s *columns) placed(in *set) *index.Blocks {
	if in.table.n < s.from {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blocks == nil {
		s.blocks = new(index.Blocks)
		for slot := range uint32(in.table.n) {
			if f := in.feature(slot); !f.IsZero() {
				locate(s.blocks, slot, f)
			}
		}
	}
	return s.blocks
}

// locate notes where the feature that has come into a slot lies.
func locate(in *index.Blocks, slot uint32, f geo.Feature) {
	if b, ok := f.Bound(); ok {
		in.Place(int(slot), b)
	} else {
		in.Hole(int(slot))
	}
}
