package shape_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// TestGiveRefuses holds what is told to who has positions that are not on Earth,
// and lines and rings that are none.
func TestGiveRefuses(t *testing.T) {
	high := shape.Shape{Kind: shape.Point, XY: []orb.Point{{1, 2}}, Z: []float64{math.Inf(1)}}
	sloping := shape.Shape{Kind: shape.Polygon, XY: []orb.Point{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, Z: []float64{1, 1, 1, 2}, Ends: []int{4}}
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	for _, c := range []struct {
		s    shape.Shape
		want string
	}{
		{of(orb.Point{200, 5}), "-160"},
		{of(orb.Point{-190, 5}), "170"},
		{of(orb.Point{5, 91}), "swapped"},
		{of(orb.Point{100, 91}), "a latitude in degrees"},
		{of(orb.Point{5e5, 4e6}), "map projection"},
		{of(orb.Point{math.NaN(), 5}), "not finite"},
		{of(orb.Point{math.Inf(-1), 5}), "not finite"},
		{of(orb.Point{1e300, 5}), "1e+300"},
		{high, "height"},
		{sloping, "starts at [0,0,1] and ends at [0,0,2]"},
		{of(orb.LineString{{1, 2}}), "1 position"},
		{of(orb.MultiLineString{{{1, 2}, {3, 4}}, {{1, 2}}}), "1 position"},
		{of(orb.Polygon{{{1, 2}, {2, 3}, {1, 2}}}), "3 positions"},
		{of(orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}), "not closed"},
		{of(orb.Polygon{{}, ring}), "the outer ring first"},
		{of(orb.MultiPolygon{{ring}, {{}, ring}}), "the outer ring first"},
		{of(orb.MultiPolygon{{ring}, {ring, ring[:3]}}), "3 positions"},
		{of(orb.Collection{orb.Point{1, 2}, orb.Collection{orb.Point{5, 91}}}), "swapped"},
	} {
		if _, err := made(&c.s); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want Invalid with %q", c.s, err, c.want)
		}
	}
}

func of(g orb.Geometry) (s shape.Shape) {
	s.Set(g)
	return s
}

func TestOnEarth(t *testing.T) {
	p, err := shape.OnEarth(orb.Point{-180.0000000001, 90.0000000001})
	if p != (orb.Point{-180, 90}) || err != nil {
		t.Errorf("a rounding error: got %v and %v", p, err)
	}
	if p, err := shape.OnEarth(orb.Point{180.000001, 0}); err == nil {
		t.Errorf("ten centimetres beyond: got %v, want an error", p)
	}
}

// TestTurns holds that rings run as RFC 7946 asks, with their heights, and that what
// has no position goes away.
func TestTurns(t *testing.T) {
	for _, c := range []struct{ wkt, want string }{
		{"POLYGON Z ((0 0 1, 0 9 2, 9 0 3, 0 0 1), (1 1 4, 2 1 5, 1 2 6, 1 1 4))",
			`{"type":"Polygon","coordinates":[[[0,0,1],[9,0,3],[0,9,2],[0,0,1]],[[1,1,4],[1,2,6],[2,1,5],[1,1,4]]]}`},
		{"POLYGON ((179.9 1, 180 1, 179.9 1.1, 179.9 1))", `{"type":"Polygon","coordinates":[[[179.9,1],[180,1],[179.9,1.1],[179.9,1]]]}`},
		{"POLYGON ((0 0, 0 1, 1 0, 0 0), EMPTY)", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}`},
		{"MULTIPOLYGON (((0 0, 0 1, 1 0, 0 0)), EMPTY, ((5 5, 6 5, 6 6, 5 5)))", `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}`},
		{"MULTILINESTRING (EMPTY, (1 2, 3 4), EMPTY)", `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`},
		{"GEOMETRYCOLLECTION (MULTIPOINT EMPTY, GEOMETRYCOLLECTION EMPTY, POINT Z (1 2 3), LINESTRING EMPTY)", `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]}]}`},
		{"GEOMETRYCOLLECTION (POLYGON EMPTY)", "null"},
	} {
		var s shape.Shape
		if err := s.ParseWKT([]byte(c.wkt)); err != nil {
			t.Fatalf("%s: %v", c.wkt, err)
		}
		if f, err := made(&s); err != nil || string(f.GeometryJSON()) != c.want {
			t.Errorf("%s: got %s and %v, want %s", c.wkt, f.GeometryJSON(), err, c.want)
		}
	}
}

// TestSet holds that geometries without heights come out as they went in.
func TestSet(t *testing.T) {
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.MultiPoint{{1, 2}}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}},
		orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		orb.Collection{orb.Point{1, 2}, orb.Collection{orb.LineString{{1, 2}, {3, 4}}}},
	} {
		s := of(g)
		if got := s.Geometry(); !orb.Equal(got, g) {
			t.Errorf("got %v, want %v", got, g)
		}
		if s.Kind.String() != g.GeoJSONType() || s.Empty() {
			t.Errorf("got %s, want %s", s.Kind, g.GeoJSONType())
		}
	}
	if s := of(nil); !s.Empty() || s.Geometry() != nil || !s.Bound().IsEmpty() {
		t.Errorf("nothing: got %v", s)
	}
}

// TestAdd holds that heights stay with their positions where some have none.
func TestAdd(t *testing.T) {
	s := shape.Shape{Kind: shape.MultiPoint}
	s.Add(orb.Point{1, 2}, math.NaN())
	s.Add(orb.Point{3, 4}, 5)
	s.Add(orb.Point{6, 7}, math.NaN())
	if got, want := string(s.AppendGeoJSON(nil)), `{"type":"MultiPoint","coordinates":[[1,2],[3,4,5],[6,7]]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := string(s.AppendWKT(nil)), "MULTIPOINT ((1 2), (3 4), (6 7))"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
