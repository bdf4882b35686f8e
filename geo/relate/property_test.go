package relate_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/encoding/wkt"

	"cairn/geo/relate"
)

// TestWaysAgree: every way to ask gives the same answer, of valid geometry or not,
// and the answers fit each other.
func TestWaysAgree(t *testing.T) {
	for _, side := range []int{3, 5, 0} {
		m := maker{rand.New(rand.NewPCG(uint64(side), 2)), side}
		for range 1500 {
			a, b := m.pair()
			switch m.IntN(10) {
			case 0:
				p, q := m.point(), m.point()
				b = relate.Box(min(p[0], q[0]), min(p[1], q[1]), max(p[0], q[0]), max(p[1], q[1]))
			case 1:
				a = orb.Collection{a, m.geometry()}
			}
			all(t, a, b)
			consistent(t, a, b)
		}
		if t.Failed() {
			return
		}
	}
}

// consistent checks what holds between the relations of any two.
func consistent(t *testing.T, a, b orb.Geometry) {
	t.Helper()
	holds := map[relate.Op]bool{}
	for _, op := range ops {
		holds[op] = relate.Is(op, a, b)
	}
	fail := func(why string) {
		t.Errorf("%s and %s: %s: %v", wkt.MarshalString(a), wkt.MarshalString(b), why, holds)
	}
	if holds[relate.Intersects] == holds[relate.Disjoint] {
		fail("Intersects and Disjoint agree")
	}
	for _, op := range ops {
		if op != relate.Disjoint && holds[op] && !holds[relate.Intersects] && a.Bound().Intersects(b.Bound()) {
			fail(op.String() + " without Intersects")
		}
	}
	if holds[relate.Equals] && !(holds[relate.Within] && holds[relate.Contains]) {
		fail("Equals without Within and Contains")
	}
	exclusive := 0
	for _, op := range []relate.Op{relate.Disjoint, relate.Touches, relate.Overlaps, relate.Crosses} {
		if holds[op] {
			exclusive++
		}
	}
	if exclusive > 1 || exclusive == 1 && (holds[relate.Within] || holds[relate.Contains]) {
		fail("more than one of what excludes each other")
	}
}

// TestMeetsBoundAgrees: a bound is met exactly where its area is.
func TestMeetsBoundAgrees(t *testing.T) {
	m := maker{rand.New(rand.NewPCG(4, 4)), 5}
	met := 0
	for range 20_000 {
		g, p, q := m.geometry(), m.point(), m.point()
		b := orb.Bound{Min: orb.Point{min(p[0], q[0]), min(p[1], q[1])}, Max: orb.Point{max(p[0], q[0]), max(p[1], q[1])}}
		got, want := relate.MeetsBound(g, b), relate.Is(relate.Intersects, g, b)
		if got != want {
			t.Fatalf("MeetsBound(%s, %v) = %v, want %v", wkt.MarshalString(g), b, got, want)
		}
		if got {
			met++
		}
	}
	if met < 1000 || met > 19_000 {
		t.Errorf("got %d that meet, too few or too many to mean something", met)
	}
}

// coast is a closed line with n corners that does not cross itself, of a shape that
// is rough at every scale.
func coast(n int) orb.Polygon {
	m := maker{rand.New(rand.NewPCG(5, 5)), 0}
	radius := make([]float64, n)
	for step := n; step > 0; step /= 2 {
		for from := 0; from < n; from += step {
			d := (m.Float64() - .5) * float64(step) / float64(n)
			for i := from; i < min(from+step, n); i++ {
				radius[i] += d
			}
		}
	}
	var r orb.Ring
	for i, d := range radius {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		r = append(r, orb.Point{40 + (3+d)*cos, 36 + (3+d)*sin})
	}
	return orb.Polygon{append(r, r[0])}
}

// TestLargeLiteral: thousands of areas against one of 100,000 corners, all relations.
func TestLargeLiteral(t *testing.T) {
	literal, err := relate.Prepare(coast(100_000))
	if err != nil {
		t.Fatal(err)
	}
	m := maker{rand.New(rand.NewPCG(6, 6)), 0}
	begin, counts := time.Now(), map[relate.Op]int{}
	for range 1000 {
		x := mapped(m.star(20), func(p orb.Point) orb.Point { return orb.Point{36 + p[0]*.8, 32 + p[1]*.8} })
		for _, op := range ops {
			if literal.Is(op, shape{x}) {
				counts[op]++
			}
		}
	}
	took := time.Since(begin)
	t.Logf("%v, %v", counts, took)
	if counts[relate.Within] == 0 || counts[relate.Overlaps] == 0 || counts[relate.Disjoint] == 0 {
		t.Errorf("got %v: not every case came up", counts)
	}
	// It takes a second or two; what compared all with all would take an hour.
	if took > time.Minute {
		t.Errorf("8,000 questions took %v", took)
	}
	// With itself.
	moved := mapped(coast(100_000), func(p orb.Point) orb.Point { return orb.Point{p[0] + 1e-3, p[1]} })
	if begin := time.Now(); !literal.Is(relate.Overlaps, shape{moved}) || time.Since(begin) > time.Minute {
		t.Errorf("with itself, moved a little: got no overlap, or after %v", time.Since(begin))
	}
}

// TestHostile: shapes that are made to take long, for which it must not take long.
func TestHostile(t *testing.T) {
	const n = 200
	var wheel, zigzag, cellar orb.LineString
	var needles orb.Polygon
	var grid orb.MultiPolygon
	for i := range n {
		sin, cos := math.Sincos(float64(i))
		wheel = append(wheel, orb.Point{0, 0}, orb.Point{cos, sin})
		zigzag = append(zigzag, orb.Point{float64(i) / n, float64(i % 2)})
		cellar = append(cellar, orb.Point{float64(i % 2), float64(i) / n})
		needles = append(needles, orb.Ring{{cos, sin}, {0, 0}, {cos * 1.1, sin}})
		x, y := float64(i%50)/50, float64(i/50)/50
		grid = append(grid, orb.Polygon{{{x, y}, {x + .02, y}, {x + .02, y + .02}, {x, y + .02}}})
	}
	shapes := []orb.Geometry{wheel, zigzag, cellar, needles, grid, orb.Polygon{orb.Ring(zigzag)}, orb.MultiPoint(wheel), coast(n)}
	begin := time.Now()
	for _, g := range shapes {
		p, err := relate.Prepare(g)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range shapes {
			for _, op := range ops {
				p.Is(op, shape{h})
			}
		}
	}
	if took := time.Since(begin); took > time.Minute {
		t.Errorf("it took %v", took)
	} else {
		t.Log(took)
	}
}

// FuzzIs: any two geometries have answers that fit each other.
func FuzzIs(f *testing.F) {
	m := maker{rand.New(rand.NewPCG(7, 7)), 4}
	for range 30 {
		a, b := m.pair()
		f.Add(wkb.MustMarshal(a), wkb.MustMarshal(b))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		g, err := wkb.Unmarshal(a)
		if err != nil {
			t.Skip()
		}
		h, err := wkb.Unmarshal(b)
		if err != nil {
			t.Skip()
		}
		for _, op := range ops {
			relate.Is(op, g, h)
			relate.MeetsBound(g, h.Bound())
			if p, err := relate.Prepare(h); err == nil {
				p.Is(op, shape{g})
			}
		}
	})
}
