package server

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/geo/watch"
)

// logged is a keeper that counts how many changes are read from it, and has
// forgotten those up to a revision.
type logged struct {
	geo.Keeper
	read      int
	forgotten geo.Rev
}

func (k *logged) Changes(ctx context.Context, since geo.Rev, of ...geo.Name) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		if since < k.forgotten {
			yield(geo.Change{}, &geo.Error{Kind: geo.NotFound, Path: "revision", Msg: "not kept any more"})
			return
		}
		for c, err := range k.Keeper.Changes(ctx, since, of...) {
			if err == nil {
				k.read++
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

func newLog() *logged { return &logged{Keeper: memory.NewKeeper(memory.Options{})} }

// grow changes one feature n times, all at once.
func (k *logged) grow(t *testing.T, n int) (now geo.Rev) {
	t.Helper()
	text := `{"type":"Feature","id":"a","geometry":null,"properties":{}}`
	var changes []geo.Change
	for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		changes = slices.Repeat([]geo.Change{{Op: geo.Put, In: "things", Feature: f}}, n)
	}
	now, err := k.Apply(t.Context(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// hear has a listener that stands at a revision hear all there is: each change once,
// in order, none left out. It returns where it stands then.
func hear(t *testing.T, tail *tail, k geo.Keeper, since, now geo.Rev) geo.Rev {
	t.Helper()
	at := since
	var seen geo.Rev
	for one, err := range tail.after(t.Context(), k, since, &seen) {
		if err != nil {
			t.Fatalf("after %d: %v", since, err)
		}
		if one.Rev != at+1 {
			t.Fatalf("after %d: %d follows %d", since, one.Rev, at)
		}
		at = one.Rev
	}
	if at != now {
		t.Fatalf("after %d: the last is %d, want %d", since, at, now)
	}
	return at
}

func TestTailIsReadOnce(t *testing.T) {
	k, l := newLog(), &tail{}
	begin := k.grow(t, 3)
	hear(t, l, k, begin, begin)
	now := k.grow(t, 50)
	for range 10 {
		hear(t, l, k, begin, now)
	}
	for since := begin; since <= now; since++ {
		hear(t, l, k, since, now)
	}
	if k.read != 50 {
		t.Errorf("%d changes were read from the log for all, want each of 50 once", k.read)
	}
	hear(t, l, k, 0, now) // older than the tail
	hear(t, l, k, begin-1, now)
	hear(t, l, k, now, now)
}

func TestTailIsCut(t *testing.T) {
	k, l := newLog(), &tail{}
	begin := k.grow(t, 1)
	hear(t, l, k, begin, begin)
	var now geo.Rev
	for _, n := range []int{tailLength - 1, 1, 1, tailLength + 7, 3*tailLength + 1, 1} {
		before := max(now, begin)
		now = k.grow(t, n)
		for _, since := range []geo.Rev{before, begin, now - tailLength - 1, now - tailLength, now - tailLength + 1, now - 1, now} {
			if since >= 0 {
				hear(t, l, k, since, now)
			}
		}
		if len(l.list) > tailLength {
			t.Fatalf("the tail has %d changes, want %d at the most", len(l.list), tailLength)
		}
	}
	k.read = 0
	hear(t, l, k, now-tailLength, now)
	if k.read != 0 {
		t.Errorf("%d changes were read that the tail has", k.read)
	}
}

// TestTailAfterSilence has nobody listen while the log forgets what the tail would
// read next: who comes then hears what is new.
func TestTailAfterSilence(t *testing.T) {
	k, l := newLog(), &tail{}
	begin := k.grow(t, 2)
	hear(t, l, k, begin, begin)
	back := k.grow(t, 20)
	k.forgotten = back - 5
	now := k.grow(t, 4)
	hear(t, l, k, back, now)
	now = k.grow(t, 3)
	hear(t, l, k, back, now)
	hear(t, l, k, back+2, now)
	for _, err := range l.after(t.Context(), k, begin, new(geo.Rev)) {
		if geo.KindOf(err) != geo.NotFound {
			t.Errorf("after what is forgotten: %v, want that it is not kept", err)
		}
	}
}

// TestTailGoneListener has one listener's request end while it reads: the others
// hear all the same.
func TestTailGoneListener(t *testing.T) {
	k, l := newLog(), &tail{}
	begin := k.grow(t, 1)
	hear(t, l, k, begin, begin)
	now := k.grow(t, 3000)
	gone, stop := context.WithCancel(t.Context())
	stop()
	var got error
	for _, err := range l.after(gone, k, begin, new(geo.Rev)) {
		got = err
	}
	if !errors.Is(got, context.Canceled) {
		t.Errorf("%v, want that the request has ended", got)
	}
	hear(t, l, k, begin, now)
	for range l.after(t.Context(), k, begin, new(geo.Rev)) {
		break // stops in the middle
	}
	hear(t, l, k, begin, k.grow(t, 1))
}

// TestTailAfterLongSilence has nobody listen while more is made than the tail holds:
// who comes then is told by the log, and the tail reads no more than it keeps.
func TestTailAfterLongSilence(t *testing.T) {
	k, l := newLog(), &tail{}
	begin := k.grow(t, 1)
	hear(t, l, k, begin, begin)
	now := k.grow(t, 5*tailLength)
	k.read = 0
	hear(t, l, k, now-3, now)
	if k.read > tailLength {
		t.Errorf("%d changes were read for one who wants the last three, want %d at the most", k.read, tailLength)
	}
	hear(t, l, k, begin, now)
	k.read = 0
	first := &tail{}
	hear(t, first, k, begin, now) // the first of all, who comes back from long ago
	if got := len(first.list); got > tailLength {
		t.Errorf("the tail has %d changes", got)
	}
	hear(t, first, k, now-tailLength, now)
}

// TestTailOfCollection hears of one collection in which nothing changes, while much does
// elsewhere: the others are not read, and the listener gets on all the same.
func TestTailOfCollection(t *testing.T) {
	k, l := newLog(), &tail{}
	begin := k.grow(t, 1)
	now := k.grow(t, 3*tailLength)
	hear(t, l, k, now, now)
	k.read = 0
	seen := begin
	for one, err := range l.after(t.Context(), k, begin, &seen, "others") {
		t.Errorf("hears of %v, %v", one, err)
	}
	if k.read > 0 || seen != now {
		t.Errorf("%d changes were read, and all is seen up to %d; want none, up to %d", k.read, seen, now)
	}
	w, err := watch.New(geo.Collection{Name: "others"})
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{}
	one := &listener{server: s, keeper: k, watch: w, since: begin, send: func(b []byte) error {
		t.Errorf("is told %s", b)
		return nil
	}}
	if err := one.tell(t.Context()); err != nil || one.since != now {
		t.Errorf("the listener is at %d (%v), want %d: it would not wait for what comes next", one.since, err, now)
	}
}

// TestTailOfMany has many listen while changes are made.
func TestTailOfMany(t *testing.T) {
	k, l := memory.NewKeeper(memory.Options{}), &tail{}
	maker := &logged{Keeper: k}
	begin := maker.grow(t, 1)
	const rounds, each = 40, 25
	end := begin + rounds*each
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			at := begin - geo.Rev(i%2) // some come back from before the tail
			for at < end {
				if err := k.Wait(t.Context(), at); err != nil {
					t.Error(err)
					return
				}
				for one, err := range l.after(t.Context(), k, at, new(geo.Rev)) {
					if err != nil || one.Rev != at+1 {
						t.Errorf("listener %d at %d: %v, %v", i, at, one, err)
						return
					}
					at = one.Rev
					one.appendEvent(nil, "enter")
				}
			}
		})
	}
	for range rounds {
		maker.grow(t, each)
	}
	all.Wait()
}
