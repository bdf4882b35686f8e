package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"cairn/geo"
	"cairn/geo/watch"
	"cairn/server/middleware"
)

// heartbeat is how long nothing is said to a listener at the most: then a comment
// tells it, and whatever stands between, that the connection lives.
const heartbeat = 15 * time.Second

// events tells of changes as they come, as server-sent events (HTML standard §9.2),
// until the listener goes: each has the revision as its id, so that a listener that
// comes back with Last-Event-ID misses none that is still kept. A slow listener
// falls behind in the log and holds nobody up.
//
// Thousands listen at a time, so the connection is taken over from net/http, with
// which each would hold its buffers and the stack of all handlers. Where it cannot
// be (in HTTP/2, and in tests without one) net/http stays.
func (x *exchange) events(k geo.Keeper, w *watch.Watch, since geo.Rev) error {
	if x.r.Method == http.MethodHead { // whose body would have no length
		x.encoding = middleware.Identity
		x.w.Header().Set("Cache-Control", "no-store")
		return x.pour()
	}
	s := x.server
	if s.listeners.Add(1) > int64(s.config.Limits.Listeners) && s.config.Limits.Listeners > 0 {
		s.listeners.Add(-1)
		return &refusal{http.StatusServiceUnavailable, "too many listen already"}
	}
	x.state.Close()
	x.state = nil
	l := &listener{server: s, keeper: k, watch: w, since: since}
	conn, _, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		defer s.listeners.Add(-1)
		l.send = x.push
		x.w.Header()["Cache-Control"] = []string{"no-store"}
		_ = http.NewResponseController(x.w).SetReadDeadline(time.Time{}) // where there is one: it is for the request
		return l.run(x.r.Context())
	}
	if e := middleware.EntryOf(x.w); e != nil {
		e.Status = http.StatusOK
	}
	x.begun = true
	go l.serve(conn)
	return errDone
}

// eventsHead is the head of an answer that goes on until the connection ends.
const eventsHead = "HTTP/1.1 200 OK\r\nContent-Type: " + mediaEvents + "\r\nCache-Control: no-store\r\n" +
	"X-Accel-Buffering: no\r\nX-Content-Type-Options: nosniff\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"

// listener is somebody who hears of changes.
type listener struct {
	server *Server
	keeper geo.Keeper
	watch  *watch.Watch
	since  geo.Rev // the last revision told of, or passed over
	send   func([]byte) error
}

// serve tells a connection of changes until it ends.
func (l *listener) serve(conn net.Conn) {
	defer l.server.listeners.Add(-1)
	defer conn.Close()
	defer func() { // nothing else stands around this goroutine
		if v := recover(); v != nil && l.server.config.Log != nil {
			l.server.config.Log.Error("tell a listener of changes", "error", fmt.Sprintf("panic: %v\n%s", v, debug.Stack()))
		}
	}()
	l.send = func(b []byte) error {
		if err := conn.SetDeadline(time.Now().Add(l.server.config.Limits.Write)); err != nil {
			return err
		}
		_, err := conn.Write(b)
		return err
	}
	if l.send([]byte(eventsHead)) != nil {
		return
	}
	// Whatever ends it, the listener comes back and goes on from where it was.
	if err := l.run(context.Background()); err != nil && l.server.config.Log != nil && !isGone(err) {
		l.server.config.Log.Error("tell a listener of changes", "error", err)
	}
}

// isGone reports whether an error is that of a connection.
func isGone(err error) bool {
	var gone net.Error
	return errors.As(err, &gone) || errors.Is(err, net.ErrClosed)
}

// run tells of changes until the context or the connection ends.
func (l *listener) run(ctx context.Context) error {
	if err := l.send([]byte("retry: 2000\n\n")); err != nil {
		return err
	}
	for {
		if err := l.tell(ctx); err != nil {
			return err
		}
		wait, stop := context.WithTimeout(ctx, heartbeat)
		err := l.keeper.Wait(wait, l.since)
		stop()
		switch {
		case ctx.Err() != nil:
			return errDone
		case errors.Is(err, context.DeadlineExceeded):
			err = l.send([]byte(": still here\n\n"))
		}
		if err != nil {
			return err
		}
	}
}

// tell tells of the changes that there are.
func (l *listener) tell(ctx context.Context) error {
	var out []byte
	seen := l.since
	for one, err := range l.server.tail.after(ctx, l.keeper, l.since, &seen, l.watch.Of()...) {
		if err != nil {
			return err
		}
		l.since = one.Rev
		kind := l.watch.Hears(one.Change)
		if kind == "" {
			continue
		}
		if out = one.appendEvent(out, kind); len(out) >= piece {
			if err := l.send(out); err != nil {
				return err
			}
			out = out[:0]
		}
	}
	l.since = max(l.since, seen)
	if len(out) == 0 {
		return nil
	}
	return l.send(out)
}

// push sends an event by way of net/http.
func (x *exchange) push(b []byte) error {
	x.encoding = 0 // events are not compressed: each must go out when it is made
	x.body = append(x.body[:0], b...)
	if err := x.pour(); err != nil {
		return err
	}
	if err := http.NewResponseController(x.w).Flush(); err != nil {
		return &cut{err}
	}
	return nil
}
