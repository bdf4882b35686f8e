package memory

// walk walks along the order by the key of a level and visits what matches and is
// among the members (nil for all), after some ranks (nil from the beginning). It ends
// when visit wants no more or nothing is left of how far it may go; then s.after is
// where it was.
func (s *sorter) walk(level int, members bitmap, after []rank) {
	w := newWalker(s.views[level], s.down[level], after)
	if level == 0 {
		s.clip(w)
	}
	for w.next() && !s.enough && s.left > 0 {
		if s.ctx.Err() != nil {
			s.enough = true
			return
		}
		var inner []rank
		resumed := after != nil && w.is(&after[0])
		switch {
		case level == len(s.keys)-1:
			s.visitGroup(w, members, resumed)
		case resumed:
			inner = after[1:]
			fallthrough
		default:
			s.group(w, level, members, inner)
		}
		after = nil // only the first can be the one where it begins
	}
}

// clip leaves out what cannot meet a condition on the first key; what is left
// meets it, if the spans follow one another without a gap.
func (s *sorter) clip(w *walker) {
	for i := range s.ways {
		c := s.ways[i].sure
		if c.order != s.views[0] {
			continue
		}
		w.main.clip(c.inMain)
		if w.order.changed != nil {
			w.now.clip(c.inNow)
		}
		if s.ways[i].of != nil && len(s.ways[i].of.limits.spans) == 1 {
			s.clipped = append(s.clipped, s.ways[i].of)
			s.ways[i].settle(s.t)
		}
	}
}

// visitGroup visits those of a group of equals that match, by slot; after s.after if
// it is resumed.
func (s *sorter) visitGroup(w *walker, members bitmap, resumed bool) {
	from := uint32(0)
	if resumed {
		from = s.after.slot + 1
	}
	w.each(from, func(slot uint32) bool {
		if s.left--; s.left%1024 == 0 && s.ctx.Err() != nil {
			s.enough = true
			return false
		}
		if s.left <= 0 {
			return false
		}
		if s.isWanted(slot, members) {
			s.emit(slot)
		}
		return !s.enough
	})
}

func (s *sorter) isWanted(slot uint32, members bitmap) bool {
	if members != nil && !members.has(int(slot)) || int(slot) >= s.set.table.n || s.set.table.at(slot).head == 0 {
		return false
	}
	return s.t.match(slot) && (s.q.Box == nil || located(s.set, slot, s.q.Box))
}

// emit visits the feature in a slot and notes it as the last, so that the rest can
// be found in another way.
func (s *sorter) emit(slot uint32) {
	s.enough = !s.visit(slot)
	s.after.slot = slot
	s.found++
}

// manyEqual is how many equals are worth walking along the order of the next key,
// and not to be sorted by it.
const manyEqual = 4096

// group visits a group of equals by the keys that come next.
func (s *sorter) group(w *walker, level int, members bitmap, after []rank) {
	if size := w.size(); s.most > 0 && size > max(manyEqual, s.set.table.n/32) {
		if s.views[level+1] == nil {
			s.views[level+1] = s.set.shelf.of(s.ctx, s.keys[level+1], s.set)
		}
		if s.views[level+1] != nil {
			sheet := s.set.spares.takeBitmap(s.set.table.n)
			defer s.set.spares.giveBitmap(sheet)
			w.each(0, func(slot uint32) bool {
				if members == nil || members.has(int(slot)) {
					(*sheet).set(int(slot))
				}
				return true
			})
			s.walk(level+1, *sheet, after)
			return
		}
	}
	most := s.most
	if most > 0 {
		most = max(1, most-s.found)
	}
	top := newTop(s, level+1, after, most)
	w.each(0, func(slot uint32) bool {
		if s.left--; s.left%1024 == 0 && s.ctx.Err() != nil {
			s.enough = true
		}
		if s.isWanted(slot, members) {
			top.offer(slot)
		}
		return !s.enough
	})
	for _, at := range top.sorted() {
		if s.enough {
			return
		}
		s.emit(at.slot)
	}
}
