package memory

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"cairn/geo"
)

// Store is a geo.Store that lives in memory.
type Store struct {
	now     func() time.Time
	from    sizes
	current atomic.Pointer[snapshot]

	writing sync.Mutex // held by the one writer
	closed  bool
}

// New returns an empty store. now tells the time of changes; nil is the clock.
func New(now func() time.Time) *Store {
	if now == nil {
		now = time.Now
	}
	s := &Store{now: now, from: sizes{columnsFrom, ordersFrom, fewEnough, mostSlots}}
	s.current.Store(&snapshot{at: geo.InstantOf(now())})
	return s
}

// Read opens the state as it is now; it never waits.
func (s *Store) Read(context.Context) (geo.Reader, error) { return s.current.Load(), nil }

// Close lets nobody write any more.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.closed = true
	return nil
}

// Apply makes the changes; see [geo.Store].
func (s *Store) Apply(ctx context.Context, changes ...geo.Change) (geo.Rev, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	old := s.current.Load()
	if s.closed {
		return old.rev, &geo.Error{Kind: geo.Denied, Msg: "the store is closed"}
	}
	if len(changes) == 0 {
		return old.rev, nil
	}
	b := batch{from: s.from, sets: maps.Clone(old.sets), edits: map[geo.Name]*edit{}}
	for i, c := range changes {
		if i%1024 == 0 && ctx.Err() != nil {
			return old.rev, fmt.Errorf("apply change %d of %d: %w", i+1, len(changes), ctx.Err())
		}
		if err := b.apply(c); err != nil {
			return old.rev, at(err, i, len(changes))
		}
	}
	next := b.publish(old.rev+geo.Rev(len(changes)), geo.InstantOf(s.now()))
	s.current.Store(next)
	return next.rev, nil
}

// at puts the number of the change before the path of its error.
func at(err error, i, of int) error {
	e, ok := err.(*geo.Error)
	if !ok || of == 1 {
		return err
	}
	named := *e
	named.Path = fmt.Sprintf("changes[%d].%s", i, e.Path)
	return &named
}

// batch makes the next snapshot.
type batch struct {
	from  sizes
	sets  map[geo.Name]*set
	edits map[geo.Name]*edit
}

func (b *batch) apply(c geo.Change) error {
	if _, err := geo.ParseName(string(c.In)); err != nil {
		return err
	}
	switch c.Op {
	case geo.PutCollection:
		if c.Collection == nil {
			return &geo.Error{Kind: geo.Invalid, Path: "collection", Msg: "there is no collection to put"}
		}
		e := b.edit(c.In)
		e.info.Title, e.info.Description = c.Collection.Title, c.Collection.Description
		e.timeFields = c.Collection.TimeFields
		return nil
	case geo.DropCollection:
		if !b.has(c.In) {
			return unknown(c.In)
		}
		delete(b.sets, c.In)
		delete(b.edits, c.In)
		return nil
	case geo.Put, geo.Create:
		if c.Feature.IsZero() {
			return &geo.Error{Kind: geo.Invalid, Path: "feature", Msg: "there is no feature to put"}
		}
		return b.edit(c.In).put(c.Feature, c.Op == geo.Create)
	case geo.Delete:
		if !b.has(c.In) {
			return unknown(c.In)
		}
		return b.edit(c.In).remove(c.ID)
	}
	return &geo.Error{Kind: geo.Invalid, Path: "op", Msg: "no such operation"}
}

func (b *batch) has(name geo.Name) bool { return b.sets[name] != nil || b.edits[name] != nil }

// edit returns the editor of a collection, which it makes if there is none.
func (b *batch) edit(name geo.Name) *edit {
	e := b.edits[name]
	if e == nil {
		s := b.sets[name]
		if s == nil {
			s = newSet(name, b.from)
		}
		e = newEdit(s)
		b.edits[name] = e
	}
	return e
}

func (b *batch) publish(rev geo.Rev, at geo.Instant) *snapshot {
	if b.sets == nil {
		b.sets = map[geo.Name]*set{}
	}
	for name, e := range b.edits {
		b.sets[name] = e.state(rev, at)
	}
	return &snapshot{rev: rev, at: at, sets: b.sets}
}

func unknown(name geo.Name) error {
	return &geo.Error{Kind: geo.NotFound, Path: "collection", Msg: "there is no collection " + string(name)}
}
