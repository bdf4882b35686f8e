package geodesy_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// randomBox is of any size, often of none in one direction, and sometimes at a
// pole or the antimeridian.
func randomBox(r *rand.Rand, near orb.Point) orb.Bound {
	c := randomPoint(r)
	if r.IntN(2) == 0 {
		c = geodesy.Direct(near, r.Float64()*360, math.Pow(10, 7.3*r.Float64()))
	}
	w, h := math.Pow(10, -5+7*r.Float64()), math.Pow(10, -5+6.5*r.Float64())
	switch r.IntN(6) {
	case 0:
		w = 0
	case 1:
		h = 0
	}
	b := orb.Bound{Min: orb.Point{c[0] - w, c[1] - h}, Max: orb.Point{c[0] + w, c[1] + h}}
	for i, limit := range [2]float64{180, 90} {
		b.Min[i], b.Max[i] = math.Max(-limit, b.Min[i]), math.Min(limit, b.Max[i])
	}
	return b
}

// nearestOfBox finds the distance to a box on its sides, and on p's meridian, by
// closing in on the best of nine places again and again.
func nearestOfBox(p orb.Point, b orb.Bound) float64 {
	if b.Contains(p) {
		return 0
	}
	best := math.Inf(1)
	for _, x := range []float64{b.Min[0], b.Max[0], math.Max(b.Min[0], math.Min(b.Max[0], p[0]))} {
		lo, hi := b.Min[1], b.Max[1]
		for range 30 {
			step, at, least := (hi-lo)/8, lo, math.Inf(1)
			for k := range 9 {
				y := math.Min(hi, lo+step*float64(k))
				if d := geodesy.Distance(p, orb.Point{x, y}); d < least {
					least, at = d, y
				}
			}
			best = math.Min(best, least)
			lo, hi = math.Max(lo, at-step), math.Min(hi, at+step)
		}
	}
	return best
}

func TestLowerBound(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	worst := map[string]float64{}
	for range 2000 {
		p := randomPoint(r)
		b := randomBox(r, p)
		got := geodesy.LowerBound(p, b)
		least := nearestOfBox(p, b)
		if !(got >= 0 && got <= least) {
			t.Errorf("LowerBound(%v, %v) = %.9f, but %.9f is possible", p, b, got, least)
		}
		if least > 1 {
			class := "below 600 km"
			if least > 6e5 {
				class = "beyond"
			}
			worst[class] = math.Max(worst[class], 1-got/least)
		}
		for range 20 {
			q := orb.Point{b.Min[0] + r.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])}
			if d := geodesy.Distance(p, q); got > d {
				t.Errorf("LowerBound(%v, %v) = %.9f, but %v is %.9f away", p, b, got, q, d)
			}
		}
	}
	for class, short := range worst {
		t.Logf("%s: short by up to %.3g %%", class, short*100)
	}
	if worst["below 600 km"] > .0003 || worst["beyond"] > .007 {
		t.Errorf("got %v, want at most 0.0003 and 0.007", worst)
	}
}

func TestLowerBoundPlaces(t *testing.T) {
	for _, c := range []struct {
		name string
		p    orb.Point
		b    orb.Bound
		// near is a point of the box that is nearest.
		near orb.Point
	}{
		{"inside", orb.Point{39, 36}, orb.Bound{Min: orb.Point{38, 35}, Max: orb.Point{40, 37}}, orb.Point{39, 36}},
		{"on the edge", orb.Point{40, 36}, orb.Bound{Min: orb.Point{38, 35}, Max: orb.Point{40, 37}}, orb.Point{40, 36}},
		{"over the antimeridian", orb.Point{179, 10}, orb.Bound{Min: orb.Point{-179, 5}, Max: orb.Point{-170, 10}}, orb.Point{-179, 10}},
		{"180 is −180", orb.Point{180, 10}, orb.Bound{Min: orb.Point{-180, 5}, Max: orb.Point{-170, 15}}, orb.Point{180, 10}},
		{"over the pole", orb.Point{0, 89}, orb.Bound{Min: orb.Point{170, 80}, Max: orb.Point{-170 + 350, 88}}, orb.Point{180, 88}},
		{"from the pole", orb.Point{0, 90}, orb.Bound{Min: orb.Point{50, -10}, Max: orb.Point{60, 10}}, orb.Point{50, 10}},
		{"to the pole", orb.Point{0, 80}, orb.Bound{Min: orb.Point{100, 80}, Max: orb.Point{120, 90}}, orb.Point{100, 90}},
		{"north", orb.Point{39, 36}, orb.Bound{Min: orb.Point{38, 37}, Max: orb.Point{40, 38}}, orb.Point{39, 37}},
		{"a point", orb.Point{39, 36}, orb.Bound{Min: orb.Point{41, 37}, Max: orb.Point{41, 37}}, orb.Point{41, 37}},
		{"the whole world", orb.Point{39, 36}, orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, orb.Point{39, 36}},
	} {
		got, want := geodesy.LowerBound(c.p, c.b), geodesy.Distance(c.p, c.near)
		if got > want || got < want*.99-1e-6 {
			t.Errorf("%s: got %v m, want up to 1 %% below %v", c.name, got, want)
		}
	}
}

