package memory

import (
	"strconv"

	"cairn/geo"
	"cairn/geo/index"
)

// edit makes the next state of a collection beside the current one.
type edit struct {
	set
	places *index.Edit[uint32]

	from   *geo.Schema // the schema that number translates from
	number []int       // its field numbers in ours; nil if they are the same
}

func newEdit(s *set) *edit {
	e := &edit{set: *s, places: s.places.Edit()}
	e.records, e.table, e.ids, e.stats = s.records.fork(), s.table.fork(), s.ids.fork(), s.stats.fork()
	return e
}

// state returns the state reached.
func (e *edit) state(rev geo.Rev, at geo.Instant) *set {
	e.compact()
	s := e.set
	s.places = e.places.View()
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
	if err := e.learn(f.Schema()); err != nil {
		return err
	}
	r := e.records.add(f, e.number)
	if taken {
		e.forget(slot)
		e.table.set(slot, r)
	} else {
		slot = e.table.add(r)
	}
	kept := e.feature(slot)
	e.ids.insert(kept.RawID(), slot)
	if b, ok := kept.Bound(); ok {
		e.places.Insert(b, slot)
	}
	e.stats.add(kept)
	return nil
}

// remove deletes a feature.
func (e *edit) remove(id geo.ID) error {
	slot, ok := e.slot(id)
	if !ok {
		return &geo.Error{Kind: geo.NotFound, Path: "id", Msg: "there is no " + strconv.Quote(string(id)) + " in " + string(e.info.Name)}
	}
	e.forget(slot)
	e.table.set(slot, 0)
	return nil
}

// forget takes the feature in a slot out of every order.
func (e *edit) forget(slot uint32) {
	old := e.feature(slot)
	e.ids.remove(slot, func(slot uint32) []byte { return e.feature(slot).RawID() })
	if b, ok := old.Bound(); ok {
		e.places.Delete(b, slot)
	}
	e.stats.remove(old)
	e.records.drop(e.table.at(slot))
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
	for i := e.records.sparse(); i >= 0; i = e.records.sparse() {
		for b := e.records.slabs[i][1:]; len(b) > 0; b = b[geo.RecordLength(b):] {
			old := geo.FeatureOf(b, e.info.Schema)
			slot, ok := e.slotOf(old.RawID())
			if ok && e.table.at(slot) == ref(i)<<32|ref(cap(e.records.slabs[i])-cap(b)) {
				e.table.set(slot, e.records.add(old, nil))
			}
		}
		e.records.slabs[i], e.records.live[i] = nil, 0
	}
}
