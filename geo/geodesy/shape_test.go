package geodesy_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// nearestOfEdge finds the distance to an edge by many samples, closing in on each
// place that is nearer than its neighbours.
func nearestOfEdge(p, a, b orb.Point, samples int) float64 {
	at := func(t float64) float64 {
		return geodesy.Distance(p, orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])})
	}
	d := make([]float64, samples+1)
	best := math.Inf(1)
	for i := range d {
		d[i] = at(float64(i) / float64(samples))
		best = math.Min(best, d[i])
	}
	for i := range d {
		before, after := max(i-1, 0), min(i+1, samples)
		if d[i] > d[before] || d[i] > d[after] {
			continue
		}
		lo, hi := float64(before)/float64(samples), float64(after)/float64(samples)
		for range 60 {
			t1, t2 := lo+(hi-lo)/3, hi-(hi-lo)/3
			d1, d2 := at(t1), at(t2)
			best = math.Min(best, math.Min(d1, d2))
			if d1 < d2 {
				hi = t2
			} else {
				lo = t1
			}
		}
	}
	return best
}

// fromEdge is how far q lies from the straight line between a and b, in metres.
func fromEdge(q, a, b orb.Point) float64 {
	cos := math.Cos(q[1] * math.Pi / 180)
	least := math.Inf(1)
	for _, turn := range [3]float64{0, 360, -360} {
		x, y := (q[0]+turn-a[0])*cos, q[1]-a[1]
		u, v := (b[0]-a[0])*cos, b[1]-a[1]
		t := math.Max(0, math.Min(1, (x*u+y*v)/math.Max(1e-300, u*u+v*v)))
		least = math.Min(least, math.Hypot(x-t*u, y-t*v)*111.3e3)
	}
	return least
}

func TestToEdge(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	clamp := func(p orb.Point) orb.Point {
		return orb.Point{math.Max(-180, math.Min(180, p[0])), math.Max(-90, math.Min(90, p[1]))}
	}
	worst := 0.0
	for i := range 3000 {
		p := randomPoint(r)
		a := geodesy.Direct(p, r.Float64()*360, math.Pow(10, 7.3*r.Float64()))
		size := math.Pow(10, -5+7.2*r.Float64())
		b := clamp(orb.Point{a[0] + size*(2*r.Float64()-1), a[1] + size*(2*r.Float64()-1)})
		switch i % 10 {
		case 0:
			a, b = randomPoint(r), randomPoint(r)
		case 1:
			b[1] = a[1]
		case 2:
			b[0] = a[0]
		case 3:
			b[1] = a[1] + 1e-9
		case 4: // p on or by the edge
			k := r.Float64()
			p = orb.Point{a[0] + k*(b[0]-a[0]), a[1] + k*(b[1]-a[1])}
		}
		b = clamp(b)
		got, azimuth := geodesy.ToGeometry(p, orb.LineString{a, b})
		want := nearestOfEdge(p, a, b, 300)
		off := got - want
		worst = math.Max(worst, off)
		if !(off <= 1e-3) {
			t.Errorf("%v to %v–%v: got %.6f m, but %.6f is possible", p, a, b, got, want)
		}
		end := geodesy.Direct(p, azimuth, got)
		if off := fromEdge(end, a, b); off > 1e-6 {
			t.Errorf("%v to %v–%v: %.6f m, azimuth %.9f ends at %v, %.3g m beside it", p, a, b, got, azimuth, end, off)
		}
	}
	t.Logf("further than by brute force by up to %.2g m", worst)
}

// Edges that are hard to search: all at nearly one distance from a pole, through the
// neighbourhood of the antipode, along the equator, nearly level.
func TestToEdgeHard(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	small := func() float64 { return math.Pow(10, -14*r.Float64()) * (2*r.Float64() - 1) }
	fold := func(p orb.Point) orb.Point {
		return orb.Point{math.Remainder(p[0], 360), max(-90, min(90, p[1]))}
	}
	worst := 0.0
	for i := range 1000 {
		p, a, b := randomPoint(r), randomPoint(r), randomPoint(r)
		switch i % 5 {
		case 0:
			p[1] = 90 - math.Abs(small())*1e-3
			a, b = orb.Point{-180, 60}, orb.Point{180, 60 + small()}
		case 1:
			a = orb.Point{p[0] + 180 + small(), -p[1] + small()}
			b = orb.Point{a[0] + small(), a[1] + small()}
		case 2:
			p[1], a[1], b[1] = small(), small(), small()
		case 3:
			b = orb.Point{a[0] + 100*small(), a[1] + small()}
		case 4:
			a = orb.Point{p[0] + 180 + small()*100, -p[1] + small()*10}
			b = orb.Point{2*(p[0]+180) - a[0] + small(), -2*p[1] - a[1] + small()}
		}
		a, b = fold(a), fold(b)
		got, _ := geodesy.ToGeometry(p, orb.LineString{a, b})
		off := got - nearestOfEdge(p, a, b, 100)
		promise := 1e-3
		if got > 19.75e6 {
			promise = .1
		}
		worst = math.Max(worst, off/promise)
		if !(off <= promise) {
			t.Errorf("%v to %v–%v: got %.6f m, %.3g m too much", p, a, b, got, off)
		}
	}
	t.Logf("up to %.2g of what is promised", worst)
}

