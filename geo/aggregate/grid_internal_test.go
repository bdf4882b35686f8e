package aggregate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// TestProjection compares with PROJ 9 (cs2cs EPSG:4326 +proj=cea +lat_ts=35
// +ellps=WGS84), in metres.
func TestProjection(t *testing.T) {
	tests := []struct{ lon, lat, x, y float64 }{
		{40, 36, 3651526.785847, 4548022.988988},
		{0, 0, 0, 0},
		{0, 90, 0, 7760309.768095},
		{-179, -52.5, -16340582.366666, -6146430.271160},
		{10, 80, 912881.696462, 7641377.089275},
	}
	g := newGrid(false, 1, 35)
	for _, test := range tests {
		u, v := g.at(orb.Point{test.lon, test.lat})
		width := 2 * 16340582.366666 / 358 * 360 // of the whole, as PROJ has it
		x, y := (u/g.columns-0.5)*width, (v/g.rows-0.5)*2*7760309.768095
		if math.Abs(x-test.x) > 1e-3 || math.Abs(y-test.y) > 1e-3 {
			t.Errorf("%v, %v is at %.6f, %.6f; want %.6f, %.6f", test.lon, test.lat, x, y, test.x, test.y)
		}
	}
	// 510,065,621.724 km² (Moritz 1980 for an ellipsoid that differs in the last digit).
	if got := earthArea() / 1e6; math.Abs(got-510065621.724) > 0.5 {
		t.Errorf("the Earth has %v km²", got)
	}
}

func TestLatitude(t *testing.T) {
	for lat := -90.0; lat <= 90; lat += 0.37 {
		got := latitude(authalic(math.Sin(lat * math.Pi / 180)))
		if within := 1e-12 / max(1e-5, math.Cos(lat*math.Pi/180)); math.Abs(got-lat) > within {
			t.Errorf("latitude %v came back as %v", lat, got)
		}
	}
}

// grids are of both kinds, from the coarsest to fine ones, at several parallels.
func grids() (list []*grid) {
	for _, hex := range []bool{false, true} {
		for _, metres := range []float64{2_000_000, 777_777, 300_000, 10_000, 1} {
			for _, parallel := range []float64{0, 35, 75} {
				list = append(list, newGrid(hex, metres, parallel))
			}
		}
	}
	return list
}

func (g *grid) String() string {
	return fmt.Sprintf("hex %v, %v × %v", g.hex, g.columns, g.rows)
}

// points are everywhere, at edges and corners too.
func points(n int) []orb.Point {
	random := rand.New(rand.NewPCG(3, 5))
	list := []orb.Point{{-180, -90}, {180, 90}, {180, 0}, {-180, 0}, {0, 0}, {0, 90}, {179.9999999, -0.0000001}, {40.7348, 36.0576}}
	for range n {
		list = append(list, orb.Point{random.Float64()*360 - 180, random.Float64()*180 - 90})
	}
	return list
}

// TestCellsHoldTheirPoints: in the projection the point is in its cell's outline,
// which is drawn in lon and lat; what is rounded there to 1e-9° may be off.
func TestCellsHoldTheirPoints(t *testing.T) {
	for _, g := range grids() {
		for _, p := range points(300) {
			rings := g.outline(g.cell(p), new(corners))
			if !holds(g, rings, p) && !holds(g, rings, orb.Point{-p[0], p[1]}) { // ±180 are the same
				t.Errorf("%v: %v is not in its cell %v", g, p, rings)
			}
		}
	}
	for zoom := minZoom; zoom <= maxZoom; zoom++ {
		for _, p := range points(100) {
			ring := tiles{zoom}.outline(tiles{zoom}.cell(p))[0]
			x := p[0]
			if x == 180 {
				x = -180
			}
			if b := ring.Bound().Pad(1e-9); !b.Contains(orb.Point{x, p[1]}) {
				t.Errorf("zoom %d: %v is not in its tile %v", zoom, p, b)
			}
		}
	}
}

// holds reports whether a point is in one of the convex rings, in the projection.
func holds(g *grid, rings []orb.Ring, p orb.Point) bool {
	u, v := g.at(p)
	slack := 1e-7 * (1 + g.columns/1e5) // 1e-9°, in columns and rows
	for _, ring := range rings {
		inside := true
		for i := 0; i+1 < len(ring); i++ {
			au, av := g.at(ring[i])
			bu, bv := g.at(ring[i+1])
			if length := math.Hypot(bu-au, bv-av); ((bu-au)*(v-av)-(bv-av)*(u-au))/length < -slack {
				inside = false
			}
		}
		if inside {
			return true
		}
	}
	return false
}

