package memory

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"

	"cairn/geo"
)

// batch makes a state of a store beside another, change by change.
type batch struct {
	from  sizes
	rev   geo.Rev // of the last change made
	at    geo.Instant
	sets  map[geo.Name]*set
	edits map[geo.Name]*edit
	apart bool // from a state that need not be the latest

	keep  bool // keep what is told of the changes, and what undoes them
	made  []geo.Change
	given []int // which of its group each of them comes from
	group group
}

// group is what is kept of the changes since a point, beside what they tell.
type group struct {
	rev     geo.Rev
	made    int
	signed  map[geo.Name]signature
	dropped []dropped
}

// signature tells of the last change to a collection.
type signature struct {
	rev geo.Rev
	at  geo.Instant
}

// dropped is a collection that was dropped.
type dropped struct {
	name    geo.Name
	set     *set
	edit    *edit
	deleted int // how many deletions were told before
}

func newBatch(s *snapshot, from sizes, at geo.Instant) *batch {
	b := &batch{from: from, rev: s.rev, at: max(at, s.at), sets: maps.Clone(s.sets), edits: map[geo.Name]*edit{}}
	if b.sets == nil {
		b.sets = map[geo.Name]*set{}
	}
	return b
}

// apply makes all changes of a group or, if there is an error, none of them, which
// takes a batch that keeps what it made.
func (b *batch) apply(ctx context.Context, rules []geo.Rule, changes []geo.Change) error {
	b.group = group{rev: b.rev, made: len(b.made), signed: map[geo.Name]signature{}}
	for i := range changes {
		err := error(nil)
		if i%1024 == 0 && ctx.Err() != nil {
			err = fmt.Errorf("apply change %d of %d: %w", i+1, len(changes), ctx.Err())
		} else {
			err = oneOf(b.change(changes[i], i), i, len(changes))
		}
		if err != nil {
			return b.giveUp(err)
		}
	}
	if err := b.ask(ctx, rules, len(changes)); err != nil {
		return b.giveUp(err)
	}
	return nil
}

// ask looks whether what the group makes is as it is declared to be, asks the rules
// about its changes, and tells all that is refused.
func (b *batch) ask(ctx context.Context, rules []geo.Rule, of int) error {
	var next *snapshot
	all := refusals{}
	if len(rules) > 0 {
		next = b.look()
	}
	for i := b.group.made; i < len(b.made) && !all.end; i++ {
		err := b.misfit(&b.made[i], all.isFull())
		if len(rules) > 0 && !all.isFull() {
			err = besides(refusal(ctx, rules, next, &b.made[i]), err)
		}
		if err != nil {
			all.add(err, oneOf(err, b.given[i], of))
		}
	}
	return all.err()
}

// refusal returns what the first rule that refuses a change says.
func refusal(ctx context.Context, rules []geo.Rule, next geo.Reader, c *geo.Change) error {
	for _, rule := range rules {
		if err := rule(ctx, next, *c); err != nil {
			return err
		}
	}
	return nil
}

// refusals are what is refused of a group, as far as it is told.
type refusals struct {
	list []error
	more int  // not told
	end  bool // the last one is about no change
}

// mostRefusals is for how many changes it is told why they are refused.
const mostRefusals = 100

func (r *refusals) isFull() bool { return r.end || len(r.list) >= mostRefusals }

// add adds why a change is refused; named says which change.
func (r *refusals) add(err, named error) {
	switch {
	case geo.KindOf(err) == geo.Internal:
		r.list, r.end = []error{named}, true
	case r.isFull():
		r.more++
	default:
		r.list = append(r.list, named)
	}
}

// err returns the one refusal, or all of them joined.
func (r *refusals) err() error {
	switch {
	case len(r.list) == 1:
		return r.list[0]
	case r.more > 0 && !r.end:
		r.list = append(r.list, &geo.Error{Kind: geo.Invalid, Msg: "and " + strconv.Itoa(r.more) + " more do not fit what is declared"})
	}
	return errors.Join(r.list...)
}

// look returns the state reached, to be read until the batch goes on.
func (b *batch) look() *snapshot {
	s := &snapshot{rev: b.rev, at: b.at, sets: maps.Clone(b.sets)}
	for name, e := range b.edits {
		s.sets[name] = e.look()
	}
	return s
}

// oneOf tells in the paths of errors which change is meant, if there are several.
func oneOf(err error, i, of int) error {
	if err == nil || of == 1 {
		return err
	}
	return named(err, "changes", i)
}