// area is a star about a centre, with a hole; size in degrees.
func area(r *rand.Rand, c orb.Point, size float64, corners int) orb.Polygon {
	ring := func(size float64) orb.Ring {
		var ring orb.Ring
		for i := range corners {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
			s := size * (.5 + r.Float64())
			ring = append(ring, orb.Point{c[0] + s*cos, c[1] + s*sin})
		}
		return append(ring, ring[0])
	}
	return orb.Polygon{ring(size), ring(size / 4)}
}

func TestToPolygon(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	inside := 0
	for range 300 {
		c := orb.Point{r.Float64()*340 - 170, r.Float64()*120 - 60}
		size := math.Pow(10, -3+4*r.Float64())
		g := area(r, c, size, 12)
		p := orb.Point{c[0] + 4*size*(2*r.Float64()-1)/2, c[1] + 4*size*(2*r.Float64()-1)/2}
		got, azimuth := geodesy.ToGeometry(p, g)
		if in := planar(g[0], p) && !planar(g[1], p); in {
			inside++
			if got != 0 || azimuth != 0 {
				t.Errorf("%v inside %v: got %v, %v, want 0, 0", p, g, got, azimuth)
			}
			continue
		}
		want := math.Inf(1)
		for _, ring := range g {
			for i := range ring[1:] {
				want = math.Min(want, nearestOfEdge(p, ring[i], ring[i+1], 40))
			}
		}
		if math.Abs(got-want) > 1e-3 {
			t.Errorf("%v to %v: got %v, want %v", p, g, got, want)
		}
	}
	if inside < 30 {
		t.Errorf("got %d positions inside, too few to mean something", inside)
	}
}

// planar says whether p is in the ring by the sum of angles.
func planar(ring orb.Ring, p orb.Point) bool {
	sum := 0.0
	for i := range ring[1:] {
		a := math.Atan2(ring[i][1]-p[1], ring[i][0]-p[0])
		b := math.Atan2(ring[i+1][1]-p[1], ring[i+1][0]-p[0])
		sum += math.Remainder(b-a, 2*math.Pi)
	}
	return math.Abs(sum) > 3
}

