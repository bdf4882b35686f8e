package geo_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// flat is a box without heights.
func flat(w, s, e, n float64) geo.Box {
	return geo.Box{West: w, South: s, East: e, North: n}
}

func TestParseBox(t *testing.T) {
	for _, c := range []struct {
		text string
		want geo.Box
	}{
		{"35,32,46,38.5", flat(35, 32, 46, 38.5)},
		{" 35 , 32 ,46,38.5 ", flat(35, 32, 46, 38.5)},
		{"-180,-90,180,90", flat(-180, -90, 180, 90)},
		{"179,-18,-179,-17", flat(179, -18, -179, -17)},
		{"40,36,40,36", flat(40, 36, 40, 36)},
		{"3.5e1,32,4.6E+1,38", flat(35, 32, 46, 38)},
		{"35,32,-10,46,38.5,1000.5", geo.Box{West: 35, South: 32, East: 46, North: 38.5, Tall: true, Bottom: -10, Top: 1000.5}},
		{"35,32,5,46,38.5,5", geo.Box{West: 35, South: 32, East: 46, North: 38.5, Tall: true, Bottom: 5, Top: 5}},
	} {
		got, err := geo.ParseBox(c.text)
		if err != nil || got != c.want {
			t.Errorf("%q: got %+v (%v), want %+v", c.text, got, err, c.want)
		}
		if want := strings.Count(c.text, ",") == 5; got.Tall != want {
			t.Errorf("%q: Tall is %t", c.text, !want)
		}
	}
	for text, reason := range map[string]string{
		"": "number 1", "35": "1 numbers", "35,32,46": "3 numbers", "35,32,46,38,1": "5 numbers", "1,2,3,4,5,6,7": "number 7",
		"35,32,46,": "number 4", ",32,46,38": "number 1", "35;32;46;38": "number 1", "a,32,46,38": `"a"`, "35,32,46,38°": "number 4",
		"NaN,32,46,38": "finite", "35,nan,46,38": "finite", "35,32,inf,38": "finite", "35,32,46,-Infinity": "finite", "35,32,46,1e999": "finite",
		"0x1p3,32,46,38": "number 1", "3_5,32,46,38": "number 1",
		"-181,32,46,38": "longitude", "35,32,180.0001,38": "longitude", "35,-91,46,38": "latitude", "35,32,46,90.5": "latitude",
		"35,38,46,32": "south edge", "35,32,10,46,38,5": "bottom",
	} {
		_, err := geo.ParseBox(text)
		var refused *geo.Error
		if !errors.As(err, &refused) || refused.Kind != geo.Invalid || refused.Path != "bbox" || !strings.Contains(refused.Msg, reason) {
			t.Errorf("%q: got %v, want a refusal with %q", text, err, reason)
		}
	}
}

func TestBoxBounds(t *testing.T) {
	bound := func(w, s, e, n float64) orb.Bound { return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}} }
	for _, c := range []struct {
		box  geo.Box
		want []orb.Bound
	}{
		{flat(35, 32, 46, 38), []orb.Bound{bound(35, 32, 46, 38)}},
		{flat(-180, -90, 180, 90), []orb.Bound{bound(-180, -90, 180, 90)}},
		{flat(179, -18, -179, -17), []orb.Bound{bound(179, -18, 180, -17), bound(-180, -18, -179, -17)}},
		{flat(179, -18, 180, -17), []orb.Bound{bound(179, -18, 180, -17), bound(-180, -18, -180, -17)}},
		{flat(-180, -18, -179, -17), []orb.Bound{bound(-180, -18, -179, -17), bound(180, -18, 180, -17)}},
		{flat(180, 0, 180, 1), []orb.Bound{bound(180, 0, 180, 1), bound(-180, 0, -180, 1)}},
		{flat(180, 0, -180, 1), []orb.Bound{bound(180, 0, 180, 1), bound(-180, 0, -180, 1)}},
	} {
		bounds, n := c.box.Bounds()
		if n != len(c.want) {
			t.Errorf("%+v: got %d bounds, want %d", c.box, n, len(c.want))
			continue
		}
		for i, want := range c.want {
			if bounds[i] != want {
				t.Errorf("%+v: got %v, want %v", c.box, bounds[i], want)
			}
		}
	}
}

// TestBoxContainsPoint compares with the bounds, and both sides of the
// antimeridian with each other.
func TestBoxContainsPoint(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	lon := func() float64 { return float64(random.IntN(73)-36) * 5 }
	lat := func() float64 { return float64(random.IntN(37)-18) * 5 }
	for range 50_000 {
		b := flat(lon(), lat(), lon(), lat())
		if b.South > b.North {
			b.South, b.North = b.North, b.South
		}
		p := orb.Point{lon(), lat()}
		bounds, n := b.Bounds()
		want := false
		for _, bound := range bounds[:n] {
			want = want || bound.Contains(p)
		}
		if got := b.ContainsPoint(p); got != want {
			t.Fatalf("%+v, %v: got %t, want %t", b, p, got, want)
		}
		if math.Abs(p[0]) == 180 && b.ContainsPoint(p) != b.ContainsPoint(orb.Point{-p[0], p[1]}) {
			t.Fatalf("%+v: the two sides of the antimeridian differ at %v", b, p)
		}
		if b.Crosses() != (b.West > b.East) {
			t.Fatalf("%+v: crosses %t", b, b.Crosses())
		}
	}
}

func TestBoxOf(t *testing.T) {
	got := geo.BoxOf(orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}})
	if got != flat(1, 2, 3, 4) || got.Tall {
		t.Errorf("got %+v", got)
	}
}
