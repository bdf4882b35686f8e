package relate_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"cairn/geo/relate"
)

// TestLikeSimplefeatures compares with another implementation that is always at
// hand, where its floats do not round: see TestLikePostGIS for the rest.
func TestLikeSimplefeatures(t *testing.T) {
	compared, wrong := 0, 0
	for _, side := range []int{3, 4, 6, 10} {
		m := maker{rand.New(rand.NewPCG(uint64(side), 8)), side}
		for range 800 {
			a, b := m.pair()
			for _, op := range ops {
				if op == relate.Intersects || op == relate.Disjoint {
					continue
				}
				want, err := relate.ForeignIs(op, a, b)
				if err != nil {
					break // one is not valid
				}
				compared++
				if got := relate.Is(op, a, b); got != want {
					if wrong++; wrong < 5 {
						t.Errorf("%v of %s and %s: got %v, simplefeatures has %v", op, wkt.MarshalString(a), wkt.MarshalString(b), got, want)
					}
				}
			}
		}
	}
	t.Logf("%d answers compared, %d differ", compared, wrong)
	if compared < 5000 {
		t.Errorf("only %d answers compared", compared)
	}
}

// TestMixedCollections: the union of points, lines and areas.
func TestMixedCollections(t *testing.T) {
	area := orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}
	tail := orb.LineString{{4, 2}, {8, 2}}
	both := orb.Collection{area, tail}
	for _, c := range []struct {
		name string
		a, b orb.Geometry
		want string
	}{
		{"a point of the line", orb.Point{6, 2}, both, "intersects within"},
		{"a point of the area", orb.Point{1, 1}, both, "intersects within"},
		{"the end of the line", orb.Point{8, 2}, both, "intersects touches"},
		{"beside", orb.Point{6, 3}, both, "disjoint"},
		{"the line", tail, both, "intersects within"},
		{"the area", area, both, "intersects within"},
		{"itself", both, both, "intersects equals within contains"},
		{"in another order", orb.Collection{tail, area}, both, "intersects equals within contains"},
		{"over both", orb.LineString{{1, 2}, {7, 2}}, both, "intersects within"},
		{"a line across the line", orb.LineString{{6, 0}, {6, 4}}, both, "intersects crosses"},
		{"one that is not valid", orb.Collection{orb.Polygon{{{0, 0}, {4, 4}, {4, 0}, {0, 4}, {0, 0}}}, tail}, orb.Point{1, 2}, "intersects"},
	} {
		if got := all(t, c.a, c.b); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
