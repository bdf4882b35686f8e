package middleware

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Deadline gives each request's context a deadline d after it came in. The
// context asks the clock when it is asked for its error, and sets a timer only
// for those who wait for Done: most requests are over long before either.
func Deadline(d time.Duration, next http.Handler) http.Handler {
	if d <= 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &deadline{Context: r.Context(), at: time.Now().Add(d)}
		defer c.end()
		next.ServeHTTP(w, r.WithContext(c))
	})
}

// deadline is a context whose timer is made when it is first waited for.
type deadline struct {
	context.Context // the parent
	at              time.Time

	mu     sync.Mutex
	timed  context.Context // made by Done, nil until then
	cancel context.CancelFunc
}

// Deadline returns the earlier of the parent's deadline and this one.
func (c *deadline) Deadline() (time.Time, bool) {
	if at, ok := c.Context.Deadline(); ok && at.Before(c.at) {
		return at, true
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
	if time.Now().Before(c.at) {
		return nil
	}
	// From here on Done is closed too: a context made after its deadline is.
	return c.timer().Err()
}

func (c *deadline) timer() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timed == nil {
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
