package memory_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/memory"
)

// million fills a store with events in clusters through two years: some last a
// moment, some a day, some longer.
func million(b *testing.B, n int) (geo.Reader, []orb.Point) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var towns []orb.Point
	for range 250 {
		towns = append(towns, orb.Point{r.Float64()*340 - 170, r.Float64()*120 - 60})
	}
	store, make1, points := memory.New(nil), geo.NewBuilder(nil), []orb.Point(nil)
	_, err := store.Fill(context.Background(), "p", nil, func(yield func(geo.Feature, error) bool) {
		for i := range n {
			t := towns[r.IntN(len(towns))]
			p := orb.Point{t[0] + r.NormFloat64(), t[1] + r.NormFloat64()}
			points = append(points, p)
			make1.SetID(geo.ID(fmt.Sprintf("e%07d", i)))
			make1.SetPoint(p, nil)
			make1.AddText("title", fmt.Sprintf("what happened near town %d of the world", r.IntN(250)))
			make1.AddText("kind", []string{"escape", "siege", "camp", "strike", "transfer", "release", "arrest", "other"}[r.IntN(8)])
			start := time.Date(2024, 1, 1, 0, r.IntN(2*365*24*60), 0, 0, time.UTC)
			switch r.IntN(4) {
			case 0:
				make1.AddText("start", start.Format(time.DateOnly))
			case 1:
				make1.AddText("start", start.Format(time.RFC3339))
				make1.AddText("end", start.Add(time.Duration(r.IntN(100))*time.Hour).Format(time.RFC3339))
			default:
				make1.AddText("datetime", start.Format(time.RFC3339))
			}
			make1.AddNumber("number", float64(r.IntN(100_000)))
			make1.AddNumber("accuracy", r.NormFloat64()*1000)
			if !yield(make1.Feature()) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	reader, _ := store.Read(context.Background())
	return reader, points
}

// heap returns the bytes in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkQuery asks a million features; the orders are made before.
func BenchmarkQuery(b *testing.B) {
	const n = 1_000_000
	reader, points := million(b, n)
	ctx := context.Background()
	info, _ := reader.Collection(ctx, "p")
	field := func(name string) int { i, _ := info.Schema.Field(name); return i }
	filter := func(text string, args ...any) *cql2.Filter {
		e, err := cql2.Parse(fmt.Sprintf(text, args...))
		if err != nil {
			b.Fatal(err)
		}
		f, err := cql2.Compile(e, info.Types())
		if err != nil {
			b.Fatal(err)
		}
		return f
	}
	box := func(i int, half float64) *geo.Box {
		p := points[i*7919%len(points)]
		return &geo.Box{West: p[0] - half, South: p[1] - half, East: p[0] + half, North: p[1] + half}
	}
	month := func(i int) *geo.Period {
		start := geo.InstantOf(time.Date(2024, 1, 1+i*13%700, 0, 0, 0, 0, time.UTC))
		return &geo.Period{Start: start, End: start + 30*geo.Day}
	}
	low := func(i int) int { return i * 37 % 90_000 }
	for _, c := range []struct {
		name  string
		count bool
		query func(i int) geo.Query
	}{
		{"range/count", true, func(i int) geo.Query {
			return geo.Query{Filter: filter("number BETWEEN %d AND %d", low(i), low(i)+5000)}
		}},
		{"range/page", false, func(i int) geo.Query {
			return geo.Query{Filter: filter("number BETWEEN %d AND %d", low(i), low(i)+5000), Limit: 100}
		}},
		{"range/few", false, func(i int) geo.Query {
			return geo.Query{Filter: filter("number BETWEEN %d AND %d", low(i), low(i)+5), Limit: 100}
		}},
		{"equal/rare", false, func(i int) geo.Query { return geo.Query{Filter: filter("number = %d", low(i)), Limit: 100} }},
		{"equal/title", true, func(i int) geo.Query {
			return geo.Query{Filter: filter("title = 'what happened near town %d of the world'", i%250)}
		}},
		{"equal/where", false, func(i int) geo.Query {
			return geo.Query{Where: []geo.Equality{{Property: "number", Value: fmt.Sprint(low(i))}}, Limit: 100}
		}},
		{"equal/kind", true, func(i int) geo.Query { return geo.Query{Where: []geo.Equality{{Property: "kind", Value: "camp"}}} }},
		{"and/count", true, func(i int) geo.Query {
			return geo.Query{Filter: filter("number BETWEEN %d AND %d AND accuracy > 1000 AND kind = 'camp'", low(i), low(i)+5000)}
		}},
		{"during/count", true, func(i int) geo.Query { return geo.Query{During: month(i)} }},
		{"during/page", false, func(i int) geo.Query { return geo.Query{During: month(i), Limit: 100} }},
		{"sort/page", false, func(i int) geo.Query { return geo.Query{Order: []geo.Order{{Field: field("number")}}, Limit: 100} }},
		{"sort/two", false, func(i int) geo.Query {
			return geo.Query{Order: []geo.Order{{Field: field("kind")}, {Field: field("number"), Descending: true}}, Limit: 100}
		}},
		{"sort/box", false, func(i int) geo.Query {
			return geo.Query{Box: box(i, 0.5), Order: []geo.Order{{Field: field("number"), Descending: true}}, Limit: 100}
		}},
		{"sort/range", false, func(i int) geo.Query {
			return geo.Query{Filter: filter("number > %d", low(i)), Order: []geo.Order{{Field: field("number")}}, Limit: 100}
		}},
		{"sort/other", false, func(i int) geo.Query {
			return geo.Query{Filter: filter("number BETWEEN %d AND %d", low(i), low(i)+5000), Order: []geo.Order{{Field: field("accuracy")}}, Limit: 100}
		}},
		{"all/where", false, func(i int) geo.Query {
			return geo.Query{Box: box(i, 1), Where: []geo.Equality{{Property: "kind", Value: "camp"}}, During: month(i), Limit: 100}
		}},
		{"all/where/count", true, func(i int) geo.Query {
			return geo.Query{Box: box(i, 1), Where: []geo.Equality{{Property: "kind", Value: "camp"}}, During: month(i), Limit: 100}
		}},
		{"all/filter", false, func(i int) geo.Query {
			p := month(i)
			return geo.Query{Box: box(i, 1), Filter: filter("kind = 'camp' AND datetime BETWEEN DATE('%s') AND DATE('%s')", p.Start, p.End), Limit: 100}
		}},
		{"all/filter/count", true, func(i int) geo.Query {
			p := month(i)
			return geo.Query{Box: box(i, 1), Filter: filter("kind = 'camp' AND datetime BETWEEN DATE('%s') AND DATE('%s')", p.Start, p.End), Limit: 100}
		}},
		{"scan/casei", true, func(i int) geo.Query { return geo.Query{Filter: filter("CASEI(title) LIKE CASEI('%%TOWN 7%%')")} }},
		{"world/page", false, func(i int) geo.Query {
			return geo.Query{Box: &geo.Box{West: -180, South: -90, East: 180, North: 90}, Limit: 100}
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var queries []geo.Query
			for i := range 64 {
				q := c.query(i)
				q.From = "p"
				queries = append(queries, q)
			}
			ask := func(q geo.Query) int {
				if c.count {
					n, err := reader.Count(ctx, q)
					if err != nil {
						b.Fatal(err)
					}
					return n
				}
				hits := 0
				for _, err := range reader.Find(ctx, q) {
					if err != nil {
						b.Fatal(err)
					}
					hits++
				}
				return hits
			}
			before, start := heap(), time.Now()
			ask(queries[0])
			first := time.Since(start)
			b.ReportAllocs()
			b.ResetTimer()
			hits := 0
			for i := range b.N {
				hits += ask(queries[i%len(queries)])
			}
			b.StopTimer()
			b.ReportMetric(float64(hits)/float64(b.N), "hits/op")
			b.ReportMetric(float64(first.Milliseconds()), "first-ms")
			b.ReportMetric(float64(int64(heap()-before))/n, "new-bytes/feature")
		})
	}
}
