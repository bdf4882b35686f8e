package storetest

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
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
		// From a shape; its point does not count.
		{geo.Near{Shape: orb.Point{180, 0}, Point: orb.Point{11, 11}}, 1, "[a]"},
		{geo.Near{Shape: orb.LineString{{179, 1}, {180, 1}}, Point: orb.Point{11, 11}}, 3, "[c a b]"},
		{geo.Near{Shape: orb.MultiPoint{{100, 89}, {10, 9}}}, 2, "[pole square]"},
		{geo.Near{Shape: orb.MultiPoint{{100, 89}, {10, 9}}, Within: 105e3}, 0, "[pole]"},
		{geo.Near{Shape: orb.Polygon{{{0, 0}, {30, 0}, {30, 30}, {0, 30}, {0, 0}}}, Within: 1}, 0, "[square]"},
		{geo.Near{Shape: orb.Polygon{{{11, 11}, {11.5, 11}, {11.5, 11.5}, {11, 11}}}}, 1, "[square]"},
		{geo.Near{Shape: orb.Polygon{{{170, -5}, {180, -5}, {180, 5}, {170, 5}, {170, -5}}}}, 3, "[c a b]"},
	} {
		q := geo.Query{From: "p", Near: &c.near, Limit: c.limit}
		if got := fmt.Sprint(ids(t, r, q)); got != c.want {
			t.Errorf("nearest %d to %v: got %s, want %s", c.limit, c.near, got, c.want)
		}
	}
	shape := orb.LineString{{179, 1}, {179, 0}}
	for h := range r.Find(context.Background(), geo.Query{From: "p", Near: &geo.Near{Shape: shape}, Limit: 1}) {
		want, _ := geodesy.Inverse(orb.Point{179, 0}, orb.Point{179.9, 0})
		if math.Abs(h.Metres-want) > 1e-3 || math.Abs(h.Azimuth-90) > 1e-3 {
			t.Errorf("from a line: distance %v, azimuth %v; want %v, 90", h.Metres, h.Azimuth, want)
		}
	}
	for h := range r.Find(context.Background(), geo.Query{From: "p", Near: &geo.Near{Point: orb.Point{180, 0}}, Limit: 1}) {
		want, azimuth := geodesy.Inverse(orb.Point{180, 0}, orb.Point{-179.9, 0})
		if h.Metres != want || math.Abs(h.Azimuth-azimuth) > 1e-9 {
			t.Errorf("distance %v, azimuth %v; want %v, %v", h.Metres, h.Azimuth, want, azimuth)
		}
	}
}

// testNearestShape asks for the nearest of random shapes, against all distances.
func testNearestShape(t *testing.T, s geo.Store) {
	r := rand.New(rand.NewPCG(31, 1))
	b := geo.NewBuilder(nil)
	var all []geo.Feature
	var changes []geo.Change
	for i := range 150 {
		f := randomFeature(t, r, b, geo.ID(fmt.Sprintf("f%03d", i)))
		all, changes = append(all, f), append(changes, put("p", f))
	}
	apply(t, s, changes...)
	reader := read(t, s)
	for range 25 {
		shape := randomGeometry(r)
		if shape == nil {
			continue
		}
		q := geo.Query{From: "p", Near: &geo.Near{Shape: shape}, Limit: r.IntN(40)}
		if r.IntN(2) == 0 {
			q.Near.Within = r.Float64() * 3e6
		}
		if got, want := ids(t, reader, q), nearestTwin(all, q); !slices.Equal(got, want) {
			t.Fatalf("%s: got %d %v, want %d %v", describe(q), len(got), got, len(want), want)
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
	measure := func(g orb.Geometry) (metres, azimuth float64) { return geodesy.ToGeometry(q.Near.Point, g) }
	if q.Near.Shape != nil {
		measure = geodesy.FromShape(q.Near.Shape).ToGeometry
	}
	for _, f := range all {
		if !f.Located() || !matches(f, rest) {
			continue
		}
		d, _ := measure(f.Geometry())
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
