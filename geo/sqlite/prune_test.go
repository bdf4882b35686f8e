package sqlite_test

import (
	"fmt"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// TestPruneWhileOpen lets go of changes in an open store: what stands, the states and
// the histories from the oldest revision that is kept on are as they were, also when
// the file is opened again; what is older is refused.
func TestPruneWhileOpen(t *testing.T) {
	path, ctx, clock := quick(t), t.Context(), &dated{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	o := sqlite.Options{Now: clock.now, Keep: 25 * 24 * time.Hour}
	s := open(t, path, o)
	states := []string{dump(t, read(t, s))}
	put := func(in geo.Name, id geo.ID, properties ...string) geo.Change {
		return geo.Change{Op: geo.Put, In: in, Feature: point(t, id, 40, properties...)}
	}
	for _, c := range []geo.Change{
		put("p", "stands", "v", "-0"),   // 1
		put("p", "changes", "v", "1.0"), // 2
		put("p", "returns", "v", "1"),
		put("gone", "x", "v", "1"),
		{Op: geo.Delete, In: "p", ID: "returns"},  // 5
		{Op: geo.DropCollection, In: "gone"},      // 6 and 7, of the feature and the collection
		put("p", "changes", "v", "1e999"),         // 8
		put("gone", "x", "v", `"new"`),            // 9: the oldest that is kept
		put("p", "returns", "v", `"\\\"é\u0001"`), // 10
		{Op: geo.Delete, In: "p", ID: "changes"},  // 11
	} {
		rev := apply(t, s, c)
		for geo.Rev(len(states)) < rev { // within a change of several
			states = append(states, "")
		}
		states = append(states, dump(t, read(t, s)))
		clock.at = clock.at.Add(10 * 24 * time.Hour)
	}
	clock.at = clock.at.Add(-time.Microsecond) // 9 is just under 30 days old, 10 under 20
	if err := s.Prune(ctx); err != nil {
		t.Fatal(err)
	}
	look := func(when string) {
		t.Helper()
		oldest, err := s.Kept(ctx)
		if err != nil || oldest != 9 {
			t.Fatalf("%s: kept since %d (%v), want 9", when, oldest, err)
		}
		for rev, want := range states {
			then, err := s.ReadAt(ctx, geo.Rev(rev))
			if geo.Rev(rev) < oldest {
				if geo.KindOf(err) != geo.NotFound {
					t.Errorf("%s: as of %d: %v, want NotFound", when, rev, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s: as of %d: %v", when, rev, err)
			}
			same(t, fmt.Sprint(when, ": as of ", rev), dump(t, then), want)
			then.Close()
		}
		for id, want := range map[string]string{
			"p/stands":  `1 -0 <- ; `,
			"p/changes": `11  <- 1e999; 8 1e999 <- ; `,
			"p/returns": `10 "\\\"é\u0001" <- ; `,
			"gone/x":    `9 "new" <- ; `,
			"p/never":   ``,
		} {
			var in, feature, got string
			for i := range id {
				if id[i] == '/' {
					in, feature = id[:i], id[i+1:]
				}
			}
			for c, err := range s.History(ctx, geo.Name(in), geo.ID(feature)) {
				if err != nil {
					t.Fatalf("%s: history of %s: %v", when, id, err)
				}
				value := func(f geo.Feature) string {
					if f.IsZero() {
						return ""
					}
					return string(f.Property("v"))
				}
				got += fmt.Sprintf("%d %s <- %s; ", c.Rev, value(c.Feature), value(c.Old))
			}
			if got != want {
				t.Errorf("%s: history of %s: got %s, want %s", when, id, got, want)
			}
		}
		for since, want := range map[geo.Rev]string{8: "refused", 9: "10 11 ", 10: "11 ", 11: ""} {
			got := ""
			for c, err := range s.Changes(ctx, since) {
				if geo.KindOf(err) == geo.NotFound {
					got = "refused"
				} else if err != nil {
					t.Fatal(err)
				} else {
					got += fmt.Sprint(c.Rev, " ")
				}
			}
			if got != want {
				t.Errorf("%s: changes since %d: got %q, want %q", when, since, got, want)
			}
		}
		began := geo.InstantOf(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))
		for at, want := range map[geo.Instant]geo.Rev{began + 70*geo.Day: 9, began + 80*geo.Day - 1: 9, began + 80*geo.Day: 10, began + 90*geo.Day - 1: 10, geo.Forever: 11} {
			if got, err := s.RevAt(ctx, at); err != nil || got != want {
				t.Errorf("%s: revision at %v: got %d (%v), want %d", when, at, got, err, want)
			}
		}
		if got, err := s.RevAt(ctx, began+10*geo.Day); geo.KindOf(err) != geo.NotFound {
			t.Errorf("%s: a moment that is not kept: got %d (%v)", when, got, err)
		}
	}
	look("let go")
	if err := s.Prune(ctx); err != nil { // nothing is left to let go of
		t.Fatal(err)
	}
	look("let go twice")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, o)
	look("opened again")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	sound(t, path)
}
