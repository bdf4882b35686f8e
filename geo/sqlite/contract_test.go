package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
	"cairn/geo/storetest"
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

// fresh is the path of a store that is not there yet.
func fresh(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "store.gpkg")
}

func TestContract(t *testing.T) {
	storetest.Test(t, func(t *testing.T) geo.Store { return open(t, fresh(t), sqlite.Options{}) })
}
