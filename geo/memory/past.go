package memory

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"cairn/geo"
)

// Log is what [Store.Rewind] asks of the changes that were made to a store. Of each
// it needs Op, In, ID, Rev, Old with its own revision, Place and Was.
type Log interface {
	// Back yields the changes from one down to the one after another, newest first.
	Back(ctx context.Context, from, after geo.Rev) iter.Seq2[geo.Change, error]
	// Last returns the number and the time of the last change to a collection, or
	// in the whole store if in is empty, at or before rev; zeros if there is none.
	Last(ctx context.Context, in geo.Name, rev geo.Rev) (geo.Rev, geo.Instant, error)
}

// pastStates is how many states of the past are kept for those who ask for them
// again, or for one a little older.
const pastStates = 8

// past keeps states that were asked for.
type past struct {
	mu     sync.Mutex  // guards what follows
	states []*snapshot // the one asked for last comes last
	making map[geo.Rev]chan struct{}
}

// Rewind returns the state that a revision left, as the log tells it: by undoing, beside
// the present state or a later one that was asked for before, what was changed since.
// It takes time for each of these changes, and for nothing else but the extent of a
// collection that shrinks. The state is a reader like any other; places and cursors in it are those of then.
// Neither readers nor writers wait for it. Errors: NotFound if the store has not come as
// far; whatever the log says; Internal if the log does not fit.
func (s *Store) Rewind(ctx context.Context, to geo.Rev, l Log) (geo.Reader, error) {
	for {
		from := s.current.Load()
		if to < 0 || to > from.rev {
			return nil, &geo.Error{Kind: geo.NotFound, Path: "revision", Msg: fmt.Sprintf("there is no revision %d, the last is %d", to, from.rev)}
		}
		if to == from.rev {
			return from, nil
		}
		from, wait := s.past.nearest(from, to)
		switch {
		case from.rev == to:
			return from, nil
		case wait == nil:
			made, err := s.rewind(ctx, from, to, l)
			s.past.keep(to, made)
			if err != nil {
				return nil, err
			}
			return made, nil
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for revision %d: %w", to, ctx.Err())
		}
	}
}

// nearest returns the state to begin with, or what to wait for: another makes the very
// state. Who need not wait has to call keep.
func (p *past) nearest(from *snapshot, to geo.Rev) (*snapshot, chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if wait := p.making[to]; wait != nil {
		return from, wait
	}
	found := -1
	for i, s := range p.states {
		if s.rev >= to && s.rev < from.rev {
			from, found = s, i
		}
	}
	if found >= 0 {
		p.states = append(append(p.states[:found:found], p.states[found+1:]...), from)
	}
	if from.rev > to {
		if p.making == nil {
			p.making = map[geo.Rev]chan struct{}{}
		}
		p.making[to] = make(chan struct{})
	}
	return from, nil
}

// keep keeps what was made, if it is not nil, and wakes those who wait for it.
func (p *past) keep(to geo.Rev, made *snapshot) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.making[to])
	delete(p.making, to)
	if made == nil {
		return
	}
	if len(p.states) == pastStates {
		p.states = append(p.states[:0:0], p.states[1:]...)
	}
	p.states = append(p.states, made)
}

// forget lets go of the states before one.
func (p *past) forget(before geo.Rev) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var kept []*snapshot
	for _, s := range p.states {
		if s.rev >= before {
			kept = append(kept, s)
		}
	}
	p.states = kept
}

// rewind undoes the changes after to.
func (s *Store) rewind(ctx context.Context, from *snapshot, to geo.Rev, l Log) (*snapshot, error) {
	b := newBatch(from, s.from, 0)
	b.apart = true
	for c, err := range l.Back(ctx, from.rev, to) {
		if err != nil {
			return nil, fmt.Errorf("go back to revision %d: %w", to, err)
		}
		if c.Rev != b.rev {
			return nil, fmt.Errorf("go back to revision %d: the log tells change %d instead of %d", to, c.Rev, b.rev)
		}
		if b.rev%1024 == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("go back to revision %d: %w", to, ctx.Err())
		}
		if err := b.undo(&c); err != nil {
			return nil, err
		}
		b.rev--
	}
	if b.rev != to {
		return nil, fmt.Errorf("go back to revision %d: the log ends at %d", to, b.rev+1)
	}
	_, at, err := l.Last(ctx, "", to)
	if err != nil {
		return nil, fmt.Errorf("go back to revision %d: %w", to, err)
	}
	for name, e := range b.edits {
		if e.info.Rev, e.info.Updated, err = l.Last(ctx, name, to); err != nil {
			return nil, fmt.Errorf("go back to revision %d: %w", to, err)
		}
		e.changed = nil
	}
	b.at = at
	return b.publish(), nil
}
