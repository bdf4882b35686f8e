package geodesy_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

// along are positions on the edges of a geometry, its vertices and n between each
// two.
func along(g orb.Geometry, n int) []orb.Point {
	var all []orb.Point
	path := func(line []orb.Point) {
		for i, b := range line {
			a := line[max(i-1, 0)]
			for k := 1; k <= n; k++ {
				f := float64(k) / float64(n)
				all = append(all, orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
			}
		}
	}
	switch g := g.(type) {
	case orb.Point:
		all = append(all, g)
	case orb.MultiPoint:
		all = append(all, g...)
	case orb.LineString:
		path(g)
	case orb.MultiLineString:
		for _, l := range g {
			path(l)
		}
	case orb.Polygon:
		for _, r := range g {
			path(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			all = append(all, along(p, n)...)
		}
	case orb.Collection:
		for _, m := range g {
			all = append(all, along(m, n)...)
		}
	default:
		panic("no such kind")
	}
	return all
}

// nearestByMany is the distance between two geometries that share no point, by the
// positions along one and the way from each to the other.
func nearestByMany(g, h orb.Geometry, n int) float64 {
	best := math.Inf(1)
	for _, p := range along(g, n) {
		d, _ := geodesy.ToGeometry(p, h)
		best = math.Min(best, d)
	}
	return best
}

// randomShape is any geometry about a middle, some degrees wide.
func randomShape(r *rand.Rand, c orb.Point, size float64) orb.Geometry {
	at := func() orb.Point {
		return orb.Point{c[0] + size*(2*r.Float64()-1), max(-90, min(90, c[1]+size*(2*r.Float64()-1)))}
	}
	line := func() orb.LineString { return orb.LineString{at(), at(), at()} }
	patch := func(c orb.Point, size float64) orb.Polygon {
		p := area(r, c, size, 5)
		for _, ring := range p {
			for i := range ring {
				ring[i][1] = max(-90, min(90, ring[i][1]))
			}
		}
		return p
	}
	switch r.IntN(6) {
	case 0:
		return at()
	case 1:
		return orb.MultiPoint{at(), at(), at()}
	case 2:
		return line()
	case 3:
		return orb.MultiLineString{line(), line()}
	case 4:
		return orb.MultiPolygon{patch(at(), size/3), patch(at(), size/3)}
	default:
		return patch(c, size/2)
	}
}

// TestFromShape compares with positions along both, taken close.
func TestFromShape(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	apart := 0
	for i := range 120 {
		size := math.Pow(10, -3+4*r.Float64())
		c := orb.Point{r.Float64()*300 - 150, r.Float64()*140 - 70}
		g := randomShape(r, c, size)
		away := 3 * size * (r.Float64() + .2)
		sin, cos := math.Sincos(r.Float64() * 7)
		h := randomShape(r, orb.Point{c[0] + away*cos, max(-89, min(89, c[1]+away*sin))}, size*math.Pow(4, r.Float64()-.5))
		from := geodesy.FromShape(g)
		got, azimuth := from.ToGeometry(h)
		back, _ := geodesy.FromShape(h).ToGeometry(g)
		if math.Abs(got-back) > 1e-3 {
			t.Errorf("%d: %v to %v: got %.6f m, and %.6f the other way", i, g, h, got, back)
		}
		if got == 0 {
			continue
		}
		apart++
		// What 20 positions an edge find is less by its sagitta at most, if at all.
		want := min(nearestByMany(g, h, 20), nearestByMany(h, g, 20))
		if got > want+1e-3 {
			t.Errorf("%d: %v to %v: got %.6f m, but %.6f is possible", i, g, h, got, want)
		}
		if short := want - got; short > 1e-3 && short > size*111e3/20 {
			t.Errorf("%d: %v to %v: got %.6f m, by many %.6f", i, g, h, got, want)
		}
		// The azimuth leads from a point of g that far to h.
		leads := math.Inf(1)
		for _, p := range along(g, 400) {
			end := geodesy.Direct(p, azimuth, got)
			d, _ := geodesy.ToGeometry(end, h)
			leads = math.Min(leads, d)
		}
		if leads > size*111e3/100+1e-3 {
			t.Errorf("%d: %v to %v: azimuth %v for %.3f m ends %.3f m beside it", i, g, h, azimuth, got, leads)
		}
	}
	if apart < 60 {
		t.Errorf("only %d of 120 pairs share no point", apart)
	}
}

// TestFromShapePoint: from a shape that is a point it is as from the point.
func TestFromShapePoint(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 1))
	for range 2000 {
		p := randomPoint(r)
		h := randomShape(r, geodesy.Direct(p, r.Float64()*360, math.Pow(10, 7*r.Float64())), math.Pow(10, -3+4*r.Float64()))
		from := geodesy.FromPoint(p)
		want, toward := from.ToGeometry(h)
		got, azimuth := geodesy.FromShape(p).ToGeometry(h)
		if math.Abs(got-want) > 1e-3 || want > 1 && turned(azimuth, toward) > 1e-3/want*180 {
			t.Errorf("%v to %v: got %v m, %v; want %v, %v", p, h, got, azimuth, want, toward)
		}
	}
}

