package flatgeobuf_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/flatgeobuf"
)

// million makes points with a few properties.
func million(b *testing.B, n int) ([]geo.Feature, geo.Output) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	builder := geo.NewBuilder(nil)
	features := make([]geo.Feature, n)
	for i := range features {
		builder.SetNumericID(fmt.Sprint(i))
		builder.SetPoint(orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}, nil)
		_ = builder.AddText("name", fmt.Sprint("point ", i))
		_ = builder.AddNumber("value", r.Float64())
		_ = builder.Add([]byte("count"), geo.Value(fmt.Sprint(r.IntN(1000))))
		f, err := builder.Feature()
		if err != nil {
			b.Fatal(err)
		}
		features[i] = f
	}
	return features, geo.Output{Collection: geo.Collection{Schema: builder.Schema(), Count: n, NumericIDs: true}}
}

func BenchmarkWrite(b *testing.B) {
	features, o := million(b, 1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		w := flatgeobuf.NewWriter(io.Discard, o)
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
	features, o := million(b, 1_000_000)
	file := write(b, features, o)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if n, err := readAll(bytes.NewReader(file)); err != nil || n != len(features) {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(float64(b.N*len(features))/b.Elapsed().Seconds(), "features/s")
}
