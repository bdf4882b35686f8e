package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// apart is the distance between two positions that are nearly the same, by their
// differences of latitude and longitude, as Inverse must not judge itself.
func apart(p, q orb.Point) float64 {
	north := (p[1] - q[1]) * math.Pi / 180 * 6.4e6
	cos := math.Cos(q[1] * math.Pi / 180)
	east := math.Remainder(p[0]-q[0], 360) * math.Pi / 180 * 6.4e6 * cos
	return math.Hypot(north, east)
}

func TestDirectReference(t *testing.T) {
	worst := 0.0
	for _, r := range references(t) {
		got := geodesy.Direct(r.p, r.azimuth1, r.metres)
		off := apart(got, r.q)
		worst = math.Max(worst, off)
		if !(off <= bound) {
			t.Errorf("%s: Direct(%v, %v, %v) = %v, want %v: off by %.3g m", r.kind, r.p, r.azimuth1, r.metres, got, r.q, off)
		}
		back := geodesy.Direct(r.q, r.azimuth2, -r.metres)
		if off := apart(back, r.p); !(off <= bound) {
			t.Errorf("%s: back from %v: got %v, want %v: off by %.3g m", r.kind, r.q, back, r.p, off)
		}
	}
	t.Logf("worst %.2g nm", worst*1e9)
}

func TestDirectInverse(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 20000 {
		p := randomPoint(r)
		azimuth, metres := r.Float64()*360, math.Pow(10, -3+10*r.Float64())
		if metres > 1.99e7 {
			continue
		}
		q := geodesy.Direct(p, azimuth, metres)
		got, back := geodesy.Inverse(p, q)
		// q is a rounded position, of an error within the bound itself.
		if math.Abs(got-metres) > 2*bound {
			t.Errorf("%v azimuth %v: got %.9f m, want %.9f", p, azimuth, got, metres)
		}
		if aside := turned(back, azimuth) * 6.4e6 * math.Sin(metres/6.37e6); aside > 3*bound {
			t.Errorf("%v %v m: got azimuth %v, want %v (%.3g m)", p, metres, back, azimuth, aside)
		}
	}
}

func TestDirectOdd(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		p               orb.Point
		azimuth, metres float64
	}{
		{orb.Point{0, 91}, 0, 1}, {orb.Point{nan, 0}, 0, 1}, {orb.Point{inf, 0}, 0, 1},
		{orb.Point{0, nan}, 0, 1}, {orb.Point{0, 0}, nan, 1}, {orb.Point{0, 0}, 0, inf},
	} {
		if q := geodesy.Direct(c.p, c.azimuth, c.metres); !math.IsNaN(q[0]) || !math.IsNaN(q[1]) {
			t.Errorf("Direct(%v, %v, %v) = %v, want NaN", c.p, c.azimuth, c.metres, q)
		}
	}
	if got, want := geodesy.Direct(orb.Point{10, 20}, 77, 0), (orb.Point{10, 20}); apart(got, want) > bound {
		t.Errorf("no metres: got %v, want %v", got, want)
	}
	// Once round the equator.
	got := geodesy.Direct(orb.Point{10, 0}, 90, 2*math.Pi*6378137)
	if want := (orb.Point{10, 0}); apart(got, want) > 2*bound {
		t.Errorf("round the equator: got %v, want %v", got, want)
	}
}

// randomPoint is anywhere, often near a pole, the antimeridian or the equator.
func randomPoint(r *rand.Rand) orb.Point {
	p := orb.Point{r.Float64()*360 - 180, math.Asin(2*r.Float64()-1) * 180 / math.Pi}
	near := math.Pow(10, -6*r.Float64()) * (2*r.Float64() - 1)
	switch r.IntN(8) {
	case 0:
		p[1] = 90 - math.Abs(near)
	case 1:
		p[1] = math.Abs(near) - 90
	case 2:
		p[0] = math.Remainder(180+near, 360)
	case 3:
		p[1] = near
	}
	return p
}
