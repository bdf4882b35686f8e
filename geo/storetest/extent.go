package storetest

import (
	"context"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// testExtent puts and deletes features on both sides of the antimeridian.
func testExtent(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	fiji := orb.MultiPolygon{
		{{{177, -19}, {180, -19}, {180, -16}, {177, -16}, {177, -19}}},
		{{{-180, -19}, {-178, -19}, {-178, -16}, {-180, -16}, {-180, -19}}},
	}
	remove := func(id geo.ID) geo.Change { return geo.Change{Op: geo.Delete, In: "p", ID: id} }
	for _, c := range []struct {
		name   string
		change geo.Change
		want   geo.Box
	}{
		{"east", put("p", feature(t, b, "east", orb.Point{170, 1})), geo.Box{West: 170, South: 1, East: 170, North: 1}},
		{"west", put("p", feature(t, b, "west", orb.Point{-170, 2})), geo.Box{West: 170, South: 1, East: -170, North: 2}},
		{"cut", put("p", feature(t, b, "fiji", fiji)), geo.Box{West: 170, South: -19, East: -170, North: 2}},
		{"without the west", remove("west"), geo.Box{West: 170, South: -19, East: -178, North: 1}},
		{"cut alone", remove("east"), geo.Box{West: 177, South: -19, East: -178, North: -16}},
		{"Greenwich too", put("p", feature(t, b, "line", orb.LineString{{-1, 50}, {1, 51}})), geo.Box{West: -180, South: -19, East: 180, North: 51}},
		{"without Greenwich", remove("line"), geo.Box{West: 177, South: -19, East: -178, North: -16}},
		{"half round", put("p", feature(t, b, "half", orb.Point{-2, 0})), geo.Box{West: -180, South: -19, East: 180, North: 0}},
	} {
		apply(t, s, c.change)
		info, err := read(t, s).Collection(context.Background(), "p")
		if err != nil || info.Extent.Box != c.want || info.Extent.Bound.Min[0] > info.Extent.Bound.Max[0] {
			t.Errorf("%s: got %+v (%v), want %+v", c.name, info.Extent, err, c.want)
		}
	}
}
