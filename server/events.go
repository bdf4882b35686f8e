package server

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"cairn/geo"
)

// heartbeat is how long nothing is said to a listener at the most: then a comment
// tells it, and whatever stands between, that the connection lives.
const heartbeat = 15 * time.Second

// events tells of changes as they come, as server-sent events (HTML standard §9.2),
// until the listener goes: each has the revision as its id, so that a listener that
// comes back with Last-Event-ID misses none that is still kept. A slow listener
// falls behind in the log and holds nobody up.
func (x *exchange) events(k geo.Keeper, w *watch, since geo.Rev) error {
	if x.r.Method == http.MethodHead {
		return x.send(http.StatusOK, x.media, nil)
	}
	ctx := x.r.Context() // the time a request may take is not for those who listen
	x.state.Close()
	x.state, x.key, x.squeeze = nil, nil, nil
	x.w.Header()["Cache-Control"] = []string{"no-store"}
	x.w.Header()["X-Accel-Buffering"] = []string{"no"}
	x.body = append(x.body[:0], "retry: 2000\n\n"...)
	for {
		last, err := x.tell(ctx, k, w, since)
		if err != nil {
			return err
		}
		since = last
		if err := x.push(); err != nil {
			return err
		}
		x.body = nil // thousands wait, each without a buffer
		wait, stop := context.WithTimeout(ctx, heartbeat)
		err = k.Wait(wait, since)
		stop()
		switch {
		case ctx.Err() != nil:
			return errDone
		case errors.Is(err, context.DeadlineExceeded):
			x.body = append(x.body[:0], ": still here\n\n"...)
		case err != nil:
			return err
		}
	}
}

// tell writes the changes after a revision that the watch hears, and returns the
// last revision looked at.
func (x *exchange) tell(ctx context.Context, k geo.Keeper, w *watch, since geo.Rev) (geo.Rev, error) {
	for c, err := range k.Changes(ctx, since) {
		if err != nil {
			return since, err
		}
		since = c.Rev
		kind := w.hears(c)
		if kind == "" {
			continue
		}
		b := strconv.AppendInt(append(x.body, "id: "...), int64(c.Rev), 10)
		b = append(append(append(b, "\nevent: "...), verb(c)...), "\ndata: "...)
		x.body = append(appendChange(b, c, kind), "\n\n"...)
		if len(x.body) >= piece {
			if err := x.push(); err != nil {
				return since, err
			}
		}
	}
	return since, nil
}

// push sends what has been written to a listener at once.
func (x *exchange) push() error {
	if len(x.body) == 0 {
		return nil
	}
	x.encoding = 0 // events are not compressed: each must go out when it is made
	if err := x.pour(); err != nil {
		return err
	}
	if err := http.NewResponseController(x.w).Flush(); err != nil {
		return &cut{err}
	}
	return nil
}
