package crs_test

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/crs"
)

func system(t testing.TB, name string) *crs.CRS {
	t.Helper()
	c, err := crs.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func dms(d, m, s float64) float64 { return d + m/60 + s/3600 }

// TestPublished holds the formulas against examples that were worked by others.
func TestPublished(t *testing.T) {
	for _, c := range []struct {
		source, name string
		lon, lat     float64
		x, y         float64
		within       float64 // metres
	}{
		// IOGP 373-7-2 gives the results to the centimetre.
		{"IOGP 373-7-2, Popular Visualisation Pseudo Mercator", "EPSG:3857", -dms(100, 20, 0), dms(24, 22, 54.433), -11169055.58, 2800000.00, 0.006},
		{"IOGP 373-7-2, Lambert Azimuthal Equal Area", "EPSG:3035", 5, 50, 3962799.45, 2999718.85, 0.006},
		// From the equator to 45° along a meridian of WGS 84: 4984944.378 m, here in the scale of UTM.
		{"the length of a meridian to 45° north", "EPSG:32631", 3, 45, 500000, 4984944.378 * 0.9996, 0.001},
		// The corner of the square world, half of the equator away.
		{"the square of the web's maps", "EPSG:3857", 180, 85.05112877980659, 20037508.342789244, 20037508.342789244, 1e-6},
		{"the length of a meridian to 45° south", "EPSG:32731", 3, -45, 500000, 10000000 - 4984944.378*0.9996, 0.001},
	} {
		s := system(t, c.name)
		q, ok := s.Forward(orb.Point{c.lon, c.lat})
		if !ok || math.Abs(q[0]-c.x) > c.within || math.Abs(q[1]-c.y) > c.within {
			t.Errorf("%s: %v, %v becomes %.6f, %t; want %.3f, %.3f", c.source, c.lon, c.lat, q, ok, c.x, c.y)
		}
		if p, ok := s.Inverse(orb.Point{c.x, c.y}); !ok || apart(p, orb.Point{c.lon, c.lat}) > c.within*1.5 {
			t.Errorf("%s: %v, %v becomes %v, %t; want %v, %v", c.source, c.x, c.y, p, ok, c.lon, c.lat)
		}
	}
}

// TestRoundTrip turns random positions of every system there and back.
func TestRoundTrip(t *testing.T) {
	worst := 0.0
	for _, c := range crs.All() {
		for _, p := range positions(c, 500) {
			q, ok := c.Forward(p)
			if !ok {
				t.Fatalf("%s: %v is outside", c.Name(), p)
			}
			back, ok := c.Inverse(q)
			d := apart(p, back)
			if !ok || !(d < 1e-7) {
				t.Fatalf("%s: %v becomes %v and then %v, %t: %g m away", c.Name(), p, q, back, ok, d)
			}
			if math.Abs(back[0]) > 180 || math.Abs(back[1]) > 90 {
				t.Errorf("%s: Inverse returns %v", c.Name(), back)
			}
			worst = max(worst, d)
		}
	}
	t.Logf("off by at most %.2g m", worst)
}

func TestOutside(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name string
		p    orb.Point
		want bool
	}{
		{"OGC:CRS84", orb.Point{180, 90}, true},
		{"OGC:CRS84", orb.Point{180.1, 0}, false},
		{"EPSG:4326", orb.Point{-180, -90}, true},
		{"EPSG:4326", orb.Point{0, 90.1}, false},
		{"EPSG:4326", orb.Point{nan, 0}, false},
		{"EPSG:4326", orb.Point{0, inf}, false},
		{"EPSG:3857", orb.Point{-180, 85.06}, true},
		{"EPSG:3857", orb.Point{180, -85.06}, true},
		{"EPSG:3857", orb.Point{0, 85.07}, false},
		{"EPSG:3857", orb.Point{0, -90}, false},
		{"EPSG:3857", orb.Point{0, nan}, false},
		{"EPSG:3857", orb.Point{nan, 0}, false},
		{"EPSG:3035", orb.Point{-38, 22}, true},
		{"EPSG:3035", orb.Point{-39, 30}, false},
		{"EPSG:3035", orb.Point{48, 50}, false},
		{"EPSG:3035", orb.Point{10, 21}, false},
		{"EPSG:3035", orb.Point{10, 88}, false},
		{"EPSG:3035", orb.Point{170, -52}, false},
		{"EPSG:32637", orb.Point{39, 36}, true},
		{"EPSG:32637", orb.Point{33, 36}, true},
		{"EPSG:32637", orb.Point{45, 36}, true},
		{"EPSG:32637", orb.Point{32.9, 36}, false},
		{"EPSG:32637", orb.Point{45.1, 36}, false},
		{"EPSG:32637", orb.Point{39, -3}, true},
		{"EPSG:32637", orb.Point{39, -3.1}, false},
		{"EPSG:32637", orb.Point{39, 87.1}, false},
		{"EPSG:32737", orb.Point{39, 3}, true},
		{"EPSG:32737", orb.Point{39, -83.1}, false},
		{"EPSG:32637", orb.Point{-inf, 36}, false},
		{"EPSG:32601", orb.Point{-180, 36}, true},
		{"EPSG:32601", orb.Point{180, 36}, true},
		{"EPSG:32601", orb.Point{177, 36}, true},
		{"EPSG:32601", orb.Point{176, 36}, false},
		{"EPSG:32601", orb.Point{-171, 36}, true},
		{"EPSG:32660", orb.Point{-177, 36}, true},
		{"EPSG:32660", orb.Point{171, 36}, true},
		{"EPSG:32660", orb.Point{-176, 36}, false},
	} {
		s := system(t, c.name)
		if _, ok := s.Forward(c.p); ok != c.want {
			t.Errorf("%s: %v is taken: %t, want %t", c.name, c.p, ok, c.want)
		}
		if c.p[0] == c.p[0] && c.p[1] == c.p[1] && math.Abs(c.p[0]) <= 180 && math.Abs(c.p[1]) <= 90 {
			if got := s.Covers(c.p[0], c.p[1], c.p[0], c.p[1]); got != c.want {
				t.Errorf("%s: covers %v: %t, want %t", c.name, c.p, got, c.want)
			}
		}
	}
}

