package storetest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/geodesy"
)

func testNearest(t *testing.T, s geo.Store) {
	b := geo.NewBuilder(nil)
	apply(t, s,
		put("p", feature(t, b, "c", orb.Point{179.9, 0})),
		put("p", feature(t, b, "b", orb.Point{-179.9, 0})),
		put("p", feature(t, b, "a", orb.Point{-179.9, 0})),
		put("p", feature(t, b, "pole", orb.Point{100, 89.9})),
		put("p", feature(t, b, "square", orb.Polygon{{{10, 10}, {12, 10}, {12, 12}, {10, 12}, {10, 10}}})),
		put("p", feature(t, b, "none", nil)))
	r := read(t, s)
	for _, c := range []struct {
		near  geo.Near
		limit int
		want  string
	}{
		{geo.Near{Point: orb.Point{180, 0}}, 3, "[a b c]"},
		{geo.Near{Point: orb.Point{-180, 0}}, 1, "[a]"},
		{geo.Near{Point: orb.Point{-179.95, 0}}, 3, "[a b c]"},
		{geo.Near{Point: orb.Point{-80, 89.9}}, 1, "[pole]"},
		{geo.Near{Point: orb.Point{-80, 89.9}, Within: 1000}, 1, "[]"},
		{geo.Near{Point: orb.Point{11, 11}}, 1, "[square]"},
		{geo.Near{Point: orb.Point{11, 11}, Within: 1}, 0, "[square]"},
		{geo.Near{Point: orb.Point{0, 0}}, 0, "[square pole a b c]"},
	} {
		q := geo.Query{From: "p", Near: &c.near, Limit: c.limit}
		if got := fmt.Sprint(ids(t, r, q)); got != c.want {
			t.Errorf("nearest %d to %v: got %s, want %s", c.limit, c.near, got, c.want)
		}
	}
	for h := range r.Find(context.Background(), geo.Query{From: "p", Near: &geo.Near{Point: orb.Point{180, 0}}, Limit: 1}) {
		want, azimuth := geodesy.Inverse(orb.Point{180, 0}, orb.Point{-179.9, 0})
		if h.Metres != want || math.Abs(h.Azimuth-azimuth) > 1e-9 {
			t.Errorf("distance %v, azimuth %v; want %v, %v", h.Metres, h.Azimuth, want, azimuth)
		}
	}
}

// nearestTwin measures every feature that matches the rest of the query.
func nearestTwin(all []geo.Feature, q geo.Query) []geo.ID {
	type far struct {
		id     geo.ID
		metres float64
	}
	var found []far
	rest := q
	rest.Near, rest.Limit = nil, 0
	for _, f := range all {
		if !f.Located() || !matches(f, rest) {
			continue
		}
		d, _ := geodesy.ToGeometry(q.Near.Point, f.Geometry())
		if q.Near.Within == 0 || d <= q.Near.Within {
			found = append(found, far{f.ID(), d})
		}
	}
	slices.SortFunc(found, func(a, b far) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.id, b.id))
	})
	var ids []geo.ID
	for _, f := range found {
		if q.Limit == 0 || len(ids) < q.Limit {
			ids = append(ids, f.id)
		}
	}
	return ids
}
