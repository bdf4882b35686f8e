package memory

import (
	"fmt"
	"slices"

	"cairn/geo"
)

// giveUp undoes the changes of the group and returns err. A batch that does not
// keep them is of no use any more.
func (b *batch) giveUp(err error) error {
	if !b.keep {
		return err
	}
	for i := len(b.made) - 1; i >= b.group.made; i-- {
		c := &b.made[i]
		if c.Op == geo.DropCollection {
			i -= b.bringBack()
			continue
		}
		if undone := b.undo(c); undone != nil {
			panic("memory: a change that was just made cannot be undone: " + undone.Error())
		}
	}
	clear(b.made[b.group.made:])
	b.made, b.given, b.rev = b.made[:b.group.made], b.given[:b.group.made], b.group.rev
	for name, was := range b.group.signed {
		if e := b.edits[name]; e != nil {
			e.info.Rev, e.info.Updated = was.rev, was.at
		}
	}
	return err
}

// bringBack undoes the last dropping of the group, and returns how many deletions
// were told before it.
func (b *batch) bringBack() (deleted int) {
	last := len(b.group.dropped) - 1
	was := b.group.dropped[last]
	b.group.dropped = b.group.dropped[:last]
	if was.set != nil {
		b.sets[was.name] = was.set
	}
	if was.edit != nil {
		b.edits[was.name] = was.edit
	}
	return was.deleted
}

// undo makes what was before a change that is the last of the state reached. It
// looks at Op, In, ID, Old, Place and Was.
func (b *batch) undo(c *geo.Change) error {
	if there := b.has(c.In); there == (c.Op == geo.DropCollection) {
		return misfit(c, "there is or is not such a collection")
	}
	if c.Was != nil && c.Was.Name == "" {
		delete(b.edits, c.In)
		delete(b.sets, c.In)
		return nil
	}
	e := b.edit(c.In)
	slot, taken := uint32(0), false
	if c.Op == geo.Put || c.Op == geo.Create {
		if slot, taken = e.slot(c.ID); !taken {
			return misfit(c, "there is no such feature")
		}
		e.clear(slot)
	}
	if c.Was != nil {
		if !slices.Equal(e.timeFields, c.Was.TimeFields) {
			e.retime(c.Was.TimeFields)
		}
		e.reset(c.Was)
	}
	switch {
	case !c.Old.IsZero() && taken:
		return e.restore(c, slot)
	case !c.Old.IsZero():
		return e.restore(c, uint32(min(c.Place, mostSlots))-1)
	case taken && int(slot) == e.table.n-1:
		e.table.cut()
	}
	return nil
}

func misfit(c *geo.Change, why string) error {
	return fmt.Errorf("undo change %d in %s: %s", c.Rev, c.In, why)
}

// reset makes the collection be described as it was.
func (e *edit) reset(was *geo.Collection) {
	e.info.Title, e.info.Description, e.timeFields = was.Title, was.Description, was.TimeFields
	e.info.Rev, e.info.Updated = was.Rev, was.Updated
	if was.Schema != nil {
		e.info.Schema, e.from, e.number = was.Schema, nil, nil
	}
}

// restore puts back what a change replaced; without a place it comes last.
func (e *edit) restore(c *geo.Change, slot uint32) error {
	if c.Place == 0 && c.Op == geo.Delete {
		slot = uint32(e.table.n)
	}
	if int(slot) > max(e.table.n, int(min(c.Rev, mostSlots)))+farAway {
		return misfit(c, "its place is far away from all others")
	}
	e.table.reach(int(slot) + 1)
	if e.table.at(slot).head != 0 {
		return misfit(c, "there is another feature in its place")
	}
	if _, taken := e.slot(c.Old.ID()); taken {
		return misfit(c, "there is another feature with its id")
	}
	old, _ := e.rule().Apply(c.Old) // it may be of a time when other properties told the time
	if err := e.adopt(old); err != nil {
		return err
	}
	e.table.set(slot, e.keep(old, e.number, old.Rev()))
	e.enter(slot)
	return nil
}

// farAway is how many places may be empty before one that is put back, beside those
// that changes can have emptied: a log that is broken must not fill the memory.
const farAway = 1 << 26

// adopt is learn for a feature that was there before, so that what its schema knows
// and the collection did not know then is left out.
func (e *edit) adopt(f geo.Feature) error {
	from := f.Schema()
	if from == e.from {
		return nil
	}
	fields, ours := from.Fields(), e.info.Schema
	number, same, whole := make([]int, len(fields)), true, true
	used := make([]bool, len(fields))
	for field := range f.Properties {
		used[field] = true
	}
	for i := range fields {
		at, known := ours.Field(fields[i].Name)
		if !known && used[i] {
			e.from = nil
			return e.learn(from)
		}
		number[i] = at
		same = same && known && at == i
		whole = whole && known && ours.Fields()[at].Kinds&fields[i].Kinds == fields[i].Kinds
	}
	e.from, e.number = nil, number
	if same {
		e.number = nil
	}
	if whole { // there is nothing more to learn from it
		e.from = from
	}
	return nil
}