func TestInverseOutside(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name string
		q    orb.Point
		want bool
	}{
		{"EPSG:4326", orb.Point{181, 0}, false},
		{"EPSG:3857", orb.Point{20037508.3428, 0}, true}, // a hundredth of a millimetre beyond 180
		{"EPSG:3857", orb.Point{20037509, 0}, false},
		{"EPSG:3857", orb.Point{0, 20048967}, false},
		{"EPSG:3857", orb.Point{nan, 0}, false},
		{"EPSG:3857", orb.Point{0, -inf}, false},
		{"EPSG:3035", orb.Point{4321000, 3210000}, true},
		{"EPSG:3035", orb.Point{-1e7, 3210000}, false},
		{"EPSG:3035", orb.Point{1e12, 1e12}, false},
		{"EPSG:3035", orb.Point{nan, 3210000}, false},
		{"EPSG:32637", orb.Point{500000, 4000000}, true},
		{"EPSG:32637", orb.Point{39, 36}, true}, // degrees: in the Gulf of Guinea, so to say
		{"EPSG:32637", orb.Point{-500000, 4000000}, false},
		{"EPSG:32637", orb.Point{500000, 1e7}, false},
		{"EPSG:32637", orb.Point{500000, -400000}, false},
		{"EPSG:32637", orb.Point{1100000, 8000000}, false},
		{"EPSG:32737", orb.Point{500000, 1e7}, true},
		{"EPSG:32737", orb.Point{500000, 11e6}, false},
		{"EPSG:32737", orb.Point{inf, 5e6}, false},
	} {
		p, ok := system(t, c.name).Inverse(c.q)
		if ok != c.want {
			t.Errorf("%s: %v becomes %v, %t, want %t", c.name, c.q, p, ok, c.want)
		}
		if ok {
			if _, ok := system(t, c.name).Forward(p); !ok {
				t.Errorf("%s: %v becomes %v, which is outside", c.name, c.q, p)
			}
		}
	}
}

// TestMeetAt180 holds that both names of the antimeridian are one place.
func TestMeetAt180(t *testing.T) {
	for _, name := range []string{"EPSG:32601", "EPSG:32660", "EPSG:32701", "EPSG:32760"} {
		s := system(t, name)
		lat := 10.0
		if s.EPSG() > 32700 {
			lat = -10
		}
		a, _ := s.Forward(orb.Point{-180, lat})
		b, _ := s.Forward(orb.Point{180, lat})
		if a != b {
			t.Errorf("%s: -180 becomes %v and 180 becomes %v", name, a, b)
		}
	}
}

