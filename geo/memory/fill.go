package memory

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Fill makes a collection of all the features at once, or nothing: much faster
// than Apply for many, and laid out so that what lies together on the Earth lies
// together in memory, which makes answers about a box several times faster. about
// describes the collection and may be nil; what its Schema says of fields that there are
// is kept. From ten thousand features on, the collection's order is not that of the
// features but follows a Hilbert curve through their places (those without a place
// last), as in a FlatGeobuf file. The collection counts as one change, and each feature as
// one more, in the collection's order. Nobody else can write meanwhile, and the records are in
// memory twice towards the end.
//
// Errors: Conflict if the collection has features already, or an id comes twice
// (Path tells which feature, "features[i].id"); whatever features yields, and whatever
// the rules of the store say.
func (s *Store) Fill(ctx context.Context, name geo.Name, about *geo.Collection, features iter.Seq2[geo.Feature, error]) (int, error) {
	p, err := s.PrepareFill(ctx, name, about, "", features)
	if err != nil {
		return 0, err
	}
	defer p.Publish()
	return p.next.sets[name].info.Count, nil
}

// PrepareFill is to [Store.Fill] what [Store.Prepare] is to Apply; by is kept with
// each change. [Pending.Each] yields the collection and then its features without a list of
// them.
func (s *Store) PrepareFill(ctx context.Context, name geo.Name, about *geo.Collection, by string, features iter.Seq2[geo.Feature, error]) (*Pending, error) {
	if _, err := geo.ParseName(string(name)); err != nil {
		return nil, err
	}
	if err := s.begin(); err != nil {
		return nil, err
	}
	p := &Pending{store: s, done: true}
	defer func() {
		if p.done {
			s.writing.Unlock()
		}
	}()
	put := geo.Change{Op: geo.PutCollection, In: name, Collection: about, By: by}
	if about == nil {
		put.Collection = new(geo.Collection)
	}
	if err := s.prepareFill(ctx, p, &put, features); err != nil {
		return nil, err
	}
	p.done = false
	return p, nil
}

func (s *Store) prepareFill(ctx context.Context, p *Pending, put *geo.Change, features iter.Seq2[geo.Feature, error]) error {
	old, name := s.current.Load(), put.In
	put.Was = new(geo.Collection)
	if c := old.sets[name]; c != nil {
		if put.Was = c.was(); c.info.Count > 0 {
			return &geo.Error{Kind: geo.Conflict, Path: "collection", Msg: string(name) + " has features already"}
		}
	}
	e, about := newEdit(newSet(name, s.from)), put.Collection
	e.info.Title, e.info.Description, e.timeFields = about.Title, about.Description, about.TimeFields
	if err := e.beginDeclared(about.Schema, put.Was.Schema); err != nil {
		return err
	}
	n, err := e.fill(ctx, features)
	if err != nil {
		return err
	}
	if e.info.Schema.IsDeclared() {
		if err := e.declare(e.info.Schema); err != nil { // by the values that there are now
			return err
		}
	}
	if about.Schema != nil && !about.Schema.IsDeclared() {
		e.info.Schema = e.info.Schema.Described(about.Schema.Fields())
	}
	put.Rev, put.At = old.rev+1, max(geo.InstantOf(s.now()), old.at)
	given := e.arrange(put.Rev)
	p.next = &snapshot{rev: put.Rev + geo.Rev(n), at: put.At, sets: maps.Clone(old.sets), told: old.told}
	if p.next.sets == nil {
		p.next.sets = map[geo.Name]*set{}
	}
	e.info.Rev, e.info.Updated = p.next.rev, p.next.at
	filled := e.state()
	p.next.sets[name] = filled
	p.made, p.errs, p.revs = filled.telling(put), []error{nil}, []geo.Rev{p.next.rev}
	return s.askFilled(ctx, p, filled.info.Schema, given)
}

// telling yields how a collection was filled.
func (s *set) telling(put *geo.Change) iter.Seq[geo.Change] {
	return func(yield func(geo.Change) bool) {
		if !yield(*put) {
			return
		}
		for slot := range uint32(s.table.n) {
			f := s.feature(slot)
			c := geo.Change{Op: geo.Create, In: put.In, ID: f.ID(), Feature: f, By: put.By, Rev: f.Rev(), At: put.At, Place: geo.Cursor(slot) + 1}
			if !yield(c) {
				return
			}
		}
	}
}

