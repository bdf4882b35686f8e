package sqlite_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// points yields n features with a few properties.
func points(n int) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		r, b := rand.New(rand.NewPCG(1, 2)), geo.NewBuilder(nil)
		for i := range n {
			b.SetNumericID(strconv.Itoa(i))
			b.SetPoint(orb.Point{float64(r.IntN(3600))/10 - 180, float64(r.IntN(1800))/10 - 90}, nil)
			b.AddText("name", "place "+strconv.Itoa(i))
			b.AddNumber("height", float64(r.IntN(5000)))
			b.AddText("date", "2026-01-19")
			b.Add([]byte("none"), geo.Value("null"))
			if !yield(b.Feature()) {
				return
			}
		}
	}
}

// BenchmarkApply makes single changes that are on the disk when they are answered, by
// several writers at once.
func BenchmarkApply(b *testing.B) {
	for _, writers := range []int{1, 8, 32} {
		b.Run(fmt.Sprint(writers, " writers"), func(b *testing.B) {
			s, ctx := open(b, fresh(b), sqlite.Options{}), context.Background()
			builders := geo.NewBuilder(nil)
			features := make([]geo.Feature, b.N)
			for i := range features {
				builders.SetID(geo.ID(fmt.Sprint("f", i)))
				builders.SetPoint(orb.Point{float64(i % 180), 10}, nil)
				builders.AddNumber("n", float64(i))
				f, err := builders.Feature()
				if err != nil {
					b.Fatal(err)
				}
				features[i] = f
			}
			var next atomic.Int64
			b.ResetTimer()
			var all sync.WaitGroup
			for range writers {
				all.Go(func() {
					for {
						i := int(next.Add(1)) - 1
						if i >= b.N {
							return
						}
						if _, err := s.Apply(ctx, geo.Change{Op: geo.Create, In: "p", Feature: features[i]}); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
		})
	}
}

// BenchmarkMillion fills a store with a million features (or as many as FEATURES
// says), and opens it.
func BenchmarkMillion(b *testing.B) {
	n := 1_000_000
	if said, err := strconv.Atoi(os.Getenv("FEATURES")); err == nil {
		n = said
	}
	path, ctx := fresh(b), context.Background()
	s := open(b, path, sqlite.Options{})
	b.Run("fill", func(b *testing.B) {
		for i := range b.N {
			if _, err := s.Fill(ctx, geo.Name(fmt.Sprint("p", i)), nil, points(n)); err != nil {
				b.Fatal(err)
			}
		}
	})
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	info, _ := os.Stat(path)
	b.Logf("the file has %d bytes", info.Size())
	b.Run("open", func(b *testing.B) {
		for range b.N {
			s, err := sqlite.Open(ctx, path, sqlite.Options{})
			if err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			s.Close()
			b.StartTimer()
		}
	})
}
