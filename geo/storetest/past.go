package storetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// world is a model of a store at one revision: lists of features by collection.
// It is never changed.
type world map[geo.Name][]geo.Feature

// with returns the world after a change, and whether there could be such a change.
func (w world) with(c geo.Change, rev geo.Rev) (world, bool) {
	next := world{}
	for name, list := range w {
		next[name] = list
	}
	id := c.ID
	if !c.Feature.IsZero() {
		id = c.Feature.ID()
	}
	list, there := w[c.In]
	i := slices.IndexFunc(list, func(f geo.Feature) bool { return f.ID() == id })
	if c.If != 0 && (i < 0 || list[i].Rev() != c.If) {
		return nil, false
	}
	switch {
	case c.Op == geo.PutCollection:
		next[c.In] = list
	case c.Op == geo.DropCollection:
		delete(next, c.In)
		return next, there && len(list) == 0
	case c.Op == geo.Delete:
		if i < 0 {
			return nil, false
		}
		next[c.In] = slices.Delete(slices.Clone(list), i, i+1)
	case i < 0:
		next[c.In] = append(slices.Clip(list), c.Feature.WithRev(rev))
	case c.Op == geo.Create:
		return nil, false
	default:
		next[c.In] = slices.Clone(list)
		next[c.In][i] = c.Feature.WithRev(rev)
	}
	return next, true
}

// applied is a group that a store took, with the revision that it returned.
type applied struct {
	group []geo.Change
	last  geo.Rev
}

// worlds returns the model of every revision.
func worlds(t *testing.T, all []applied) []world {
	t.Helper()
	slices.SortFunc(all, func(a, b applied) int { return int(a.last - b.last) })
	made := []world{{}}
	take := func(c geo.Change) {
		next, ok := made[len(made)-1].with(c, geo.Rev(len(made)))
		if !ok {
			t.Fatalf("the store took as change %d what cannot be: %+v", len(made), c)
		}
		made = append(made, next)
	}
	for _, a := range all {
		for _, c := range a.group {
			if c.Op == geo.DropCollection {
				for _, f := range made[len(made)-1][c.In] {
					take(remove(c.In, f.ID()))
				}
			}
			take(c)
		}
		if last := geo.Rev(len(made) - 1); last != a.last {
			t.Fatalf("a group ends with %d, its last change is %d", a.last, last)
		}
	}
	return made
}

// randomGroup makes some changes, of which it knows not whether they can be made; at
// times one at the end that cannot.
func randomGroup(t *testing.T, r *rand.Rand, b *geo.Builder, s geo.Store) (group []geo.Change, bad bool) {
	now := read(t, s)
	defer now.Close()
	for range 1 + r.IntN(4) {
		in, id := geo.Name("p"), geo.ID(fmt.Sprint("f", r.IntN(30)))
		if r.IntN(4) == 0 {
			in = "q"
		}
		c := put(in, randomFeature(t, r, b, id))
		switch r.IntN(12) {
		case 0, 1, 2, 3:
			if _, err := now.Feature(context.Background(), in, id); err == nil {
				c = remove(in, id)
			}
		case 4:
			if _, err := now.Feature(context.Background(), in, id); err != nil {
				c.Op = geo.Create
			}
		case 5:
			if f, err := now.Feature(context.Background(), in, id); err == nil {
				c.If = f.Rev()
			}
		case 6:
			c = geo.Change{Op: geo.PutCollection, In: in, Collection: &geo.Collection{Title: string(id)}}
		case 7:
			if in == "q" {
				c = geo.Change{Op: geo.DropCollection, In: in}
			}
		}
		group = append(group, c)
	}
	if r.IntN(5) == 0 {
		return append(group, geo.Change{Op: geo.Put, In: "p"}), true
	}
	return group, false
}

// testPast has several writers make random changes while readers look, and then
// compares every state of the past with a model.
func testPast(t *testing.T, s geo.Keeper) {
	const writers, rounds = 4, 100
	var mu sync.Mutex
	var all []applied
	done := make(chan struct{})
	var writing, reading sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			r, b := rand.New(rand.NewPCG(uint64(w), 4)), geo.NewBuilder(nil)
			for range rounds {
				group, bad := randomGroup(t, r, b, s)
				last, err := s.Apply(context.Background(), group...)
				if bad && err == nil {
					t.Error("a group with a bad change was made")
				}
				if err == nil {
					mu.Lock()
					all = append(all, applied{group, last})
					mu.Unlock()
				}
			}
		})
	}
	for w := range 2 {
		reading.Go(func() { lookAgain(t, s, rand.New(rand.NewPCG(uint64(w), 5)), done) })
	}
	writing.Wait()
	close(done)
	reading.Wait()
	if t.Failed() {
		return
	}
	made := worlds(t, all)
	t.Logf("%d of %d groups were made, %d changes", len(all), writers*rounds, len(made)-1)
	wantWorlds(t, s, made)
	wantTold(t, s, made)
}

// lookAgain checks that states do not change while others write, those of the past
// and the present.
func lookAgain(t *testing.T, s geo.Keeper, r *rand.Rand, done <-chan struct{}) {
	kept := map[geo.Rev]string{}
	for {
		select {
		case <-done:
			return
		default:
		}
		now := read(t, s)
		before := state(t, now)
		last, _ := now.Rev()
		back := geo.Rev(r.Int64N(int64(last) + 1))
		then := readAt(t, s, back)
		said := state(t, then)
		if was, ok := kept[back]; ok && was != said {
			t.Errorf("revision %d was\n%s\nis\n%s", back, was, said)
			return
		}
		kept[back], kept[last] = said, before
		runtime.Gosched()
		if after := state(t, now); after != before {
			t.Errorf("a state changed from\n%s\nto\n%s", before, after)
			return
		}
		now.Close()
		then.Close()
	}
}

