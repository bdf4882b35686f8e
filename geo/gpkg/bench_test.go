package gpkg_test

import (
	"io"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// towns are points with four properties.
func towns(t testing.TB, n int) made {
	d := dice{rand.New(rand.NewPCG(1, 2))}
	return collect(t, "towns", n, func(b *geo.Builder, i int) {
		b.SetNumericID(strconv.Itoa(i + 1))
		b.SetPoint(orb.Point{d.Float64()*360 - 180, d.Float64()*170 - 85}, nil)
		add(t, b, "name", `"Town number `+strconv.Itoa(i)+`"`)
		add(t, b, "people", strconv.Itoa(d.IntN(1_000_000)))
		add(t, b, "height", string(geo.AppendFloat(nil, d.Float64()*1000)))
		add(t, b, "at", `"2026-01-20T08:00:00Z"`)
	})
}

func BenchmarkWrite(b *testing.B) {
	const n = 100_000
	m := towns(b, n)
	b.ReportAllocs()
	for b.Loop() {
		w := gpkg.NewWriter(io.Discard, m.Output)
		for _, f := range m.features {
			if err := w.Write(f); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/feature")
}

func BenchmarkRead(b *testing.B) {
	const n = 100_000
	path := written(b, towns(b, n))
	b.ReportAllocs()
	for b.Loop() {
		layers, err := gpkg.Layers(path)
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range layers[0].Read(geo.NewBuilder(nil)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/feature")
}
