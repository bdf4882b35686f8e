package hook_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/sqlite"
	"cairn/server/hook"
)

// got is a request that a receiver had.
type got struct {
	header http.Header
	body   []byte
	Hook   string
	Since  geo.Rev
	Rev    geo.Rev
	Missed *struct{ After, To geo.Rev }
	// Changes are those in the body.
	Changes []struct {
		Rev       geo.Rev
		ID        string
		Op, Watch string
	}
}

// receiver is somebody who is called. answer, if it is not nil, answers; what it does
// not answer is taken.
type receiver struct {
	*httptest.Server
	got chan got // every request, also those that are not taken
}

func newReceiver(t *testing.T, answer func(n int, w http.ResponseWriter, r *http.Request) bool) *receiver {
	t.Helper()
	at := &receiver{got: make(chan got, 1000)}
	var mu sync.Mutex
	n := 0
	at.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n++
		number := n
		mu.Unlock()
		one := got{header: r.Header}
		var err error
		if one.body, err = io.ReadAll(r.Body); err == nil {
			err = json.Unmarshal(one.body, &one)
		}
		if err != nil {
			t.Errorf("request %d: %v", number, err)
		}
		at.got <- one
		if answer != nil && answer(number, w, r) {
			return
		}
	}))
	t.Cleanup(at.Close)
	return at
}

// next waits for the next request.
func (at *receiver) next(t *testing.T) got {
	t.Helper()
	select {
	case one := <-at.got:
		return one
	case <-time.After(30 * time.Second):
		t.Fatal("nothing was sent")
	}
	return got{}
}

// until collects the changes up to a revision, in order.
func (at *receiver) until(t *testing.T, rev geo.Rev) (all []got) {
	t.Helper()
	for {
		one := at.next(t)
		all = append(all, one)
		if one.Rev >= rev {
			return all
		}
	}
}

// desk is a store with its hooks.
type desk struct {
	*sqlite.Store
	path  string
	hooks *sqlite.Hooks
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{path: filepath.Join(t.TempDir(), "store.gpkg")}
	d.open(t)
	t.Cleanup(func() { d.close(t) })
	return d
}

