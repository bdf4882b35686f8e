package relate

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// rationalSide is side in rational numbers.
func rationalSide(a, b, c orb.Point) int {
	r := func(x float64) *big.Rat { return new(big.Rat).SetFloat64(x) }
	sub := func(x, y float64) *big.Rat { return new(big.Rat).Sub(r(x), r(y)) }
	left := new(big.Rat).Mul(sub(a[0], c[0]), sub(b[1], c[1]))
	right := new(big.Rat).Mul(sub(a[1], c[1]), sub(b[0], c[0]))
	return left.Cmp(right)
}

func TestSide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	counts := map[int]int{}
	for i := range 100_000 {
		a := orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
		b := orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
		k := r.Float64()
		// Near the line, by rounding only.
		c := orb.Point{a[0] + k*(b[0]-a[0]), a[1] + k*(b[1]-a[1])}
		switch i % 4 {
		case 0:
			c[0] = math.Nextafter(c[0], 1e9)
		case 1: // on it, often
			a, b = orb.Point{math.Round(a[0]), math.Round(a[1])}, orb.Point{math.Round(b[0]), math.Round(b[1])}
			c = orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}
		case 2:
			a[0], c[1] = a[0]*1e-12, c[1]*1e-9
		}
		got, want := side(a, b, c), rationalSide(a, b, c)
		counts[got]++
		if got != want {
			t.Fatalf("side(%v, %v, %v) = %d, want %d", a, b, c, got, want)
		}
		if exact := exactSide(a, b, c); exact != want {
			t.Fatalf("exactSide(%v, %v, %v) = %d, want %d", a, b, c, exact, want)
		}
	}
	if counts[0] < 1000 || counts[1] < 1000 || counts[-1] < 1000 {
		t.Errorf("got %v of each side: too few to mean something", counts)
	}
}
