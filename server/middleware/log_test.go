package middleware_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"cairn/server/middleware"
)

func TestLog(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, nil))
	clock := time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)
	now := func() time.Time { clock = clock.Add(time.Millisecond); return clock }
	h := middleware.Log(nil, log, now, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e := middleware.EntryOf(w)
		e.Route, e.Rev = "/things/{thing}", 7
		if r.URL.Path == "/things/broken" {
			e.Err = errors.New("no disk")
			w.WriteHeader(http.StatusInternalServerError)
		}
		ok(w, r)
	}))
	ask(h, get("/things/1"))
	for _, want := range []string{"level=INFO", "method=GET", "route=/things/{thing}", "path=/things/1", "status=200", "bytes=2", "took=1ms", "rev=7", "request="} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, &out)
		}
	}
	out.Reset()
	ask(h, get("/things/broken"))
	for _, want := range []string{"level=ERROR", "status=500", `error="no disk"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, &out)
		}
	}
}

func TestEntryOfNobody(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if e := middleware.EntryOf(w); e != nil {
			t.Errorf("an entry nobody made: %v", e)
		}
	})
	ask(h, get("/"))
}

// TestAccess holds the lines to those of slog.
func TestAccess(t *testing.T) {
	clock := time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)
	for _, path := range []string{"/things/1", "/things/a b\"c=\n", "/things/سجن", "/"} {
		for _, asJSON := range []bool{false, true} {
			var want, got bytes.Buffer
			options := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
				if a.Key == slog.TimeKey {
					a.Value = slog.StringValue("2026-01-20T00:00:00.003Z")
				}
				return a
			}}
			var handler slog.Handler = slog.NewTextHandler(&want, options)
			if asJSON {
				handler = slog.NewJSONHandler(&want, options)
			}
			for _, side := range []struct {
				access *middleware.Access
				log    *slog.Logger
			}{{log: slog.New(handler)}, {access: middleware.NewAccess(&got, asJSON)}} {
				ticks := clock
				now := func() time.Time { ticks = ticks.Add(time.Millisecond); return ticks }
				h := middleware.Log(side.access, side.log, now, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					middleware.EntryOf(w).Route = "/things/{thing}"
					ok(w, r)
				}))
				r := get("/")
				r.URL.Path = path
				ask(h, r)
			}
			if got.String() != want.String() {
				t.Errorf("got  %swant %s", &got, &want)
			}
		}
	}
}