func (d *desk) open(t *testing.T) {
	t.Helper()
	var err error
	if d.Store, err = sqlite.Open(t.Context(), d.path, sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	if d.hooks, err = sqlite.OpenHooks(t.Context(), d.path, nil); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) close(t *testing.T) {
	t.Helper()
	if err := errors.Join(d.hooks.Close(), d.Store.Close()); err != nil {
		t.Error(err)
	}
}

func (d *desk) add(t *testing.T, h sqlite.Hook) sqlite.Hook {
	t.Helper()
	made, err := d.hooks.Add(t.Context(), h, -1)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (d *desk) put(t *testing.T, id string, lon float64, kind string) geo.Rev {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID(geo.ID(id))
	b.SetPoint(orb.Point{lon, 5}, nil)
	if err := b.AddText("kind", kind); err != nil {
		t.Fatal(err)
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	rev, err := d.Apply(t.Context(), geo.Change{Op: geo.Put, In: "things", Feature: f, By: "Amal"})
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

// one returns the only hook, as the file has it.
func (d *desk) one(t *testing.T) sqlite.Hook {
	t.Helper()
	all, _, err := d.hooks.List(t.Context())
	if err != nil || len(all) != 1 {
		t.Fatalf("got %d hooks and %v, want one", len(all), err)
	}
	return all[0]
}

// settled waits until the file says that a hook has come to a revision.
func (d *desk) settled(t *testing.T, rev geo.Rev) {
	t.Helper()
	for begin := time.Now(); d.one(t).Seen < rev; {
		if time.Since(begin) > 30*time.Second {
			t.Fatalf("the hook is at %d, want %d", d.one(t).Seen, rev)
		}
	}
}

// running delivers until stop.
type running struct {
	look  chan time.Time
	waits chan time.Duration // that were asked for; each is over when it is taken from here
	stop  func()
}

func run(t *testing.T, d *desk, store geo.Keeper, timeout time.Duration) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	on := &running{look: make(chan time.Time), waits: make(chan time.Duration)}
	r := hook.Runner{
		Store: store, Hooks: d.hooks, Client: hook.NewClient(hook.Client{Private: true, Timeout: timeout}), Look: on.look,
		Random: func() float64 { return 1 },
		After: func(d time.Duration) <-chan time.Time {
			over := make(chan time.Time)
			go func() {
				select {
				case on.waits <- d:
					close(over)
				case <-ctx.Done():
				}
			}()
			return over
		},
	}
	ended := make(chan struct{})
	go func() { defer close(ended); r.Run(ctx) }()
	on.stop = func() { cancel(); <-ended }
	t.Cleanup(on.stop)
	return on
}

func TestDelivers(t *testing.T) {
	d, at := newDesk(t), newReceiver(t, nil)
	d.put(t, "before", 1, "x")
	h := d.add(t, sqlite.Hook{URL: at.URL})
	run(t, d, d.Store, time.Minute)
	const n = 250
	var last geo.Rev
	for i := range n {
		last = d.put(t, strconv.Itoa(i%7), float64(i%90), "x")
	}
	all := at.until(t, last)
	want := h.Seen + 1
	for _, one := range all {
		for _, c := range one.Changes {
			if c.Rev != want {
				t.Fatalf("got change %d, want %d: each once, in their order", c.Rev, want)
			}
			want++
		}
		if err := hook.Verify(h.Secret, one.header.Get(hook.SignatureHeader), one.body, time.Now(), time.Minute); err != nil {
			t.Error(err)
		}
		if got := one.header.Get(hook.HookHeader); got != h.ID || one.Hook != h.ID {
			t.Errorf("got hook %q and %q, want %s", got, one.Hook, h.ID)
		}
		if got := one.header.Get(hook.RevisionHeader); got != strconv.Itoa(int(one.Rev)) || one.header.Get("Content-Type") != "application/json" || one.header.Get(hook.DeliveryHeader) == "" {
			t.Errorf("got headers %v for revision %d", one.header, one.Rev)
		}
		if len(one.Changes) > 100 {
			t.Errorf("got %d changes together, want 100 at the most", len(one.Changes))
		}
	}
	if want != last+1 {
		t.Errorf("got changes up to %d, want %d", want-1, last)
	}
	if !strings.Contains(string(all[0].body), `"by":"Amal"`) {
		t.Errorf("got %s", all[0].body)
	}
}

func TestRetries(t *testing.T) {
	elsewhere := newReceiver(t, nil)
	tests := []struct {
		name, want string
		fail       func(w http.ResponseWriter, r *http.Request)
	}{
		{"a fault", "the answer is 500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }},
		{"not found", "the answer is 404", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }},
		{"elsewhere", "not followed", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}},
		{"hangs up", "EOF", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"hangs", "no answer within", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"no end of headers", "", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 1<<20))
		}},
	}
	for _, tt := range tests {
		const failures = 3
		at := newReceiver(t, func(n int, w http.ResponseWriter, r *http.Request) bool {
			if n <= failures {
				tt.fail(w, r)
				return true
			}
			return false
		})
		d := newDesk(t)
		h := d.add(t, sqlite.Hook{URL: at.URL})
		timeout := 20 * time.Second
		if tt.name == "hangs" {
			timeout = 400 * time.Millisecond // short, but not for who answers on a busy machine
		}
		on := run(t, d, d.Store, timeout)
		rev := d.put(t, "a", 1, "x")
		for n := range failures + 1 {
			one := at.next(t)
			if one.Rev != rev || len(one.Changes) != 1 || one.header.Get(hook.DeliveryHeader) == "" {
				t.Errorf("%s, attempt %d: got %s", tt.name, n, one.body)
			}
			if n < failures {
				if got, want := <-on.waits, time.Second<<n; got != want {
					t.Errorf("%s: waited %s after failure %d, want %s", tt.name, got, n+1, want)
				}
			}
		}
		d.settled(t, rev)
		on.stop()
		kept := d.one(t)
		if kept.Seen != rev || kept.Failures != 0 || kept.Fault != "" || kept.Delivered.IsZero() || kept.Failed.IsZero() || !kept.Next.IsZero() {
			t.Errorf("%s: got %+v, want all well after %d", tt.name, kept, h.Seen)
		}
	}
	if len(elsewhere.got) > 0 {
		t.Error("a redirect was followed")
	}
}

