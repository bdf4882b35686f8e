package memory

// entry says where the two parts of a feature's record stand; zero if there is
// none.
type entry struct{ head, text span }

// table maps a slot, the number of a feature's place in its collection's order,
// to its record. Copies share pages; a page that an earlier copy can see is
// copied before an entry in it is changed.
type table struct {
	pages []*page
	n     int // slots in use, deleted ones included
}

const pageSize = 256

type page struct {
	// owner is the only table that may change entries others can see. It stands
	// first so that the garbage collector need not look at what follows.
	owner   *table
	entries [pageSize]entry
}

func (t *table) at(slot uint32) entry { return t.pages[slot/pageSize].entries[slot%pageSize] }

// fork returns a copy that can be changed without the original noticing.
func (t *table) fork() *table { return &table{append([]*page(nil), t.pages...), t.n} }

// add puts e in a new slot. Slots beyond n are seen by no other table.
func (t *table) add(e entry) uint32 {
	slot := uint32(t.n)
	if t.n%pageSize == 0 {
		t.pages = append(t.pages, &page{owner: t})
	}
	t.pages[slot/pageSize].entries[slot%pageSize] = e
	t.n++
	return slot
}

// set changes the entry of an existing slot; a zero entry empties it.
func (t *table) set(slot uint32, e entry) {
	p := t.pages[slot/pageSize]
	if p.owner != t {
		p = &page{entries: p.entries, owner: t}
		t.pages[slot/pageSize] = p
	}
	p.entries[slot%pageSize] = e
}
