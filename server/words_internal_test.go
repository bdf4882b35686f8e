package server

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
)

// looked counts how often a store is looked through; while it is, the clock goes on.
type looked struct {
	geo.Store
	clock atomic.Int64  // nanoseconds
	takes time.Duration // that it takes to look
	n     atomic.Int64
	hold  chan struct{} // not nil: looking waits until it is closed
	begun chan struct{} // not nil: told when looking begins
}

func (l *looked) now() time.Time { return time.Unix(0, l.clock.Load()) }

func (l *looked) Read(ctx context.Context) (geo.Reader, error) {
	r, err := l.Store.Read(ctx)
	return &lookedAt{r, l}, err
}

type lookedAt struct {
	geo.Reader
	of *looked
}

func (r *lookedAt) Find(ctx context.Context, q geo.Query) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		r.of.n.Add(1)
		if r.of.begun != nil {
			r.of.begun <- struct{}{}
		}
		if r.of.hold != nil {
			<-r.of.hold
		}
		r.of.clock.Add(int64(r.of.takes))
		if ctx.Err() != nil {
			yield(geo.Hit{}, ctx.Err())
			return
		}
		for hit, err := range r.Reader.Find(ctx, q) {
			if !yield(hit, err) {
				return
			}
		}
	}
}

// wordsIn is a server of a store of things, and what puts one in of a kind.
func wordsIn(t *testing.T, l *looked) (s *Server, put func(kind string)) {
	t.Helper()
	l.Store = memory.New(nil)
	n := 0
	put = func(kind string) {
		t.Helper()
		for range 2 { // what every feature has anew is no vocabulary
			n++
			text := fmt.Sprintf(`{"type":"Feature","id":"f%d","geometry":null,"properties":{%s}}`, n, kind)
			for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
				if err != nil {
					t.Fatal(err)
				}
				if _, err := l.Apply(t.Context(), geo.Change{Op: geo.Put, In: "things", Feature: f}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return New(Config{Store: l, Now: l.now}), put
}

// wordsNow asks for the words of things.
func wordsNow(t *testing.T, s *Server) (first []string, fields int, isNow bool, err error) {
	t.Helper()
	state, err := s.config.Store.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	c, err := state.Collection(t.Context(), "things")
	if err != nil {
		t.Fatal(err)
	}
	lists, isNow, err := s.wordsOf(t.Context(), state, c)
	if len(lists) > 0 {
		first = lists[0]
	}
	return first, len(lists), isNow, err
}

// TestWordsAge changes a collection again and again: it is looked through once in a while,
// and what is told is never older than that.
func TestWordsAge(t *testing.T) {
	l := &looked{takes: 2 * time.Second}
	s, put := wordsIn(t, l)
	expect := func(what, want string, fields int, now bool, looks int64) {
		t.Helper()
		first, n, isNow, err := wordsNow(t, s)
		if got := strings.Join(first, " "); got != want || n != fields || isNow != now || err != nil || l.n.Load() != looks {
			t.Errorf("%s: %q of %d fields, now %t, %d looks, %v; want %q, %d, %t, %d", what, got, n, isNow, l.n.Load(), err, want, fields, now, looks)
		}
	}
	put(`"kind":"a"`)
	expect("the first", "a", 1, true, 1)
	expect("the same revision", "a", 1, true, 1)
	l.clock.Add(int64(time.Hour))
	expect("later", "a", 1, true, 1)
	put(`"kind":"b"`)
	expect("a change long after", "a b", 1, true, 2)
	for range 5 {
		put(`"kind":"c"`)
		expect("changes soon after", "a b", 1, false, 2)
	}
	put(`"kind":"c","more":"x"`)
	expect("a new field", "a b", 2, false, 2)
	l.clock.Add(int64(wordsAge))
	expect("a few seconds after", "a b c", 2, true, 3)
	if _, err := l.Apply(t.Context(), geo.Change{Op: geo.DropCollection, In: "things"}); err != nil {
		t.Fatal(err)
	}
	put(`"other":"z"`)
	expect("dropped and made anew", "z", 1, true, 4)

	l.takes = time.Millisecond // what is found at once is told at once, but not for each of many
	l.clock.Add(int64(time.Hour))
	put(`"other":"y"`)
	expect("a small one", "y z", 1, true, 5)
	put(`"other":"x"`)
	expect("a small one, changed at once", "y z", 1, false, 5)
	l.clock.Add(int64(wordsShare * time.Millisecond))
	expect("a small one, a moment later", "x y z", 1, true, 6)
}

// TestWordsTogether has many ask at once: one looks.
func TestWordsTogether(t *testing.T) {
	l := &looked{hold: make(chan struct{}), begun: make(chan struct{}, 100), takes: time.Second}
	s, put := wordsIn(t, l)
	put(`"kind":"a"`)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if first, _, _, err := wordsNow(t, s); !slices.Equal(first, []string{"a"}) || err != nil {
				t.Errorf("%v, %v", first, err)
			}
		})
	}
	<-l.begun
	close(l.hold)
	all.Wait()
	if n := l.n.Load(); n != 1 {
		t.Errorf("the collection was looked through %d times by 20, want once", n)
	}
}

// TestWordsGone has who looks go away: the next one looks, and who waits may go, too.
func TestWordsGone(t *testing.T) {
	l := &looked{hold: make(chan struct{}), begun: make(chan struct{}, 100)}
	s, put := wordsIn(t, l)
	put(`"kind":"a"`)
	state, err := l.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, err := state.Collection(t.Context(), "things")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(ctx context.Context) <-chan error {
		done := make(chan error, 1)
		go func() {
			_, _, err := s.wordsOf(ctx, state, c)
			done <- err
		}()
		return done
	}
	gone, leave := context.WithCancel(t.Context())
	first := ask(gone)
	<-l.begun
	waits, giveUp := context.WithCancel(t.Context())
	second := ask(waits)
	giveUp()
	if err := <-second; !errors.Is(err, context.Canceled) {
		t.Errorf("who waits and goes: %v", err)
	}
	leave()
	close(l.hold)
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("who looks and goes: %v", err)
	}
	if err := <-ask(t.Context()); err != nil || l.n.Load() != 2 {
		t.Errorf("the next: %v, %d looks; want 2", err, l.n.Load())
	}
}

// TestWordsTag tells no tag of what may be told otherwise of the same revision.
func TestWordsTag(t *testing.T) {
	l := &looked{takes: time.Second}
	s, put := wordsIn(t, l)
	for i, c := range []struct {
		kind, has string
		tag       bool
	}{{"a", `"enum":["a"]`, true}, {"b", `"enum":["a"]`, false}} {
		put(`"kind":"` + c.kind + `"`)
		a := httptest.NewRecorder()
		s.ServeHTTP(a, httptest.NewRequest(http.MethodGet, "/collections/things/queryables", nil))
		if tag := a.Header().Get("ETag") != ""; a.Code != http.StatusOK || tag != c.tag || tag == (a.Header().Get("Cache-Control") == "no-store") || !strings.Contains(a.Body.String(), c.has) {
			t.Errorf("%d: %d, %v: %s", i, a.Code, a.Header(), a.Body)
		}
	}
}
