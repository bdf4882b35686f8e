package memory_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
)

func Example() {
	ctx, store, b := context.Background(), memory.New(nil), geo.NewBuilder(nil)
	b.SetID("raqqa")
	b.SetPoint(orb.Point{39.0079, 35.9528}, nil)
	raqqa, _ := b.Feature()
	_, _ = store.Apply(ctx, geo.Change{Op: geo.Put, In: "places", Feature: raqqa})

	state, _ := store.Read(ctx)
	defer state.Close()
	near := geo.Near{Point: orb.Point{39.02, 35.99}}
	for hit, err := range state.Find(ctx, geo.Query{From: "places", Near: &near, Limit: 1}) {
		fmt.Printf("%s, %.0f m, %v\n", hit.ID(), hit.Metres, err)
	}
	// Output: raqqa, 4270 m, <nil>
}

func ExampleKeeper() {
	ctx, b := context.Background(), geo.NewBuilder(nil)
	store := memory.NewKeeper(memory.Options{})
	for _, holder := range []string{"sdf", "syrian-government"} {
		b.SetID("shaddadi")
		_ = b.AddText("holder", holder)
		town, _ := b.Feature()
		_, _ = store.Apply(ctx, geo.Change{Op: geo.Put, In: "places", Feature: town, By: "ann"})
	}
	then, _ := store.ReadAt(ctx, 1)
	defer then.Close()
	town, _ := then.Feature(ctx, "places", "shaddadi")
	fmt.Println("then:", town.Property("holder"))
	for c, err := range store.History(ctx, "places", "shaddadi") {
		fmt.Println(c.Rev, c.By, c.Feature.Property("holder"), err)
	}
	// Output:
	// then: sdf
	// 2 ann syrian-government <nil>
	// 1 ann sdf <nil>
}
