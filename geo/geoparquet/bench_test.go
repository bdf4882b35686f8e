package geoparquet_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/geoparquet"
)

// points makes points with a few properties.
func points(t testing.TB, n int) ([]geo.Feature, geo.Output) {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	b := geo.NewBuilder(nil)
	features := make([]geo.Feature, n)
	for i := range features {
		b.SetNumericID(fmt.Sprint(i))
		b.SetPoint(orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}, nil)
		_ = b.AddText("name", fmt.Sprint("point ", i))
		_ = b.AddNumber("value", r.Float64())
		_ = b.Add([]byte("count"), geo.Value(fmt.Sprint(r.IntN(1000))))
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		features[i] = f
	}
	return features, geo.Output{Collection: geo.Collection{Schema: b.Schema(), Count: n, NumericIDs: true}}
}

func BenchmarkWrite(b *testing.B) {
	features, o := points(b, 1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		w := geoparquet.NewWriter(io.Discard, o)
		for _, f := range features {
			if err := w.Write(f); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(features))/b.Elapsed().Seconds(), "features/s")
}

func BenchmarkRead(b *testing.B) {
	features, o := points(b, 1_000_000)
	file := write(b, features, o)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		layers, err := geoparquet.Layers(bytes.NewReader(file), int64(len(file)), "")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for _, err := range layers[0].Read(geo.NewBuilder(nil)) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != len(features) {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(b.N*len(features))/b.Elapsed().Seconds(), "features/s")
}
