package geodesy

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// The two ways to solve the inverse problem share no series: where both apply they
// must agree.
func TestNearAndFarAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	worst, aside, counted := 0.0, 0.0, 0
	for range 30000 {
		p := orb.Point{360*r.Float64() - 180, math.Asin(2*r.Float64()-1) / degree}
		q := Direct(p, 360*r.Float64(), math.Pow(10, 1+5.3*r.Float64()))
		a, b := newSite(p), newSite(q)
		d, rest := difference(p[0], q[0])
		near, ok := solveNear(&a, &b, (d+rest)*degree)
		if !ok {
			continue
		}
		counted++
		far := solveFar(&a, &b, d, rest)
		if off := math.Abs(near.metres - far.metres); off > worst {
			worst = off
		}
		turn := math.Remainder(near.azimuth()-far.azimuth(), 360) * degree
		aside = math.Max(aside, math.Abs(turn)*near.metres)
	}
	t.Logf("%d lines, worst %.2g nm, %.2g nm aside", counted, worst*1e9, aside*1e9)
	if counted < 25000 || worst > 10e-9 || aside > 10e-9 {
		t.Errorf("got %d lines, worst %v m, %v m aside; want over 25000, at most 10e-9", counted, worst, aside)
	}
}

// simpson integrates f from 0 to σ.
func simpson(f func(float64) float64, sigma float64) float64 {
	const n = 2000
	h, sum := sigma/n, 0.0
	for i := range n {
		x := float64(i) * h
		sum += f(x) + 4*f(x+h/2) + f(x+h)
	}
	return sum * h / 6
}

func TestSeries(t *testing.T) {
	for _, k2 := range []float64{0, 1e-4, 2e-3, secondEccentricity2} {
		e := epsilonOf(k2)
		root := func(x float64) float64 { return math.Sqrt(1 + k2*math.Pow(math.Sin(x), 2)) }
		c1, c2, c3, back := c1(e), c2(e), c3(e), c1Reverted(e)
		for _, sigma := range []float64{.1, .7, 1.6, 2.9} {
			sin, cos := math.Sincos(sigma)
			tau := sigma + sineSum(c1[:], sin, cos)
			sinTau, cosTau := math.Sincos(tau)
			for _, c := range []struct {
				name      string
				got, want float64
			}{
				{"I1", a1(e) * tau, simpson(root, sigma)},
				{"I2", a2(e) * (sigma + sineSum(c2[:], sin, cos)), simpson(func(x float64) float64 { return 1 / root(x) }, sigma)},
				{"I3", a3(e) * (sigma + sineSum(c3[:], sin, cos)), simpson(func(x float64) float64 {
					return (2 - flattening) / (1 + (1-flattening)*root(x))
				}, sigma)},
				{"σ(τ)", tau + sineSum(back[:], sinTau, cosTau), sigma},
			} {
				// I3 is kept to the fifth order, as it is multiplied by f.
				if math.Abs(c.got-c.want) > 2e-14 {
					t.Errorf("k² = %v, σ = %v: got %s = %.17g, want %.17g", k2, sigma, c.name, c.got, c.want)
				}
			}
		}
	}
}
