package storetest_test

import (
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/storetest"
)

func Example() {
	// In a store's own tests:
	contract := func(t *testing.T) {
		storetest.Test(t, func(t *testing.T) geo.Store { return memory.New(nil) })
	}
	_ = contract
}

func ExampleKeeper() {
	// In the tests of a store that keeps its past, besides:
	contract := func(t *testing.T) {
		storetest.Keeper(t, func(t *testing.T) geo.Keeper { return memory.NewKeeper(memory.Options{}) })
	}
	_ = contract
}
