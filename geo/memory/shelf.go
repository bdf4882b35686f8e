package memory

import (
	"context"
	"math"
	"sync"
)

const (
	// ordersFrom is how many slots a collection has when orders begin to be worth
	// making: fewer are looked at one by one in less than a millisecond.
	ordersFrom = 4096
	// ordersMost is how many orders a collection has at the most.
	ordersMost = 12
	// ordersIdle is how many times others must have been asked for before an order is
	// let go for a new one.
	ordersIdle = 256
)

// history tells which slots were changed lately. Each state has its own; they
// share what they tell.
type history struct {
	end  int64    // how many changes there have been
	tail []uint32 // the slots of the last of them
}

// add returns the history after changes to slots of a collection of n.
func (h history) add(slots []uint32, n int) history {
	keep := oldest(n)
	next := history{h.end + int64(len(slots)), nil}
	switch {
	case len(slots) > keep:
	case len(h.tail)+len(slots) > 2*keep:
		next.tail = append(append(make([]uint32, 0, 2*keep), h.tail[max(0, len(h.tail)-keep):]...), slots...)
	default:
		// States share the array; only the newest appends to it, and none looks beyond its own length.
		next.tail = append(h.tail, slots...)
	}
	return next
}

// since returns the slots that may differ between two states; ok is false if that
// is not known any more.
func (h history) since(other history) (slots []uint32, ok bool) {
	if h.end < other.end {
		h, other = other, h
	}
	n := h.end - other.end
	if n > int64(len(h.tail)) {
		return nil, false
	}
	return h.tail[len(h.tail)-int(n):], true
}

// stale is after how many changes an order over n features is made anew, by one who
// needs it: an order costs some time for each feature when it is made, and for each
// change since then when a state is first asked for it.
func stale(n int) int { return 64 + 2*int(math.Sqrt(float64(n))) }

// oldest is after how many changes an order cannot be used any more.
func oldest(n int) int { return 1024 + n/64 }

// shelf keeps the orders of a collection for all its states, which follow one another
// in a line: a state made apart from the others needs a shelf and a history of its
// own.
type shelf struct {
	from sizes

	mu     sync.Mutex // guards what follows
	asked  int        // how many times orders have been asked for
	orders map[keyer]*shelved
}

// shelved is an order, as far as it is made.
type shelved struct {
	run    *run // nil until it is first made
	at     history
	view   *order        // of the latest state that asked
	making chan struct{} // closed when it is made; nil if nobody is at it
	asked  int           // when it was last asked for
}

// of returns an order for a state, which is made if there is none; nil if it is not
// worth it, cannot be had or ctx has ended.
func (s *shelf) of(ctx context.Context, by keyer, in *set) *order {
	if in.table.n < s.from.orders || in.info.Count == 0 {
		return nil
	}
	for range 3 {
		o, wait := s.look(by, in)
		if o != nil || wait == nil {
			return o
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return nil
		}
	}
	return nil
}

// look returns the order, or what to wait for, or neither if there will be none.
func (s *shelf) look(by keyer, in *set) (*order, chan struct{}) {
	s.mu.Lock()
	e := s.entry(by)
	if e == nil {
		s.mu.Unlock()
		return nil, nil
	}
	if e.view != nil && e.view.end == in.history.end {
		defer s.mu.Unlock()
		return e.view, nil
	}
	var changed []uint32
	known := false
	if e.run != nil {
		changed, known = in.history.since(e.at)
	}
	old := e.run != nil && in.history.end < e.at.end
	if (!known || len(changed) > stale(in.table.n)) && e.making == nil && !old {
		e.making = make(chan struct{})
		go s.make(e, by, in)
	}
	run, making := e.run, e.making
	s.mu.Unlock()
	switch {
	case known: // also while a new one is being made
		return s.keep(e, newOrder(run, changed, in)), nil
	case old:
		return nil, nil
	}
	return nil, making
}

// entry returns what there is of an order, or room for it; nil if there is none.
func (s *shelf) entry(by keyer) *shelved {
	s.asked++
	e := s.orders[by]
	if e == nil {
		if len(s.orders) >= ordersMost && !s.letGo() {
			return nil
		}
		if s.orders == nil {
			s.orders = map[keyer]*shelved{}
		}
		e = new(shelved)
		s.orders[by] = e
	}
	e.asked = s.asked
	return e
}

// letGo drops the order that has not been asked for the longest, if that is long.
func (s *shelf) letGo() bool {
	var oldest keyer
	at := s.asked - ordersIdle
	found := false
	for by, e := range s.orders {
		if e.asked < at && e.making == nil {
			oldest, at, found = by, e.asked, true
		}
	}
	delete(s.orders, oldest)
	return found
}

// make makes an order and puts it where those who wait find it.
func (s *shelf) make(e *shelved, by keyer, in *set) {
	made := newRun(by, in, nil)
	s.mu.Lock()
	defer s.mu.Unlock()
	e.run, e.at, e.view = made, in.history, nil
	close(e.making)
	e.making = nil
}

// keep notes the order of a state for the next who ask, if it is of the latest.
func (s *shelf) keep(e *shelved, o *order) *order {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.run == o.main && (e.view == nil || e.view.end < o.end) {
		e.view = o
	}
	return o
}
