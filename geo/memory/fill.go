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
// describes the collection and may be nil; what its Schema says of fields that there are is kept. From ten thousand features on, the
// collection's order is not that of the features but follows a Hilbert curve through
// their places (those without a place last), as in a FlatGeobuf file. Each feature
// counts as one change. Nobody else can write meanwhile, and the records are in
// memory twice towards the end.
//
// Errors: Conflict if the collection has features already, or an id comes twice
// (Path tells which feature, "features[i].id"); whatever features yields.
func (s *Store) Fill(ctx context.Context, name geo.Name, about *geo.Collection, features iter.Seq2[geo.Feature, error]) (int, error) {
	if _, err := geo.ParseName(string(name)); err != nil {
		return 0, err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	old := s.current.Load()
	if s.closed {
		return 0, &geo.Error{Kind: geo.Denied, Msg: "the store is closed"}
	}
	if c := old.sets[name]; c != nil && c.info.Count > 0 {
		return 0, &geo.Error{Kind: geo.Conflict, Path: "collection", Msg: string(name) + " has features already"}
	}
	e := newEdit(newSet(name, s.from))
	if about != nil {
		e.info.Title, e.info.Description, e.timeFields = about.Title, about.Description, about.TimeFields
	}
	n, err := e.fill(ctx, features)
	if err != nil {
		return 0, err
	}
	if about != nil {
		e.info.Schema = e.info.Schema.Described(about.Schema.Fields())
	}
	e.arrange()
	next := &snapshot{rev: old.rev + geo.Rev(n) + 1, at: geo.InstantOf(s.now()), sets: maps.Clone(old.sets)}
	if next.sets == nil {
		next.sets = map[geo.Name]*set{}
	}
	next.sets[name] = e.state(next.rev, next.at)
	s.current.Store(next)
	return n, nil
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
		slot := e.table.add(e.keep(f, e.number))
		e.ids.insert(f.RawID(), slot)
		e.stats.add(f)
		n++
	}
	return n, ctx.Err()
}

// arrange makes the order by place. Large collections are laid out anew before:
// the order becomes that of a Hilbert curve through the features' places, so that
// the features of a box stand one after the other in memory.
func (e *edit) arrange() {
	if e.stats.count >= curveFrom {
		e.reorder()
	}
	for slot := range uint32(e.table.n) {
		if b, ok := e.feature(slot).Bound(); ok {
			e.places.Insert(b, slot)
		}
	}
}

// curveFrom is how many features are worth laying out along a curve. Fewer fit in
// the processor's caches, and keep the order in which they were given.
const curveFrom = 10_000

func (e *edit) reorder() {
	laid := set{table: new(table), ids: newIDs()}
	for _, key := range e.curve() {
		f := e.feature(uint32(key))
		laid.ids.insert(f.RawID(), laid.table.add(laid.keep(f, nil)))
	}
	e.heads, e.texts, e.table, e.ids = laid.heads, laid.texts, laid.table, laid.ids
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
