package situation_test

import (
	"context"
	"fmt"
	"log"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/geo/situation"
	"cairn/seeds"
)

// Who holds what on 20 January 2026, according to the SDF?
func Example() {
	ctx := context.Background()
	store := memory.New(nil)
	set := seeds.Sets()[0]
	for _, c := range set.Collections {
		file, err := set.Open(c.Name)
		if err != nil {
			log.Fatal(err)
		}
		for f, err := range format.ReadGeoJSON(file, geo.NewBuilder(nil)) {
			if err == nil {
				_, err = store.Apply(ctx, geo.Change{Op: geo.Put, In: geo.Name(c.Name), Feature: f})
			}
			if err != nil {
				log.Fatal(err)
			}
		}
		file.Close()
	}

	day, err := geo.ParsePeriod("2026-01-20")
	if err != nil {
		log.Fatal(err)
	}
	state, err := store.Read(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer state.Close()
	known := situation.New() // one for the store, for as long as it is open
	view, err := known.View(ctx, state, situation.Moment{At: &day, AccordingTo: []string{"sdf"}})
	if err != nil {
		log.Fatal(err)
	}
	for place, err := range view.Find(ctx, geo.Query{From: situation.Places}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(place.ID(), place.Property("control_status"), place.Property("controlled_by"))
	}
	// Output:
	// shaddadi-prison unknown null
	// shaddadi unknown null
	// aqtan-prison besieged sdf
	// hol-camp vacated null
	// raqqa unknown null
}