// askFilled looks whether the features are as they are declared to be, asks the rules,
// and tells all that is refused; given tells which feature came to stand in a slot, nil if
// they stand as they came.
func (s *Store) askFilled(ctx context.Context, p *Pending, schema *geo.Schema, given []uint32) error {
	if len(s.rules) == 0 && !schema.IsDeclared() {
		return nil
	}
	all := refusals{}
	for c := range p.made {
		var err error
		if c.Place != 0 {
			err = check(schema, c.Feature, all.isFull())
		}
		if len(s.rules) > 0 && !all.isFull() {
			err = besides(refusal(ctx, s.rules, p.next, &c), err)
		}
		switch {
		case err == nil:
			continue
		case c.Place == 0:
			return err
		}
		i := int(c.Place) - 1
		if given != nil {
			i = int(given[i])
		}
		if all.add(err, named(err, "features", i)); all.end {
			break
		}
	}
	return all.err()
}

// fill takes in the features without putting them into the order by place.
func (e *edit) fill(ctx context.Context, features iter.Seq2[geo.Feature, error]) (n int, err error) {
	for f, err := range features {
		if err != nil {
			return n, err
		}
		if n%1024 == 0 && ctx.Err() != nil {
			return n, fmt.Errorf("fill %s: %w", e.info.Name, ctx.Err())
		}
		if _, taken := e.slot(f.ID()); taken {
			return n, &geo.Error{Kind: geo.Conflict, Path: "features[" + strconv.Itoa(n) + "].id", Msg: "the id " + strconv.Quote(string(f.ID())) + " is already in " + string(e.info.Name)}
		}
		if e.table.n == mostSlots {
			return n, e.full()
		}
		if err := e.learn(f.Schema()); err != nil {
			return n, err
		}
		slot := e.table.add(e.keep(f, e.number, 0))
		e.ids.insert(f.RawID(), slot)
		e.stats.add(f)
		n++
	}
	return n, ctx.Err()
}

// arrange makes the order by place, and numbers the features from the revision after
// rev on. Large collections are laid out anew before: the order becomes that of a
// Hilbert curve through the features' places, so that the features of a box stand one
// after the other in memory. Then given tells which feature came to stand in a slot.
func (e *edit) arrange(rev geo.Rev) (given []uint32) {
	if e.stats.count >= curveFrom {
		given = e.reorder()
	}
	for slot := range uint32(e.table.n) {
		at := e.table.at(slot)
		at.rev = rev + geo.Rev(slot) + 1
		e.table.set(slot, at)
		if b, ok := e.feature(slot).Bound(); ok {
			e.places.Insert(b, slot)
		}
	}
	return given
}

// curveFrom is how many features are worth laying out along a curve. Fewer fit in
// the processor's caches, and keep the order in which they were given.
const curveFrom = 10_000

func (e *edit) reorder() (given []uint32) {
	laid := set{table: new(table), ids: newIDs()}
	for _, key := range e.curve() {
		f := e.feature(uint32(key))
		laid.ids.insert(f.RawID(), laid.table.add(laid.keep(f, nil, 0)))
		given = append(given, uint32(key))
	}
	e.heads, e.texts, e.table, e.ids = laid.heads, laid.texts, laid.table, laid.ids
	return given
}

// curve returns the slots in use, each below its place on the curve, in that
// order; features without a place come last.
func (c *set) curve() []uint64 {
	keys := make([]uint64, 0, c.stats.count)
	for slot := range uint32(c.table.n) {
		at := ^uint32(0)
		if b, ok := c.feature(slot).Bound(); ok {
			at = hilbert(b.Center())
		}
		keys = append(keys, uint64(at)<<32|uint64(slot))
	}
	slices.Sort(keys)
	return keys
}

// hilbert returns how far along a Hilbert curve of 2^16 by 2^16 cells over the
// whole Earth p lies (lon, lat degrees).
func hilbert(p orb.Point) (d uint32) {
	const most = 1<<16 - 1
	x := uint32(min(max((p[0]+180)/360, 0), 1) * most)
	y := uint32(min(max((p[1]+90)/180, 0), 1) * most)
	for s := uint32(1 << 15); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d += s * s * (3*rx ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = most-x, most-y
			}
			x, y = y, x
		}
	}
	return d
}
