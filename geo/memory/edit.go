package memory

import (
	"strconv"

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
}

func newEdit(s *set) *edit {
	e := &edit{set: *s, places: s.places.Edit()}
	e.heads, e.texts, e.table, e.ids, e.stats = s.heads.fork(), s.texts.fork(), s.table.fork(), s.ids.fork(), s.stats.fork()
	e.columns = s.columns.fork()
	return e
}

// state returns the state reached.
func (e *edit) state(rev geo.Rev, at geo.Instant) *set {
	e.compact()
	s := e.set
	s.places = e.places.View()
	s.history = s.history.add(e.changed, s.table.n)
	s.stats.describe(&s)
	s.info.Rev, s.info.Updated = rev, at
	return &s
}

// put makes or replaces a feature; with create it refuses to replace.
func (e *edit) put(f geo.Feature, create bool) error {
	id := f.ID()
	slot, taken := e.slot(id)
	if taken && create {
		return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: "the id " + strconv.Quote(string(id)) + " is already in " + string(e.info.Name)}
	}
	if !taken && e.table.n == mostSlots {
		return e.full()
	}
	if err := e.learn(f.Schema()); err != nil {
		return err
	}
	kept := e.keep(f, e.number)
	if taken {
		e.forget(slot)
		e.table.set(slot, kept)
	} else {
		slot = e.table.add(kept)
	}
	e.enter(slot)
	return nil
}

// mostSlots is how many features a collection can ever be given, those deleted
// since included: a candidate of a search has 31 bits for the slot.
const mostSlots = 1<<31 - 1

func (e *edit) full() error {
	return &geo.Error{Kind: geo.Invalid, Path: "collection", Msg: string(e.info.Name) + " has been given all the features it can hold"}
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

// remove deletes a feature.
func (e *edit) remove(id geo.ID) error {
	slot, ok := e.slot(id)
	if !ok {
		return &geo.Error{Kind: geo.NotFound, Path: "id", Msg: "there is no " + strconv.Quote(string(id)) + " in " + string(e.info.Name)}
	}
	e.forget(slot)
	e.changed = append(e.changed, slot)
	e.table.set(slot, entry{})
	return nil
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
				e.table.set(slot, e.keep(e.feature(slot), nil))
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
