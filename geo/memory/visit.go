package memory

// visitList visits those of the ascending slots that match; more says that visit
// wants more.
func (p *plan) visitList(slots []uint32, visit func(slot uint32) bool) (more bool, err error) {
	for i, slot := range slots {
		if i%1024 == 1023 && p.ctx.Err() != nil {
			break
		}
		if slot < p.from || !p.t.match(slot) || p.q.Box != nil && !located(p.set, slot, p.q.Box) {
			continue
		}
		if !visit(slot) {
			return false, nil
		}
	}
	return true, ended(p.ctx)
}

// visitPlaces visits what lies in the boxes and matches.
func (p *plan) visitPlaces(visit func(slot uint32) bool) error {
	list := p.set.spares.take()
	defer func() { p.set.spares.give(list) }()
	list.slots = p.collect(list.slots[:0])
	list.sort()
	all, previous := p.t.isZero(), ^uint32(0)
	matched, more := 0, true
	for i, item := range list.slots {
		slot := item >> 1
		if slot == previous {
			continue
		}
		previous = slot
		// The clock is asked rarely: it takes as long as some features.
		if i%1024 == 1023 && p.ctx.Err() != nil {
			return ended(p.ctx)
		}
		if !all && !p.t.match(slot) || item&1 != 0 && !meets(p.set.feature(slot), p.q.Box) {
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
	p.matched = matched
	return ended(p.ctx)
}

// collect adds the slots whose places may meet the bounds, each doubled, and one more
// if the query's box is to be asked.
func (p *plan) collect(list []uint32) []uint32 {
	ask := p.q.Box != nil && (p.q.Box.Tall || p.box.exact == nil)
	all := len(p.t.where) == 0 && p.t.members == nil
	for _, bound := range p.box.list {
		p.set.places.Search(bound, func(slot uint32, sure bool) bool {
			// What is refused at once need not be put in order.
			if !all && !p.t.may(slot) {
				return true
			}
			item := slot << 1
			if ask || !sure && p.box.exact != nil {
				item |= 1
			}
			list = append(list, item)
			return true
		})
	}
	return list
}

// visitWay visits what a way leads to and matches. All are marked in a bitmap if all
// are wanted and they are many; otherwise they are listed, from one stretch of slots
// after the other, each longer than the one before, until there are enough.
func (p *plan) visitWay(w *way, visit func(slot uint32) bool) error {
	n, few := uint32(p.set.table.n), 2*p.set.shelf.from.few
	width := n
	if p.most > 0 {
		width = uint32(min(float64(n), max(float64(few), 2*float64(p.most)/p.share())))
	}
	if w.n > few && w.n*listPrice > int(n)/64 && width > n/4 {
		p.mark(w)
		return p.visitMarked(visit)
	}
	list := p.set.spares.take()
	defer func() { p.set.spares.give(list) }()
	for more := true; more && p.from < n; width *= 8 {
		to := n
		if n-p.from > width && w.n > few {
			to = p.from + width
		}
		list.slots = w.list(p, list.slots[:0], p.from, to)
		w.settle(p.t)
		list.sort()
		var err error
		if more, err = p.visitList(list.slots, visit); err != nil {
			return err
		}
		p.from = to
	}
	return ended(p.ctx)
}

// visitMarked visits those marked that match.
func (p *plan) visitMarked(visit func(slot uint32) bool) error {
	marked := p.t.members
	p.t.members = nil // all of them are
	defer func() { p.t.members = marked }()
	all := p.t.isZero()
	seen, n := 0, p.set.table.n
	for i := marked.next(int(p.from)); i < n; i = marked.next(i + 1) {
		slot := uint32(i)
		if seen++; seen%1024 == 0 && p.ctx.Err() != nil {
			break
		}
		if !all && !p.t.match(slot) || p.q.Box != nil && !located(p.set, slot, p.q.Box) {
			continue
		}
		if !visit(slot) {
			return nil
		}
	}
	return ended(p.ctx)
}

// count counts what matches. What is known of an order needs no look at a feature.
func (p *plan) count() (n int, err error) {
	defer p.close()
	t := p.t
	if p.q.Box == nil && len(t.parts) == 0 && t.slots == nil && !t.never {
		switch {
		case len(t.where) == 1 && t.during == nil && t.where[0].sure:
			return t.where[0].n, ended(p.ctx)
		case len(p.ways) == 1 && len(t.where)+p.periods() == 1 && (len(t.where) == 0 || !t.where[0].loose):
			w := &p.ways[0]
			n = w.sure.n
			if w.unsure != nil {
				list := p.set.spares.take()
				list.slots = w.listUnsure(p, list.slots[:0], 0, mostSlots)
				n += len(list.slots)
				p.set.spares.give(list)
			}
			return n, ended(p.ctx)
		}
	}
	err = p.each(func(uint32) bool { n++; return true })
	return n, err
}

// periods returns how many conditions on the period there are.
func (p *plan) periods() int {
	if p.t.during != nil {
		return 1
	}
	return 0
}