// wantWorlds compares states of the past with their models.
func wantWorlds(t *testing.T, s geo.Keeper, made []world) {
	t.Helper()
	r := rand.New(rand.NewPCG(6, 6))
	for i := range made {
		rev := len(made) - 1 - i
		if i%10 == 9 {
			rev = r.IntN(len(made))
		}
		past := readAt(t, s, geo.Rev(rev))
		wantWorld(t, past, made[rev], geo.Rev(rev))
		if i%10 == 0 {
			for range 5 {
				askWorld(t, r, past, made[rev]["p"])
			}
		}
		past.Close()
		if t.Failed() {
			return
		}
	}
}

func wantWorld(t *testing.T, past geo.Reader, want world, at geo.Rev) {
	t.Helper()
	if rev, _ := past.Rev(); rev != at {
		t.Errorf("the state at %d says that it is of %d", at, rev)
	}
	all, err := past.Collections(context.Background())
	if err != nil || len(all) != len(want) {
		t.Fatalf("at %d there are %d collections (%v), want %d", at, len(all), err, len(want))
	}
	for _, info := range all {
		list, there := want[info.Name]
		if !there {
			t.Fatalf("at %d there is %s", at, info.Name)
		}
		var got, expected []string
		for h, err := range past.Find(context.Background(), geo.Query{From: info.Name}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, fmt.Sprintf("%d %s", h.Rev(), h.GeoJSON()))
		}
		bound, located := orb.Bound{}, false
		for _, f := range list {
			expected = append(expected, fmt.Sprintf("%d %s", f.Rev(), f.GeoJSON()))
			if b, ok := f.Bound(); ok && !located {
				bound, located = b, true
			} else if ok {
				bound = bound.Union(b)
			}
		}
		if !slices.Equal(got, expected) {
			t.Fatalf("%s at %d:\n%q\nwant:\n%q", info.Name, at, got, expected)
		}
		if info.Count != len(list) || count(t, past, geo.Query{From: info.Name}) != len(list) {
			t.Errorf("%s at %d counts %d, want %d", info.Name, at, info.Count, len(list))
		}
		if info.Extent.IsLocated() != located || located && info.Extent.Bound != bound {
			t.Errorf("%s at %d lies in %v, want %v", info.Name, at, info.Extent.Bound, bound)
		}
	}
}

// askWorld asks a state of the past random questions.
func askWorld(t *testing.T, r *rand.Rand, past geo.Reader, list []geo.Feature) {
	t.Helper()
	info, err := past.Collection(context.Background(), "p")
	if err != nil {
		return // there was none
	}
	q := randomQuery(r)
	want := twin(list, q)
	if got := ids(t, past, q); !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", describe(q), got, want)
	}
	bulkAgrees(t, past, q)
	if q.Near != nil || len(info.Schema.Fields()) == 0 {
		return
	}
	q.Order, q.Limit = randomOrder(r, info.Schema), 0
	var sorted []geo.ID
	for _, f := range inOrder(list, info.Schema, q.Order) {
		if matches(f, q) {
			sorted = append(sorted, f.ID())
		}
	}
	if got := ids(t, past, q); !slices.Equal(got, sorted) {
		t.Errorf("%s in order: got %v, want %v", describe(q), got, sorted)
	}
}

// wantTold compares what the log tells with the models.
func wantTold(t *testing.T, s geo.Keeper, made []world) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	for _, since := range []int{0, r.IntN(len(made)), len(made) - 1} {
		now, rev := made[since], geo.Rev(since)
		for _, c := range changes(t, s, rev) {
			rev++
			next, ok := now.with(c, rev)
			if c.Rev != rev || !ok {
				t.Fatalf("the log tells %s as change %d", said(c), rev)
			}
			now = next
		}
		if rev != geo.Rev(len(made)-1) {
			t.Fatalf("the log ends with %d, want %d", rev, len(made)-1)
		}
		wantWorld(t, read(t, s), now, rev)
	}
	for _, in := range []geo.Name{"p", "q"} {
		for i := range 30 {
			wantHistory(t, s, made, in, geo.ID(fmt.Sprint("f", i)))
		}
	}
}

// find returns a feature of a model, zero if there is none.
func (w world) find(in geo.Name, id geo.ID) (found geo.Feature) {
	for _, f := range w[in] {
		if f.ID() == id {
			found = f
		}
	}
	return found
}

// wantHistory compares the history of a feature with the models.
func wantHistory(t *testing.T, s geo.Keeper, made []world, in geo.Name, id geo.ID) {
	t.Helper()
	told := history(t, s, in, id)
	for rev := len(made) - 1; rev > 0; rev-- {
		old, now := made[rev-1].find(in, id), made[rev].find(in, id)
		if old.Rev() == now.Rev() {
			continue
		}
		if len(told) == 0 || told[0].Rev != geo.Rev(rev) {
			t.Fatalf("the history of %s/%s lacks change %d: %v", in, id, rev, told)
		}
		c := told[0]
		if string(c.Old.GeoJSON()) != string(old.GeoJSON()) || string(c.Feature.GeoJSON()) != string(now.GeoJSON()) || c.Old.Rev() != old.Rev() || c.In != in || c.ID != id {
			t.Errorf("the history of %s/%s has %s, want %s after %s", in, id, said(c), now.GeoJSON(), old.GeoJSON())
		}
		told = told[1:]
	}
	if len(told) > 0 {
		t.Errorf("the history of %s/%s has %d changes more: %s", in, id, len(told), said(told[0]))
	}
}