// TestFromShapeBulge: long edges beside one another, which are straight in longitude
// and latitude and bulge on the ellipsoid.
func TestFromShapeBulge(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 1))
	worst := 0.0
	for i := range 60 {
		// Nearly level, long, close, and of nearly one slope.
		lat, slope := r.Float64()*120-60, (r.Float64()-.5)*20
		gap := math.Pow(10, -2+3*r.Float64())
		a := orb.LineString{{0, lat}, {40, lat + slope}}
		b := orb.LineString{{r.Float64() * 5, lat + gap}, {40 - r.Float64()*5, lat + gap + slope*(1+gap*(r.Float64()-.5)*.05)}}
		got, _ := geodesy.FromShape(a).ToGeometry(b)
		want := min(nearestByMany(a, b, 200), nearestByMany(b, a, 200))
		if got == 0 {
			continue
		}
		worst = max(worst, want-got)
		if got > want+1e-3 || want-got > 1 {
			t.Errorf("%d: %v to %v: got %.6f m, by many %.6f", i, a, b, got, want)
		}
	}
	t.Logf("nearer than by many by up to %.3g m", worst)
}

func TestFromShapeKinds(t *testing.T) {
	square := func(w, s, e, n float64) orb.Polygon {
		return orb.Polygon{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}
	}
	inf, nan := math.Inf(1), math.NaN()
	d := geodesy.Distance
	hollow := orb.Polygon{square(30, 30, 50, 50)[0], square(38, 35, 42, 37)[0]}
	for _, c := range []struct {
		name            string
		g, h            orb.Geometry
		metres, azimuth float64
	}{
		{"from nothing", nil, orb.Point{1, 1}, inf, nan},
		{"from no line", orb.LineString{}, orb.Point{1, 1}, inf, nan},
		{"from no position", orb.Point{nan, 1}, orb.Point{1, 1}, inf, nan},
		{"to nothing", orb.Point{1, 1}, nil, inf, nan},
		{"to no polygon", orb.Point{1, 1}, orb.Polygon{}, inf, nan},
		{"a position is none", orb.MultiPoint{{nan, 1}, {39, 36}}, orb.Point{39, 37}, d(orb.Point{39, 36}, orb.Point{39, 37}), 0},
		{"point to point", orb.Point{39, 36}, orb.Point{39, 37}, d(orb.Point{39, 36}, orb.Point{39, 37}), 0},
		{"point in an area", orb.Point{39, 36}, square(38, 35, 40, 37), 0, 0},
		{"area round a point", square(38, 35, 40, 37), orb.Point{39, 36}, 0, 0},
		{"area round an area", square(38, 35, 40, 37), square(38.5, 35.5, 39, 36), 0, 0},
		{"area in an area", square(38.5, 35.5, 39, 36), square(38, 35, 40, 37), 0, 0},
		{"areas that touch", square(38, 35, 40, 37), square(40, 37, 41, 38), 0, 0},
		{"areas that cross without a corner in the other", square(38, 35, 40, 37), square(38.5, 30, 39, 40), 0, 0},
		{"lines that cross", orb.LineString{{38, 35}, {40, 37}}, orb.LineString{{38, 37}, {40, 35}}, 0, 0},
		{"line through an area", orb.LineString{{30, 36}, {50, 36.5}}, square(38, 35, 40, 37), 0, 0},
		{"in a hole", hollow, orb.Point{40, 36.9}, d(orb.Point{40, 37}, orb.Point{40, 36.9}), 180},
		{"area in a hole", hollow, square(39, 36, 40, 36.9), d(orb.Point{40, 37}, orb.Point{40, 36.9}), 180},
		{"area to the north", square(38, 35, 40, 37), square(38.5, 38, 39.5, 39), d(orb.Point{38.5, 37}, orb.Point{38.5, 38}), 0},
		{"bounds", orb.Bound{Min: orb.Point{38, 35}, Max: orb.Point{40, 37}}, orb.Bound{Min: orb.Point{38, 33}, Max: orb.Point{40, 34}}, d(orb.Point{39, 35}, orb.Point{39, 34}), 180},
		{"collections", orb.Collection{orb.Point{0, 0}, orb.Point{39, 36}}, orb.Collection{orb.Point{80, 0}, orb.Point{39, 37}}, d(orb.Point{39, 36}, orb.Point{39, 37}), 0},
		{"rings", square(38, 35, 40, 37)[0], square(38, 38, 40, 39)[0], d(orb.Point{38, 37}, orb.Point{38, 38}), 0},
		{"over the antimeridian", square(170, -5, 179, 5), orb.LineString{{-179, 0}, {-170, 0}}, d(orb.Point{179, 0}, orb.Point{-179, 0}), 90},
		{"on both sides of it", orb.MultiPolygon{square(170, -5, 180, 5), square(-180, -5, -170, 5)}, orb.Point{-168, 5}, 0, 0},
		{"at it from both sides", square(170, -5, 180, 5), square(-180, 0, -170, 10), 0, 0},
		{"written a turn on", square(38, 35, 40, 37), square(398.5, 35.5, 399, 36), 0, 0},
		{"from what is written a turn on", square(398, 35, 400, 37), orb.Point{39, 36}, 0, 0},
		{"over the pole", square(-10, 80, 10, 89), square(170, 88, 185, 89), d(orb.Point{10, 89}, orb.Point{170, 89}), 10},
		{"both at the pole", square(10, 80, 20, 90), square(100, 80, 110, 90), 0, 0},
	} {
		if c.name == "on both sides of it" {
			// The ends of edges are not the nearest at a meridian.
			c.metres, c.azimuth = geodesy.ToGeometry(c.h.(orb.Point), square(-180, -5, -170, 5))
			c.azimuth = math.NaN()
		}
		metres, azimuth := geodesy.FromShape(c.g).ToGeometry(c.h)
		if !(math.Abs(metres-c.metres) <= 1e-3 || metres == c.metres) {
			t.Errorf("%s: got %v m, want %v", c.name, metres, c.metres)
		}
		if !(math.IsNaN(c.azimuth) || turned(azimuth, c.azimuth) < .1) {
			t.Errorf("%s: got azimuth %v, want %v", c.name, azimuth, c.azimuth)
		}
	}
}

