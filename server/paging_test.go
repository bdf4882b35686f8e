package server_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"context"
	"errors"
	"iter"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/server"
)

// page of features, as far as the tests look at it.
type features struct {
	Features       []struct{ ID string }
	NumberMatched  int
	NumberReturned int
	Links          []struct{ Href, Rel, Type string }
}

func (f features) next() string {
	for _, l := range f.Links {
		if l.Rel == "next" {
			return l.Href
		}
	}
	return ""
}

func read(t testing.TB, answer *httptest.ResponseRecorder) features {
	t.Helper()
	var f features
	if err := json.Unmarshal(answer.Body.Bytes(), &f); err != nil || answer.Code != http.StatusOK {
		t.Fatalf("status %d, %v: %.300s", answer.Code, err, answer.Body)
	}
	return f
}

// TestPaging follows next links: every feature comes once.
func TestPaging(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(1001)))
	w := serve(t, server.Config{Store: store})
	for _, query := range []string{"limit=7", "limit=100&kind=well", "limit=1000", "limit=13&bbox=39,35,39.5,36", "limit=50&datetime=2026-01-01/2026-01-15"} {
		all := read(t, w.get("/collections/wells/items?limit=10000&"+strings.SplitN(query+"&", "&", 2)[1]))
		seen, pages := map[string]bool{}, 0
		for target := "/collections/wells/items?" + query; target != ""; pages++ {
			f := read(t, w.get(target))
			if f.NumberMatched != len(all.Features) || f.NumberReturned != len(f.Features) {
				t.Fatalf("%s: matched %d, returned %d of %d; all are %d", target, f.NumberMatched, f.NumberReturned, len(f.Features), len(all.Features))
			}
			for _, one := range f.Features {
				if seen[one.ID] {
					t.Fatalf("%s: %s a second time", target, one.ID)
				}
				seen[one.ID] = true
			}
			target = strings.TrimPrefix(f.next(), "http://example.com")
		}
		if len(seen) != len(all.Features) {
			t.Errorf("%s: %d features on %d pages, want %d", query, len(seen), pages, len(all.Features))
		}
	}
}

// TestLarge asks for answers that go out in pieces.
func TestLarge(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(20_000)))
	w := serve(t, server.Config{Store: store})
	answer := w.get("/collections/wells/items?limit=10000")
	if f := read(t, answer); len(f.Features) != 10_000 || f.NumberMatched != 20_000 || f.next() == "" {
		t.Errorf("%d features of %d, next %q", len(f.Features), f.NumberMatched, f.next())
	}
	if answer.Header().Get("Content-Length") != "" {
		t.Error("a length was told before it was known")
	}
	sequence := w.get("/collections/wells/items?f=geojsonseq")
	if got := strings.Count(sequence.Body.String(), "\x1e"); got != 20_000 {
		t.Errorf("%d records in the sequence, want all 20,000", got)
	}
	if head := w.ask(http.MethodHead, "/collections/wells/items?limit=10000"); head.Code != http.StatusOK || head.Body.Len() != 0 {
		t.Errorf("HEAD: status %d, %d bytes", head.Code, head.Body.Len())
	}
}

// TestConcurrent reads while somebody writes; run it with -race.
func TestConcurrent(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(500)))
	w := serve(t, server.Config{Store: store})
	var readers sync.WaitGroup
	for i := range 8 {
		readers.Add(1)
		go func() {
			defer readers.Done()
			for range 50 {
				target := [...]string{
					"/collections/wells/items?limit=100", "/collections/wells/nearest?point=39.5,35.5", "/collections/wells/items/well-7",
					"/collections/wells/items?f=html", "/api", "/", "/collections/wells/items?limit=0", "/collections/wells/items?limit=400&bbox=39,35,40,36",
				}[i]
				answer := w.get(target, "Accept-Encoding: "+[...]string{"", "gzip", "zstd"}[i%3])
				if answer.Code != http.StatusOK && i != 6 {
					t.Errorf("%s: %d %.200s", target, answer.Code, answer.Body)
					return
				}
			}
		}()
	}
	for i := range 20 {
		load(t, store, "wells", strings.NewReader(wells(500+i)))
	}
	readers.Wait()
}

// failing is a state that fails on the way.
type failing struct {
	geo.Reader
	after int
	err   error
}

func (r failing) Find(ctx context.Context, q geo.Query) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		n := 0
		for hit, err := range r.Reader.Find(ctx, q) {
			if n == r.after {
				yield(geo.Hit{}, r.err)
				return
			}
			if n++; !yield(hit, err) {
				return
			}
		}
	}
}

// failingStore opens failing states.
type failingStore struct {
	geo.Store
	after int
	err   error
}

func (s failingStore) Read(ctx context.Context) (geo.Reader, error) {
	r, err := s.Store.Read(ctx)
	return failing{r, s.after, s.err}, err
}

// TestFirstByte breaks answers: before the first byte it is a problem document,
// after it the connection is cut.
func TestFirstByte(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(20_000)))
	broken := errors.New("the disk is gone: /var/secret")
	for _, c := range []struct {
		after, status int
		err           error
	}{
		{3, 500, broken},
		{3, 503, context.DeadlineExceeded},
		{3, 503, &geo.Error{Kind: geo.Busy, Msg: "come again"}},
		{9000, 0, broken},
	} {
		w := serve(t, server.Config{Store: failingStore{store, c.after, c.err}})
		answer, cut := attempt(w, "/collections/wells/items?limit=10000")
		if cut != (c.status == 0) || !cut && answer.Code != c.status {
			t.Errorf("after %d: cut %v, status %d, want %d", c.after, cut, answer.Code, c.status)
		}
		if strings.Contains(answer.Body.String(), "secret") {
			t.Errorf("after %d: the cause was told: %.300s", c.after, answer.Body)
		}
		if c.err == broken && w.last()["error"] == nil {
			t.Errorf("after %d: the log does not tell the cause: %v", c.after, w.last())
		}
		if c.status == 503 && answer.Header().Get("Retry-After") == "" {
			t.Errorf("after %d: no Retry-After", c.after)
		}
	}
}

// attempt asks and tells whether the connection was cut.
func attempt(w *world, target string) (answer *httptest.ResponseRecorder, cut bool) {
	answer = httptest.NewRecorder()
	defer func() {
		if v := recover(); v != nil {
			if v != http.ErrAbortHandler {
				panic(v)
			}
			cut = true
		}
	}()
	w.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, target, nil))
	return answer, false
}

// TestReady tells load balancers when to come.
func TestReady(t *testing.T) {
	ready := errors.New("still reading")
	w := serve(t, server.Config{Store: memory.New(toldAt), Ready: func() error { return ready }})
	if got := w.get("/readyz"); got.Code != http.StatusServiceUnavailable || !strings.Contains(got.Body.String(), "still reading") {
		t.Errorf("not ready: %d %s", got.Code, got.Body)
	}
	ready = nil
	if got := w.get("/readyz"); got.Code != http.StatusOK {
		t.Errorf("ready: %d %s", got.Code, got.Body)
	}
}

// TestDeadline gives a request no time.
func TestDeadline(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(20_000)))
	w := serve(t, server.Config{Store: store, Limits: server.Limits{Duration: time.Nanosecond}})
	if got := w.get("/collections/wells/items?limit=10000&depth=1"); got.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d, want 503", got.Code)
	}
}
