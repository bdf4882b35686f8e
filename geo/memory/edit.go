package memory

import (
	"slices"
	"strconv"
	"sync"

	"cairn/geo"
	"cairn/geo/index"
)

// edit makes the next state of a collection beside the current one.
type edit struct {
	set
	places  *index.Edit[uint32]
	changed []uint32 // slots

	from   *geo.Schema // the schema that number translates from
	number []int       // its field numbers in ours; nil if they are the same

	timing *geo.TimeRule // by the time fields; nil if it is to be made
}

// newEdit edits the latest state.
func newEdit(s *set) *edit {
	s.forking.Lock()
	defer s.forking.Unlock()
	e := &edit{set: *s, places: s.places.Edit()}
	e.heads, e.texts, e.table, e.ids, e.stats = s.heads.fork(), s.texts.fork(), s.table.fork(), s.ids.fork(), s.stats.fork()
	e.columns = s.columns.fork()
	return e
}

// newEditApart edits any state, to make one that is not the next. Others may write
// meanwhile.
func newEditApart(s *set) *edit {
	s.forking.Lock()
	defer s.forking.Unlock()
	e := &edit{set: *s, places: s.places.Apart()}
	e.heads, e.texts, e.table, e.ids, e.stats = s.heads.apart(), s.texts.apart(), s.table.apart(), s.ids.fork(), s.stats.fork()
	e.columns, e.shelf, e.history, e.forking = s.columns.fork(), &shelf{from: s.shelf.from}, history{}, new(sync.Mutex)
	return e
}

// state returns the state reached.
func (e *edit) state() *set {
	s := e.set
	s.places = e.places.View()
	s.history = s.history.add(e.changed, s.table.n)
	if s.stats.isLost() {
		s.stats.measure(&s)
	}
	s.stats.describe(&s)
	return &s
}

// look returns the state reached, to be read until the editor goes on. It has no
// columns and no orders, and its extents may be too large.
func (e *edit) look() *set {
	s := e.set
	s.places = e.places.Look()
	s.columns, s.shelf = &columns{from: mostSlots}, &shelf{from: sizes{orders: mostSlots, few: s.shelf.from.few, steps: s.shelf.from.steps}}
	s.stats.describe(&s)
	return &s
}

// describe changes what is said of the collection.
func (e *edit) describe(c *geo.Change) error {
	if c.If != 0 && e.info.Rev > c.If {
		return outdated("collection", string(e.info.Name), e.info.Rev)
	}
	was, about := e.was(), c.Collection
	anew := !slices.Equal(e.timeFields, about.TimeFields)
	if anew {
		if err := e.mistimed(about.TimeFields); err != nil {
			return err
		}
	}
	switch {
	case about.Schema.IsDeclared():
		if err := e.declare(about.Schema); err != nil {
			return err
		}
	case about.Schema != nil:
		if err := e.learn(about.Schema); err != nil {
			return err
		}
		e.info.Schema = e.info.Schema.Described(about.Schema.Fields())
	}
	e.info.Title, e.info.Description = about.Title, about.Description
	if anew {
		e.retime(about.TimeFields)
	}
	c.Was = was
	e.sign(c)
	return nil
}

// sign notes a change as the collection's last.
func (e *edit) sign(c *geo.Change) { e.info.Rev, e.info.Updated = c.Rev, c.At }

// put makes or replaces a feature, and says in the change what it did.
func (e *edit) put(c *geo.Change) error {
	c.ID = c.Feature.ID()
	slot, taken := e.slot(c.ID)
	var old geo.Feature
	if taken {
		old = e.feature(slot)
	}
	switch {
	case c.If != 0 && (!taken || old.Rev() > c.If):
		return outdated("id", string(c.ID), old.Rev())
	case taken && c.Op == geo.Create:
		return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: "the id " + strconv.Quote(string(c.ID)) + " is already in " + string(e.info.Name)}
	case !taken && e.table.n == mostSlots:
		return e.full()
	}
	f, err := e.rule().Apply(c.Feature)
	if err != nil {
		return err
	}
	before := e.info.Schema
	if err := e.learn(f.Schema()); err != nil {
		return err
	}
	if e.info.Schema != before {
		c.Was = e.was()
		c.Was.Schema = before
	}
	kept := e.keep(f, e.number, c.Rev)
	if taken {
		e.forget(slot)
		e.table.set(slot, kept)
	} else {
		slot = e.table.add(kept)
	}
	e.enter(slot)
	e.sign(c)
	c.Feature, c.Old, c.Place = e.feature(slot), old, geo.Cursor(slot)+1
	return nil
}

