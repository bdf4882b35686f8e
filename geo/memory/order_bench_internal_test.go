package memory

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
)

// BenchmarkOrder makes orders of a million features, as the first query that needs
// one does.
func BenchmarkOrder(b *testing.B) {
	const n = 1_000_000
	r := rand.New(rand.NewPCG(1, 2))
	c := filledWith(b, New(nil), n, func(i int) []string {
		return []string{
			"whole", fmt.Sprint(r.IntN(100_000)),
			"real", fmt.Sprint(r.NormFloat64()),
			"kind", fmt.Sprintf("%q", []string{"escape", "siege", "camp", "strike"}[r.IntN(4)]),
			"title", fmt.Sprintf(`"what happened near town %d of the world"`, r.IntN(250)),
			"note", fmt.Sprintf(`"a note that is not like any other: %d"`, r.IntN(1<<40)),
			"date", fmt.Sprintf(`"2026-%02d-%02dT%02d:%02d:00Z"`, 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60)),
		}
	})
	for _, by := range []keyer{{0}, {1}, {2}, {3}, {4}, {5}, {periodField}} {
		name := "period"
		if by.field >= 0 {
			name = c.info.Schema.Fields()[by.field].Name
		}
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			for range b.N {
				runtime.GC()
				runtime.ReadMemStats(&before)
				b.StartTimer()
				made := newRun(by, c, nil)
				b.StopTimer()
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/n, "bytes/feature")
				runtime.KeepAlive(made)
			}
		})
	}
}
