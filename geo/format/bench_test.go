package format_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
)

// townsJSON is a FeatureCollection of n points with seven properties, each about
// 300 bytes long, as an export writes it: a feature on a line, spaces after colons
// and commas if loose.
func townsJSON(n int, loose bool) []byte {
	layout := `{"type":"Feature","id":%d,"geometry":{"type":"Point","coordinates":[%.6f,%.6f]},"properties":{"name":"Town %d by the river","name_ar":"بلدة %d","kind":"%s","population":%d,"accuracy":%.1f,"checked":%t,"datetime":"20%02d-%02d-%02dT%02d:30:00Z","summary":"A line of text as long as such lines are, no more"}}`
	if loose {
		layout = string(bytes.ReplaceAll(bytes.ReplaceAll([]byte(layout), []byte(`":`), []byte(`": `)), []byte(`,"`), []byte(`, "`)))
	}
	random := rand.New(rand.NewPCG(1, 2))
	kinds := []string{"town", "village", "camp", "city"}
	var b bytes.Buffer
	b.WriteString("{\"type\":\"FeatureCollection\",\"features\":[\n")
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, layout, i, random.Float64()*360-180, random.Float64()*180-90, i, i, kinds[random.IntN(4)],
			random.IntN(1e6), random.Float64()*100, i%2 == 0, random.IntN(30), 1+random.IntN(12), 1+random.IntN(28), random.IntN(24))
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

// areasJSON is a FeatureCollection of n polygons of 100 positions each.
func areasJSON(n int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"type":"Feature","properties":{"i":%d},"geometry":{"type":"Polygon","coordinates":[[[1,2],`, i)
		for range 98 {
			fmt.Fprintf(&b, "[%.7f,%.7f],", random.Float64()*90, random.Float64()*90)
		}
		b.WriteString(`[1,2]]]}}`)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func benchmarkRead(b *testing.B, text []byte, features int) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for _, err := range format.ReadGeoJSON(bytes.NewReader(text), geo.NewBuilder(nil)) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != features {
			b.Fatalf("got %d features, want %d", n, features)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*features), "ns/feature")
}

func BenchmarkReadGeoJSON(b *testing.B) {
	const n = 50_000
	b.Run("points", func(b *testing.B) { benchmarkRead(b, townsJSON(n, false), n) })
	b.Run("points with spaces", func(b *testing.B) { benchmarkRead(b, townsJSON(n, true), n) })
	b.Run("polygons", func(b *testing.B) { benchmarkRead(b, areasJSON(n/10), n/10) })
}

func BenchmarkAppendFeature(b *testing.B) {
	builder := geo.NewBuilder(nil)
	var f geo.Feature
	for x, err := range format.ReadGeoJSON(bytes.NewReader(townsJSON(1, false)), builder) {
		if err != nil {
			b.Fatal(err)
		}
		f = x
	}
	buf := make([]byte, 0, 1024)
	for name, s := range map[string]format.Selection{
		"all": {}, "two fields": {Fields: []int{0, 3}}, "no geometry": {SkipGeometry: true},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				buf, _ = format.AppendFeature(buf[:0], f, s)
			}
		})
	}
}
