package memory

import (
	"slices"

	"cairn/geo"
)

// sorter visits what a plan finds in the order of properties.
type sorter struct {
	*plan
	keys  []keyer
	down  []bool
	visit func(slot uint32) bool
	views []*order // by key; nil where there is none (yet)

	after   place        // where to begin
	left    int          // how many positions may still be walked over
	found   int          // how many were visited
	enough  bool         // visit wants no more
	clipped []*condition // settled by leaving out what does not meet them
}

// place is where a feature stands: its ranks by each key, and its slot.
type place struct {
	ranks []rank
	slot  uint32
}

// sortPrice is what it costs, in about nanoseconds, to rank a feature by a key.
const sortPrice = 200

// walkPrice is what it costs to get at the next feature of an order.
const walkPrice = 12

// eachSorted calls visit for the slot of every feature that matches, in the query's
// Order, until visit returns false. Where few match, they are sorted; where many
// do, the order by the first key is walked along.
func (p *plan) eachSorted(visit func(slot uint32) bool) error {
	s := &sorter{plan: p, visit: visit, views: make([]*order, len(p.q.Order))}
	for _, o := range p.q.Order {
		s.keys, s.down = append(s.keys, keyer{field: o.Field}), append(s.down, o.Descending)
	}
	s.begin()
	if s.walks() {
		defer p.close()
		s.walk(0, nil, s.after.ranks)
		if s.enough || s.left > 0 {
			return ended(p.ctx)
		}
		s.resume()
	}
	return s.sort()
}

// begin finds out where the page begins.
func (s *sorter) begin() {
	q := s.q
	if q.After == 0 {
		return
	}
	s.after.slot = uint32(min(q.After-1, mostSlots))
	for i := range s.keys {
		var v geo.Value
		if i < len(q.AfterKeys) {
			v = q.AfterKeys[i]
		}
		s.after.ranks = append(s.after.ranks, rankOf(v))
	}
}

// resume makes the last feature that was visited the one to go on after.
func (s *sorter) resume() {
	for _, c := range s.clipped {
		c.settled = false
	}
	if s.found == 0 {
		return
	}
	s.after.ranks = nil
	for _, by := range s.keys {
		s.after.ranks = append(s.after.ranks, by.rank(s.set.feature(s.after.slot)))
	}
}

// walks decides whether the order by the first key is to be walked along, and
// prepares it.
func (s *sorter) walks() bool {
	p, n := s.plan, float64(s.set.table.n)
	if p.t.slots != nil || p.t.never {
		return false
	}
	matches, sorting := n*p.share(), n*(scanPrice+p.price(nil))
	if len(p.ways) > 0 {
		w := &p.ways[0]
		sorting = float64(w.n) * (markPrice + p.price(w))
	}
	if p.box.list != nil {
		matches = min(matches, p.near)
		sorting = min(sorting, p.near*(placePrice+p.price(nil)))
	}
	if few := float64(s.set.shelf.from.few); matches <= few && sorting < few*sortPrice {
		return false
	}
	sorting += matches * sortPrice * float64(len(s.keys))
	steps := n
	if p.most > 0 {
		steps = min(n, float64(p.most)*n/max(1, matches))
	}
	marking := n / 64
	for i := range p.ways {
		marking += float64(p.ways[i].n) * markPrice
	}
	if walking := steps*walkPrice + min(steps*p.price(nil), marking+steps*p.priceBeside()); walking > sorting {
		return false
	}
	if s.views[0] = s.set.shelf.of(p.ctx, s.keys[0], s.set); s.views[0] == nil {
		return false
	}
	p.narrow(steps, nil)
	// The guess may be wrong: no more is spent on it than sorting costs.
	s.left = min(int(n)+1, s.set.shelf.from.steps)
	if len(p.ways) > 0 || p.box.list != nil {
		s.left = min(s.left, int(max(1024, 2*sorting/(walkPrice+p.price(nil)))))
	}
	return true
}

// priceBeside is what it costs to ask what no order answers.
func (p *plan) priceBeside() float64 {
	price := 0.0
	for i := range p.t.where {
		c := &p.t.where[i]
		if !slices.ContainsFunc(p.ways, func(w way) bool { return w.of == c }) {
			price += float64(c.price())
		}
	}
	price += float64(p.t.asked()) * partPrice
	return price
}

// sort finds what matches, sorts it and visits what comes after the beginning.
func (s *sorter) sort() error {
	most := s.most
	if most > 0 {
		most = max(1, most-s.found)
	}
	top := newTop(s, 0, s.after.ranks, most)
	s.plan.most = 0 // all must be looked at
	matched := 0
	if err := s.plan.each(func(slot uint32) bool { matched++; top.offer(slot); return true }); err != nil {
		return err
	}
	s.matched = matched
	for _, at := range top.sorted() {
		if !s.visit(at.slot) {
			break
		}
	}
	return nil
}

// compare tells which of two places comes first by the keys from level on. What is
// in no class comes last, whatever the direction.
func (s *sorter) compare(level int, a, b *place) int {
	for i := range a.ranks {
		x, y, k := &a.ranks[i], &b.ranks[i], level+i
		d := x.compare(y)
		if s.down[k] && x.class < valueClasses && y.class < valueClasses {
			d = -d
		}
		if d != 0 {
			return d
		}
	}
	return int(a.slot) - int(b.slot)
}

// top keeps the first features of those that it is offered.
type top struct {
	*sorter
	level int
	after *place // only what comes after this; nil for all
	most  int    // so many are to be kept; 0 for all
	list  []place
	worst *place // what comes after this is not among them; nil if that is not known
	room  []rank
}

// newTop compares by the keys from level on.
func newTop(s *sorter, level int, after []rank, most int) *top {
	t := &top{sorter: s, level: level, most: most}
	if after != nil {
		t.after = &place{after, s.after.slot}
	}
	return t
}

// offer takes in the feature in a slot if it may be among the first.
func (t *top) offer(slot uint32) {
	k := len(t.keys) - t.level
	if cap(t.room)-len(t.room) < k {
		t.room = make([]rank, 0, k*min(1024, max(64, len(t.list))))
	}
	n := len(t.room)
	f := t.set.feature(slot)
	for _, by := range t.keys[t.level:] {
		t.room = append(t.room, by.rank(f))
	}
	at := place{t.room[n : n+k : n+k], slot}
	if t.after != nil && t.compare(t.level, &at, t.after) <= 0 || t.worst != nil && t.compare(t.level, &at, t.worst) >= 0 {
		t.room = t.room[:n]
		return
	}
	t.list = append(t.list, at)
	if t.most > 0 && len(t.list) >= 2*t.most+64 {
		t.sorted()
		t.worst = &t.list[len(t.list)-1]
	}
}

// sorted returns the first so far.
func (t *top) sorted() []place {
	slices.SortFunc(t.list, func(a, b place) int { return t.compare(t.level, &a, &b) })
	if t.most > 0 && len(t.list) > t.most {
		clear(t.list[t.most:])
		t.list = t.list[:t.most]
	}
	return t.list
}
