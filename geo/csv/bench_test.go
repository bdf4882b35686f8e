package csv_test

import (
	"bytes"
	"io"
	"strconv"
	"testing"

	"cairn/geo"
	"cairn/geo/csv"
)

// rows is a table of points with five properties.
func rows(n int) []byte {
	text := []byte("id,longitude,latitude,name,kind,n,when,note\r\n")
	for i := range n {
		text = strconv.AppendInt(text, int64(i), 10)
		text = append(text, ",39."...)
		text = strconv.AppendInt(text, int64(i*7919%1_000_000), 10)
		text = append(text, ",35.9528,place "...)
		text = strconv.AppendInt(text, int64(i), 10)
		text = append(text, ",town,"...)
		text = strconv.AppendInt(text, int64(i%1000), 10)
		text = append(text, ",2026-01-19,\"here, and \"\"there\"\"\"\r\n"...)
	}
	return text
}

func BenchmarkRead(b *testing.B) {
	const n = 100_000
	text := rows(n)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for _, err := range csv.Read(bytes.NewReader(text), geo.NewBuilder(nil), csv.Options{}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkWrite(b *testing.B) {
	const n = 100_000
	s := newTable()
	for f, err := range csv.Read(bytes.NewReader(rows(n)), s.b, csv.Options{}) {
		if err != nil {
			b.Fatal(err)
		}
		s.features = append(s.features, f)
	}
	s.kinds["Point"] = true
	for b.Loop() {
		w := csv.NewWriter(io.Discard, s.output())
		for _, f := range s.features {
			if err := w.Write(f); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
