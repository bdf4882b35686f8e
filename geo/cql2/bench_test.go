package cql2_test

import (
	"strings"
	"testing"

	"cairn/geo/cql2"
)

// benchmarks are filters of a page, of a form, and as large as they may be.
var benchmarks = []struct{ name, text string }{
	{"equal", "kind = 'prison'"},
	{"page", "kind IN ('prison', 'camp') AND begins >= DATE('2026-01-19') AND S_INTERSECTS(geometry, BBOX(35, 32, 43, 38))"},
	{"in-5000", "id IN (" + strings.Repeat("'abc123', ", 5_000) + "'x')"},
	{"or-3000", strings.Repeat("kind = 'camp' OR ", 3_000) + "held"},
	{"multipoint-8000", "S_INTERSECTS(geometry, MULTIPOINT(" + strings.Repeat("1 2, ", 8_000) + "1 2))"},
}

func BenchmarkParse(b *testing.B) {
	for _, c := range benchmarks {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				if _, err := cql2.Parse(c.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseJSON(b *testing.B) {
	for _, c := range benchmarks {
		e, err := cql2.Parse(c.text)
		if err != nil {
			b.Fatal(err)
		}
		document := cql2.JSON(e)
		if len(document) > cql2.MaxBytes {
			continue
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(document)))
			for b.Loop() {
				if _, err := cql2.ParseJSON(document); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkString(b *testing.B) {
	e, err := cql2.Parse(benchmarks[1].text)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var buffer []byte
	for b.Loop() {
		buffer = cql2.AppendText(buffer[:0], e)
	}
}