func TestSurrounding(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	within := func(q orb.Point, boxes []orb.Bound) bool {
		for _, b := range boxes {
			if b.Contains(q) {
				return true
			}
		}
		return false
	}
	worst := 0.0
	for range 5000 {
		p, metres := randomPoint(r), math.Pow(10, -2+9.3*r.Float64())
		boxes, n := geodesy.Surrounding(p, metres)
		for i := range boxes[:n] {
			b := boxes[i]
			if b.Min[0] < -180 || b.Max[0] > 180 || b.Min[1] < -90 || b.Max[1] > 90 || b.IsEmpty() {
				t.Fatalf("Surrounding(%v, %v) has the box %v", p, metres, b)
			}
		}
		if !within(p, boxes[:n]) {
			t.Errorf("Surrounding(%v, %v) = %v without the point", p, metres, boxes[:n])
		}
		for i := range 60 {
			q := geodesy.Direct(p, float64(i)*6, math.Min(metres, 2e7))
			if !within(q, boxes[:n]) {
				t.Errorf("Surrounding(%v, %v) = %v without %v", p, metres, boxes[:n], q)
			}
		}
		if n == 1 && boxes[0].Max[0]-boxes[0].Min[0] < 60 && metres > 1 {
			north := geodesy.Distance(p, orb.Point{p[0], boxes[0].Max[1]})
			worst = math.Max(worst, north/metres-1)
		}
	}
	t.Logf("too far north by up to %.2g %%", worst*100)
	if worst > .01 {
		t.Errorf("got boxes %.2g %% too large, want at most 1 %%", worst*100)
	}
}

func TestSurroundingPlaces(t *testing.T) {
	for _, c := range []struct {
		p      orb.Point
		metres float64
		want   string
	}{
		{orb.Point{39, 36}, -1, "[]"},
		{orb.Point{39, 36}, math.NaN(), "[]"},
		{orb.Point{39, 91}, 1, "[]"},
		{orb.Point{39, 36}, 3e7, "[[-180 -90 180 90]]"},
		{orb.Point{39, 36}, math.Inf(1), "[[-180 -90 180 90]]"},
		{orb.Point{0, 0}, 111319, "[[-1 -1 1 1]]"},
		{orb.Point{179, 0}, 2e5, "[[177 -2 180 2] [-180 -2 -179 2]]"},
		{orb.Point{-180, 0}, 2e5, "[[178 -2 180 2] [-180 -2 -178 2]]"},
		{orb.Point{0, 89}, 2e5, "[[-180 87 180 90]]"},
		{orb.Point{0, -89.99999}, 2, "[[-180 -90 180 -90]]"},
	} {
		boxes, n := geodesy.Surrounding(c.p, c.metres)
		rounded := make([][4]float64, n)
		for i, b := range boxes[:n] {
			for k, x := range [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
				rounded[i][k] = math.Round(x) + 0
			}
		}
		if got := fmt.Sprint(rounded); got != c.want {
			t.Errorf("Surrounding(%v, %v): got about %v, want %v", c.p, c.metres, got, c.want)
		}
	}
}

func BenchmarkLowerBound(b *testing.B) {
	f := geodesy.FromPoint(orb.Point{39, 36})
	for _, c := range []struct {
		name string
		box  orb.Bound
	}{
		{"corner", orb.Bound{Min: orb.Point{39.5, 35}, Max: orb.Point{40, 35.8}}},
		{"side", orb.Bound{Min: orb.Point{39.5, 35}, Max: orb.Point{40, 37}}},
		{"above", orb.Bound{Min: orb.Point{38.5, 37}, Max: orb.Point{40, 38}}},
		{"far", orb.Bound{Min: orb.Point{100, 10}, Max: orb.Point{120, 20}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.LowerBound(c.box)
			}
		})
	}
}

func BenchmarkSurrounding(b *testing.B) {
	f := geodesy.FromPoint(orb.Point{39, 36})
	b.ReportAllocs()
	for b.Loop() {
		f.Surrounding(20000)
	}
}

func BenchmarkFromPoint(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		f := geodesy.FromPoint(orb.Point{39, 36})
		_ = f
	}
}