func TestToGeometryKinds(t *testing.T) {
	p := orb.Point{39, 36}
	square := func(w, s, e, n float64) orb.Ring {
		return orb.Ring{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}
	}
	inf, nan := math.Inf(1), math.NaN()
	far := func(q orb.Point) float64 { return geodesy.Distance(p, q) }
	for _, c := range []struct {
		name    string
		g       orb.Geometry
		metres  float64
		azimuth float64
	}{
		{"nil", nil, inf, nan},
		{"no line", orb.LineString{}, inf, nan},
		{"nil line", orb.LineString(nil), inf, nan},
		{"no polygon", orb.Polygon{}, inf, nan},
		{"empty ring", orb.Polygon{{}}, inf, nan},
		{"empty bound", orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{0, 0}}, inf, nan},
		{"collection of nothing", orb.Collection{nil, orb.MultiPoint{}}, inf, nan},
		{"no position", orb.Point{nan, 0}, inf, nan},
		{"a latitude too high", orb.MultiPoint{{0, 91}}, inf, nan},
		{"itself", p, 0, 0},
		{"point", orb.Point{39, 37}, far(orb.Point{39, 37}), 0},
		{"points", orb.MultiPoint{{39, 30}, {39, 35}, {39, 38}}, far(orb.Point{39, 35}), 180},
		{"line of one", orb.LineString{{39, 37}}, far(orb.Point{39, 37}), 0},
		{"line of twice one", orb.LineString{{39, 37}, {39, 37}}, far(orb.Point{39, 37}), 0},
		{"along a parallel", orb.LineString{{30, 35}, {45, 35}}, far(orb.Point{39, 35}), 180},
		{"along a meridian", orb.LineString{{39, 40}, {39, 50}}, far(orb.Point{39, 40}), 0},
		{"lines", orb.MultiLineString{{{0, 0}, {1, 1}}, {{30, 35}, {45, 35}}}, far(orb.Point{39, 35}), 180},
		{"ring", square(38, 37, 40, 38), far(orb.Point{39, 37}), 0},
		{"in a ring", square(38, 35, 40, 38), 0, 0},
		{"open ring", square(38, 35, 40, 38)[:4], 0, 0},
		{"corner", square(39, 36, 40, 38), 0, 0},
		{"in a polygon", orb.Polygon{square(38, 35, 40, 38)}, 0, 0},
		{"in its hole", orb.Polygon{square(30, 30, 50, 50), square(38, 35, 40, 36.5)}, far(orb.Point{39, 36.5}), 0},
		{"polygons", orb.MultiPolygon{{square(0, 0, 1, 1)}, {square(38, 37, 40, 38)}}, far(orb.Point{39, 37}), 0},
		{"bound", orb.Bound{Min: orb.Point{38, 34}, Max: orb.Point{40, 35}}, far(orb.Point{39, 35}), 180},
		{"in a bound", orb.Bound{Min: orb.Point{38, 34}, Max: orb.Point{40, 38}}, 0, 0},
		{"collection", orb.Collection{orb.Point{0, 0}, orb.LineString{{30, 35}, {45, 35}}}, far(orb.Point{39, 35}), 180},
		{"longitudes a turn on", orb.Polygon{square(398, 35, 400, 38)}, 0, 0},
		{"a parallel a turn on", orb.LineString{{390, 35}, {405, 35}}, far(orb.Point{39, 35}), 180},
	} {
		metres, azimuth := geodesy.ToGeometry(p, c.g)
		if !(math.Abs(metres-c.metres) <= 1e-3 || metres == c.metres) {
			t.Errorf("%s: got %v m, want %v", c.name, metres, c.metres)
		}
		if !(turned(azimuth, c.azimuth) < 1e-6 || math.IsNaN(azimuth) && math.IsNaN(c.azimuth)) {
			t.Errorf("%s: got azimuth %v, want %v", c.name, azimuth, c.azimuth)
		}
	}
}

func TestToGeometryAcross(t *testing.T) {
	for _, c := range []struct {
		name string
		p    orb.Point
		g    orb.Geometry
		near orb.Point
	}{
		{"line over the antimeridian", orb.Point{179.5, 0}, orb.LineString{{-179, -5}, {-179, 5}}, orb.Point{-179, 0}},
		{"polygon up to −180", orb.Point{180, 2}, orb.Polygon{{{-180, 0}, {-170, 0}, {-170, 5}, {-180, 5}, {-180, 0}}}, orb.Point{180, 2}},
		{"polygon over the pole", orb.Point{0, 89}, orb.Polygon{{{170, 80}, {180, 80}, {180, 88}, {170, 88}, {170, 80}}}, orb.Point{170, 88}},
		{"polar cap", orb.Point{77, 89}, orb.Polygon{{{-180, 80}, {180, 80}, {180, 90}, {-180, 90}, {-180, 80}}}, orb.Point{77, 89}},
		{"from the pole", orb.Point{0, 90}, orb.LineString{{-30, 60}, {30, 61}}, orb.Point{30, 61}},
	} {
		got, _ := geodesy.ToGeometry(c.p, c.g)
		if want := geodesy.Distance(c.p, c.near); math.Abs(got-want) > 1e-3 {
			t.Errorf("%s: got %v m, want %v", c.name, got, want)
		}
	}
}

func BenchmarkToGeometry(b *testing.B) {
	r := rand.New(rand.NewPCG(8, 8))
	f := geodesy.FromPoint(orb.Point{39, 36})
	long := area(r, orb.Point{40, 36}, .3, 1000)
	for _, c := range []struct {
		name string
		g    orb.Geometry
	}{
		{"point", orb.Point{39.4, 36.3}},
		{"edge", orb.LineString{{39.4, 36}, {39.3, 36.3}}},
		{"inside", area(r, orb.Point{39, 36}, .3, 20)[:1]},
		{"polygon20", area(r, orb.Point{40, 36}, .3, 20)[:1]},
		{"polygon1000", long[:1]},
		{"line1000", orb.LineString(long[0])},
		{"far-edge", orb.LineString{{-100, -40}, {-60, 70}}},
		{"antipodal-edge", orb.LineString{{-143, -38}, {-139, -34}}},
		{"from-pole", orb.LineString{{-180, 60}, {180, 60 + 1e-7}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.ToGeometry(c.g)
			}
		})
	}
}
