package situation

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"cairn/geo"
)

// Situation derives situations from the states of one store. It keeps what it
// derived of the newest states it saw, so that it is not derived again for each
// question. Use one for each store, made by [New]; it may be used by several
// goroutines at once.
type Situation struct {
	mu     sync.Mutex // guards what follows
	epochs []*epoch   // the one seen last at the end; at most mostEpochs
}

// mostEpochs is of how many states of the store something is kept: the newest,
// and the one before for those who still read it.
const mostEpochs = 2

// New returns a Situation that has seen nothing yet.
func New() *Situation { return new(Situation) }

// View returns base as it looks at the moment: its places carry the derived
// properties, everything else is as it was. Closing the view closes base; if there
// is an error, base is left open.
//
// The error is NotFound if the state has no situation (see [Applies]), and Invalid
// with Path "according-to" if the moment names a source that is not there.
func (s *Situation) View(ctx context.Context, base geo.Reader, m Moment) (*View, error) {
	if v, ok := base.(*View); ok {
		base = v.Reader
	}
	e, err := s.epoch(ctx, base)
	if err != nil {
		return nil, fmt.Errorf("derive the situation: %w", err)
	}
	p, err := e.picture(m)
	if err != nil {
		return nil, err
	}
	return &View{Reader: base, picture: p, moment: m}, nil
}

// epoch returns what is kept of the state base, or derives it anew.
func (s *Situation) epoch(ctx context.Context, base geo.Reader) (*epoch, error) {
	stamps, places, err := stamps(ctx, base)
	if err != nil {
		return nil, err
	}
	if e := s.kept(stamps); e != nil {
		return e, nil
	}
	// Two who come at once both do the work; the first to finish is kept.
	made, err := newEpoch(ctx, base, stamps, places)
	if err != nil {
		return nil, err
	}
	if e := s.kept(stamps); e != nil {
		return e, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.epochs) == mostEpochs {
		s.epochs = slices.Delete(s.epochs, 0, 1)
	}
	s.epochs = append(s.epochs, made)
	return made, nil
}

func (s *Situation) kept(stamps [5]stamp) *epoch {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, e := range s.epochs {
		if e.stamp == stamps {
			s.epochs = append(slices.Delete(s.epochs, i, i+1), e)
			return e
		}
	}
	return nil
}
