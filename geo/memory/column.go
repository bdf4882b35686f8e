package memory

import (
	"maps"
	"slices"
	"sync"

	"cairn/geo"
	"cairn/geo/index"
)

// column keeps, for one field, a code of one byte for the value in each slot, so
// that an equality is settled without looking at the feature. Codes 1 to 254 stand
// for one value each, as it is written; the values that come after these have
// code manyValues and have to be looked at. A column costs a byte a feature. It is
// made when a query first asks for the field, and carried on from state to state.
type column struct {
	pages  []*codes
	bands  []rank           // of a column of many values, what the codes stand for: see band.go
	values map[string]uint8 // never changed once another state may see it
	list   []geo.Value      // the values of the codes from 1 on
	ranks  []rank           // and where they stand in an order
	shared bool             // another state may see values
	counts [256]int         // slots by code; not kept for noValue
}

const (
	noValue    = 0
	manyValues = 255
	codePage   = 4096
	// columnsFrom is how many slots a collection has when columns begin to be worth
	// making.
	columnsFrom = 4096
	// columnMost is how many columns a collection has at the most: what strangers
	// ask for must not fill the memory.
	columnMost = 16
	// longestValue is the longest value in bytes that gets a code of its own.
	longestValue = 128
)

// codes are those of a page of slots.
type codes struct {
	owner *column // the only column that may change what is here
	code  [codePage]uint8
}

func (c *column) at(slot uint32) uint8 { return c.pages[slot/codePage].code[slot%codePage] }

// fork returns a copy that can be changed without the original noticing.
func (c *column) fork() *column {
	return &column{pages: append([]*codes(nil), c.pages...), bands: c.bands, values: c.values, list: slices.Clip(c.list), ranks: slices.Clip(c.ranks), shared: true, counts: c.counts}
}

// set notes the value in a slot.
func (c *column) set(slot uint32, v geo.Value) {
	i := int(slot / codePage)
	for len(c.pages) <= i {
		c.pages = append(c.pages, &codes{owner: c})
	}
	code, old := c.codeOf(v), c.at(slot)
	if code == old {
		return
	}
	c.counts[old]--
	c.counts[code]++
	if c.pages[i].owner != c {
		c.pages[i] = &codes{owner: c, code: c.pages[i].code}
	}
	c.pages[i].code[slot%codePage] = code
}

// codeOf returns the code of a value, which it gets if there are any left.
func (c *column) codeOf(v geo.Value) uint8 {
	if len(v) == 0 {
		return noValue
	}
	if c.bands != nil {
		r := rankOf(v)
		return c.bandOf(&r)
	}
	if code, ok := c.values[string(v)]; ok {
		return code
	}
	if len(c.values) == manyValues-1 || len(v) > longestValue {
		return manyValues
	}
	if c.shared {
		c.values, c.shared = maps.Clone(c.values), false
	}
	code := uint8(len(c.values) + 1)
	c.values[string(v)] = code
	own := slices.Clone(v)
	c.list, c.ranks = append(c.list, own), append(c.ranks, rankOf(own))
	return code
}

// verdict says what a condition makes of each code.
type verdict [256]uint8

const (
	refused = iota
	met
	ask // the feature itself
)

// judgement is what a condition makes of a column.
type judgement struct {
	verdict *verdict
	n       int  // how many slots it lets through at the most
	sure    bool // and just these
	asks    int  // of how many the features are to be asked
}

// judge returns what a condition makes of the codes.
func (c *column) judge(of *condition) (j judgement) {
	j.verdict = new(verdict)
	if c.bands != nil {
		c.judgeBands(of, j.verdict)
	}
	for i, value := range c.list {
		if of.admits(value, &c.ranks[i]) {
			j.verdict[i+1] = met
		}
	}
	j.verdict[manyValues] = ask
	for code, said := range j.verdict {
		if said != refused {
			j.n += c.counts[code]
		}
		if said == ask {
			j.asks += c.counts[code]
		}
	}
	j.sure = j.asks == 0
	return j
}

// columns are those of one state of a collection, by field number.
type columns struct {
	from int             // how many slots the collection must have
	mu   sync.Mutex      // guards made and blocks
	made map[int]*column // nil where it would be of no use
	// blocks tell where the features in the slots lie; nil until they are asked for.
	blocks *index.Blocks
}

// fork returns the columns for the next state to change.
func (s *columns) fork() *columns {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := &columns{from: s.from, made: make(map[int]*column, len(s.made))}
	for field, c := range s.made {
		if c != nil {
			c = c.fork()
		}
		next.made[field] = c
	}
	if s.blocks != nil {
		next.blocks = s.blocks.Fork()
	}
	return next
}

// set notes a feature that has come into a slot.
func (s *columns) set(slot uint32, f geo.Feature) {
	for field, c := range s.made {
		if c != nil {
			c.set(slot, f.Value(field))
		}
	}
	if s.blocks != nil {
		locate(s.blocks, slot, f)
	}
}

// drop notes that a slot is empty.
func (s *columns) drop(slot uint32) {
	for _, c := range s.made {
		if c != nil && int(slot/codePage) < len(c.pages) {
			c.set(slot, nil)
		}
	}
}

// isUseless reports whether a column of n slots says ask too often to be worth its
// room.
func (c *column) isUseless(n int) bool { return c.counts[manyValues] > n/4 }

// of returns the column of a field of a state of a collection, which is made if
// there is none; nil if it is not worth it, because the collection is small or the
// field has too many values.
func (s *columns) of(field int, in *set) *column {
	if in.table.n < s.from {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, tried := s.made[field]
	if !tried && s.kept() < columnMost {
		c = &column{values: map[string]uint8{}}
		if !c.read(field, in) {
			c = newBands(field, in)
		}
		if s.made == nil {
			s.made = map[int]*column{}
		}
		s.made[field] = c
	}
	return c
}

// read notes the values of all slots, until there are too many different ones.
func (c *column) read(field int, in *set) bool {
	for slot := range uint32(in.table.n) {
		var v geo.Value
		if f := in.feature(slot); !f.IsZero() {
			v = f.Value(field)
		}
		c.set(slot, v)
		if slot%codePage == 0 && c.isUseless(in.table.n) {
			return false
		}
	}
	return !c.isUseless(in.table.n)
}

// kept returns how many columns there are.
func (s *columns) kept() (n int) {
	for _, c := range s.made {
		if c != nil {
			n++
		}
	}
	return n
}
