package aggregate

import (
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// TestMiddle holds where a feature counts, on both sides of the antimeridian and on
// it.
func TestMiddle(t *testing.T) {
	for _, c := range []struct {
		name string
		g    orb.Geometry
		want orb.Point
	}{
		{"a point", orb.Point{1, 2}, orb.Point{1, 2}},
		{"points", orb.MultiPoint{{0, 0}, {4, 2}, {1, 1}}, orb.Point{2, 1}},
		{"a line", orb.LineString{{-10, 50}, {10, 52}}, orb.Point{0, 51}},
		{"a polygon, by its bound", orb.Polygon{{{0, 0}, {4, 0}, {0, 4}, {0, 0}}}, orb.Point{2, 2}},
		{"half round the Earth", orb.LineString{{-90, 0}, {90, 0}}, orb.Point{0, 0}},
		{"points beside the antimeridian", orb.MultiPoint{{179, 10}, {-177, 20}}, orb.Point{-179, 15}},
		{"a line beside it, nearer to the west", orb.LineString{{-179, 0}, {177, 0}}, orb.Point{179, 0}},
		{"lines", orb.MultiLineString{{{178, 0}, {179, 0}}, {{-179, 2}, {-178, 2}}}, orb.Point{180, 1}},
		{"polygons in two halves", orb.MultiPolygon{{{{178, 0}, {180, 0}, {180, 2}, {178, 0}}}, {{{-180, 0}, {-176, 0}, {-180, 2}, {-180, 0}}}}, orb.Point{-179, 1}},
		{"a collection", orb.Collection{orb.Point{170, 0}, orb.Polygon{{{-160, 0}, {-150, 0}, {-150, 4}, {-160, 0}}}}, orb.Point{-170, 2}},
		{"more than half round both ways", orb.MultiPoint{{-170, 0}, {-60, 0}, {60, 0}, {170, 0}}, orb.Point{180, 0}},
		{"at the pole", orb.LineString{{-180, 90}, {180, 90}}, orb.Point{180, 90}},
	} {
		b := geo.NewBuilder(nil)
		b.SetID("a")
		b.SetGeometry(c.g, nil)
		f, err := b.Feature()
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := middle(f); !ok || got != c.want {
			t.Errorf("%s: got %v (%t), want %v", c.name, got, ok, c.want)
		}
	}
	b := geo.NewBuilder(nil)
	b.SetID("a")
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := middle(f); ok {
		t.Errorf("a feature without a place counts at %v", got)
	}
}
