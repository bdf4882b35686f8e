package memory_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
)

// paper is a log of what would be kept on a disk: texts and numbers, and for the
// collections what Was has.
type paper struct{ rows []row }

type row struct {
	op    geo.Op
	in    geo.Name
	id    geo.ID
	rev   geo.Rev
	at    geo.Instant
	old   string
	was   *geo.Collection
	since geo.Rev
	place geo.Cursor
}

func (p *paper) write(changes iter.Seq[geo.Change]) {
	for c := range changes {
		r := row{op: c.Op, in: c.In, id: c.ID, rev: c.Rev, at: c.At, was: c.Was, place: c.Place}
		if !c.Old.IsZero() {
			r.old, r.since = string(c.Old.GeoJSON()), c.Old.Rev()
		}
		p.rows = append(p.rows, r)
	}
}

// Back is for memory.Log: features are made anew, all with the fields of each other.
func (p *paper) Back(_ context.Context, from, after geo.Rev) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		b := geo.NewBuilder(nil)
		for rev := from; rev > after; rev-- {
			r := p.rows[rev-1]
			c := geo.Change{Op: r.op, In: r.in, ID: r.id, Rev: r.rev, At: r.at, Was: r.was, Place: r.place}
			if r.old != "" {
				for f, err := range format.ReadGeoJSON(strings.NewReader(r.old), b) {
					if err != nil {
						yield(c, err)
						return
					}
					c.Old = f.WithRev(r.since)
				}
			}
			if !yield(c, nil) {
				return
			}
		}
	}
}

// Last is for memory.Log.
func (p *paper) Last(_ context.Context, in geo.Name, rev geo.Rev) (geo.Rev, geo.Instant, error) {
	for ; rev > 0; rev-- {
		if r := p.rows[rev-1]; in == "" || r.in == in {
			return rev, r.at, nil
		}
	}
	return 0, began, nil
}

const began = geo.Instant(1)

// ticking is a clock that goes on when it is looked at, and at times back.
func ticking() func() time.Time {
	r, at := rand.New(rand.NewPCG(8, 8)), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return func() time.Time {
		at = at.Add(time.Duration(r.IntN(100)-10) * time.Second)
		return at
	}
}

// someChanges makes changes to a few hundred features, such that they can be made.
func someChanges(t *testing.T, r *rand.Rand, b *geo.Builder, s geo.Store, n int) (group []geo.Change) {
	state, err := s.Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	gone := map[string]bool{}
	for range 1 + r.IntN(n) {
		id := fmt.Sprint(r.IntN(900))
		_, err := state.Feature(context.Background(), "p", geo.ID(id))
		if err == nil && !gone[id] && r.IntN(2) == 0 {
			group = append(group, geo.Change{Op: geo.Delete, In: "p", ID: geo.ID(id)})
			gone[id] = true
			continue
		}
		if r.IntN(50) == 0 {
			if err := b.Add([]byte(fmt.Sprint("extra", r.IntN(20))), geo.Value("true")); err != nil {
				t.Fatal(err)
			}
		}
		group = append(group, put("p", made(t, b, id, r.IntN(5000))))
		delete(gone, id)
	}
	switch r.IntN(60) {
	case 0:
		group = append(group, geo.Change{Op: geo.DropCollection, In: "p"})
	case 1:
		group = append(group, geo.Change{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{Title: fmt.Sprint("title ", r.IntN(9))}})
	}
	return group
}

// TestRewind goes back with a log on paper, and in the middle of it the store is
// closed and brought back from what it was asked.
func TestRewind(t *testing.T) {
	ctx, r, b := context.Background(), rand.New(rand.NewPCG(3, 1)), geo.NewBuilder(nil)
	s, log, clock := memory.Open(memory.Options{Now: ticking(), At: began}), new(paper), ticking()
	states := map[geo.Rev]string{0: now(t, s)}
	write := func() {
		p, err := s.Prepare(ctx, someChanges(t, r, b, s, 40))
		if err != nil || p.Errs()[0] != nil {
			t.Fatal(err, p.Errs())
		}
		log.write(p.Each())
		p.Publish()
		states[p.Rev()] = now(t, s)
	}
	for round := range 150 {
		write()
		if round%40 == 39 {
			before := now(t, s)
			s = again(t, s, clock)
			if after := now(t, s); after != before {
				t.Fatalf("brought back:\n%s\nwant:\n%s", after, before)
			}
		}
	}
	for rev, want := range states {
		past, err := s.Rewind(ctx, rev, log)
		if err != nil {
			t.Fatal(err)
		}
		if got := content(t, past); got != want {
			t.Fatalf("at %d:\n%s\nwant:\n%s", rev, got, want)
		}
	}
}