// TestFromShapeBounds: no distance is below the lower bound of the other's box, and
// what is within a distance lies in the boxes that surround it.
func TestFromShapeBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(24, 1))
	inBoxes, zero := 0, 0
	for i := range 600 {
		size := math.Pow(10, -3+4.5*r.Float64())
		c := randomPoint(r)
		if i%5 == 0 {
			c[0] = 180 - r.Float64()*size
		}
		if i%7 == 0 {
			c[1] = math.Copysign(90-r.Float64()*size, c[1])
		}
		g := wrapped(randomShape(r, c, size))
		q := geodesy.Direct(c, r.Float64()*360, size*111e3*math.Pow(10, 2*r.Float64()-1))
		h := wrapped(randomShape(r, q, size*r.Float64()))
		from := geodesy.FromShape(g)
		metres, _ := from.ToGeometry(h)
		if low := from.LowerBound(h.Bound()); !(low <= metres+1e-3 && low >= 0) {
			t.Errorf("%d: LowerBound from %v to the box of %v: got %v, but it is %v away", i, g, h, low, metres)
		} else if low == 0 {
			zero++
		}
		boxes, n := from.Surrounding(metres)
		found := false
		for _, b := range boxes[:n] {
			if b.Min[0] < -180 || b.Max[0] > 180 || b.Min[1] < -90 || b.Max[1] > 90 || b.IsEmpty() {
				t.Fatalf("%d: Surrounding(%v) of %v has the box %v", i, metres, g, b)
			}
			found = found || b.Intersects(h.Bound())
		}
		if !found {
			t.Errorf("%d: %v is %v m from %v, but none of %v meets it", i, h, metres, g, boxes[:n])
		}
		for _, p := range along(h, 10) {
			d, _ := from.ToGeometry(p)
			boxes, n := from.Surrounding(d)
			in := false
			for _, b := range boxes[:n] {
				in = in || b.Contains(p)
			}
			if !in && inBoxes < 10 {
				inBoxes++
				t.Errorf("%d: %v is %v m from %v, but in none of %v", i, p, d, g, boxes[:n])
			}
		}
	}
	if zero > 480 {
		t.Errorf("%d of 600 lower bounds are 0: they are of no use", zero)
	}
}

