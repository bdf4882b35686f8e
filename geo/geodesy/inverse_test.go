package geodesy_test

import (
	"math"
	"testing"

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
