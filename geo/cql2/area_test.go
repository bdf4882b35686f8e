package cql2_test

import (
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
	"cairn/geo/relate"
)

// TestAreaIsTheFilter: where a filter tells its area, whatever meets that area, and
// nothing else, is what the filter is true of; across the antimeridian, at the edges
// and where there is no geometry too.
func TestAreaIsTheFilter(t *testing.T) {
	types := &fields{}
	var things []*thing
	for name, g := range map[string]orb.Geometry{
		"inside": orb.Point{1, 1}, "edge": orb.Point{2, 1}, "corner": orb.Point{2, 2}, "hole": orb.Point{0.5, 0.5}, "far": orb.Point{90, 45},
		"east": orb.Point{179.9, 0}, "west": orb.Point{-179.9, 0}, "line": orb.LineString{{-5, 1}, {5, 1}}, "beside": orb.LineString{{2.0001, 0}, {2.0001, 3}},
		"around": orb.Polygon{{{-9, -9}, {9, -9}, {9, 9}, {-9, 9}, {-9, -9}}}, "many": orb.MultiPoint{{80, 80}, {1, 1}}, "nowhere": nil,
	} {
		things = append(things, types.add(t, name, `{"n":1}`, g))
	}
	for text, want := range map[string]int{
		"S_INTERSECTS(geometry, BBOX(0,0,2,2))":                                                      7,
		"S_INTERSECTS(BBOX(0,0,2,2), geometry)":                                                      7,
		"S_INTERSECTS(geometry, POLYGON((0 0,2 0,2 2,0 2,0 0),(.2 .2,.8 .2,.8 .8,.2 .8,.2 .2)))":     6,
		"S_INTERSECTS(geometry, BBOX(179,-1,-179,1))":                                                2,
		"S_INTERSECTS(geometry, BBOX(-180,-90,180,90))":                                              11,
		"S_INTERSECTS(geometry, POINT(1 1))":                                                         4,
		"S_INTERSECTS(geometry, LINESTRING(0 1,2 1))":                                                5,
		"S_INTERSECTS(geometry, MULTIPOLYGON(((0 0,2 0,2 2,0 0)),((80 40,95 40,95 50,80 40))))":      8,
		"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(90 45),LINESTRING(179 0,180 0)))":           2,
		"S_INTERSECTS(geometry, BBOX(0,0,2,2)) AND S_INTERSECTS(geometry, BBOX(1.5,0,3,3))":          4,
		"n = 1 AND S_INTERSECTS(geometry, BBOX(0,0,2,2)) AND NOT S_INTERSECTS(geometry, POINT(1 1))": 3,
	} {
		f, got := compile(t, text, types), 0
		for _, x := range things {
			all := true
			for _, p := range f.Parts() {
				is := p.Match(x)
				if area := p.Area(); area != nil && is != (x.Geometry() != nil && area.Is(relate.Intersects, x)) {
					t.Errorf("%s: part %s is %v of %s, its area is not", text, cql2.String(p.Expr()), is, x.name)
				}
				all = all && is
			}
			if f.Match(x) != all {
				t.Errorf("%s is %v of %s, its parts %v", text, !all, x.name, all)
			}
			if all {
				got++
			}
		}
		if got != want {
			t.Errorf("%s is true of %d things, want %d", text, got, want)
		}
	}
}

// TestNoArea: what is more, or less, than meeting one area tells none, lest whoever
// asks the area alone takes it for the filter.
func TestNoArea(t *testing.T) {
	types := &fields{}
	types.add(t, "x", `{"n":1}`, orb.Point{1, 1})
	const meets = "S_INTERSECTS(geometry, BBOX(0,0,2,2))"
	for _, text := range []string{
		"NOT " + meets, "NOT (NOT " + meets + ")", meets + " OR n = 1", meets + " AND n = 1", meets + " IS NULL", "(" + meets + ") = FALSE",
		"S_DISJOINT(geometry, BBOX(0,0,2,2))", "S_CONTAINS(geometry, BBOX(0,0,2,2))", "S_EQUALS(geometry, POINT(1 1))",
		"S_INTERSECTS(geometry, geometry)", "S_INTERSECTS(POINT(1 1), BBOX(0,0,2,2))", "TRUE", "n = 1",
	} {
		if compile(t, text, types).Area() != nil {
			t.Errorf("%s tells an area", text)
		}
	}
}
