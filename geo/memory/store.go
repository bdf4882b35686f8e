package memory

import (
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"cairn/geo"
)

// Store is a geo.Store that lives in memory. It keeps no past: see [Keeper].
type Store struct {
	now     func() time.Time
	rules   []geo.Rule
	from    sizes
	current atomic.Pointer[snapshot]
	bell    geo.Bell // rung when there is a new current
	log     *log     // nil if no changes are kept
	past    past

	writing sync.Mutex // held by the one writer
	closed  bool
}

// Options say how a store begins. The zero Options are good.
type Options struct {
	Now   func() time.Time // tells the time of changes; nil is the clock
	Rules []geo.Rule       // asked of every group of changes
	// Rev and At are the last change of an earlier life, which [Store.Load] brings
	// back; the next change is Rev+1, and not before At.
	Rev geo.Rev
	At  geo.Instant
}

// New returns an empty store. now tells the time of changes; nil is the clock.
func New(now func() time.Time) *Store { return Open(Options{Now: now}) }

// Open returns an empty store.
func Open(o Options) *Store {
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Store{now: o.Now, rules: o.Rules, from: sizes{columnsFrom, ordersFrom, fewEnough, mostSlots}}
	if o.Rev == 0 && o.At == 0 {
		o.At = geo.InstantOf(o.Now())
	}
	s.current.Store(&snapshot{rev: o.Rev, at: o.At})
	return s
}

// Read opens the state as it is now; it never waits.
func (s *Store) Read(context.Context) (geo.Reader, error) { return s.current.Load(), nil }

// Wait returns when there is a revision after since, or with the error of ctx.
func (s *Store) Wait(ctx context.Context, since geo.Rev) error {
	return s.bell.Wait(ctx, func() bool { return s.current.Load().rev > since })
}

// Close lets nobody write any more.
func (s *Store) Close() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.closed = true
	return nil
}

// Apply makes the changes; see [geo.Store].
func (s *Store) Apply(ctx context.Context, changes ...geo.Change) (geo.Rev, error) {
	if err := s.begin(); err != nil {
		return s.current.Load().rev, err
	}
	defer s.writing.Unlock()
	old := s.current.Load()
	if len(changes) == 0 {
		return old.rev, nil
	}
	b := newBatch(old, s.from, geo.InstantOf(s.now()))
	b.keep = s.log != nil || len(s.rules) > 0 || old.isDeclared() || declares(changes)
	if err := b.apply(ctx, s.rules, changes); err != nil {
		return old.rev, err
	}
	next := b.publish()
	s.show(next, slices.Values(b.made))
	return next.rev, nil
}

// show makes a state the present one.
func (s *Store) show(next *snapshot, made iter.Seq[geo.Change]) {
	if next == s.current.Load() {
		return
	}
	if s.log != nil {
		next.told = s.log.add(s.current.Load().told, made)
	}
	s.current.Store(next)
	s.bell.Ring()
}