// A failure and when it is tried again are in the file; who comes back to it, with another
// process, waits for the rest of the time and sends what was not taken.
func TestRestart(t *testing.T) {
	taking := false
	var mu sync.Mutex
	take := func(v bool) { mu.Lock(); defer mu.Unlock(); taking = v }
	at := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		if !taking {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return !taking
	})
	d := newDesk(t)
	d.add(t, sqlite.Hook{URL: at.URL})
	on := run(t, d, d.Store, time.Minute)
	first := d.put(t, "a", 1, "x")
	for range 9 {
		at.next(t)
		<-on.waits
	}
	on.stop()
	kept := d.one(t)
	if kept.Failures < 8 || !strings.Contains(kept.Fault, "503") || !kept.Next.After(time.Now()) || kept.Seen >= first || !kept.Delivered.IsZero() {
		t.Errorf("got %+v", kept)
	}
	d.close(t)
	for len(at.got) > 0 {
		<-at.got
	}

	take(true)
	d.open(t)
	again := run(t, d, d.Store, time.Minute)
	if wait := <-again.waits; wait <= 0 || wait > 10*time.Minute {
		t.Errorf("waited %s, want the rest of the time", wait)
	}
	if one := at.next(t); len(one.Changes) != 1 || one.Changes[0].Rev != first {
		t.Errorf("got %s, want change %d", one.body, first)
	}
	second := d.put(t, "a", 2, "x")
	if one := at.next(t); len(one.Changes) != 1 || one.Changes[0].Rev != second {
		t.Errorf("got %s, want change %d only", one.body, second)
	}
	d.settled(t, second)
}

func TestFence(t *testing.T) {
	d, at := newDesk(t), newReceiver(t, nil)
	d.put(t, "a", 50, "x")
	d.add(t, sqlite.Hook{URL: at.URL, Collection: "things", Box: "0,0,10,10", Filter: "kind = 'x'"})
	on := run(t, d, d.Store, time.Minute)
	d.put(t, "a", 51, "x") // elsewhere
	d.put(t, "a", 5, "x")
	d.put(t, "a", 6, "x")
	last := d.put(t, "a", 6, "y")
	var heard []string
	for _, one := range at.until(t, last) {
		for _, c := range one.Changes {
			heard = append(heard, c.Watch)
		}
	}
	if got := strings.Join(heard, " "); got != "enter inside leave" {
		t.Errorf("got %s, want enter inside leave", got)
	}
	// What says nothing to the hook is passed over, and that is noted in the end.
	silent := d.put(t, "b", 50, "x")
	told := d.put(t, "b", 5, "x")
	if one := at.until(t, told); len(one[0].Changes) != 1 || one[0].Changes[0].Rev != told || silent != told-1 {
		t.Errorf("got %s", one[0].body)
	}
	d.settled(t, told)
	silent = d.put(t, "c", 50, "x")
	on.stop()
	if kept := d.one(t); kept.Seen != told && kept.Seen != silent {
		t.Errorf("got %d in the file, want %d", kept.Seen, silent)
	}
}

