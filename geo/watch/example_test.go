package watch_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/geo/watch"
)

// A fence: what comes into a box, moves in it, and leaves it.
func Example() {
	ctx := context.Background()
	store := memory.NewKeeper(memory.Options{})
	for _, lon := range []float64{50, 5, 6, 70} {
		b := geo.NewBuilder(nil)
		b.SetID("convoy")
		b.SetPoint(orb.Point{lon, 5}, nil)
		f, err := b.Feature()
		if err != nil {
			fmt.Println(err)
			return
		}
		if _, err := store.Apply(ctx, geo.Change{Op: geo.Put, In: "sightings", Feature: f}); err != nil {
			fmt.Println(err)
			return
		}
	}
	fence, err := watch.New(geo.Collection{Name: "sightings"}, watch.Box(geo.Box{West: 0, South: 0, East: 10, North: 10}))
	if err != nil {
		fmt.Println(err)
		return
	}
	for c, err := range store.Changes(ctx, 0) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if kind := fence.Hears(c); kind != "" {
			fmt.Println(watch.Verb(c), kind)
		}
	}
	// Output:
	// changed enter
	// changed inside
	// changed leave
}