// mostSlots is how many features a collection can ever be given, those deleted
// since included: a candidate of a search has 31 bits for the slot.
const mostSlots = 1<<31 - 1

func (e *edit) full() error {
	return &geo.Error{Kind: geo.Invalid, Path: "collection", Msg: string(e.info.Name) + " has been given all the features it can hold"}
}

// outdated says that something does not stand at the revision expected.
func outdated(path, what string, at geo.Rev) error {
	if at == 0 {
		return &geo.Error{Kind: geo.Stale, Path: path, Msg: strconv.Quote(what) + " is not there any more"}
	}
	return &geo.Error{Kind: geo.Stale, Path: path, Msg: strconv.Quote(what) + " has been changed since: it stands at revision " + strconv.FormatInt(int64(at), 10)}
}

// enter puts the feature in a slot into every order.
func (e *edit) enter(slot uint32) {
	f := e.feature(slot)
	e.changed = append(e.changed, slot)
	e.ids.insert(f.RawID(), slot)
	if b, ok := f.Bound(); ok {
		e.places.Insert(b, slot)
	}
	e.columns.set(slot, f)
	e.stats.add(f)
}

// remove deletes a feature, and says in the change what it did.
func (e *edit) remove(c *geo.Change) error {
	slot, ok := e.slot(c.ID)
	if !ok && c.If != 0 {
		return outdated("id", string(c.ID), 0)
	}
	if !ok {
		return &geo.Error{Kind: geo.NotFound, Path: "id", Msg: "there is no " + strconv.Quote(string(c.ID)) + " in " + string(e.info.Name)}
	}
	old := e.feature(slot)
	if c.If != 0 && old.Rev() > c.If {
		return outdated("id", string(c.ID), old.Rev())
	}
	c.Old, c.Place = old, geo.Cursor(slot)+1
	e.clear(slot)
	e.sign(c)
	return nil
}

// clear empties a slot.
func (e *edit) clear(slot uint32) {
	e.forget(slot)
	e.changed = append(e.changed, slot)
	e.table.set(slot, entry{})
}

// forget takes the feature in a slot out of every order.
func (e *edit) forget(slot uint32) {
	old := e.feature(slot)
	e.columns.drop(slot)
	e.ids.remove(slot, func(slot uint32) []byte { return e.feature(slot).RawID() })
	if b, ok := old.Bound(); ok {
		e.places.Delete(b, slot)
	}
	e.stats.remove(old)
	gone := e.table.at(slot)
	e.heads.drop(gone.head)
	e.texts.drop(gone.text)
}

// learn takes over the fields of a feature's schema and notes how its field
// numbers translate.
func (e *edit) learn(from *geo.Schema) error {
	if from == e.from {
		return nil
	}
	ours, number, same := e.info.Schema, make([]int, len(from.Fields())), true
	for i, f := range from.Fields() {
		var err error
		if ours, number[i], err = ours.With(f.Name, f.Kinds); err != nil {
			return err
		}
		same = same && number[i] == i
	}
	if same {
		number = nil
	}
	e.info.Schema, e.from, e.number = ours, from, number
	return nil
}

// compact moves what is left in sparse slabs to the end and lets the slabs go,
// so that replaced features do not take memory for ever. States that still look
// at such a slab keep it.
func (e *edit) compact() {
	for {
		head, text := e.heads.sparse(), e.texts.sparse()
		if head < 0 && text < 0 {
			return
		}
		for slot := range uint32(e.table.n) {
			at := e.table.at(slot)
			if at.head != 0 && (at.head.slab() == head || at.text.slab() == text) {
				e.table.set(slot, e.keep(e.feature(slot), nil, at.rev))
				e.heads.drop(at.head)
				e.texts.drop(at.text)
			}
		}
		if head >= 0 {
			e.heads.release(head)
		}
		if text >= 0 {
			e.texts.release(text)
		}
	}
}
