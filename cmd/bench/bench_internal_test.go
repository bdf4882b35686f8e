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
	"cairn/geo/pgtest"
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
	all, err := cases(points, 20, filepath.Base(file), "")
	if err != nil || len(all) != len(kindsOfRequest) {
		t.Fatalf("%d cases, %v", len(all), err)
	}
	for _, c := range all {
		size, err := verify(t.Context(), whole, c.queries)
		if err != nil || size < 500 {
			t.Errorf("%s: %d bytes, %v", c.name, size, err)
		}
		if _, err := verify(t.Context(), part, c.queries); err == nil {
			t.Errorf("%s: a third of the features is missing and nothing was said", c.name)
		}
	}
}

// TestVerifyPostGIS asks PostGIS everything that would be timed; with a row less
// the bench must notice.
func TestVerifyPostGIS(t *testing.T) {
	points := generate(3000)
	d, err := connect(t.Context(), pgtest.Start(t), points)
	if err != nil {
		t.Fatal(err)
	}
	defer d.close()
	all, err := cases(points, 20, "events.geojsonl", "")
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(c bench) bool { return c.sql == "" })
	for _, c := range all {
		if err := d.verify(t.Context(), c); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		for _, counted := range []bool{false, c.count != ""} {
			r, err := d.run(t.Context(), c, 4, counted, time.Millisecond)
			if err != nil || r.perSecond <= 0 || r.p50 <= 0 || r.p99 < r.p50 {
				t.Errorf("%s: %+v, %v", c.name, r, err)
			}
		}
	}
	if _, err := d.conns[0].Exec(t.Context(), "DELETE FROM events WHERE right(id, 1) IN ('3', '6', '9')"); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if err := d.verify(t.Context(), c); err == nil {
			t.Errorf("%s: a third of the rows is missing and nothing was said", c.name)
		}
	}
}

func TestOnly(t *testing.T) {
	points := generate(100)
	if all, err := cases(points, 2, "events.geojsonl", "filter"); err != nil || len(all) != 1 || all[0].name != "filter" || len(all[0].queries) != 2 {
		t.Errorf("got %v, %v", all, err)
	}
	if all, err := cases(points, 2, "events.geojsonl", "range;country, whole"); err != nil || len(all) != 2 {
		t.Errorf("got %v, %v", all, err)
	}
	if _, err := cases(points, 2, "events.geojsonl", "filter;filer"); err == nil || !strings.Contains(err.Error(), "filter; range") {
		t.Errorf("a case that there is not: %v", err)
	}
}

func TestCheck(t *testing.T) {
	q := query{limit: 2, want: []string{"a", "b", "c"}, numbers: []int{9, 8, 7}}
	for body, right := range map[string]bool{
		`{"numberMatched":3,"features":[{"id":"b","properties":{"number":9}},{"id":"a","properties":{"number":8}}]}`: true,
		`{"numberMatched":4,"features":[{"id":"b","properties":{"number":9}},{"id":"a","properties":{"number":8}}]}`: false,
		`{"features":[{"id":"b","properties":{"number":9}},{"id":"a","properties":{"number":8}}]}`:                   false, // not counted
		`{"numberMatched":3,"features":[{"id":"b","properties":{"number":9}},{"id":"a","properties":{"number":7}}]}`: false, // one left out
		`{"numberMatched":3,"features":[{"id":"b","properties":{"number":9}},{"id":"b","properties":{"number":8}}]}`: false, // twice
		`{"numberMatched":3,"features":[{"id":"b","properties":{"number":9}},{"id":"d","properties":{"number":8}}]}`: false, // does not match
		`{"numberMatched":3,"features":[{"id":"b","properties":{"number":9}}]}`:                                      false, // too few
		`{`: false,
	} {
		if err := q.check([]byte(body), true); (err == nil) != right {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestCountries(t *testing.T) {
	for _, c := range []struct {
		lon, lat float64
		in       int // which of the countries; -1 none
	}{
		{36.3, 33.5, 0},   // Damascus
		{44.4, 33.3, 1},   // Baghdad
		{27.1, 38.5, 2},   // Izmir
		{28.2, 41.3, 2},   // Thrace, the other polygon
		{28.5, -29.5, -1}, // Lesotho, the hole in South Africa
		{26.2, -29.1, 7},  // Bloemfontein
		{0, 0, -1},
	} {
		for i, country := range readCountries() {
			if got := country.holds(c.lon, c.lat); got != (i == c.in) {
				t.Errorf("country %d, %v %v: %v", i, c.lon, c.lat, got)
			}
		}
	}
	square := country{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}}
	for _, p := range [][2]float64{{0, 0}, {2, 0}, {4, 2}, {0, 3}, {4, 4}} {
		if !square.holds(p[0], p[1]) {
			t.Errorf("%v is on the border", p)
		}
	}
	if got, want := square.wkt(), "POLYGON((0 0,4 0,4 4,0 4,0 0))"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestQuadkey(t *testing.T) {
	// Bing Maps Tile System: tile (3, 5) of level 3 is 213; this is level 7.
	for _, c := range []struct {
		lon, lat float64
		want     string
	}{{-179, 85, "0000000"}, {179, -85, "3333333"}, {0.1, -0.1, "3000000"}, {-0.1, 0.1, "0333333"}, {0, 89, "1000000"}} {
		if got := quadkey(c.lon, c.lat); got != c.want {
			t.Errorf("%v %v: got %s, want %s", c.lon, c.lat, got, c.want)
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
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    62.03ms   75.20ms 302.32ms   84.85%
    Req/Sec    27.50     18.17    59.00     62.50%
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
