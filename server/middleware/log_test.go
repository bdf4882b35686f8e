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
	h := middleware.Log(log, now, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
