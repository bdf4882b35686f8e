package server

import (
	"context"
	"sync"
	"time"
)

// deadline is a request's context with a time at which it ends. It asks the clock
// when it is asked for its error, and sets a timer only for those who wait for
// Done: most requests are over long before either. The clock can be stopped, for the
// time that the client takes.
type deadline struct {
	context.Context // the parent

	mu     sync.Mutex
	at     time.Time // zero while the clock stands still
	err    error     // why it has ended
	timed  context.Context
	cancel context.CancelFunc // of timed; nil until Done makes it
	timer  *time.Timer        // ends it at the time
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
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.Context.Deadline(); c.at.IsZero() || ok && at.Before(c.at) {
		return at, ok
	}
	return c.at, true
}

// Done returns a channel that is closed at the deadline or when the parent ends.
func (c *deadline) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cancel == nil {
		c.timed, c.cancel = context.WithCancel(c.Context)
		if c.err != nil {
			c.cancel()
		}
		c.setTimer()
	}
	return c.timed.Done()
}

// setTimer sets the timer for those who wait; the caller holds mu.
func (c *deadline) setTimer() {
	switch {
	case c.cancel == nil || c.at.IsZero() || c.err != nil:
	case c.timer == nil:
		c.timer = time.AfterFunc(time.Until(c.at), func() { _ = c.Err() }) // asking ends it
	default:
		c.timer.Reset(time.Until(c.at))
	}
}

// Err returns why the context has ended, nil while it has not.
func (c *deadline) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return c.err
	}
	if c.err = c.Context.Err(); c.err == nil && !c.at.IsZero() && !time.Now().Before(c.at) {
		c.err = context.DeadlineExceeded
	}
	if c.err != nil && c.cancel != nil {
		c.cancel()
	}
	return c.err
}

// pause stops the clock: what comes now is not the server's time.
func (c *deadline) pause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Time{}
	if c.timer != nil {
		c.timer.Stop()
	}
}

// resume starts the clock anew: from now on it is d, as in within.
func (c *deadline) resume(d time.Duration) {
	if d <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = time.Now().Add(d)
	c.setTimer()
}

func (c *deadline) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = context.Canceled // those who wait for Done ask why it is closed
	}
	if c.timer != nil {
		c.timer.Stop()
	}
	if c.cancel != nil {
		c.cancel()
	}
}
