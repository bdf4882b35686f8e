package aggregate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
	"cairn/geo/memory"
)

// BenchmarkMillion groups a million points.
func BenchmarkMillion(b *testing.B) {
	const n = 1_000_000
	ctx, store, build, r := context.Background(), memory.New(nil), geo.NewBuilder(nil), rand.New(rand.NewPCG(1, 2))
	_, err := store.Fill(ctx, "events", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			build.SetNumericID(fmt.Sprint(i))
			build.SetPoint(orb.Point{36 + 3*r.NormFloat64(), 35 + 3*r.NormFloat64()}, nil)
			for _, err := range []error{
				build.AddText("kind", []string{"escape", "siege", "camp"}[i%3]),
				build.AddText("datetime", fmt.Sprintf("20%02d-%02d-%02d", r.IntN(25), 1+r.IntN(12), 1+r.IntN(28))),
				build.AddNumber("best", float64(i%2000)),
			} {
				if err != nil {
					b.Fatal(err)
				}
			}
			if !yield(build.Feature()) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	reader, err := store.Read(ctx)
	if err != nil {
		b.Fatal(err)
	}
	c, err := reader.Collection(ctx, "events")
	if err != nil {
		b.Fatal(err)
	}
	for _, test := range []struct{ group, cell, value string }{
		{"hex", "10000", "count"}, {"hex", "10000", "count,sum(best),avg(best)"}, {"square", "10000", "count"}, {"quadkey", "10", "count"},
		{"kind", "", "count"}, {"month", "", "count"}, {"hex,kind,year", "50000", "count,sum(best)"},
	} {
		request, err := aggregate.Parse(test.group, test.cell, test.value, c)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(test.group+" "+test.cell+" "+test.value, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := aggregate.Run(ctx, reader, geo.Query{From: "events"}, request); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