func TestSystems(t *testing.T) {
	seen := map[string]bool{}
	for i, c := range crs.All() {
		if seen[c.URI()] || seen[c.Name()] {
			t.Errorf("%s, %s is there twice", c.URI(), c.Name())
		}
		seen[c.URI()], seen[c.Name()] = true, true
		if got := system(t, c.URI()); got != c {
			t.Errorf("%s is read as %s", c.URI(), got.URI())
		}
		if i == 0 && c != crs.CRS84 {
			t.Errorf("the first is %s", c.URI())
		}
		if c.EPSG() != 0 && !strings.HasSuffix(c.URI(), "/EPSG/0/"+strconv.Itoa(c.EPSG())) {
			t.Errorf("%d has the address %s", c.EPSG(), c.URI())
		}
		own := c.EastNorth(1, 2)
		if want := map[bool]orb.Point{false: {1, 2}, true: {2, 1}}[c.NorthFirst()]; own != want {
			t.Errorf("%s: 1, 2 is %v", c.Name(), own)
		}
	}
	if len(crs.All()) != 126 {
		t.Errorf("there are %d systems, want 126", len(crs.All()))
	}
	for name, want := range map[string]struct{ northFirst, heights, degrees bool }{
		"OGC:CRS84": {false, false, true}, "OGC:CRS84h": {false, true, true},
		"EPSG:4326": {true, false, true}, "EPSG:4979": {true, true, true},
		"EPSG:3857": {}, "EPSG:3035": {northFirst: true}, "EPSG:32637": {}, "EPSG:32737": {},
	} {
		if c := system(t, name); c.NorthFirst() != want.northFirst || c.Heights() != want.heights || c.Degrees() != want.degrees {
			t.Errorf("%s: %t, %t, %t, want %v", name, c.NorthFirst(), c.Heights(), c.Degrees(), want)
		}
	}
}

func TestAreas(t *testing.T) {
	for name, want := range map[string][4]float64{
		"OGC:CRS84":  {-180, -90, 180, 90},
		"EPSG:3857":  {-180, -85.06, 180, 85.06},
		"EPSG:3035":  {-35.58, 24.6, 44.83, 84.73},
		"EPSG:32601": {-180, 0, -174, 84},
		"EPSG:32637": {36, 0, 42, 84},
		"EPSG:32760": {174, -80, 180, 0},
	} {
		w, s, e, n := system(t, name).Area()
		if got := [4]float64{w, s, e, n}; got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		name                     string
		west, south, east, north float64
		want                     bool
	}{
		{"EPSG:4326", -180, -90, 180, 90, true},
		{"EPSG:3857", -180, -85, 180, 85, true},
		{"EPSG:3857", 170, -85, -170, 85, true},
		{"EPSG:3857", 0, 0, 1, 86, false},
		{"EPSG:32637", 35.7, 32.3, 42.4, 37.4, true},
		{"EPSG:32637", 32, 32.3, 42.4, 37.4, false},
		{"EPSG:32637", 42, 32.3, 36, 37.4, false}, // all round the world but for the zone
		{"EPSG:32601", 178, 0, -175, 10, true},
		{"EPSG:32601", -180, 0, 180, 10, false},
		{"EPSG:32601", -178, 0, 178, 10, false},
		{"EPSG:3035", -30, 30, 40, 80, true},
	} {
		if got := system(t, c.name).Covers(c.west, c.south, c.east, c.north); got != c.want {
			t.Errorf("%s covers %v, %v, %v, %v: %t", c.name, c.west, c.south, c.east, c.north, got)
		}
	}
}

func TestOutsideSaysWhere(t *testing.T) {
	for _, c := range []struct {
		name string
		want string
	}{
		{"EPSG:32637", "the position 1.5, -2 (longitude, latitude) lies outside of the area of use of EPSG:32637 (WGS 84 / UTM zone 37N), 36°E to 42°E, 0° to 84°N, and the 3° around it"},
		{"EPSG:3857", "the position 1.5, -2 (longitude, latitude) lies outside of the area of use of EPSG:3857 (WGS 84 / Pseudo-Mercator), 180°W to 180°E, 85.06°S to 85.06°N"},
		{"OGC:CRS84", "the position 1.5, -2 is not on Earth: expected a longitude within ±180 and a latitude within ±90"},
	} {
		err := system(t, c.name).Outside(orb.Point{1.5, -2})
		var e *crs.Error
		if err.Error() != c.want || !errors.As(err, &e) {
			t.Errorf("%s:\ngot  %v\nwant %s", c.name, err, c.want)
		}
	}
}

func TestAllocates(t *testing.T) {
	for _, name := range []string{"OGC:CRS84", "EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:32637"} {
		s := system(t, name)
		if n := testing.AllocsPerRun(100, func() {
			q, _ := s.Forward(orb.Point{39, 36})
			_, _ = s.Inverse(q)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func Benchmark(b *testing.B) {
	for _, name := range []string{"EPSG:3857", "EPSG:3035", "EPSG:32637"} {
		s := system(b, name)
		p := orb.Point{39.5, 35.9}
		q, _ := s.Forward(p)
		b.Run("forward/"+name, func(b *testing.B) {
			for b.Loop() {
				_, _ = s.Forward(p)
			}
		})
		b.Run("inverse/"+name, func(b *testing.B) {
			for b.Loop() {
				_, _ = s.Inverse(q)
			}
		})
	}
}
