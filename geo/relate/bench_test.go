package relate_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

func BenchmarkPoint(b *testing.B) {
	for _, n := range []int{4, 100, 10_000, 100_000} {
		literal, err := relate.Prepare(coast(n))
		if err != nil {
			b.Fatal(err)
		}
		m := maker{rand.New(rand.NewPCG(1, 1)), 0}
		var places [1024]relate.Shape
		for i := range places {
			p := m.point()
			places[i] = shape{orb.Point{36.5 + p[0]*.7, 32.5 + p[1]*.7}}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				literal.Is(relate.Within, places[i%1024])
			}
		})
	}
}

func BenchmarkArea(b *testing.B) {
	m := maker{rand.New(rand.NewPCG(1, 1)), 0}
	x := shape{mapped(m.star(20), func(p orb.Point) orb.Point { return orb.Point{36 + p[0]*.8, 32 + p[1]*.8} })}
	for _, n := range []int{100, 10_000} {
		literal, err := relate.Prepare(coast(n))
		if err != nil {
			b.Fatal(err)
		}
		for _, op := range ops {
			b.Run(fmt.Sprint(op, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					literal.Is(op, x)
				}
			})
		}
	}
}

func BenchmarkPrepare(b *testing.B) {
	g := coast(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := relate.Prepare(g); err != nil {
			b.Fatal(err)
		}
	}
}
