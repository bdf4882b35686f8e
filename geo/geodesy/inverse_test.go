package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// bound is the promised error in metres.
const bound = 15e-9

// turned is the angle between two azimuths in radians.
func turned(a, b float64) float64 {
	return math.Abs(math.Remainder(a-b, 360)) * math.Pi / 180
}

func TestInverseReference(t *testing.T) {
	worst := map[string][2]float64{}
	for _, r := range references(t) {
		metres, azimuth := geodesy.Inverse(r.p, r.q)
		off := math.Abs(metres - r.metres)
		if !(off <= bound) {
			t.Errorf("%s %v %v: got %.10f m, want %.10f", r.kind, r.p, r.q, metres, r.metres)
		}
		aside := turned(azimuth, r.azimuth1)
		if math.Abs(math.Remainder(r.p[0]-r.q[0], 360)) == 180 {
			aside = min(aside, turned(azimuth, -r.azimuth1)) // east and west are as good
		}
		aside *= math.Abs(r.reducedMetre)
		if !(aside <= bound) && r.metres > 0 {
			t.Errorf("%s %v %v: got azimuth %.15f, want %.15f: %.3g m aside", r.kind, r.p, r.q, azimuth, r.azimuth1, aside)
		}
		w := worst[r.kind]
		worst[r.kind] = [2]float64{math.Max(w[0], off), math.Max(w[1], aside)}
	}
	for kind, w := range worst {
		t.Logf("%-10s worst: distance %.2g nm, azimuth %.2g nm aside", kind, w[0]*1e9, w[1]*1e9)
	}
}

func TestInverseSymmetric(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	for range 20000 {
		p := randomPoint(r)
		q := randomPoint(r)
		if r.IntN(2) == 0 {
			q = geodesy.Direct(p, r.Float64()*360, math.Pow(10, 7*r.Float64()))
		}
		there, azimuth := geodesy.Inverse(p, q)
		back, _ := geodesy.Inverse(q, p)
		mirror, across := geodesy.Inverse(orb.Point{-p[0], p[1]}, orb.Point{-q[0], q[1]})
		if math.Abs(there-back) > bound || math.Abs(there-mirror) > bound {
			t.Errorf("%v %v: got %.9f there, %.9f back, %.9f mirrored", p, q, there, back, mirror)
		}
		if there < 1.9e7 && turned(across, -azimuth)*there > bound {
			t.Errorf("%v %v: got azimuth %v and %v mirrored", p, q, azimuth, across)
		}
		if d := geodesy.Distance(p, q); d != there {
			t.Errorf("%v %v: got Distance %v, Inverse %v", p, q, d, there)
		}
		if from := geodesy.FromPoint(p); from.Distance(q) != there {
			t.Errorf("%v %v: got %v from a From, want %v", p, q, from.Distance(q), there)
		}
	}
}

func TestInverseOdd(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		p, q            orb.Point
		metres, azimuth float64
	}{
		{orb.Point{39, 36}, orb.Point{39, 36}, 0, 0},
		{orb.Point{0, 90}, orb.Point{77, 90}, 0, nan},
		{orb.Point{180, 36}, orb.Point{-180, 36}, 0, 0},
		{orb.Point{390, 0}, orb.Point{31, 0}, 111319.49079327357, 90},
		{orb.Point{0, 91}, orb.Point{0, 0}, nan, nan},
		{orb.Point{0, 0}, orb.Point{0, -90.0001}, nan, nan},
		{orb.Point{nan, 0}, orb.Point{0, 0}, nan, nan},
		{orb.Point{0, 0}, orb.Point{inf, 0}, nan, nan},
		{orb.Point{0, 0}, orb.Point{0, nan}, nan, nan},
		{orb.Point{0, -90}, orb.Point{0, 90}, 20003931.458625447, 0},
		{orb.Point{0, 0}, orb.Point{180, 0}, 20003931.458625447, 0},
		{orb.Point{0, 0}, orb.Point{90, 0}, 10018754.171394622, 90},
		{orb.Point{90, 0}, orb.Point{0, 0}, 10018754.171394622, 270},
	} {
		metres, azimuth := geodesy.Inverse(c.p, c.q)
		if !(math.Abs(metres-c.metres) <= bound) && !(math.IsNaN(metres) && math.IsNaN(c.metres)) {
			t.Errorf("Inverse(%v, %v): got %v m, want %v", c.p, c.q, metres, c.metres)
		}
		if !math.IsNaN(c.azimuth) && turned(azimuth, c.azimuth) > 1e-15 {
			t.Errorf("Inverse(%v, %v): got azimuth %v, want %v", c.p, c.q, azimuth, c.azimuth)
		}
		if math.IsNaN(c.metres) && !math.IsNaN(azimuth) {
			t.Errorf("Inverse(%v, %v): got azimuth %v, want NaN", c.p, c.q, azimuth)
		}
	}
}

func FuzzInverse(f *testing.F) {
	f.Add(39., 36., 40., 35.)
	f.Add(0., 0., 180., 0.)
	f.Add(0., 1e-300, 179.9999, -1e-300)
	f.Add(0., 90., 0., -90.)
	f.Add(-180., 5e-324, 180., 0.)
	f.Add(0., 1e-300, 273.9999, -1e-300)
	f.Fuzz(func(t *testing.T, lon1, lat1, lon2, lat2 float64) {
		p, q := orb.Point{lon1, lat1}, orb.Point{lon2, lat2}
		metres, azimuth := geodesy.Inverse(p, q)
		if !(math.Abs(lat1) <= 90 && math.Abs(lat2) <= 90) || math.IsNaN(lon1-lon1) || math.IsNaN(lon2-lon2) {
			if !math.IsNaN(metres) || !math.IsNaN(azimuth) {
				t.Fatalf("Inverse(%v, %v) = %v, %v, want NaN", p, q, metres, azimuth)
			}
			return
		}
		if !(metres >= 0 && metres < 20003931.46 && azimuth >= 0 && azimuth < 360) {
			t.Fatalf("Inverse(%v, %v) = %v, %v", p, q, metres, azimuth)
		}
		lo, hi := geodesy.Bracket(p, q)
		if !(lo <= metres && metres <= hi) {
			t.Fatalf("Bracket(%v, %v) = %v, %v, not about %v", p, q, lo, hi, metres)
		}
		box := orb.Bound{Min: q, Max: q}
		if math.Abs(lon2) <= 180 && geodesy.LowerBound(p, box) > metres {
			t.Fatalf("LowerBound(%v, %v) = %v, above %v", p, q, geodesy.LowerBound(p, box), metres)
		}
	})
}
