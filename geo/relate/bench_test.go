package relate_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

// fixed is a shape that knows its bound, as features do.
type fixed struct {
	shape
	bound orb.Bound
}

func (x fixed) Bound() (orb.Bound, bool) { return x.bound, true }

func fix(g orb.Geometry) relate.Shape { return fixed{shape{g}, g.Bound()} }

// TestPointAllocates nothing.
func TestPointAllocates(t *testing.T) {
	literal, err := relate.Prepare(coast(1000))
	if err != nil {
		t.Fatal(err)
	}
	x := fix(orb.Point{40, 36})
	for _, op := range ops {
		if n := testing.AllocsPerRun(10, func() { literal.Is(op, x) }); n != 0 {
			t.Errorf("%v of a point: got %v allocations, want 0", op, n)
		}
	}
}

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
			places[i] = fix(orb.Point{36.5 + p[0]*.7, 32.5 + p[1]*.7})
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
	x := fix(mapped(m.star(20), func(p orb.Point) orb.Point { return orb.Point{36 + p[0]*.8, 32 + p[1]*.8} }))
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
