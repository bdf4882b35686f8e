//go:build !race

package sqlite_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// TestManyTouched has another program add and change thousands of rows at once, some of
// which are wrong, while somebody else writes.
func TestManyTouched(t *testing.T) {
	path, ctx := quick(t), context.Background()
	s, h := refusing(t, path)
	if _, err := s.Fill(ctx, "p", nil, points(50_000)); err != nil {
		t.Fatal(err)
	}
	apply(t, s, geo.Change{Op: geo.Put, In: "q", Feature: point(t, "x", 1, "n", "0")})
	db := other(t, path)
	for _, c := range []struct {
		what, statement        string
		taken, refused, before int
	}{
		{"added", `ALTER TABLE p ADD COLUMN n INTEGER; INSERT INTO p (geom, id, n) SELECT geom, 'new' || id, CASE WHEN fid % 1000 = 0 THEN -1 ELSE 1 END FROM p WHERE fid <= 10000`, 9990, 10, 0},
		{"changed", `UPDATE p SET name = 'changed', n = CASE WHEN fid % 500 = 0 THEN -1 ELSE 1 END WHERE fid BETWEEN 20001 AND 25000`, 4990, 10, 10},
		{"removed", `DELETE FROM p WHERE fid BETWEEN 30001 AND 33000`, 3000, 0, 20},
	} {
		if _, err := db.Exec("BEGIN;" + c.statement + "; COMMIT"); err != nil {
			t.Fatal(err)
		}
		begin, most, wrote := time.Now(), time.Duration(0), 0
		for done := 0; done < c.taken; {
			one := time.Now()
			apply(t, s, geo.Change{Op: geo.Put, In: "q", Feature: point(t, "x", 1, "n", fmt.Sprint(wrote))})
			most, wrote = max(most, time.Since(one)), wrote+1
			h.mu.Lock()
			for _, o := range h.all {
				done += o.Taken
				for _, r := range o.Refused {
					if r.Reason != "n: it is negative" {
						t.Errorf("%s: row %d is refused: %s", c.what, r.Row, r.Reason)
					}
				}
			}
			h.all = nil
			h.mu.Unlock()
		}
		t.Logf("%d rows %s: taken over in %v, while %d others wrote, who waited %v at most", c.taken+c.refused, c.what, time.Since(begin).Round(time.Millisecond), wrote, most.Round(time.Millisecond))
		if n := len(listed(t, path, false)); n != c.before+c.refused {
			t.Errorf("%s: %d rows are refused, want %d", c.what, n, c.before+c.refused)
		}
	}
	if n, err := read(t, s).Count(ctx, geo.Query{From: "p"}); err != nil || n != 50_000+9990-3000 {
		t.Errorf("there are %d features (%v)", n, err)
	}
	if done, err := sqlite.PutBack(ctx, path, nil, everyone); err != nil || len(done) != 20 {
		t.Errorf("put back %d rows, %v; want 20", len(done), err)
	}
	s.Close()
	db.Close()
	sound(t, path)
}
