package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/server"
)

// BenchmarkHandler asks the handler within this process the cases of a million
// points, for a profile without a network:
//
//	go test ./cmd/bench -run - -bench Handler/filter$ -cpuprofile cpu.prof
func BenchmarkHandler(b *testing.B) {
	points := generate(1_000_000)
	var lines bytes.Buffer
	for _, p := range points {
		lines.WriteString(p.json + "\n")
	}
	store := memory.New(time.Now)
	if _, err := store.Fill(b.Context(), "events", nil, format.ReadSequence(&lines, geo.NewBuilder(nil))); err != nil {
		b.Fatal(err)
	}
	s := server.New(server.Config{Store: store})
	for _, k := range kindsOfRequest {
		b.Run(k.name, func(b *testing.B) {
			all, err := cases(points, 100, "events.geojsonl", k.name)
			if err != nil {
				b.Fatal(err)
			}
			queries := all[0].queries
			ask := func(q query) {
				w := httptest.NewRecorder()
				s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, q.path, nil))
				if w.Code != http.StatusOK {
					b.Fatalf("%s: %d: %s", q.path, w.Code, w.Body)
				}
			}
			for _, q := range queries {
				ask(q) // orders and columns are made when they are first needed
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				ask(queries[i%len(queries)])
				i++
			}
		})
	}
}
