package middleware

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Entry is what the log will say about one request. It is also the
// http.ResponseWriter that the handlers inside [Log] are given; they find it
// with [EntryOf] and fill in what only they know.
type Entry struct {
	http.ResponseWriter
	Status int    // 0 until the header is written
	Bytes  int64  // of the body
	Route  string // the route's pattern, such as "/collections/{collection}"
	Rev    int64  // the revision of the store answered from
	Err    error  // the cause, for what went wrong inside
	number uint64
	prefix string
}

// WriteHeader notes the status and passes it on.
func (e *Entry) WriteHeader(status int) {
	if e.Status == 0 && status >= 200 {
		e.Status = status
	}
	e.ResponseWriter.WriteHeader(status)
}

// Write notes the length and passes it on.
func (e *Entry) Write(b []byte) (int, error) {
	if e.Status == 0 {
		e.Status = http.StatusOK
	}
	n, err := e.ResponseWriter.Write(b)
	e.Bytes += int64(n)
	return n, err
}

// Unwrap lets an http.ResponseController reach the writer underneath.
func (e *Entry) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// Request returns the request's id, under which the log speaks of it. It is
// made when it is asked for.
func (e *Entry) Request() string { return e.prefix + strconv.FormatUint(e.number, 36) }

// EntryOf returns the log's entry for the request that w answers, nil if it is
// not logged.
func EntryOf(w http.ResponseWriter) *Entry {
	e, _ := w.(*Entry)
	return e
}

// Log writes one line for each request: to access, or at level Info to log if
// there is no access; at level Error to log if the server failed. Both may be nil;
// entries are still kept. now is the clock.
func Log(access *Access, log *slog.Logger, now func() time.Time, next http.Handler) http.Handler {
	prefix := strconv.FormatInt(now().UnixMilli(), 36) + "-"
	var count atomic.Uint64
	pool := sync.Pool{New: func() any { return new(Entry) }}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := pool.Get().(*Entry)
		*e = Entry{ResponseWriter: w, number: count.Add(1), prefix: prefix}
		start := now()
		defer func() {
			switch {
			case access != nil && !e.failed():
				end := now()
				access.write(e, r, end, end.Sub(start))
			case log != nil:
				e.write(r.Context(), log, r, now().Sub(start))
			}
			*e = Entry{}
			pool.Put(e)
		}()
		next.ServeHTTP(e, r)
	})
}

// failed reports whether the server could not do what it should.
func (e *Entry) failed() bool {
	return e.Err != nil || e.Status >= http.StatusInternalServerError && e.Status != http.StatusServiceUnavailable
}

func (e *Entry) write(ctx context.Context, log *slog.Logger, r *http.Request, took time.Duration) {
	level := slog.LevelInfo
	if e.failed() {
		level = slog.LevelError
	}
	if !log.Enabled(ctx, level) {
		return
	}
	attrs := [9]slog.Attr{
		slog.String("method", r.Method),
		slog.String("route", e.Route),
		slog.String("path", r.URL.Path),
		slog.Int("status", e.Status),
		slog.Int64("bytes", e.Bytes),
		slog.Duration("took", took),
		slog.Int64("rev", e.Rev),
		slog.String("request", e.Request()),
	}
	n := 8
	if e.Err != nil {
		attrs[n] = slog.String("error", e.Err.Error())
		n++
	}
	log.LogAttrs(ctx, level, "request", attrs[:n]...)
}
