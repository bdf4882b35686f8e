package memory

import "cairn/geo"

// entry says where the two parts of a feature's record stand, and which change made
// it; zero if there is none.
type entry struct {
	head, text span
	rev        geo.Rev
}

// table maps a slot, the number of a feature's place in its collection's order,
// to its record. Copies share pages; a page that an earlier copy can see is
// copied before an entry in it is changed.
//
// A slot is given once: one that was emptied stays empty, so that places and the
// links of pages to come do not change. A page of which nothing is left takes no
// room of its own.
type table struct {
	pages []*page
	n     int // slots in use, deleted ones included
	// seen is how many slots the original of a copy apart had: others may write
	// behind them, and read before. 0 of any other table.
	seen int
}

const pageSize = 256

type page struct {
	// owner is the only table that may change entries others can see. It stands
	// first so that the garbage collector need not look at what follows.
	owner   *table
	entries [pageSize]entry
}

// hollow stands for every page of which nothing is left. It is never changed.
var hollow page

func (t *table) at(slot uint32) entry { return t.pages[slot/pageSize].entries[slot%pageSize] }

// fork returns a copy that can be changed without the original noticing. Only one
// of the copies of a table may be added to.
func (t *table) fork() *table { return &table{pages: append([]*page(nil), t.pages...), n: t.n} }

// apart is a fork that may be added to while others are.
func (t *table) apart() *table {
	next := t.fork()
	next.seen = max(t.n, t.seen)
	return next
}

// add puts e in a new slot. Slots beyond n are seen by no other table.
func (t *table) add(e entry) uint32 {
	slot := uint32(t.n)
	if t.n%pageSize == 0 {
		t.pages = append(t.pages, &page{owner: t})
	}
	t.n++
	if p := t.pages[slot/pageSize]; t.seen > 0 || p == &hollow {
		t.set(slot, e)
	} else {
		p.entries[slot%pageSize] = e
	}
	return slot
}

// reach makes a table that has been made of nothing, or apart, have n slots or more;
// those that are new are empty.
func (t *table) reach(n int) {
	if last := len(t.pages) - 1; t.n < n && t.n%pageSize != 0 && t.pages[last].owner != t {
		t.pages[last] = t.copy(last)
	}
	for len(t.pages)*pageSize < n {
		t.pages = append(t.pages, &hollow)
	}
	t.n = max(t.n, n)
}

// set changes the entry of an existing slot; a zero entry empties it.
func (t *table) set(slot uint32, e entry) {
	i := int(slot / pageSize)
	p := t.pages[i]
	if p.owner != t {
		p = t.copy(i)
		t.pages[i] = p
	}
	p.entries[slot%pageSize] = e
	if e == (entry{}) && (i+1)*pageSize <= t.n && p.entries == hollow.entries {
		t.pages[i] = &hollow
	}
}

// copy copies a page, as far as the original may be read.
func (t *table) copy(i int) *page {
	from := t.pages[i]
	if t.seen == 0 || from == &hollow {
		return &page{owner: t, entries: from.entries}
	}
	p := &page{owner: t}
	n := min(max(t.seen-i*pageSize, 0), pageSize)
	copy(p.entries[:n], from.entries[:n])
	return p
}

// cut takes the last slot away, as if it had never been.
func (t *table) cut() {
	t.set(uint32(t.n-1), entry{})
	t.n--
	t.pages = t.pages[:(t.n+pageSize-1)/pageSize]
}
