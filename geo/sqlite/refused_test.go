package sqlite_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// heard collects what a store tells of other programs' rows.
type heard struct {
	mu  sync.Mutex
	all []sqlite.Others
	new chan struct{}
}

func hear() *heard { return &heard{new: make(chan struct{}, 1000)} }

func (h *heard) take(o sqlite.Others) {
	h.mu.Lock()
	h.all = append(h.all, o)
	h.mu.Unlock()
	h.new <- struct{}{}
}

// next waits until something is told that is so.
func (h *heard) next(t testing.TB, what string, so func(sqlite.Others) bool) sqlite.Others {
	t.Helper()
	ctx := timeout(t)
	for {
		h.mu.Lock()
		if i := slices.IndexFunc(h.all, so); i >= 0 {
			o := h.all[i]
			h.all = h.all[i+1:]
			h.mu.Unlock()
			return o
		}
		h.mu.Unlock()
		select {
		case <-h.new:
		case <-ctx.Done():
			t.Fatalf("nothing is told of %s", what)
		}
	}
}

func refuses(o sqlite.Others) bool { return len(o.Refused) > 0 }
func settles(o sqlite.Others) bool { return len(o.Settled) > 0 }

// sane refuses features whose n is negative, and those whose ref is no feature of the
// collection refs; and the deletion of what a feature of p refers to.
func sane(ctx context.Context, next geo.Reader, c geo.Change) error {
	switch c.Op {
	case geo.Put, geo.Create:
		if strings.HasPrefix(string(c.Feature.Property("n")), "-") {
			return &geo.Error{Kind: geo.Invalid, Path: "n", Msg: "it is negative"}
		}
		if ref := c.Feature.Property("ref"); ref != nil && ref[0] == '"' {
			if _, err := next.Feature(ctx, "refs", geo.ID(ref.String())); err != nil {
				return &geo.Error{Kind: geo.Invalid, Path: "ref", Msg: ref.String() + " is not there"}
			}
		}
	case geo.Delete:
		if c.In != "refs" {
			return nil
		}
		for hit, err := range next.Find(ctx, geo.Query{From: "p"}) {
			if err == nil && hit.Property("ref").String() == string(c.ID) {
				return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: "it is referred to"}
			}
		}
	}
	return nil
}

func refusing(t testing.TB, path string) (*sqlite.Store, *heard) {
	t.Helper()
	h := hear()
	return open(t, path, sqlite.Options{Rules: []geo.Rule{sane}, Others: h.take, LookEvery: 5 * time.Millisecond}), h
}

