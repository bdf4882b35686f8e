package sqlite_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// filled opens a new store and makes n features in it.
func filled(t *testing.T, path string, n int) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for i := range n {
		putThing(t, s, i)
	}
	return s
}

func putThing(t *testing.T, s *sqlite.Store, i int) {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID(geo.ID(fmt.Sprintf("thing-%d", i)))
	if err := b.AddText("name", fmt.Sprintf("thing number %d", i)); err != nil {
		t.Fatal(err)
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(t.Context(), geo.Change{Op: geo.Put, In: "things", Feature: f, By: "test"}); err != nil {
		t.Fatal(err)
	}
}

// holds reopens a store and returns how many things it has, and its revision.
func holds(t *testing.T, path string) (int, geo.Rev) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c, err := r.Collection(t.Context(), "things")
	if err != nil {
		t.Fatal(err)
	}
	rev, _ := r.Rev()
	return c.Count, rev
}

func count(held []sqlite.Held) (n int) {
	for _, h := range held {
		n += h.Count
	}
	return n
}

func TestBackupWhileWriting(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "store.gpkg"), filepath.Join(dir, "backup.gpkg")
	s := filled(t, from, 10)
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for i := 10; ; i++ {
			select {
			case <-done:
				return
			default:
				putThing(t, s, i)
			}
		}
	}()
	held, err := sqlite.Backup(t.Context(), from, to)
	close(done)
	<-ended
	if err != nil {
		t.Fatal(err)
	}
	if count(held) < 10 || len(held) != 1 || held[0].Name != "things" {
		t.Errorf("got %v, want ten things or more", held)
	}
	if n, rev := holds(t, to); n != count(held) || int(rev) != n && int(rev) != n+1 {
		t.Errorf("the backup has %d things at revision %d, and was said to have %d", n, rev, count(held))
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".cairn-*")); err != nil || len(left) > 0 {
		t.Errorf("got %v and %v, want nothing left behind", left, err)
	}
	if _, err := sqlite.Backup(t.Context(), from, to); geo.KindOf(err) != geo.Conflict {
		t.Errorf("again: got %v, want a conflict", err)
	}
}

func TestRestore(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "store.gpkg"), filepath.Join(dir, "backup.gpkg")
	s := filled(t, from, 3)
	if _, err := sqlite.Backup(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	putThing(t, s, 3)
	if _, _, err := sqlite.Restore(t.Context(), to, from, true); geo.KindOf(err) != geo.Busy {
		t.Errorf("while it is open: got %v, want busy", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := sqlite.Restore(t.Context(), to, from, false); geo.KindOf(err) != geo.Conflict {
		t.Errorf("without force: got %v, want a conflict", err)
	}
	if n, _ := holds(t, from); n != 4 {
		t.Errorf("after refusals: got %d things, want 4", n)
	}
	held, aside, err := sqlite.Restore(t.Context(), to, from, true)
	if err != nil || count(held) != 3 {
		t.Fatalf("got %v and %v, want 3 things", held, err)
	}
	if n, _ := holds(t, from); n != 3 {
		t.Errorf("restored: got %d things, want 3", n)
	}
	if n, _ := holds(t, aside); n != 4 {
		t.Errorf("put aside: got %d things, want 4", n)
	}
	elsewhere := filepath.Join(dir, "new.gpkg")
	if _, aside, err := sqlite.Restore(t.Context(), to, elsewhere, false); err != nil || aside != "" {
		t.Errorf("where nothing was: got %q and %v", aside, err)
	}
	if n, _ := holds(t, elsewhere); n != 3 {
		t.Errorf("where nothing was: got %d things, want 3", n)
	}
}

// A backup that is damaged, or none at all, is found out before anything is touched.
func TestRestoreRefuses(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "store.gpkg"), filepath.Join(dir, "backup.gpkg")
	if err := filled(t, from, 50).Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Backup(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string][]byte{
		"cut off":     whole[:len(whole)/2],
		"flipped":     bytes.Replace(whole, []byte("thing number 7"), []byte("thing number 8"), -1),
		"no database": []byte(strings.Repeat("no database ", 1000)),
		"empty":       {},
	}
	for name, text := range tests {
		bad := filepath.Join(dir, "bad.gpkg")
		if err := os.WriteFile(bad, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, aside, err := sqlite.Restore(t.Context(), bad, from, true); geo.KindOf(err) != geo.Invalid || aside != "" {
			t.Errorf("%s: got %q and %v, want invalid", name, aside, err)
		}
		if _, err := sqlite.Backup(t.Context(), bad, filepath.Join(dir, "out.gpkg")); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%s: backed up with %v, want invalid", name, err)
		}
	}
	if n, _ := holds(t, from); n != 50 {
		t.Errorf("after refusals: got %d things, want 50", n)
	}
	if _, err := sqlite.Backup(t.Context(), filepath.Join(dir, "none.gpkg"), to+"2"); geo.KindOf(err) != geo.NotFound {
		t.Errorf("nothing there: got %v, want not found", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".cairn-*")); err != nil || len(left) > 0 {
		t.Errorf("got %v and %v, want nothing left behind", left, err)
	}
}
