package shape_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/shape"
)

// TestHilbert holds that the curve goes through every cell once, from neighbour to
// neighbour.
func TestHilbert(t *testing.T) {
	extent := orb.Bound{Max: orb.Point{65536, 65536}}
	at := func(x, y int) uint32 {
		p := orb.Point{float64(x) + 0.5, float64(y) + 0.5}
		return shape.Hilbert(orb.Bound{Min: p, Max: p}, extent)
	}
	cells := map[uint32][2]int{}
	for x := range 64 {
		for y := range 64 {
			cells[at(x, y)] = [2]int{x, y}
		}
	}
	for d := range uint32(64*64 - 1) {
		a, ok1 := cells[d]
		b, ok2 := cells[d+1]
		if step := (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]); !ok1 || !ok2 || step != 1 {
			t.Fatalf("from %d the curve goes from %v (%t) to %v (%t)", d, a, ok1, b, ok2)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		at(r.IntN(1<<20)-1<<19, r.IntN(1<<20)-1<<19) // outside: on the edge
	}
}
