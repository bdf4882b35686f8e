package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

func TestBracket(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	// The widths promised, by distance.
	widths := []struct{ below, width, worst float64 }{
		{10e3, 30e-6, 0}, {50e3, 3e-3, 0}, {500e3, 3, 0}, {5e6, 5e3, 0}, {2.1e7, 68e3, 0},
	}
	check := func(p, q orb.Point) {
		lo, hi := geodesy.Bracket(p, q)
		d := geodesy.Distance(p, q)
		if !(lo <= d && d <= hi && lo >= 0) {
			t.Errorf("Bracket(%v, %v) = %.9f, %.9f; the distance is %.9f", p, q, lo, hi, d)
		}
		for i := range widths {
			if w := &widths[i]; d < w.below {
				w.worst = math.Max(w.worst, hi-lo)
				break
			}
		}
	}
	for _, ref := range references(t) {
		check(ref.p, ref.q)
	}
	for range 200000 {
		p := randomPoint(r)
		check(p, geodesy.Direct(p, r.Float64()*360, math.Pow(10, -3+10.301*r.Float64())))
		check(p, randomPoint(r))
	}
	for _, w := range widths {
		t.Logf("below %.0f km: width up to %.3g m", w.below/1e3, w.worst)
		if w.worst > w.width {
			t.Errorf("below %v m: got width %v m, want at most %v", w.below, w.worst, w.width)
		}
	}
}

func BenchmarkBracket(b *testing.B) {
	for _, l := range lines {
		f := geodesy.FromPoint(l.p)
		b.Run(l.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.Bracket(l.q)
			}
		})
	}
}
