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