// wrapped writes all longitudes within ±180; edges may become long by it.
func wrapped(g orb.Geometry) orb.Geometry {
	g = orb.Clone(g)
	wrap := func(all []orb.Point) {
		for i := range all {
			all[i][0] = math.Remainder(all[i][0], 360)
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return orb.Point{math.Remainder(g[0], 360), g[1]}
	case orb.MultiPoint:
		wrap(g)
	case orb.LineString:
		wrap(g)
	case orb.MultiLineString:
		for _, l := range g {
			wrap(l)
		}
	case orb.Polygon:
		for _, r := range g {
			wrap(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			for _, r := range p {
				wrap(r)
			}
		}
	}
	return g
}

func TestShapeSurroundingPlaces(t *testing.T) {
	for _, c := range []struct {
		g      orb.Geometry
		metres float64
		want   string
	}{
		{orb.LineString{{0, 0}, {10, 0}}, -1, "[]"},
		{orb.LineString{{0, 0}, {10, 0}}, math.NaN(), "[]"},
		{orb.LineString{}, 1, "[]"},
		{orb.LineString{{0, 0}, {10, 0}}, 3e7, "[[-180 -90 180 90]]"},
		{orb.LineString{{0, 0}, {10, 0}}, 111319, "[[-1 -1 11 1]]"},
		{orb.MultiPoint{{-179, 0}, {179, 0}}, 111319, "[[178 -1 180 1] [-180 -1 -178 1]]"},
		{orb.MultiPoint{{-170, 0}, {60, 0}}, 111319, "[[59 -1 180 1] [-180 -1 -169 1]]"},
		{orb.MultiPoint{{-180, 0}, {-60, 0}}, 0, "[[180 0 180 0] [-180 0 -60 0]]"},
		{orb.LineString{{-170, 0}, {170, 0}}, 111319, "[[-171 -1 171 1]]"},
		{orb.LineString{{-180, 0}, {180, 0}}, 111319, "[[-180 -1 180 1]]"},
		{orb.LineString{{170, 0}, {190, 0}}, 111319, "[[169 -1 180 1] [-180 -1 -169 1]]"},
		{orb.LineString{{0, 80}, {10, 89}}, 2e5, "[[-180 78 180 90]]"},
	} {
		boxes, n := geodesy.FromShape(c.g).Surrounding(c.metres)
		rounded := make([][4]float64, n)
		for i, b := range boxes[:n] {
			for k, x := range [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
				rounded[i][k] = math.Round(x) + 0
			}
		}
		if got := fmt.Sprint(rounded); got != c.want {
			t.Errorf("Surrounding(%v) of %v: got about %v, want %v", c.metres, c.g, got, c.want)
		}
	}
}

// coastline is an area with many corners about a middle.
func coastline(r *rand.Rand, c orb.Point, size float64, corners int) orb.Polygon {
	return orb.Polygon{area(r, c, size, corners)[0]}
}

func BenchmarkFromShape(b *testing.B) {
	r := rand.New(rand.NewPCG(25, 1))
	for _, n := range []int{10, 5000} {
		g := coastline(r, orb.Point{39, 36}, 1, n)
		b.Run(fmt.Sprint("prepare/", n), func(b *testing.B) {
			for b.Loop() {
				geodesy.FromShape(g)
			}
		})
		from := geodesy.FromShape(g)
		area := area(r, orb.Point{42, 37}, .1, 20)
		for _, c := range []struct {
			name string
			h    orb.Geometry
		}{{"point", orb.Point{42, 37}}, {"point inside", orb.Point{39, 36}}, {"area", area}} {
			b.Run(fmt.Sprint(c.name, "/", n), func(b *testing.B) {
				for b.Loop() {
					from.ToGeometry(c.h)
				}
			})
		}
		b.Run(fmt.Sprint("lower bound/", n), func(b *testing.B) {
			b.ReportAllocs()
			box := area.Bound()
			for b.Loop() {
				from.LowerBound(box)
			}
		})
	}
}
