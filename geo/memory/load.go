package memory

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"strconv"

	"cairn/geo"
)

// Load brings back a collection as it stood at the last change that [Options] tells
// of, or before: it is no change, the log does not tell it, and no rule is asked.
// about has Name, Title, Description, TimeFields as they were given, Schema (which may
// know more fields than the features have), Rev and Updated. Each feature has the
// revision that [geo.Feature.WithRev] gave it, and stands At its place, or at the
// next one if that is 0; places ascend, and what is left out stays empty: a feature
// deleted stood there, and may be put back by [Store.Rewind]. No order is made anew.
// Each page of 256 places left out costs 8 bytes.
//
// Errors: Conflict if there is such a collection, an id comes twice or places do not
// ascend; Invalid if a revision is after the store's; whatever features yields.
func (s *Store) Load(ctx context.Context, about geo.Collection, features iter.Seq2[geo.Hit, error]) error {
	if _, err := geo.ParseName(string(about.Name)); err != nil {
		return err
	}
	if err := s.begin(); err != nil {
		return err
	}
	defer s.writing.Unlock()
	old := s.current.Load()
	switch {
	case old.sets[about.Name] != nil:
		return &geo.Error{Kind: geo.Conflict, Path: "collection", Msg: "there is a collection " + string(about.Name)}
	case about.Rev > old.rev:
		return &geo.Error{Kind: geo.Invalid, Path: "collection", Msg: fmt.Sprintf("%s stands at revision %d, the store at %d", about.Name, about.Rev, old.rev)}
	}
	e := newEdit(newSet(about.Name, s.from))
	e.reset(&about)
	for hit, err := range features {
		if err != nil {
			return err
		}
		if e.stats.count%1024 == 0 && ctx.Err() != nil {
			return fmt.Errorf("load %s: %w", about.Name, ctx.Err())
		}
		if err := e.load(hit, old.rev); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("load %s: %w", about.Name, err)
	}
	next := &snapshot{rev: old.rev, at: old.at, sets: maps.Clone(old.sets), told: old.told}
	if next.sets == nil {
		next.sets = map[geo.Name]*set{}
	}
	next.sets[about.Name] = e.state()
	if s.log != nil {
		s.log.begin(about.Name, signature{about.Rev, about.Updated})
	}
	s.current.Store(next)
	return nil
}

// load puts a feature at its place.
func (e *edit) load(h geo.Hit, last geo.Rev) error {
	id, slot := h.ID(), e.table.n
	if h.At != 0 {
		slot = int(min(h.At-1, mostSlots))
	}
	_, taken := e.slot(id)
	switch {
	case taken:
		return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: "the id " + strconv.Quote(string(id)) + " comes twice in " + string(e.info.Name)}
	case slot < e.table.n:
		return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: fmt.Sprintf("the place %d of %q in %s is not after the one before", h.At, id, e.info.Name)}
	case slot >= mostSlots:
		return e.full()
	case h.Rev() > last:
		return &geo.Error{Kind: geo.Invalid, Path: "id", Msg: fmt.Sprintf("%q in %s stands at revision %d, the store at %d", id, e.info.Name, h.Rev(), last)}
	}
	if err := e.learn(h.Schema()); err != nil {
		return err
	}
	e.table.reach(slot)
	at := e.table.add(e.keep(h.Feature, e.number, h.Rev()))
	e.ids.insert(h.RawID(), at)
	if b, ok := h.Bound(); ok {
		e.places.Insert(b, at)
	}
	e.stats.add(h.Feature)
	return nil
}