// again makes a store anew of what another is asked.
func again(t *testing.T, s *memory.Store, clock func() time.Time) *memory.Store {
	ctx := context.Background()
	state, err := s.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rev, at := state.Rev()
	next := memory.Open(memory.Options{Now: clock, Rev: rev, At: at})
	all, err := state.Collections(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		c.TimeFields = nil
		if err := next.Load(ctx, c, state.Find(ctx, geo.Query{From: c.Name})); err != nil {
			t.Fatal(err)
		}
	}
	return next
}

// torn is a log that lacks changes, or has others.
type torn struct {
	*paper
	spoil func(geo.Change) (geo.Change, error)
}

func (l torn) Back(ctx context.Context, from, after geo.Rev) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		for c := range l.paper.Back(ctx, from, after) {
			if !yield(l.spoil(c)) {
				return
			}
		}
	}
}

func TestRewindRefuses(t *testing.T) {
	ctx, b, log := context.Background(), geo.NewBuilder(nil), new(paper)
	s := memory.New(nil)
	p, err := s.Prepare(ctx, []geo.Change{put("p", made(t, b, "a", 1)), put("p", made(t, b, "b", 1)), {Op: geo.Delete, In: "p", ID: "a"}})
	if err != nil {
		t.Fatal(err)
	}
	log.write(p.Each())
	p.Publish()
	broken := errors.New("the disk is broken")
	for name, spoil := range map[string]func(c geo.Change) (geo.Change, error){
		"an error":             func(c geo.Change) (geo.Change, error) { return c, broken },
		"another number":       func(c geo.Change) (geo.Change, error) { c.Rev--; return c, nil },
		"another collection":   func(c geo.Change) (geo.Change, error) { c.In = "q"; return c, nil },
		"a place that is full": func(c geo.Change) (geo.Change, error) { c.Place = 2; return c, nil },
		"a place far away":     func(c geo.Change) (geo.Change, error) { c.Place = 1 << 40; return c, nil },
		"an id that is there":  func(c geo.Change) (geo.Change, error) { c.Old, c.Place = made(t, b, "b", 1), 7; return c, nil },
		"a put of nobody":      func(c geo.Change) (geo.Change, error) { c.Op, c.ID = geo.Put, "x"; return c, nil },
		"a drop":               func(c geo.Change) (geo.Change, error) { c.Op = geo.DropCollection; return c, nil },
	} {
		_, err := s.Rewind(ctx, 1, torn{log, spoil})
		if err == nil || name == "an error" && !errors.Is(err, broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Rewind(ctx, 1, log); err != nil {
		t.Errorf("after them: %v", err)
	}
	if _, err := s.Rewind(ctx, 4, log); geo.KindOf(err) != geo.NotFound {
		t.Errorf("what is to come: %v", err)
	}
}

// TestPastWhileWriting reads states of the past while others are made: what they share
// must not be changed.
func TestPastWhileWriting(t *testing.T) {
	ctx, s := context.Background(), memory.NewKeeper(memory.Options{Now: ticking()})
	var mu sync.Mutex
	states, last := map[geo.Rev]string{0: now(t, s)}, geo.Rev(0)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for w := range 3 {
		readers.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), 2))
			for {
				select {
				case <-done:
					return
				default:
				}
				mu.Lock()
				rev := geo.Rev(r.Int64N(int64(last) + 1))
				mu.Unlock()
				past, err := s.ReadAt(ctx, rev)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				want, known := states[rev]
				mu.Unlock()
				if got := content(t, past); known && got != want {
					t.Errorf("at %d:\n%s\nwant:\n%s", rev, got, want)
					return
				}
			}
		})
	}
	r, b := rand.New(rand.NewPCG(4, 4)), geo.NewBuilder(nil)
	for range 60 {
		rev, err := s.Apply(ctx, someChanges(t, r, b, s, 30)...)
		if err != nil {
			t.Fatal(err)
		}
		is := now(t, s)
		mu.Lock()
		states[rev], last = is, rev
		mu.Unlock()
	}
	close(done)
	readers.Wait()
}

