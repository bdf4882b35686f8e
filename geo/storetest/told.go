package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// by returns a change that somebody makes.
func by(c geo.Change, who string) geo.Change {
	c.By = who
	return c
}

// said describes a change: what, when by the number, who, and what was there before.
func said(c geo.Change) string {
	text := fmt.Sprintf("%d %s %s/%s by %q", c.Rev, [...]string{"describe", "drop", "put", "create", "delete"}[c.Op], c.In, c.ID, c.By)
	if !c.Feature.IsZero() {
		text += fmt.Sprintf(", n %s at %d", c.Feature.Property("n"), c.Feature.Rev())
	}
	if !c.Old.IsZero() {
		text += fmt.Sprintf(", was %s at %d", c.Old.Property("n"), c.Old.Rev())
	}
	return text
}

// wantSaid compares what is told with what is expected, a line for each change.
func wantSaid(t *testing.T, what string, got []geo.Change, want string) {
	t.Helper()
	var lines []string
	for _, c := range got {
		lines = append(lines, said(c))
	}
	if got, want := strings.Join(lines, "\n"), strings.TrimSpace(want); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

func testChanges(t *testing.T, s geo.Keeper) {
	b := geo.NewBuilder(nil)
	a := func(n string) geo.Feature { return feature(t, b, "a", orb.Point{1, 1}, "n", n) }
	apply(t, s, by(put("p", a("1")), "ann"), by(geo.Change{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{Title: "P"}}, "ann"))
	apply(t, s, by(put("p", a("2")), "bob"))
	apply(t, s, remove("p", "a"), geo.Change{Op: geo.Create, In: "p", Feature: a("3")})
	wantSaid(t, "all", changes(t, s, 0), `
1 put p/a by "ann", n 1 at 1
2 describe p/ by "ann"
3 put p/a by "bob", n 2 at 3, was 1 at 1
4 delete p/a by "", was 2 at 3
5 create p/a by "", n 3 at 5`)
	wantSaid(t, "after 3", changes(t, s, 3), `
4 delete p/a by "", was 2 at 3
5 create p/a by "", n 3 at 5`)
	wantSaid(t, "after the last", changes(t, s, 5), "")
	wantSaid(t, "after what has not been made", changes(t, s, 50), "")
	all := changes(t, s, 0)
	if c := all[1].Collection; c == nil || c.Title != "P" {
		t.Errorf("the title is not told: %+v", c)
	}
	for i := 1; i < len(all); i++ {
		if all[i].At < all[i-1].At {
			t.Errorf("change %d was made at %v, the one before at %v", i+1, all[i].At, all[i-1].At)
		}
	}
	for c, err := range s.Changes(context.Background(), 0) {
		if err != nil || c.Rev != 1 {
			t.Errorf("the first change is %d, %v", c.Rev, err)
		}
		break // a reader may have enough
	}
	if _, at := read(t, s).Rev(); at != all[4].At {
		t.Errorf("the state is of %v, its last change of %v", at, all[4].At)
	}
}

func testChangesOf(t *testing.T, s geo.Keeper) {
	const n = 700 // more than any store reads at once
	b, ctx := geo.NewBuilder(nil), context.Background()
	names := []geo.Name{"p", "q", "r"}
	all := map[geo.Name][]geo.Rev{}
	var group []geo.Change
	for i := range n {
		in := names[i%2]
		if i%97 == 0 {
			in = "r"
		}
		all[in] = append(all[in], geo.Rev(i+1))
		group = append(group, put(in, feature(t, b, geo.ID(fmt.Sprint("f", i%5)), nil, "n", fmt.Sprint(i))))
	}
	apply(t, s, group...)
	for _, in := range []geo.Name{"q", "p"} {
		all[in] = append(all[in], apply(t, s, geo.Change{Op: geo.PutCollection, In: in, Collection: &geo.Collection{Title: "T"}}))
	}
	for _, of := range [][]geo.Name{{"r"}, {"p"}, {"p", "r"}, {"r", "q", "r", "nowhere"}, {"nowhere"}, names} {
		for _, since := range []geo.Rev{0, 1, 97, 98, 500, n, n + 2, n + 50} {
			var want, got []geo.Rev
			for in, revs := range all {
				for _, rev := range revs {
					if rev > since && slices.Contains(of, in) {
						want = append(want, rev)
					}
				}
			}
			slices.Sort(want)
			for c, err := range s.Changes(ctx, since, of...) {
				if err != nil || !slices.Contains(of, c.In) || c.ID != "" && c.Feature.Rev() != c.Rev {
					t.Fatalf("%v after %d: %s, %v", of, since, said(c), err)
				}
				got = append(got, c.Rev)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%v after %d: %v, want %v", of, since, got, want)
			}
		}
	}
	for c, err := range s.Changes(ctx, 98, "r") { // the features that were there before come along
		if err != nil || c.Rev != 195 || c.Old.Property("n").String() != "" {
			t.Errorf("the first of r after 98: %s, %v", said(c), err)
		}
		break // a reader may have enough
	}
	apply(t, s, geo.Change{Op: geo.DropCollection, In: "r"}, put("r", feature(t, b, "new", nil)))
	last := apply(t, s, put("p", feature(t, b, "f0", nil)))
	told := 0
	for c, err := range s.Changes(ctx, last-3, "r") {
		if told++; err != nil || c.In != "r" {
			t.Errorf("of what was dropped and made again: %s, %v", said(c), err)
		}
	}
	if told != 2 {
		t.Errorf("%d changes since it was dropped, want 2", told)
	}
	ended, end := context.WithCancel(ctx)
	end()
	failed := false
	for _, err := range s.Changes(ended, 0, names...) {
		failed = failed || err != nil
	}
	if !failed {
		t.Error("a context that has ended ends nothing")
	}
}

func testDropTold(t *testing.T, s geo.Keeper) {
	b := geo.NewBuilder(nil)
	apply(t, s, put("p", feature(t, b, "a", nil, "n", "1")), put("p", feature(t, b, "b", nil, "n", "2")))
	rev := apply(t, s, put("q", feature(t, b, "c", nil, "n", "3")), by(geo.Change{Op: geo.DropCollection, In: "p"}, "ann"), put("p", feature(t, b, "a", nil, "n", "4")))
	if rev != 7 {
		t.Errorf("the last change is %d, want 7", rev)
	}
	wantSaid(t, "all", changes(t, s, 2), `
3 put q/c by "", n 3 at 3
4 delete p/a by "ann", was 1 at 1
5 delete p/b by "ann", was 2 at 2
6 drop p/ by "ann"
7 put p/a by "", n 4 at 7`)
	wantSaid(t, "of a", history(t, s, "p", "a"), `
7 put p/a by "", n 4 at 7
4 delete p/a by "ann", was 1 at 1
1 put p/a by "", n 1 at 1`)
}

func testHistory(t *testing.T, s geo.Keeper) {
	b := geo.NewBuilder(nil)
	life := func(id geo.ID, n string) geo.Feature { return feature(t, b, id, nil, "n", n) }
	apply(t, s, put("p", life("a", "1")), put("p", life("b", "2")), put("q", life("a", "3")))
	apply(t, s, remove("p", "a"))
	apply(t, s, put("p", life("c", "4")), put("p", life("a", "5")))
	apply(t, s, put("p", life("a", "6")), remove("p", "a"), remove("p", "b"))
	wantSaid(t, "two lives", history(t, s, "p", "a"), `
8 delete p/a by "", was 6 at 7
7 put p/a by "", n 6 at 7, was 5 at 6
6 put p/a by "", n 5 at 6
4 delete p/a by "", was 1 at 1
1 put p/a by "", n 1 at 1`)
	wantSaid(t, "one that is there", history(t, s, "p", "c"), `
5 put p/c by "", n 4 at 5`)
	wantSaid(t, "of the same id elsewhere", history(t, s, "q", "a"), `
3 put q/a by "", n 3 at 3`)
	wantSaid(t, "of nobody", history(t, s, "p", "nobody"), "")
	wantSaid(t, "of nowhere", history(t, s, "nowhere", "a"), "")
	for range s.History(context.Background(), "p", "a") {
		break
	}
}

func testReadAt(t *testing.T, s geo.Keeper) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	var states []string
	note := func(rev geo.Rev) {
		if int(rev) != len(states) {
			t.Fatalf("rev %d after %d", rev, len(states)-1)
		}
		states = append(states, state(t, read(t, s)))
	}
	note(0)
	note(apply(t, s, put("p", feature(t, b, "a", orb.Point{1, 1}, "n", "1", "date", `"2026-01-19"`))))
	note(apply(t, s, put("p", feature(t, b, "b", orb.Point{60, 50}, "n", "2"))))
	note(apply(t, s, geo.Change{Op: geo.PutCollection, In: "p", Collection: &geo.Collection{Title: "P", TimeFields: []string{"date"}}}))
	note(apply(t, s, put("p", feature(t, b, "a", orb.LineString{{1, 1}, {2, 2}}, "n", "3"))))
	note(apply(t, s, remove("p", "b")))
	note(apply(t, s, put("p", feature(t, b, "c", nil))))
	note(apply(t, s, remove("p", "a")))
	note(apply(t, s, put("p", feature(t, b, "b", nil, "n", "5"))))
	note(apply(t, s, remove("p", "b")))
	note(apply(t, s, remove("p", "c")))
	note(apply(t, s, geo.Change{Op: geo.DropCollection, In: "p"}))
	note(apply(t, s, put("p", feature(t, b, "b", orb.Point{5, 5}))))
	for _, back := range []int{1, 5, 0, 12, 11, 3, 8, 7, 2, 4, 6, 9, 10, 0, 12} {
		r := readAt(t, s, geo.Rev(back))
		if got := state(t, r); got != states[back] {
			t.Errorf("at %d:\n%s\nwant:\n%s", back, got, states[back])
		}
		r.Close()
	}
	_, err := s.ReadAt(ctx, 13)
	wantKind(t, "the state to come", err, geo.NotFound)
}

func testRevAt(t *testing.T, s geo.Keeper) {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	for range 5 {
		apply(t, s, put("p", feature(t, b, "a", nil)), put("p", feature(t, b, "b", nil)))
	}
	all := changes(t, s, 0)
	for i, c := range all {
		want := c.Rev
		for _, later := range all[i:] {
			if later.At == c.At {
				want = later.Rev
			}
		}
		if rev, err := s.RevAt(ctx, c.At); err != nil || rev != want {
			t.Errorf("RevAt when %d was made = %d, %v; want %d", c.Rev, rev, err, want)
		}
	}
	if rev, err := s.RevAt(ctx, all[0].At-1); err != nil || rev != 0 {
		t.Errorf("RevAt before everything = %d, %v", rev, err)
	}
	if rev, err := s.RevAt(ctx, geo.Forever-1); err != nil || rev != 10 {
		t.Errorf("RevAt the end of time = %d, %v; want 10", rev, err)
	}
}
