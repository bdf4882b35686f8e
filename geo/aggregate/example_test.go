package aggregate_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
	"cairn/geo/memory"
)

// How many events are in each month, and how many dead.
func Example() {
	ctx, store, b := context.Background(), memory.New(nil), geo.NewBuilder(nil)
	for i, day := range []string{"2026-01-19", "2026-01-20", "2026-02-03"} {
		b.SetNumericID(fmt.Sprint(i))
		b.SetPoint(orb.Point{40.7, 36.0}, nil)
		if err := b.AddText("date", day); err != nil {
			fmt.Println(err)
		}
		if err := b.AddNumber("best", float64(i*i)); err != nil {
			fmt.Println(err)
		}
		f, err := b.Feature()
		if err != nil {
			fmt.Println(err)
		}
		if _, err := store.Apply(ctx, geo.Change{Op: geo.Put, In: "events", Feature: f}); err != nil {
			fmt.Println(err)
		}
	}
	reader, err := store.Read(ctx)
	if err != nil {
		fmt.Println(err)
	}
	events, err := reader.Collection(ctx, "events")
	if err != nil {
		fmt.Println(err)
	}
	request, err := aggregate.Parse("month", "", "count,sum(best)", events)
	if err != nil {
		fmt.Println(err)
	}
	result, err := aggregate.Run(ctx, reader, geo.Query{From: "events"}, request)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(strings.ReplaceAll(string(result.AppendCSV(nil, false)), "\r\n", "\n"))
	// Output:
	// month,count,sum(best)
	// 2026-01,2,1
	// 2026-02,1,4
}