func listed(t testing.TB, path string, ended bool) []sqlite.Refusal {
	t.Helper()
	all, err := sqlite.ListRefused(context.Background(), path, ended)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func everyone(sqlite.Refusal) bool { return true }

// TestRefused edits rows as no store takes them: it is told why, what was typed stays
// where it is until it is mended or put back, and nothing of it is lost.
func TestRefused(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	s, h := refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "refs", Feature: point(t, "r", 1)})
	for _, id := range []geo.ID{"a", "b"} {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, id, 40, "n", "1", "ref", `"r"`)})
	}
	want := dump(t, read(t, s))
	db := other(t, path)
	exec1(t, db, `BEGIN; UPDATE p SET n = -5 WHERE id = 'a'; INSERT INTO p (geom, id, ref) SELECT geom, 'c', 'nobody' FROM p WHERE id = 'a'; DELETE FROM refs WHERE id = 'r'; COMMIT`)
	told := h.next(t, "what is refused", refuses)
	var got []string
	for _, r := range told.Refused {
		got = append(got, fmt.Sprint(r.In, " ", r.Row, " ", r.ID, " ", r.What, ": ", r.Reason))
	}
	wantTold := []string{"p 1 a changed: n: it is negative", "p 3 c added: ref: nobody is not there", "refs 1 r removed: id: it is referred to"}
	if !slices.Equal(got, wantTold) {
		t.Errorf("told %q, want %q", got, wantTold)
	}
	same(t, "what is served", dump(t, read(t, s)), want)
	all := listed(t, path, false)
	if len(all) != 3 || all[0].Reason != "n: it is negative" || !strings.Contains(all[0].Typed, `"n":-5`) || all[2].Typed != "" || all[0].At.IsZero() {
		t.Errorf("listed: %+v", all)
	}
	// A row that is mended is taken; one whose reference comes, too.
	exec1(t, db, `UPDATE p SET n = 5 WHERE id = 'a'`)
	if o := h.next(t, "the mended row", settles); o.Taken != 1 || o.Settled[0].ID != "a" || o.Settled[0].End != sqlite.EndTaken {
		t.Errorf("told of the mended row: %+v", o)
	}
	apply(t, s, geo.Change{Op: geo.Put, In: "refs", Feature: point(t, "nobody", 1)})
	if o := h.next(t, "the row that has got its reference", settles); o.Settled[0].ID != "c" || o.Settled[0].End != sqlite.EndTaken {
		t.Errorf("told of the row that has got its reference: %+v", o)
	}
	if f, err := read(t, s).Feature(ctx, "p", "c"); err != nil || f.Property("ref").String() != "nobody" {
		t.Errorf("c is %s, %v", f.GeoJSON(), err)
	}
	// What was removed comes back.
	done, err := sqlite.PutBack(ctx, path, nil, everyone)
	if err != nil || len(done) != 1 || done[0].ID != "r" {
		t.Fatalf("put back: %+v, %v", done, err)
	}
	if o := h.next(t, "what was put back", settles); o.Taken != 0 || o.Settled[0].ID != "r" {
		t.Errorf("told of what was put back: %+v", o)
	}
	if all := listed(t, path, true); len(all) != 3 || all[2].End != sqlite.EndPutBack || all[2].Ended.IsZero() {
		t.Errorf("what was refused: %+v", all)
	}
	s.Close()
	db.Close()
	sound(t, path)
}

// TestPutBack puts rows back while nobody has the store open, some of which have each
// other's ids.
func TestPutBack(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	s, _ := refusing(t, path)
	for i, id := range []geo.ID{"a", "b", "c"} {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, id, float64(i), "n", "1.50", "text", `"x"`)})
	}
	want := dump(t, read(t, s))
	s.Close()
	db := other(t, path)
	exec1(t, db, `UPDATE p SET id = 'z', n = -1 WHERE id = 'a'; UPDATE p SET id = 'a', n = -2 WHERE id = 'b'; DELETE FROM p WHERE id = 'c';
 INSERT INTO p (id, n) VALUES ('b', -3), ('new', -4); UPDATE p SET text = CAST(x'ff00fe' AS TEXT) WHERE id = 'new'`)
	s, h := refusing(t, path)
	// Nobody refuses that c is deleted.
	h.next(t, "what is refused", refuses)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "c", 2, "n", "1.50", "text", `"x"`)})
	s.Close()
	faults, err := sqlite.Check(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(fmt.Sprint(faults), "the store refuses that: "); n != 4 || len(faults) != 4 {
		t.Errorf("Check tells %d times why a row is refused, want 4: %v", n, faults)
	}
	if _, err := sqlite.PutBack(ctx, path, nil, func(r sqlite.Refusal) bool { return r.Row == 1 }); geo.KindOf(err) != geo.Conflict {
		t.Errorf("a row whose id another has: %v, want kind conflict", err)
	}
	done, err := sqlite.PutBack(ctx, path, nil, everyone)
	if err != nil || len(done) != 4 {
		t.Fatalf("put back: %+v, %v", done, err)
	}
	if last := done[3]; !strings.Contains(last.Typed, `"text":{"hex":"ff00fe"}`) || !strings.Contains(last.Typed, `"n":-4`) {
		t.Errorf("what was typed: %s", last.Typed)
	}
	db.Close()
	sound(t, path)
	s, _ = refusing(t, path)
	got := dump(t, read(t, s))
	if strings.Count(got, "\n") != strings.Count(want, "\n") {
		same(t, "put back", got, want)
	}
	s.Close()
	if again, err := sqlite.PutBack(ctx, path, nil, everyone); err != nil || len(again) != 0 {
		t.Errorf("put back again: %+v, %v", again, err)
	}
}