func TestForget(t *testing.T) {
	ctx, s, b := context.Background(), memory.NewKeeper(memory.Options{Now: ticking()}), geo.NewBuilder(nil)
	states := []string{now(t, s)}
	for i := range 600 {
		if _, err := s.Apply(ctx, put("p", made(t, b, fmt.Sprint(i%7), i))); err != nil {
			t.Fatal(err)
		}
		states = append(states, now(t, s))
	}
	for _, upTo := range []geo.Rev{0, 1, 255, 256, 300, 300, 200, 512, 600, 9999} {
		if err := s.Forget(upTo); err != nil {
			t.Fatal(err)
		}
		kept, _ := s.Kept(ctx)
		if want := min(max(upTo, kept), 600); kept != want {
			t.Fatalf("Kept = %d after Forget(%d)", kept, upTo)
		}
		for _, rev := range []geo.Rev{kept, (kept + 600) / 2, 600} {
			past, err := s.ReadAt(ctx, rev)
			if err != nil || content(t, past) != states[rev] {
				t.Fatalf("ReadAt(%d) when %d is kept: %v", rev, kept, err)
			}
		}
		n := 0
		for c, err := range s.Changes(ctx, kept) {
			if n++; err != nil || c.Rev != kept+geo.Rev(n) {
				t.Fatalf("change %d after %d is %d, %v", n, kept, c.Rev, err)
			}
		}
		if n != int(600-kept) {
			t.Errorf("%d changes are kept after %d", n, kept)
		}
		if kept == 0 {
			continue
		}
		_, err := s.ReadAt(ctx, kept-1)
		if geo.KindOf(err) != geo.NotFound {
			t.Errorf("ReadAt(%d) = %v", kept-1, err)
		}
		for _, err = range s.Changes(ctx, kept-1) {
			break
		}
		if geo.KindOf(err) != geo.NotFound {
			t.Errorf("Changes(%d) = %v", kept-1, err)
		}
		if _, err := s.RevAt(ctx, 0); geo.KindOf(err) != geo.NotFound {
			t.Errorf("RevAt(1970) = %v", err)
		}
	}
	if rev, err := s.Apply(ctx, put("p", made(t, b, "x", 1))); rev != 601 || err != nil {
		t.Fatal(rev, err)
	}
	n := 0
	for c := range s.History(ctx, "p", "x") {
		n += int(c.Rev)
	}
	if n != 601 {
		t.Errorf("the history of x sums up to %d", n)
	}
}

// slow is a log that waits until it may go on.
type slow struct {
	*paper
	asked chan struct{}
	goOn  chan struct{}
}

func (l slow) Back(ctx context.Context, from, after geo.Rev) iter.Seq2[geo.Change, error] {
	l.asked <- struct{}{}
	<-l.goOn
	return l.paper.Back(ctx, from, after)
}

// Many who ask for one state of the past have it made once.
func TestRewindOnce(t *testing.T) {
	ctx, b, s := context.Background(), geo.NewBuilder(nil), memory.New(nil)
	log := slow{new(paper), make(chan struct{}, 100), make(chan struct{})}
	p, err := s.Prepare(ctx, []geo.Change{put("p", made(t, b, "a", 1)), put("p", made(t, b, "b", 1))})
	if err != nil {
		t.Fatal(err)
	}
	log.write(p.Each())
	p.Publish()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if r, err := s.Rewind(ctx, 1, log); err != nil {
				t.Error(err)
			} else if rev, _ := r.Rev(); rev != 1 {
				t.Errorf("Rev = %d", rev)
			}
		})
	}
	<-log.asked
	ended, stop := context.WithCancel(ctx)
	stop()
	if _, err := s.Rewind(ended, 1, log); !errors.Is(err, context.Canceled) {
		t.Errorf("who does not wait: %v", err)
	}
	close(log.goOn)
	all.Wait()
	if n := len(log.asked); n != 0 {
		t.Errorf("it was made %d times more", n)
	}
}