// named puts the number of one of several before the paths of its errors.
func named(err error, several string, i int) error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []error
		for _, one := range joined.Unwrap() {
			all = append(all, named(one, several, i))
		}
		return errors.Join(all...)
	}
	e, ok := err.(*geo.Error)
	if !ok {
		return err
	}
	with := *e
	with.Path = fmt.Sprintf("%s[%d].%s", several, i, e.Path)
	return &with
}

// change makes the i-th change of the group.
func (b *batch) change(c geo.Change, i int) error {
	if _, err := geo.ParseName(string(c.In)); err != nil {
		return err
	}
	c.Rev, c.At, c.Old, c.Place, c.Was = b.rev+1, b.at, geo.Feature{}, 0, nil
	if err := b.make(&c, i); err != nil {
		return err
	}
	b.note(&c, i)
	return nil
}

func (b *batch) make(c *geo.Change, i int) error {
	switch c.Op {
	case geo.PutCollection:
		if c.Collection == nil {
			return &geo.Error{Kind: geo.Invalid, Path: "collection", Msg: "there is no collection to put"}
		}
		return b.within(c, (*edit).describe)
	case geo.DropCollection:
		return b.drop(c, i)
	case geo.Put, geo.Create:
		if c.Feature.IsZero() {
			return &geo.Error{Kind: geo.Invalid, Path: "feature", Msg: "there is no feature to put"}
		}
		return b.within(c, (*edit).put)
	case geo.Delete:
		if !b.has(c.In) && c.If != 0 {
			return outdated("id", string(c.ID), 0)
		}
		if !b.has(c.In) {
			return unknown(c.In)
		}
		return b.edit(c.In).remove(c)
	}
	return &geo.Error{Kind: geo.Invalid, Path: "op", Msg: "no such operation"}
}

// note counts a change that has been made.
func (b *batch) note(c *geo.Change, i int) {
	b.rev = c.Rev
	if b.keep {
		b.made, b.given = append(b.made, *c), append(b.given, i)
	}
}

func (b *batch) has(name geo.Name) bool { return b.sets[name] != nil || b.edits[name] != nil }

// within makes a change to a collection, which comes into being with it if there
// is none.
func (b *batch) within(c *geo.Change, do func(*edit, *geo.Change) error) error {
	there := b.has(c.In)
	err := do(b.edit(c.In), c)
	if !there && err != nil {
		delete(b.edits, c.In)
	} else if !there {
		c.Was = new(geo.Collection)
	}
	return err
}

// edit returns the editor of a collection, which it makes if there is none.
func (b *batch) edit(name geo.Name) *edit {
	e := b.edits[name]
	if e == nil {
		s := b.sets[name]
		if s == nil {
			s = newSet(name, b.from)
		}
		if b.apart {
			e = newEditApart(s)
		} else {
			e = newEdit(s)
		}
		b.edits[name] = e
	}
	b.sign(&e.set)
	return e
}

// sign keeps who changed a collection last before the group.
func (b *batch) sign(s *set) {
	if _, kept := b.group.signed[s.info.Name]; b.keep && !kept {
		b.group.signed[s.info.Name] = signature{s.info.Rev, s.info.Updated}
	}
}

// drop removes a collection; the deletion of each feature is told before.
func (b *batch) drop(c *geo.Change, i int) error {
	was := dropped{name: c.In, set: b.sets[c.In], edit: b.edits[c.In]}
	s := was.set
	if was.edit != nil {
		s = &was.edit.set
	}
	switch {
	case c.If != 0 && s == nil:
		return outdated("collection", string(c.In), 0)
	case s == nil:
		return unknown(c.In)
	case c.If != 0 && s.info.Rev > c.If:
		return outdated("collection", string(c.In), s.info.Rev)
	}
	b.sign(s)
	for slot := range uint32(s.table.n) {
		if f := s.feature(slot); !f.IsZero() {
			b.note(&geo.Change{Op: geo.Delete, In: c.In, ID: f.ID(), By: c.By, Rev: b.rev + 1, At: b.at, Old: f, Place: geo.Cursor(slot) + 1}, i)
			was.deleted++
		}
	}
	c.Rev, c.Was = b.rev+1, s.was()
	b.group.dropped = append(b.group.dropped, was)
	delete(b.sets, c.In)
	delete(b.edits, c.In)
	return nil
}

// publish returns the state reached.
func (b *batch) publish() *snapshot {
	for name, e := range b.edits {
		// What was undone again leaves no trace.
		if old := b.sets[name]; old == nil || old.info.Rev != e.info.Rev {
			if !b.apart {
				e.compact()
			}
			b.sets[name] = e.state()
		}
	}
	return &snapshot{rev: b.rev, at: b.at, sets: b.sets}
}

func unknown(name geo.Name) error {
	return &geo.Error{Kind: geo.NotFound, Path: "collection", Msg: "there is no collection " + string(name)}
}
