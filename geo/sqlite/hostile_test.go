package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// TestReplaced takes a store's file away, or puts another in its place, while it is open:
// what would be written nowhere is not answered as if it were kept.
func TestReplaced(t *testing.T) {
	ctx := context.Background()
	for what, do := range map[string]func(path string) error{
		"removed": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".moved") },
		"replaced": func(path string) error {
			return errors.Join(os.WriteFile(path+".new", []byte("x"), 0o600), os.Rename(path+".new", path))
		},
	} {
		path := fresh(t)
		s := open(t, path, sqlite.Options{})
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40)})
		if err := do(path); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40)}); err == nil || !strings.Contains(err.Error(), "taken away or replaced") {
			t.Errorf("%s: a change is answered with %v", what, err)
		}
		if n, err := read(t, s).Count(ctx, geo.Query{From: "p"}); err != nil || n != 1 {
			t.Errorf("%s: %d features are read, %v", what, n, err)
		}
		for _, err := range s.Changes(ctx, 0) {
			if err == nil || !strings.Contains(err.Error(), "taken away or replaced") {
				t.Errorf("%s: the past is told: %v", what, err)
			}
			break
		}
		if what == "moved" { // and put back
			if err := os.Rename(path+".moved", path); err != nil {
				t.Fatal(err)
			}
			apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40)})
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			sound(t, path)
			continue
		}
		if err := s.Close(); err == nil {
			t.Errorf("%s: the store is closed as if all were well", what)
		}
	}
}

// TestRaceAtBirth has several make one store at once: one has it, the others are told so,
// and nobody writes to a file that another takes away.
func TestRaceAtBirth(t *testing.T) {
	ctx := context.Background()
	for range 20 {
		path := fresh(t)
		var all sync.WaitGroup
		var mu sync.Mutex
		var had []*sqlite.Store
		for range 6 {
			all.Go(func() {
				s, err := sqlite.Open(ctx, path, sqlite.Options{})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					had = append(had, s)
				} else if geo.KindOf(err) != geo.Busy {
					t.Errorf("made by several: %v", err)
				}
			})
		}
		all.Wait()
		if len(had) != 1 {
			t.Fatalf("%d have the store, want 1", len(had))
		}
		apply(t, had[0], geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40)})
		if err := had[0].Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNotAFile opens what is no file: it is refused, and left where it is.
func TestNotAFile(t *testing.T) {
	ctx := context.Background()
	null, err := os.Stat(os.DevNull)
	if err != nil || null.Mode().IsRegular() {
		t.Skipf("%s is no device here (%v): opening one is left out", os.DevNull, err)
	}
	link := filepath.Join(t.TempDir(), "link.gpkg")
	if err := os.Symlink(os.DevNull, link); err != nil {
		t.Skipf("there are no symbolic links here (%v): opening a device is left out", err)
	}
	if _, err := sqlite.Open(ctx, link, sqlite.Options{}); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "device") {
		t.Errorf("a device: %v", err)
	}
	if _, err := os.Stat(os.DevNull); err != nil {
		t.Errorf("the device is gone: %v", err)
	}
	// An empty file that was there stays there, when no store can be made of it.
	empty := filepath.Join(t.TempDir(), "empty.gpkg")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	done, stop := context.WithCancel(ctx)
	stop()
	if _, err := sqlite.Open(done, empty, sqlite.Options{}); err == nil {
		t.Error("opened for somebody who is gone")
	}
	if _, err := os.Stat(empty); err != nil {
		t.Errorf("somebody's empty file is gone: %v", err)
	}
	none := fresh(t)
	if _, err := sqlite.Open(done, none, sqlite.Options{}); err == nil {
		t.Error("made for somebody who is gone")
	}
	if _, err := os.Stat(none); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty file is left: %v", err)
	}
}

// TestNamesOfOurs has collections called like tables of ours.
func TestNamesOfOurs(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	names := []geo.Name{"cairn_refused", "cairn_token", "cairn_hook", "cairn_log", "cairn_state", "cairn_x", "gpkg_contents", "sqlite_master", "rtree_p_geom", "p"}
	s, h := refusing(t, path)
	for _, name := range names {
		apply(t, s, geo.Change{Op: geo.Put, In: name, Feature: point(t, "a", 40, "n", "1")})
	}
	if err := s.Index(ctx); err != nil {
		t.Fatal(err)
	}
	db := other(t, path)
	exec1(t, db, `UPDATE p SET n = -1`)
	h.next(t, "what is refused", refuses)
	tokens, err := sqlite.OpenTokens(ctx, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tokens.Create(ctx, sqlite.Token{Name: "amal", Right: sqlite.CanWrite}); err != nil {
		t.Errorf("a token: %v", err)
	}
	tokens.Close()
	if _, err := sqlite.PutBack(ctx, path, nil, everyone); err != nil {
		t.Error(err)
	}
	h.next(t, "what was put back", settles)
	s.Close()
	db.Close()
	sound(t, path)
	s = open(t, path, sqlite.Options{})
	if all, err := read(t, s).Collections(ctx); err != nil || len(all) != len(names) {
		t.Errorf("there are %d collections, %v; want %d", len(all), err, len(names))
	}
}

// TestTextOfAllKinds keeps texts that files and programs stumble over.
func TestTextOfAllKinds(t *testing.T) {
	path := fresh(t)
	s := open(t, path, sqlite.Options{})
	for i, text := range []string{`"a\u0000b"`, `"\u0000"`, `""`, `"' OR 1=1 --"`, `"\ufffd"`, `"😀 \u2028"`, `"` + strings.Repeat("x", 3<<20) + `"`} {
		id := geo.ID("t" + string(rune('0'+i)))
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, id, 40, "text", text, `quo"te'`, text)})
	}
	want := dump(t, read(t, s))
	s.Close()
	sound(t, path)
	s = open(t, path, sqlite.Options{})
	same(t, "opened again", dump(t, read(t, s)), want)
	s.Close()
}