// TestHexagonsAreTheNearest compares with a search through all the centres.
func TestHexagonsAreTheNearest(t *testing.T) {
	for _, metres := range []float64{2_000_000, 777_777} {
		g := newGrid(true, metres, 35)
		for _, p := range points(500) {
			u, v := g.at(p)
			best, least := uint64(0), math.Inf(1)
			distance := func(cell uint64) float64 {
				column, row := g.place(cell)
				du := math.Abs(u - column - odd(row)/2)
				return math.Hypot(min(du, g.columns-du), (v-row)*math.Sqrt(3)/2)
			}
			for cell := range uint64(g.columns) * uint64(g.rows+1) {
				if d := distance(cell); d < least {
					best, least = cell, d
				}
			}
			if got := g.cell(p); got != best && distance(got) > least+1e-9 {
				t.Errorf("%v: %v is in cell %d, want %d", g, p, got, best)
			}
		}
	}
}

// TestCellsCoverTheEarth: the outlines of all cells have the area that they should
// and together that of the Earth.
func TestCellsCoverTheEarth(t *testing.T) {
	for _, hex := range []bool{false, true} {
		g := newGrid(hex, 1_500_000, 35)
		rows := g.rows
		if hex {
			rows++
		}
		sum := 0.0
		for cell := range uint64(g.columns) * uint64(rows) {
			own := 0.0
			for _, ring := range g.outline(cell, new(corners)) {
				own += g.areaOf(ring)
			}
			_, row := g.place(cell)
			if inner := !hex || row > 0 && row < g.rows; inner && math.Abs(own/g.area()-1) > 1e-6 {
				t.Errorf("%v: cell %d has %v m², want %v", g, cell, own, g.area())
			}
			sum += own
		}
		if math.Abs(sum/earthArea()-1) > 1e-6 {
			t.Errorf("%v: all cells have %v m², want %v", g, sum, earthArea())
		}
	}
}

// areaOf is the area of a ring in square metres, by the shoelace in the projection,
// which keeps areas; its vertices are so close that their lines are straight in it.
func (g *grid) areaOf(ring orb.Ring) (area float64) {
	for i := 0; i+1 < len(ring); i++ {
		au, av := g.at(ring[i])
		bu, bv := g.at(ring[i+1])
		area += (au*bv - bu*av) / 2
	}
	return area * g.area()
}

// TestAreaAsked: the bounds that the package comment states.
func TestAreaAsked(t *testing.T) {
	for _, hex := range []bool{false, true} {
		for parallel := 0.0; parallel <= 75; parallel += 5 {
			for metres := 1.0; metres <= 500_000; metres *= 1.07 {
				want := metres * metres
				if hex {
					want *= math.Sqrt(3) / 2
				}
				bound := 0.03
				if metres <= 50_000 {
					bound = 0.003
				}
				if got := newGrid(hex, metres, parallel).area(); math.Abs(got/want-1) > bound {
					t.Errorf("hex %v, %v m at %v°: %v m², want %v within %v", hex, metres, parallel, got, want, bound)
				}
			}
		}
	}
}

// TestShapesAreRegular: at the parallel a cell is as wide as asked.
func TestShapesAreRegular(t *testing.T) {
	g := newGrid(false, 10_000, 35)
	ring := g.outline(g.cell(orb.Point{40, 35}), new(corners))[0]
	width := (ring[1][0] - ring[0][0]) * math.Pi / 180 * semiMajor * math.Cos(35*math.Pi/180) / math.Sqrt(1-eccentricity*math.Pow(math.Sin(35*math.Pi/180), 2))
	height := (ring[2][1] - ring[1][1]) * 110_940 // metres of a degree of latitude there
	if math.Abs(width-10_000) > 20 || math.Abs(height-10_000) > 20 {
		t.Errorf("a square of 10 km at 35° is %v by %v m", width, height)
	}
}

// TestQuadkey has the example of Bing's own description: tile 3, 5 at level 3 is 213.
func TestQuadkey(t *testing.T) {
	lon, lat := 3.5/8*360-180, math.Atan(math.Sinh(math.Pi*(1-2*5.5/8)))*180/math.Pi
	if got := string(tiles{3}.appendKey(nil, tiles{3}.cell(orb.Point{lon, lat}))); got != "213" {
		t.Errorf("got %s, want 213", got)
	}
	for _, test := range []struct {
		p    orb.Point
		want string
	}{{orb.Point{-180, 90}, "00"}, {orb.Point{179, -90}, "33"}, {orb.Point{180, 0}, "20"}} {
		if got := string(tiles{2}.appendKey(nil, tiles{2}.cell(test.p))); got != test.want {
			t.Errorf("%v is in %s, want %s", test.p, got, test.want)
		}
	}
}
