package server_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/geo/situation"
	"cairn/seeds"
	"cairn/server"
)

// told is when everything in the tests' stores was told.
var told = time.Date(2026, 1, 20, 18, 30, 0, 0, time.UTC)

func toldAt() time.Time { return told }

// load puts the features of a GeoJSON text into a collection.
func load(t testing.TB, store geo.Store, in geo.Name, text io.Reader) {
	t.Helper()
	var changes []geo.Change
	for f, err := range format.ReadGeoJSON(text, geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatalf("read %s: %v", in, err)
		}
		changes = append(changes, geo.Change{Op: geo.Put, In: in, Feature: f})
	}
	if _, err := store.Apply(context.Background(), changes...); err != nil {
		t.Fatalf("load %s: %v", in, err)
	}
}

// storeOf returns a store with collections given as GeoJSON texts.
func storeOf(t testing.TB, collections map[string]string) geo.Store {
	t.Helper()
	store := memory.New(toldAt)
	for name, text := range collections {
		load(t, store, geo.Name(name), strings.NewReader(text))
	}
	return store
}

// seeded returns a store with the seeds.
func seeded(t testing.TB) geo.Store {
	t.Helper()
	return sow(t, memory.New(toldAt))
}

// sow puts the seeds into a store.
func sow(t testing.TB, store geo.Store) geo.Store {
	t.Helper()
	set := seeds.Sets()[0]
	for _, c := range set.Collections {
		about := geo.Change{Op: geo.PutCollection, In: geo.Name(c.Name), Collection: &geo.Collection{Title: c.Title, Description: c.Description}}
		if _, err := store.Apply(context.Background(), about); err != nil {
			t.Fatal(err)
		}
		file, err := set.Open(c.Name)
		if err != nil {
			t.Fatal(err)
		}
		load(t, store, geo.Name(c.Name), file)
		file.Close()
	}
	return store
}

// page is a built page, as far as the server looks at it.
func page() fstest.MapFS {
	return fstest.MapFS{
		"index.html":            {Data: []byte("<!doctype html><title>The map</title>")},
		"icon.svg":              {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
		"assets/main-1a2b3c.js": {Data: []byte(strings.Repeat("console.log('cairn');\n", 200))},
		".keep":                 {},
	}
}

// world is a server in a test, with the log of what it answered.
type world struct {
	*server.Server
	mu    sync.Mutex
	lines []map[string]any // guarded by mu
}

// serve makes a server; what config leaves out is filled in for tests.
func serve(t testing.TB, config server.Config) *world {
	t.Helper()
	w := &world{}
	config.Log = slog.New(w)
	config.Now = toldAt
	if config.Title == "" {
		config.Title = "Cairn in a test"
	}
	config.Version = "0.0.0"
	w.Server = server.New(config)
	return w
}

// serveSeeds makes a server of the seeds with a page.
func serveSeeds(t testing.TB) *world {
	t.Helper()
	return serve(t, server.Config{
		Store: seeded(t), Web: page(), Situation: situation.New(), Rule: []byte("# The rule\n\nNewest per source.\n"),
		Description: "Who says what.",
	})
}

// serveKeeper makes a server of the seeds that keeps its past, an hour for each
// change, and that the tokens "reader", "writer", "claimant" (of claims only) and
// "admin" may write to.
func serveKeeper(t testing.TB) *world {
	t.Helper()
	clock := told
	store := memory.NewKeeper(memory.Options{Rules: []geo.Rule{situation.WriteRule}, Now: func() time.Time {
		clock = clock.Add(time.Hour)
		return clock
	}})
	return serve(t, server.Config{Store: sow(t, store), Situation: situation.New(), Guard: guard{}})
}

// guard knows the tokens of tests.
type guard struct{}

func (guard) Identify(_ context.Context, token string) (server.Who, error) {
	right, ok := map[string]server.Right{"reader": server.MayRead, "writer": server.MayWrite, "claimant": server.MayWrite, "admin": server.MayAdmin}[token]
	if !ok {
		return server.Who{}, &geo.Error{Kind: geo.Denied, Msg: "nobody has this token"}
	}
	who := server.Who{Name: token, Right: right}
	if token == "claimant" {
		who.Collections = []geo.Name{situation.Claims}
	}
	return who, nil
}

// ask answers a request; headers are given as "Name: value".
func (w *world) ask(method, target string, headers ...string) *httptest.ResponseRecorder {
	return w.send(method, target, "", headers...)
}

// send answers a request with a body.
func (w *world) send(method, target, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body == "" {
		r = httptest.NewRequest(method, target, nil)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		if name == "Host" {
			r.Host = strings.TrimSpace(value)
			continue
		}
		r.Header.Add(name, strings.TrimSpace(value))
	}
	out := httptest.NewRecorder()
	w.ServeHTTP(out, r)
	return out
}

// get answers a GET.
func (w *world) get(target string, headers ...string) *httptest.ResponseRecorder {
	return w.ask(http.MethodGet, target, headers...)
}

// Enabled, Handle, WithAttrs and WithGroup make world a slog.Handler.
func (w *world) Enabled(context.Context, slog.Level) bool { return true }

func (w *world) Handle(_ context.Context, r slog.Record) error {
	line := map[string]any{"level": r.Level.String()}
	r.Attrs(func(a slog.Attr) bool {
		line[a.Key] = a.Value.Any()
		return true
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, line)
	return nil
}

func (w *world) WithAttrs([]slog.Attr) slog.Handler { return w }
func (w *world) WithGroup(string) slog.Handler      { return w }

// last returns the last line of the log.
func (w *world) last() map[string]any {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lines[len(w.lines)-1]
}