// TestRestoreKilled looks what stands under the names while a backup is put in the place
// of a store whose process was killed: never a store without its last changes.
func TestRestoreOfKilled(t *testing.T) {
	ctx, path := context.Background(), fresh(t)
	s := open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40)})
	backup := filepath.Join(t.TempDir(), "backup.gpkg")
	if _, err := sqlite.Backup(ctx, path, backup); err != nil {
		t.Fatal(err)
	}
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40)})
	killed := fresh(t)
	for _, end := range []string{"", "-wal", "-shm"} {
		text, err := os.ReadFile(path + end)
		if err == nil {
			err = os.WriteFile(killed+end, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	_, aside, err := sqlite.Restore(ctx, backup, killed, true)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]int{killed: 1, aside: 2} {
		s := open(t, file, sqlite.Options{})
		if n, err := read(t, s).Count(ctx, geo.Query{From: "p"}); err != nil || n != want {
			t.Errorf("%s has %d features, %v; want %d", file, n, err, want)
		}
		s.Close()
		sound(t, file)
	}
}

// TestFaultOfTheFile breaks the file under a store: that is not told as a fault of the
// change that finds it.
func TestFaultOfTheFile(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	s, _ := refusing(t, path)
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")})
	db := other(t, path)
	for _, c := range []struct{ do, undo string }{
		{`ALTER TABLE gpkg_contents RENAME TO away; UPDATE p SET n = 3`, `ALTER TABLE away RENAME TO gpkg_contents`},
		{`ALTER TABLE cairn_log RENAME TO away`, `ALTER TABLE away RENAME TO cairn_log`},
		{`ALTER TABLE cairn_collection RENAME COLUMN fields TO away`, `ALTER TABLE cairn_collection RENAME COLUMN away TO fields`},
	} {
		exec1(t, db, c.do)
		if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 40, "n", "1")}); err == nil || geo.KindOf(err) != geo.Internal {
			t.Errorf("%s: %v of kind %v, want one of kind internal", c.do, err, geo.KindOf(err))
		}
		exec1(t, db, c.undo)
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "c", 40, "n", "1")})
	}
	// What is about a change stays so, though it is the table that cannot take it.
	many := []string{}
	for i := range 2100 {
		many = append(many, "f"+strconv.Itoa(i), "1")
	}
	if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "d", 40, many...)}); geo.KindOf(err) != geo.Invalid {
		t.Errorf("more properties than a table has columns: %v of kind %v", err, geo.KindOf(err))
	}
	s.Close()
}

// TestLogWithoutFile has somebody move the file of a store whose process was killed, but
// not its log: nothing of that is lost, or taken for the log of another.
func TestLogWithoutFile(t *testing.T) {
	ctx, path, killed := context.Background(), fresh(t), fresh(t)
	s := open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40)})
	backup := filepath.Join(t.TempDir(), "backup.gpkg")
	if _, err := sqlite.Backup(ctx, path, backup); err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, geo.ID("b"+strconv.Itoa(i)), 40)})
	}
	log, err := os.ReadFile(path + "-wal")
	if err == nil {
		err = os.WriteFile(killed+"-wal", log, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(ctx, killed, sqlite.Options{}); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "put that back") {
		t.Errorf("a new store beside the log of another: %v", err)
	}
	if _, _, err := sqlite.Restore(ctx, backup, killed, false); geo.KindOf(err) != geo.Conflict {
		t.Errorf("restored beside the log of another: %v", err)
	}
	if now, err := os.ReadFile(killed + "-wal"); err != nil || len(now) != len(log) {
		t.Errorf("the log is not left as it was: %d bytes, %v", len(now), err)
	}
	if _, err := sqlite.Backup(ctx, path, killed); geo.KindOf(err) != geo.Conflict {
		t.Errorf("backed up beside the log of another: %v", err)
	}
	_, aside, err := sqlite.Restore(ctx, backup, killed, true)
	if err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(aside + "-wal"); err != nil || len(now) != len(log) {
		t.Errorf("the log is not put aside: %d bytes, %v", len(now), err)
	}
	s = open(t, killed, sqlite.Options{})
	if n, err := read(t, s).Count(ctx, geo.Query{From: "p"}); err != nil || n != 1 {
		t.Errorf("what was restored has %d features, %v; want 1", n, err)
	}
	s.Close()
	sound(t, killed)
}
