package index_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/index"
)

// TestGuess compares guesses with counts, in and between crowds.
func TestGuess(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	e := index.View[int]{}.Edit()
	var points []orb.Point
	for i := range 60_000 {
		p := orb.Point{float64(r.IntN(30)*10-150) + r.NormFloat64(), float64(r.IntN(10)*10-50) + r.NormFloat64()}
		points = append(points, p)
		e.Insert(p.Bound(), i)
	}
	v := e.View()
	for range 500 {
		c, half := points[r.IntN(len(points))], 0.05+r.Float64()*5
		b := orb.Bound{Min: orb.Point{c[0] - half, c[1] - half}, Max: orb.Point{c[0] + half, c[1] + half}}
		n := 0.0
		for _, p := range points {
			if b.Contains(p) {
				n++
			}
		}
		if got := v.Guess(b); got < n/3-30 || got > 3*n+30 {
			t.Errorf("%v: guessed %.0f, there are %.0f", b, got, n)
		}
	}
	world := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	if got := v.Guess(world); got != float64(len(points)) {
		t.Errorf("the world: guessed %v, want all %d", got, len(points))
	}
	edge := orb.Bound{Min: orb.Point{179, 89}, Max: orb.Point{180, 90}}
	if got := v.Guess(edge); got != 0 {
		t.Errorf("the last degree: guessed %v, want 0", got)
	}
	if got := (index.View[int]{}).Guess(world); got != 0 {
		t.Errorf("nothing: guessed %v, want 0", got)
	}
}
