//go:build unix

package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// TestMode looks who may read a store, what is beside it, and its backups.
func TestMode(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	mode := func(what, path string, want os.FileMode) {
		t.Helper()
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want mode %o", what, info.Mode(), err, want)
		}
	}
	s := open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 1)})
	mode("a new store", path, 0o600)
	mode("its log", path+"-wal", 0o600)
	mode("the memory that is shared", path+"-shm", 0o600)
	s.Close()
	mode("a store that was closed", path, 0o600)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 2)})
	mode("one that others may read", path, 0o640)
	mode("its log", path+"-wal", 0o640)
	s.Close()
	backup := filepath.Join(t.TempDir(), "backup.gpkg")
	if _, err := sqlite.Backup(ctx, path, backup); err != nil {
		t.Fatal(err)
	}
	mode("a backup", backup, 0o640)
	other := fresh(t)
	open(t, other, sqlite.Options{}).Close()
	if _, _, err := sqlite.Restore(ctx, backup, other, true); err != nil {
		t.Fatal(err)
	}
	mode("a store that was restored", other, 0o600)
	anew := fresh(t)
	if _, _, err := sqlite.Restore(ctx, backup, anew, false); err != nil {
		t.Fatal(err)
	}
	mode("a store that was restored where there was none", anew, 0o640)
}
