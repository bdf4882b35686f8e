package main

import (
	"context"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/server"
)

func TestGenerateIsTheSameEveryTime(t *testing.T) {
	a, b := generate(50), generate(50)
	if !slices.Equal(a, b) {
		t.Error("two runs differ")
	}
	for _, p := range a {
		if p.lon < -180 || p.lon > 180 || p.lat < -90 || p.lat > 90 || !strings.Contains(p.json, p.id) {
			t.Errorf("a point that cannot be: %+v", p)
		}
	}
}

func TestSmallest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		v := make([]float64, 1+r.IntN(60))
		for i := range v {
			v[i] = float64(r.IntN(20))
		}
		n := 1 + r.IntN(len(v))
		sorted := slices.Sorted(slices.Values(v))
		if got := smallest(slices.Clone(v), n); got != sorted[n-1] {
			t.Fatalf("smallest %d of %v: got %v, want %v", n, v, got, sorted[n-1])
		}
	}
}

// TestVerify asks the real server everything that would be timed, and then a
// server that lacks features: the bench must notice.
func TestVerify(t *testing.T) {
	const n = 3000
	points := generate(n)
	file := filepath.Join(t.TempDir(), "events.geojsonl")
	if err := write(file, points); err != nil {
		t.Fatal(err)
	}
	whole, part := serve(t, points), serve(t, points[:n-n/3])
	for _, c := range cases(points, 20, filepath.Base(file)) {
		size, err := verify(t.Context(), whole, c.queries)
		if err != nil || size < 500 {
			t.Errorf("%s: %d bytes, %v", c.name, size, err)
		}
		if _, err := verify(t.Context(), part, c.queries); err == nil {
			t.Errorf("%s: a third of the features is missing and nothing was said", c.name)
		}
	}
}

// serve serves the points as the collection "events" and returns its address.
func serve(t *testing.T, points []point) string {
	t.Helper()
	var lines strings.Builder
	for _, p := range points {
		lines.WriteString(p.json + "\n")
	}
	store := memory.New(nil)
	features := format.ReadSequence(strings.NewReader(lines.String()), geo.NewBuilder(nil))
	if _, err := store.Fill(context.Background(), "events", nil, features); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(server.New(server.Config{Store: store}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestMedian(t *testing.T) {
	got := median([]result{
		{perSecond: 3, p50: 10, p99: 100, processor: 7},
		{perSecond: 1, p50: 30, p99: 300, processor: 5},
		{perSecond: 2, p50: 20, p99: 200, processor: 6},
	})
	if want := (result{2, 20, 200, 6}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestWrkIsUnderstood(t *testing.T) {
	m := said.FindStringSubmatch(`Running 2s test @ http://127.0.0.1:1
  1 threads and 32 connections
  Latency Distribution
     50%  518.00us
     75%    0.90ms
     90%    1.90ms
     99%    5.21ms
  99262 requests in 2.00s, 361.20MB read
Requests/sec:  49631.00
`)
	if m == nil || m[1] != "518.00us" || m[2] != "5.21ms" || m[3] != "99262" || m[4] != "49631.00" {
		t.Errorf("got %q", m)
	}
	if d, err := time.ParseDuration(m[1]); err != nil || d != 518*time.Microsecond {
		t.Errorf("%v, %v", d, err)
	}
}
