package crs_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/crs"
)

// holds reports whether a lon/lat box holds a position.
func holds(west, south, east, north float64, p orb.Point) bool {
	if p[1] < south || p[1] > north {
		return false
	}
	if west <= east {
		return p[0] >= west && p[0] <= east
	}
	return p[0] >= west || p[0] <= east
}

// TestBoxCovers puts random boxes over random places, and random points into these:
// every one lies in the lon/lat box, and points come close to all of its edges.
func TestBoxCovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, name := range []string{"EPSG:3857", "EPSG:3035", "EPSG:32637", "EPSG:32601", "EPSG:32660", "EPSG:32701"} {
		c := system(t, name)
		for _, place := range positions(c, 300)[12:] {
			q, _ := c.Forward(place)
			size := math.Pow(10, 6.3*rng.Float64())
			low, high := orb.Point{q[0] - size*rng.Float64(), q[1] - size*rng.Float64()}, orb.Point{q[0] + size*rng.Float64(), q[1] + size*rng.Float64()}
			w, s, e, n, err := c.BoxToCRS84(low, high)
			if err != nil {
				t.Fatalf("%s: %v to %v about %v: %v", name, low, high, place, err)
			}
			near := [4]float64{360, 360, 360, 360}
			whole := true
			for i := range 800 {
				x, y := rng.Float64(), rng.Float64()
				switch i % 8 { // half of them on the edges
				case 0:
					x = 0
				case 1:
					x = 1
				case 2:
					y = 0
				case 3:
					y = 1
				}
				p, ok := c.Inverse(orb.Point{low[0] + x*(high[0]-low[0]), low[1] + y*(high[1]-low[1])})
				if !ok {
					whole = false
					continue
				}
				if !holds(w, s, e, n, p) {
					t.Fatalf("%s: %v to %v becomes %v, %v, %v, %v, without %v", name, low, high, w, s, e, n, p)
				}
				for k, d := range [4]float64{math.Remainder(p[0]-w, 360), p[1] - s, math.Remainder(e-p[0], 360), n - p[1]} {
					near[k] = min(near[k], math.Abs(d))
				}
			}
			width := math.Mod(e-w+360, 360)
			for k, d := range near {
				if whole && d > 0.02*max(width, n-s) {
					t.Errorf("%s: %v to %v becomes %v, %v, %v, %v: %v° too much on side %d", name, low, high, w, s, e, n, d, k)
				}
			}
		}
	}
}

func TestBox(t *testing.T) {
	for _, c := range []struct {
		name      string
		low, high orb.Point
		want      [4]float64
	}{
		{"EPSG:4326", orb.Point{36, 32}, orb.Point{42, 37}, [4]float64{36, 32, 42, 37}},
		{"OGC:CRS84", orb.Point{170, -20}, orb.Point{-170, 20}, [4]float64{170, -20, -170, 20}},
		{"EPSG:3857", orb.Point{-20037508.342789244, -20037508.342789244}, orb.Point{20037508.342789244, 20037508.342789244}, [4]float64{-180, -85.05112878, 180, 85.05112878}},
		{"EPSG:3857", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, [4]float64{-180, -85.06, 180, 85.06}},
		{"EPSG:3857", orb.Point{0, 0}, orb.Point{20037508.342789244, 1e9}, [4]float64{0, 0, 180, 85.06}},
		{"EPSG:3857", orb.Point{111319.49079327, 0}, orb.Point{111319.49079327, 0}, [4]float64{1, 0, 1, 0}},
		// By PROJ at the corners and, where the northern edge is farthest north, on the
		// central meridian.
		{"EPSG:32637", orb.Point{400000, 3983948.453335666}, orb.Point{600000, 4e6}, [4]float64{37.888521968, 35.994869484, 40.111478032, 36.144718099}},
		{"EPSG:32637", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, [4]float64{33, -3, 45, 87}},
		{"EPSG:32601", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, [4]float64{177, -3, -171, 87}},
		{"EPSG:32760", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, [4]float64{171, -83, -177, 3}},
		{"EPSG:3035", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, [4]float64{-38.58, 21.6, 47.83, 87.73}},
	} {
		w, s, e, n, err := system(t, c.name).BoxToCRS84(c.low, c.high)
		if err != nil {
			t.Errorf("%s: %v to %v: %v", c.name, c.low, c.high, err)
		}
		for i, v := range [4]float64{w, s, e, n} {
			if math.Abs(v-c.want[i]) > 2e-6 {
				t.Errorf("%s: %v to %v becomes %.9f, %.9f, %.9f, %.9f, want %v", c.name, c.low, c.high, w, s, e, n, c.want)
				break
			}
		}
	}
}

func TestBoxRefuses(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name      string
		low, high orb.Point
	}{
		{"EPSG:4326", orb.Point{0, 10}, orb.Point{1, 9}},
		{"EPSG:4326", orb.Point{0, 10}, orb.Point{181, 11}},
		{"EPSG:4326", orb.Point{0, nan}, orb.Point{1, 11}},
		{"EPSG:3857", orb.Point{1, 0}, orb.Point{0, 1}},
		{"EPSG:3857", orb.Point{0, 1}, orb.Point{1, 0}},
		{"EPSG:3857", orb.Point{0, 0}, orb.Point{inf, 1}},
		{"EPSG:3857", orb.Point{nan, 0}, orb.Point{1, 1}},
		{"EPSG:3857", orb.Point{3e7, 0}, orb.Point{4e7, 1}},
		{"EPSG:32637", orb.Point{3e6, 0}, orb.Point{4e6, 1}},
		{"EPSG:32637", orb.Point{1100000, 9000000}, orb.Point{1100001, 9000001}}, // in the frame of the zone, but beyond it
		{"EPSG:3035", orb.Point{-4e6, 0}, orb.Point{-3e6, 1e6}},
	} {
		w, s, e, n, err := system(t, c.name).BoxToCRS84(c.low, c.high)
		if _, ok := err.(*crs.Error); !ok {
			t.Errorf("%s: %v to %v becomes %v, %v, %v, %v, %v", c.name, c.low, c.high, w, s, e, n, err)
		}
	}
}

func BenchmarkBox(b *testing.B) {
	c := system(b, "EPSG:32637")
	for b.Loop() {
		_, _, _, _, _ = c.BoxToCRS84(orb.Point{400000, 3983948}, orb.Point{600000, 4e6})
	}
}
