package memory

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"cairn/geo"
)

// Pending is what some groups of changes would make of a store, beside its present
// state. Until it is published or dropped nobody else can write, and nobody sees it.
// It belongs to one goroutine.
type Pending struct {
	store *Store
	next  *snapshot
	made  iter.Seq[geo.Change]
	errs  []error
	revs  []geo.Rev
	done  bool
}

// Prepare works out what several groups of changes would make, one after the other,
// each all or none: what a group that is refused did is undone before the next. The
// rules of the store are asked of each group.
//
// Errors, after which nothing is pending and others can write: Denied if the store
// is closed; the end of ctx.
func (s *Store) Prepare(ctx context.Context, groups ...[]geo.Change) (*Pending, error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	p := &Pending{store: s, done: true}
	defer func() {
		if p.done {
			s.writing.Unlock()
		}
	}()
	old := s.current.Load()
	b := newBatch(old, s.from, geo.InstantOf(s.now()))
	b.keep = true
	p.errs, p.revs = make([]error, len(groups)), make([]geo.Rev, len(groups))
	for i, changes := range groups {
		p.errs[i] = b.apply(ctx, s.rules, changes)
		p.revs[i] = b.rev
		if ctx.Err() != nil {
			return nil, fmt.Errorf("prepare group %d of %d: %w", i+1, len(groups), ctx.Err())
		}
	}
	p.made, p.next = slices.Values(b.made), old
	if b.rev > old.rev {
		p.next = b.publish()
	}
	p.done = false
	return p, nil
}

// begin waits until nobody else writes.
func (s *Store) begin() error {
	s.writing.Lock()
	if s.closed {
		s.writing.Unlock()
		return &geo.Error{Kind: geo.Denied, Msg: "the store is closed"}
	}
	return nil
}

// Errs returns for each group why it is refused, nil where it is in. A refusal that
// a caller can act on is an *[geo.Error], or several of them joined, whose Path
// names the change as "changes[i]" where its group has several.
func (p *Pending) Errs() []error { return p.errs }

// Revs returns for each group the number of the last change in or before it.
func (p *Pending) Revs() []geo.Rev { return p.revs }

// Rev returns the number of the last change.
func (p *Pending) Rev() geo.Rev { return p.next.rev }

// Next returns the state as it will be. It must not be asked after Drop, nor for
// what would make an order (see the package) before Publish.
func (p *Pending) Next() geo.Reader { return p.next }

// Each yields the changes that are in, in their order, as [Store.Prepare] has made
// them: with Rev, At, Old, Place and Was, and with the features as they are kept.
// They must not be used any more after Drop.
func (p *Pending) Each() iter.Seq[geo.Change] { return p.made }

// Changes returns what Each yields.
func (p *Pending) Changes() []geo.Change { return slices.Collect(p.made) }

// Publish makes this the present state. After Publish or Drop it does nothing.
func (p *Pending) Publish() {
	if p.done {
		return
	}
	p.done = true
	p.store.show(p.next, p.made)
	p.store.writing.Unlock()
}

// Drop leaves everything as it was. After Publish or Drop it does nothing.
func (p *Pending) Drop() {
	if !p.done {
		p.done = true
		p.store.writing.Unlock()
	}
}