// TestRefusedIsInTheWay gives an id to a feature that a row which is refused has.
func TestRefusedIsInTheWay(t *testing.T) {
	path := fresh(t)
	s, h := refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")})
	db := other(t, path)
	exec1(t, db, `UPDATE p SET id = 'b', n = -1 WHERE id = 'a'`)
	h.next(t, "what is refused", refuses)
	exec1(t, db, `INSERT INTO p (id, n) VALUES ('c', -1)`) // nobody is told of it yet
	apply(t, s, geo.Change{Op: geo.Create, In: "p", Feature: point(t, "b", 41)}, geo.Change{Op: geo.Create, In: "p", Feature: point(t, "c", 42)})
	h.next(t, "what was put back", settles)
	for _, r := range listed(t, path, true) {
		if r.End != sqlite.EndPutBack || !strings.Contains(r.Typed, `"n":-1`) {
			t.Errorf("refused: %+v", r)
		}
	}
	// And one that is written over before anybody is told.
	exec1(t, db, `UPDATE p SET n = -7 WHERE id = 'a'`)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "2")})
	h.next(t, "what was written over", settles)
	if all := listed(t, path, true); len(all) != 3 || all[2].End != sqlite.EndSettled || !strings.Contains(all[2].Typed, `"n":-7`) {
		t.Errorf("what was written over leaves no trace: %+v", all)
	}
	s.Close()
	db.Close()
	sound(t, path)
}

// TestRefusedAgain opens a store in which rows are refused.
func TestRefusedAgain(t *testing.T) {
	path := fresh(t)
	s, h := refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")})
	db := other(t, path)
	exec1(t, db, `UPDATE p SET n = -1`)
	first := h.next(t, "what is refused", refuses)
	s.Close()
	s, h = refusing(t, path)
	again := h.next(t, "what is still refused", refuses)
	if len(again.Refused) != 1 || again.Refused[0].Reason != first.Refused[0].Reason {
		t.Errorf("told again: %+v", again)
	}
	if all := listed(t, path, true); len(all) != 1 || !all[0].At.Equal(first.Refused[0].At) {
		t.Errorf("listed again: %+v, first %v", all, first.Refused[0].At)
	}
	// If the table was spoilt, the store opens all the same.
	s.Close()
	exec1(t, db, `ALTER TABLE cairn_refused DROP COLUMN reason`)
	s, _ = refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40, "n", "1")})
	s.Close()
}

// TestTouchedTogether has other programs change rows that need one another.
func TestTouchedTogether(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	s, h := refusing(t, path)
	for i, id := range []geo.ID{"a", "b", "c"} {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, id, float64(i), "n", "1", "ref", "null")})
	}
	apply(t, s, geo.Change{Op: geo.Put, In: "refs", Feature: point(t, "r", 1)})
	db := other(t, path)
	exec1(t, db, `BEGIN; UPDATE p SET id = 'x' WHERE id = 'a'; UPDATE p SET id = 'a' WHERE id = 'b'; UPDATE p SET id = 'b' WHERE id = 'x';
 INSERT INTO p (id, ref) VALUES ('d', 'r2'); INSERT INTO refs (id) VALUES ('r2'); UPDATE p SET id = NULL WHERE id = 'c'; COMMIT`)
	if o := h.next(t, "the rows", func(o sqlite.Others) bool { return o.Taken > 0 }); o.Taken != 4 || len(o.Refused) > 0 {
		t.Errorf("told: %+v", o)
	}
	for id, lon := range map[geo.ID]string{"a": "[1,36]", "b": "[0,36]", "c": "[2,36]"} {
		if f, err := read(t, s).Feature(ctx, "p", id); err != nil || !strings.Contains(string(f.GeoJSON()), lon) {
			t.Errorf("%s is %s, %v; want it at %s", id, f.GeoJSON(), err, lon)
		}
	}
	s.Close()
	db.Close()
	sound(t, path)
}