// The properties that a filter asks for may come later, and a collection may go.
func TestCollectionsComeAndGo(t *testing.T) {
	d, at := newDesk(t), newReceiver(t, nil)
	d.add(t, sqlite.Hook{URL: at.URL, Collection: "things", Filter: "kind = 'x'"})
	on := run(t, d, d.Store, time.Minute)
	<-on.waits // there is no such collection
	if kept := d.one(t); !strings.Contains(kept.Fault, "things") {
		t.Errorf("got %q, want that there is no such collection", kept.Fault)
	}
	made := d.put(t, "a", 5, "x")
	go func() {
		for {
			select {
			case <-on.waits:
			case <-t.Context().Done():
				return
			}
		}
	}()
	if one := at.next(t); one.Rev < made || one.Changes[0].Op != "created" {
		t.Errorf("got %s", one.body)
	}
	rev, err := d.Apply(t.Context(), geo.Change{Op: geo.DropCollection, In: "things"})
	if err != nil {
		t.Fatal(err)
	}
	if one := at.next(t); one.Rev < rev-1 || one.Changes[0].Op != "deleted" || one.Changes[0].Watch != "leave" {
		t.Errorf("got %s", one.body)
	}
}

func TestRemovedWhileDelivering(t *testing.T) {
	ended := make(chan struct{})
	at := newReceiver(t, func(_ int, _ http.ResponseWriter, r *http.Request) bool {
		<-r.Context().Done() // the sender has hung up
		close(ended)
		return true
	})
	d := newDesk(t)
	h := d.add(t, sqlite.Hook{URL: at.URL})
	on := run(t, d, d.Store, time.Minute)
	d.put(t, "a", 1, "x")
	at.next(t)
	if err := d.hooks.Remove(t.Context(), h.ID); err != nil {
		t.Fatal(err)
	}
	on.look <- time.Time{}
	<-ended
	d.put(t, "a", 2, "x")
	on.look <- time.Time{}
	on.look <- time.Time{}
	on.stop()
	if len(at.got) > 0 {
		t.Error("something was sent after the hook was removed")
	}
}

// One that is added while it runs is heard of, and one that fails is removed without
// that it is looked.
func TestAddedAndRemovedWhileRunning(t *testing.T) {
	d := newDesk(t)
	on := run(t, d, d.Store, time.Minute)
	at := newReceiver(t, func(_ int, w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(500)
		return true
	})
	h := d.add(t, sqlite.Hook{URL: at.URL})
	on.look <- time.Time{}
	d.put(t, "a", 1, "x")
	at.next(t)
	<-on.waits
	if err := d.hooks.Remove(t.Context(), h.ID); err != nil {
		t.Fatal(err)
	}
	on.stop()
}

// forgetful is a store that has let go of its first changes.
type forgetful struct {
	geo.Keeper
	kept geo.Rev
}

func (f *forgetful) Kept(context.Context) (geo.Rev, error) { return f.kept, nil }

func TestMissed(t *testing.T) {
	d, at := newDesk(t), newReceiver(t, nil)
	h := d.add(t, sqlite.Hook{URL: at.URL})
	d.put(t, "a", 1, "x")
	kept := d.put(t, "a", 2, "x")
	last := d.put(t, "a", 3, "x")
	run(t, d, &forgetful{d.Store, kept}, time.Minute)
	one := at.next(t)
	if one.Missed == nil || one.Missed.After != h.Seen || one.Missed.To != kept || one.Rev != last || len(one.Changes) != 1 {
		t.Errorf("got %s", one.body)
	}
}

func TestTest(t *testing.T) {
	at := newReceiver(t, func(n int, w http.ResponseWriter, _ *http.Request) bool {
		if n == 2 {
			w.WriteHeader(403)
		}
		return n == 2
	})
	c := hook.NewClient(hook.Client{Private: true})
	h := sqlite.Hook{ID: "abcdefgh", URL: at.URL, Secret: "sixteen bytes or more"}
	if err := c.Test(t.Context(), h); err != nil {
		t.Error(err)
	}
	one := at.next(t)
	if err := hook.Verify(h.Secret, one.header.Get(hook.SignatureHeader), one.body, time.Now(), time.Minute); err != nil || !strings.Contains(string(one.body), `"test":true`) {
		t.Errorf("got %s, %v", one.body, err)
	}
	if err := c.Test(t.Context(), h); err == nil || !strings.Contains(err.Error(), "403") {
		t.Errorf("got %v, want that the answer is 403", err)
	}
}
