package geodesy_test

import (
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// lines are pairs of points of one kind of distance.
var lines = []struct {
	name string
	p, q orb.Point
}{
	{"1km", orb.Point{39, 36}, orb.Point{39.009, 36.006}},
	{"50km", orb.Point{39, 36}, orb.Point{39.4, 36.3}},
	{"500km", orb.Point{39, 36}, orb.Point{43, 33}},
	{"1500km", orb.Point{39, 36}, orb.Point{50, 26}},
	{"5000km", orb.Point{39, 36}, orb.Point{-10, 50}},
	{"long", orb.Point{39, 36}, orb.Point{-70, -30}},
	{"antipodal", orb.Point{39, 36}, orb.Point{-140.7, -35.8}},
}

func BenchmarkInverse(b *testing.B) {
	for _, l := range lines {
		b.Run(l.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				geodesy.Inverse(l.p, l.q)
			}
		})
	}
}

func BenchmarkFromInverse(b *testing.B) {
	for _, l := range lines {
		f := geodesy.FromPoint(l.p)
		b.Run(l.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.Inverse(l.q)
			}
		})
	}
}

func BenchmarkDirect(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		geodesy.Direct(orb.Point{39, 36}, 77, 50e3)
	}
}
