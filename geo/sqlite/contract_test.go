//go:build !race

// What these tests ask under the race detector is SQLite itself, for minutes; .ci/test
// runs them without.

package sqlite_test

import (
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
	"cairn/geo/storetest"
)

func TestContract(t *testing.T) {
	storetest.Test(t, func(t *testing.T) geo.Store { return open(t, quick(t), sqlite.Options{}) })
}

func TestKeeper(t *testing.T) {
	storetest.Keeper(t, func(t *testing.T) geo.Keeper { return open(t, quick(t), sqlite.Options{}) })
}
