package sqlite_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"cairn/geo/sqlite"
)

// open opens a store that the test closes.
func open(t testing.TB, path string, o sqlite.Options) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, o)
	if err != nil {
		t.Fatalf("open %s: %v", path, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// quick is the path of a store that is not there yet, where there is such a thing on
// no disk at all, for tests of thousands of changes that are not about the disk.
func quick(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "cairn-*")
	if err != nil {
		return fresh(t)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "store.gpkg")
}

// fresh is the path of a store that is not there yet.
func fresh(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "store.gpkg")
}

// sound fails unless there is nothing wrong with a store.
func sound(t testing.TB, path string) {
	t.Helper()
	faults, err := sqlite.Check(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("fault: %v", f)
	}
}
