package server_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cairn/geo/memory"
	"cairn/server"
)

// wells returns n point features on a square of one degree, as GeoJSON.
func wells(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"Feature","id":"well-%d","geometry":{"type":"Point","coordinates":[%.5f,%.5f]},"properties":{"name":"Well %d","kind":"well","depth":%d,"owner":"nobody in particular","seen":"2026-01-%02d","note":"water is salty here"}}`,
			i, 39+r.Float64(), 35+r.Float64(), i, r.IntN(300), 1+r.IntN(28))
	}
	b.WriteString(`]}`)
	return b.String()
}

// sink is a ResponseWriter that keeps nothing.
type sink struct {
	header http.Header
	status int
	n      int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(b []byte) (int, error) { s.n += len(b); return len(b), nil }

func BenchmarkHandler(b *testing.B) {
	store := memory.New(func() time.Time { return told })
	load(b, store, "wells", bytes.NewReader([]byte(wells(100_000))))
	s := server.New(server.Config{Store: store})
	for _, c := range []struct{ name, target string }{
		{"bbox10", "/collections/wells/items?limit=10000&bbox=39.5,35.5,39.51,35.51"},
		{"bbox100", "/collections/wells/items?limit=10000&bbox=39.5,35.5,39.5316,35.5316"},
		{"bbox1000", "/collections/wells/items?limit=10000&bbox=39.5,35.5,39.6,35.6"},
		{"equality", "/collections/wells/items?limit=10000&kind=well&bbox=39.5,35.5,39.51,35.51"},
		{"item", "/collections/wells/items/well-777"},
		{"nearest10", "/collections/wells/nearest?limit=10&point=39.5,35.5"},
	} {
		b.Run(c.name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, c.target, nil)
			w := &sink{}
			b.ReportAllocs()
			for b.Loop() {
				*w = sink{header: http.Header{}}
				s.ServeHTTP(w, r)
			}
			if w.status != http.StatusOK {
				b.Fatalf("status %d", w.status)
			}
			b.ReportMetric(float64(w.n), "bytes")
		})
	}
}
