package memory_test

import (
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/storetest"
)

func TestKeeperContract(t *testing.T) {
	storetest.Keeper(t, func(t *testing.T) geo.Keeper { return memory.NewKeeper(memory.Options{}) })
}
