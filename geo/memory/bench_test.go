package memory_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/memory"
)

// crowd fills a store with n points in clusters, about 300 bytes each.
func crowd(b *testing.B, n int) (geo.Reader, []orb.Point) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var towns []orb.Point
	for range 250 {
		towns = append(towns, orb.Point{r.Float64()*340 - 170, r.Float64()*120 - 60})
	}
	store, make1, points := memory.New(nil), geo.NewBuilder(nil), []orb.Point(nil)
	_, err := store.Fill(context.Background(), "p", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			t := towns[r.IntN(len(towns))]
			p := orb.Point{t[0] + r.NormFloat64(), t[1] + r.NormFloat64()}
			points = append(points, p)
			make1.SetID(geo.ID(fmt.Sprintf("e%07d", i)))
			make1.SetPoint(p, nil)
			make1.AddText("title", "escape near some town of the world")
			make1.AddText("kind", []string{"escape", "siege", "camp"}[i%3])
			make1.AddText("datetime", "2026-01-19T12:00:00Z")
			make1.AddText("source", "ministry of the interior")
			make1.AddNumber("number", float64(i%2000))
			make1.AddNumber("accuracy", 1000)
			if !yield(make1.Feature()) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	reader, _ := store.Read(context.Background())
	return reader, points
}

const benchFeatures = 500_000

func BenchmarkRead(b *testing.B) {
	reader, points := crowd(b, benchFeatures)
	ctx, out := context.Background(), make([]byte, 0, 1<<20)
	for _, half := range []float64{0.1, 0.4, 1.2} {
		b.Run(fmt.Sprintf("box/%v", half), func(b *testing.B) {
			b.ReportAllocs()
			hits := 0
			for i := range b.N {
				p := points[i*7919%len(points)]
				box := geo.Box{West: p[0] - half, South: p[1] - half, East: p[0] + half, North: p[1] + half}
				out = out[:0]
				for h, err := range reader.Find(ctx, geo.Query{From: "p", Box: &box}) {
					if err != nil {
						b.Fatal(err)
					}
					out = append(out, h.GeoJSON()...)
					hits++
				}
			}
			b.ReportMetric(float64(hits)/float64(b.N), "hits/op")
		})
	}
	b.Run("nearest", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			near := geo.Near{Point: points[i*7919%len(points)]}
			near.Point[0] += 0.01
			for _, err := range reader.Find(ctx, geo.Query{From: "p", Near: &near, Limit: 10}) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("id", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			if _, err := reader.Feature(ctx, "p", geo.ID(fmt.Sprintf("e%07d", i*7919%benchFeatures))); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkLoad reports the heap that a feature takes once it is stored.
func BenchmarkLoad(b *testing.B) {
	var before, after runtime.MemStats
	for range b.N {
		runtime.GC()
		runtime.ReadMemStats(&before)
		reader, _ := crowd(b, benchFeatures)
		runtime.GC()
		runtime.ReadMemStats(&after)
		f, _ := reader.Feature(context.Background(), "p", "e0000000")
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/benchFeatures, "heap-bytes/feature")
		b.ReportMetric(float64(len(f.GeoJSON())), "json-bytes/feature")
		b.ReportMetric(float64(f.HeadSize()), "head-bytes/feature")
	}
}
