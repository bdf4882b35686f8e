package memory

import "slices"

// walker goes through an order, one group of equals after the other.
type walker struct {
	order     *order
	down      bool
	main, now side
}

// side is how far a walker has come in one run.
type side struct {
	run     *run
	rest    cut  // what is still to come of what has a place
	last    bool // what has no place is still to come
	group   cut  // what comes next, or is the group
	inGroup bool
}

// newWalker begins at the ranks' first, if there are any, otherwise at the
// beginning.
func newWalker(o *order, down bool, after []rank) *walker {
	w := &walker{order: o, down: down, main: newSide(o.main, down, after)}
	if o.now != nil {
		w.now = newSide(o.now, down, after)
	}
	return w
}

func newSide(r *run, down bool, after []rank) side {
	s := side{run: r, rest: cut{0, len(r.keys)}, last: len(r.slots) > len(r.keys)}
	switch {
	case after == nil:
	case after[0].class == r.by.classes():
		s.rest.from = s.rest.to
	case down:
		s.rest.to = r.search(&after[0], true)
	default:
		s.rest.from = r.search(&after[0], false)
	}
	return s
}

// clip leaves only what lies between the first and the last of the cuts.
func (s *side) clip(to []cut) {
	from, end := len(s.run.keys), 0
	for _, c := range to {
		if c.from < c.to {
			from, end = min(from, c.from), max(end, c.to)
		}
	}
	s.rest.from, s.rest.to, s.last = max(s.rest.from, from), min(s.rest.to, end), false
}

// peek finds the next group.
func (s *side) peek(down bool) bool {
	switch {
	case s.run == nil:
		return false
	case s.rest.from < s.rest.to && down:
		s.group = cut{max(s.run.groupStart(s.rest.to-1), s.rest.from), s.rest.to}
	case s.rest.from < s.rest.to:
		s.group = cut{s.rest.from, min(s.run.groupEnd(s.rest.from), s.rest.to)}
	case s.last:
		s.group = cut{len(s.run.keys), len(s.run.slots)}
	default:
		return false
	}
	return true
}

// take goes past the group that was peeked at.
func (s *side) take(down bool) {
	s.inGroup = true
	switch {
	case s.rest.from >= s.rest.to:
		s.last = false
	case down:
		s.rest.to = s.group.from
	default:
		s.rest.from = s.group.to
	}
}

// next goes on to the next group.
func (w *walker) next() bool {
	w.main.inGroup, w.now.inGroup = false, false
	a, b := w.main.peek(w.down), w.now.peek(w.down)
	d := 0
	switch {
	case !a && !b:
		return false
	case !a:
		d = 1
	case !b:
		d = -1
	default:
		x, y := w.main.head(), w.now.head()
		d = x.compare(&y)
		if nothing := w.main.run.by.classes(); w.down && x.class < nothing && y.class < nothing {
			d = -d
		}
	}
	if d <= 0 {
		w.main.take(w.down)
	}
	if d >= 0 {
		w.now.take(w.down)
	}
	return true
}

// head returns the rank of the next group.
func (s *side) head() rank { return s.run.rankAt(s.group.from) }

// is reports whether the group is of this rank.
func (w *walker) is(r *rank) bool {
	for _, s := range [...]*side{&w.main, &w.now} {
		if s.inGroup {
			head := s.head()
			return head.compare(r) == 0
		}
	}
	return false
}

// size returns about how many are in the group.
func (w *walker) size() (n int) {
	for _, s := range [...]*side{&w.main, &w.now} {
		if s.inGroup {
			n += s.group.to - s.group.from
		}
	}
	return n
}

// slots returns the slots of the group in a run, from one on.
func (s *side) slots(from uint32) []uint32 {
	if !s.inGroup {
		return nil
	}
	slots := s.run.slots[s.group.from:s.group.to]
	if from > 0 {
		first, _ := slices.BinarySearch(slots, from)
		slots = slots[first:]
	}
	return slots
}

// each calls visit for the slots of the group, from one on, in their order, until it
// returns false.
func (w *walker) each(from uint32, visit func(slot uint32) bool) {
	main, now := w.main.slots(from), w.now.slots(from)
	for len(main) > 0 || len(now) > 0 {
		var slot uint32
		if len(now) == 0 || len(main) > 0 && main[0] < now[0] {
			slot, main = main[0], main[1:]
			if w.order.changed != nil && w.order.changed.has(slot) {
				continue
			}
		} else {
			slot, now = now[0], now[1:]
			if len(main) > 0 && main[0] == slot { // it was here before it was changed
				main = main[1:]
			}
		}
		if !visit(slot) {
			return
		}
	}
}
