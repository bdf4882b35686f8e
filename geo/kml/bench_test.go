package kml_test

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/kml"
)

// places is a layer of points with three properties.
func places(b *testing.B, n int) *layer {
	l := newLayer()
	for i := range n {
		l.b.SetNumericID(strconv.Itoa(i))
		l.b.SetPoint(orb.Point{39 + float64(i)/1e6, 35.9528}, nil)
		l.add(b, l.b.AddText("name", "place "+strconv.Itoa(i)), l.b.AddNumber("n", float64(i)), l.b.AddText("date", "2026-01-19"))
	}
	return l
}

func BenchmarkRead(b *testing.B) {
	const n = 10_000
	l := places(b, n)
	text := l.write(b, l.output())
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for _, err := range kml.Read(strings.NewReader(text), geo.NewBuilder(nil)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "features/s")
}

func BenchmarkWrite(b *testing.B) {
	const n = 10_000
	l := places(b, n)
	for b.Loop() {
		w := kml.NewWriter(io.Discard, l.output())
		for _, f := range l.features {
			if err := w.Write(f); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "features/s")
}
