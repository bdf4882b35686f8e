package geo

import (
	"context"
	"sync"
)

// Bell wakes all who wait for something to happen. Waiting costs a goroutine and no
// more, however many wait. The zero Bell is ready for use.
type Bell struct {
	mu   sync.Mutex // guards rung
	rung chan struct{}
}

// Ring wakes all who wait.
func (b *Bell) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}

// Wait returns when is reports true, which is asked at once and whenever the bell
// has rung; or with the error of ctx. What rings the bell after it has made is true
// is missed by nobody.
func (b *Bell) Wait(ctx context.Context, is func() bool) error {
	for {
		rung := b.next()
		if is() {
			return nil
		}
		select {
		case <-rung:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// next returns what is closed when the bell rings next.
func (b *Bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung
}
