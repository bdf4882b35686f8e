package memory_test

import (
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/storetest"
)

func TestContract(t *testing.T) {
	storetest.Test(t, func(t *testing.T) geo.Store { return memory.New(nil) })
}
