package crs_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/crs"
)

// inside reports whether a position is inside of the outer ring of one of the parts,
// by the parity of edges east of it.
func inside(parts orb.MultiPolygon, p orb.Point) bool {
	for _, polygon := range parts {
		odd := false
		ring := polygon[0]
		for i := range len(ring) - 1 {
			a, b := ring[i], ring[i+1]
			if (a[1] > p[1]) != (b[1] > p[1]) && a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) > p[0] {
				odd = !odd
			}
		}
		if odd {
			return true
		}
	}
	return false
}

// TestOutline holds that the outline of a box in CRS84 has what is in the box, and
// nothing else, but for a metre at its edges.
func TestOutline(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 2))
	for _, name := range []string{"EPSG:3857", "EPSG:3035", "EPSG:32637", "EPSG:32601", "EPSG:32760"} {
		c := system(t, name)
		for _, place := range positions(c, 200)[12:] {
			q, _ := c.Forward(place)
			const size, edge = 100000, 1.0
			low, high := orb.Point{q[0] - size*rng.Float64(), q[1] - size*rng.Float64()}, orb.Point{q[0] + size*rng.Float64(), q[1] + size*rng.Float64()}
			parts, err := c.OutlineToCRS84(low, high)
			if err != nil {
				t.Fatalf("%s: %v to %v: %v", name, low, high, err)
			}
			checkRings(t, parts)
			for range 100 {
				at := orb.Point{low[0] + (3*rng.Float64()-1)*(high[0]-low[0]), low[1] + (3*rng.Float64()-1)*(high[1]-low[1])}
				p, ok := c.Inverse(at)
				if !ok {
					continue
				}
				in := at[0] >= low[0] && at[0] <= high[0] && at[1] >= low[1] && at[1] <= high[1]
				close := false
				for axis := range 2 {
					close = close || math.Abs(at[axis]-low[axis]) < edge || math.Abs(at[axis]-high[axis]) < edge
				}
				if got := inside(parts, p); got != in && !close {
					t.Fatalf("%s: %v to %v: %v, which is %v, is in the outline: %t, in the box: %t", name, low, high, at, p, got, in)
				}
			}
		}
	}
}

func checkRings(t *testing.T, parts orb.MultiPolygon) {
	t.Helper()
	if len(parts) == 0 {
		t.Fatal("the outline is empty")
	}
	for _, p := range parts {
		ring := p[0]
		if len(p) != 1 || !ring.Closed() || ring.Orientation() != orb.CCW {
			t.Fatalf("a part is %d rings, the first closed: %t, counterclockwise: %t", len(p), ring.Closed(), ring.Orientation() == orb.CCW)
		}
		if b := ring.Bound(); b.Min[0] < -180-1e-8 || b.Max[0] > 180+1e-8 || b.Min[1] < -90 || b.Max[1] > 90 {
			t.Fatalf("a part lies in %v", b)
		}
	}
}

func TestOutlineParts(t *testing.T) {
	for _, c := range []struct {
		name      string
		low, high orb.Point
		want      int // parts
	}{
		{"OGC:CRS84", orb.Point{170, -20}, orb.Point{-170, 20}, 2},
		{"EPSG:4326", orb.Point{36, 32}, orb.Point{42, 37}, 1},
		{"EPSG:4326", orb.Point{36, 32}, orb.Point{36, 32}, 1},
		{"EPSG:3857", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, 1},
		{"EPSG:3857", orb.Point{5, 5}, orb.Point{5, 5}, 1},
		{"EPSG:32601", orb.Point{100000, 0}, orb.Point{900000, 100000}, 2},
		{"EPSG:32660", orb.Point{100000, 0}, orb.Point{900000, 100000}, 2},
		{"EPSG:32601", orb.Point{400000, 0}, orb.Point{600000, 100000}, 1},
		{"EPSG:32637", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, 1},
		{"EPSG:3035", orb.Point{-1e9, -1e9}, orb.Point{1e9, 1e9}, 1},
	} {
		parts, err := system(t, c.name).OutlineToCRS84(c.low, c.high)
		if err != nil || len(parts) != c.want {
			t.Errorf("%s: %v to %v has %d parts, %v, want %d", c.name, c.low, c.high, len(parts), err, c.want)
			continue
		}
		checkRings(t, parts)
	}
	for _, high := range []orb.Point{{5e6, 1}, {math.NaN(), 1}, {3e6, 1}} {
		_, err := system(t, "EPSG:32637").OutlineToCRS84(orb.Point{4e6, 0}, high)
		if _, ok := err.(*crs.Error); !ok {
			t.Errorf("a box from 4000 km to %v east is taken: %v", high[0], err)
		}
	}
}