// TestStrange has other programs write what no feature can be.
func TestStrange(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	s, h := refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1", "start", `"2026-01-01"`, "end", `"2026-01-02"`, "text", `"x"`)})
	want, _ := read(t, s).Feature(ctx, "p", "a")
	db := other(t, path)
	const header, nan, inf = "47500001e6100000", "000000000000f87f", "000000000000f07f"
	for _, c := range []struct{ set, reason string }{
		{"geom = x'" + header + "0101000000" + nan + nan + "', n = 2", ""}, // an empty point
		{"geom = x'" + header + "0101000000" + nan + "0000000000000000'", "geometry"},
		{"geom = x'" + header + "0101000000" + inf + inf + "'", "geometry"},
		{"geom = x'" + header + "010200000002000000" + "0000000000000000" + nan + inf + "0000000000000000'", "geometry"},
		{"geom = x'" + header + "01020000000200000000000000'", "geometry"},
		{"geom = x'" + header + "0102000000ffffffff'", "geometry"},
		{"geom = x'00'", "geometry"},
		{"geom = 'POINT(1 2)'", "geometry"},
		{"geom = 7", "geometry"},
		{`"end" = '2025-01-01'`, "end"},
		{"id = '" + strings.Repeat("x", 5000) + "'", "id"},
		{"n = -1", "n"},
	} {
		exec1(t, db, "UPDATE p SET "+c.set)
		if c.reason == "" {
			h.next(t, c.set, func(o sqlite.Others) bool { return o.Taken == 1 })
			apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: want})
			want, _ = read(t, s).Feature(ctx, "p", "a")
			continue
		}
		o := h.next(t, c.set, refuses)
		if !strings.Contains(o.Refused[0].Reason, c.reason) {
			t.Errorf("%s: %s; want something about %s", c.set, o.Refused[0].Reason, c.reason)
		}
		if f, err := read(t, s).Feature(ctx, "p", "a"); err != nil || string(f.GeoJSON()) != string(want.GeoJSON()) {
			t.Errorf("%s: a is %s, %v", c.set, f.GeoJSON(), err)
		}
		if _, err := sqlite.PutBack(ctx, path, nil, everyone); err != nil {
			t.Errorf("%s: %v", c.set, err)
		}
		h.next(t, "what was put back", settles)
	}
	// What can be: other kinds of value than the column's, texts in no encoding.
	exec1(t, db, `UPDATE p SET n = 'many', text = CAST(x'61ff62' AS TEXT)`)
	h.next(t, "strange values", func(o sqlite.Others) bool { return o.Taken == 1 })
	if f, err := read(t, s).Feature(ctx, "p", "a"); err != nil || f.Property("n").String() != "many" || f.Property("text").String() != "a\ufffdb" {
		t.Errorf("strange values: %s, %v", f.GeoJSON(), err)
	}
	s.Close()
	db.Close()
	sound(t, path)
}

// TestOthersFault tells that it could not be looked what others have changed.
func TestOthersFault(t *testing.T) {
	path := fresh(t)
	s, h := refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")})
	db := other(t, path)
	exec1(t, db, `ALTER TABLE gpkg_contents RENAME TO away; UPDATE p SET n = 3`)
	if o := h.next(t, "the fault", func(o sqlite.Others) bool { return o.Err != nil }); !strings.Contains(o.Err.Error(), "gpkg_contents") {
		t.Errorf("told: %v", o.Err)
	}
	exec1(t, db, `ALTER TABLE away RENAME TO gpkg_contents`)
	exec1(t, db, `UPDATE p SET n = 2`)
	h.next(t, "the row", func(o sqlite.Others) bool { return o.Taken == 1 })
	s.Close()
}

// TestRefusedIsShown looks how programs see what is refused.
func TestRefusedIsShown(t *testing.T) {
	path := fresh(t)
	s, h := refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")})
	db := other(t, path)
	exec1(t, db, `UPDATE p SET n = -1`)
	h.next(t, "what is refused", refuses)
	var kind string
	if err := db.QueryRow(`SELECT data_type FROM gpkg_contents WHERE table_name = 'cairn_refused'`).Scan(&kind); err != nil || kind != "attributes" {
		t.Errorf("programs are told %q of the table: %v", kind, err)
	}
	if c, err := read(t, s).Collections(context.Background()); err != nil || len(c) != 1 {
		t.Errorf("the table has become a collection: %+v, %v", c, err)
	}
}
