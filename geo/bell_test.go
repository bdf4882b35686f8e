package geo_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"cairn/geo"
)

// Ten thousand wait for each of many rings, and none is missed.
func TestBell(t *testing.T) {
	const rings = 20
	var bell geo.Bell
	var n atomic.Int64
	var all sync.WaitGroup
	for range 10_000 {
		all.Go(func() {
			for want := range int64(rings) {
				if err := bell.Wait(context.Background(), func() bool { return n.Load() > want }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range rings {
		n.Add(1)
		bell.Ring()
	}
	all.Wait()
}

func TestBellEnds(t *testing.T) {
	var bell geo.Bell
	ctx, stop := context.WithCancel(context.Background())
	var waiting sync.WaitGroup
	waiting.Go(func() {
		if err := bell.Wait(ctx, func() bool { return false }); !errors.Is(err, context.Canceled) {
			t.Errorf("Wait = %v", err)
		}
	})
	bell.Ring()
	stop()
	waiting.Wait()
	if err := bell.Wait(ctx, func() bool { return true }); err != nil {
		t.Errorf("what is so is so, whatever ctx says: %v", err)
	}
}
