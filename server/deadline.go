package server

import (
	"context"
	"sync"
	"time"
)

// deadline is a request's context with a time at which it ends. It asks the clock
// when it is asked for its error, and sets a timer only for those who wait for
// Done: most requests are over long before either.
type deadline struct {
	context.Context // the parent
	at              time.Time

	mu     sync.Mutex
	timed  context.Context // made by Done, nil until then
	cancel context.CancelFunc
}

// within returns a context that ends when parent does or after d, whichever comes
// first; d of 0 or less sets no time. The caller calls end.
func within(parent context.Context, d time.Duration) *deadline {
	c := &deadline{Context: parent}
	if d > 0 {
		c.at = time.Now().Add(d)
	}
	return c
}

// Deadline returns the earlier of the parent's deadline and this one.
func (c *deadline) Deadline() (time.Time, bool) {
	if at, ok := c.Context.Deadline(); c.at.IsZero() || ok && at.Before(c.at) {
		return at, ok
	}
	return c.at, true
}

// Done returns a channel that is closed at the deadline or when the parent ends.
func (c *deadline) Done() <-chan struct{} { return c.timer().Done() }

// Err returns why the context has ended, nil while it has not.
func (c *deadline) Err() error {
	c.mu.Lock()
	timed := c.timed
	c.mu.Unlock()
	if timed != nil {
		return timed.Err() // so that it tells the same as Done
	}
	if err := c.Context.Err(); err != nil {
		return err
	}
	if c.at.IsZero() || time.Now().Before(c.at) {
		return nil
	}
	// From here on Done is closed too: a context made after its deadline is.
	return c.timer().Err()
}

func (c *deadline) timer() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.timed != nil:
	case c.at.IsZero():
		c.timed, c.cancel = context.WithCancel(c.Context)
	default:
		c.timed, c.cancel = context.WithDeadline(c.Context, c.at)
	}
	return c.timed
}

func (c *deadline) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel != nil {
		c.cancel()
	}
}
