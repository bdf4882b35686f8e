package csv_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"cairn/geo/csv"
	"cairn/geo/shape"
)

func TestWKT(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"POINT (1 2)", "POINT (1 2)"},
		{"  point( 1.50\t2 ) ", "POINT (1.5 2)"},
		{"POINT(1 2 3)", "POINT Z (1 2 3)"},
		{"POINTZ(1 2 3)", "POINT Z (1 2 3)"},
		{"POINT Z(-1e1 2 3)", "POINT Z (-10 2 3)"},
		{"POINT EMPTY", "POINT EMPTY"},
		{"POINT Z EMPTY", "POINT EMPTY"},
		{"SRID=4326;POINT(1 2)", "POINT (1 2)"},
		{"MULTIPOINT (1 2, 3 4)", "MULTIPOINT ((1 2), (3 4))"},
		{"MULTIPOINT ((1 2), EMPTY,(3 4))", "MULTIPOINT ((1 2), (3 4))"},
		{"LINESTRING (1 2, 3 4)", "LINESTRING (1 2, 3 4)"},
		{"MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))", "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))"},
		{"POLYGON ((0 0, 1 0, 1 1, 0 0))", "POLYGON ((0 0, 1 0, 1 1, 0 0))"},
		{"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((0 0 5, 1 0 5, 1 1 5, 0 0 5)))", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((0 0, 1 0, 1 1, 0 0)))"},
		{"GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))"},
		{"GEOMETRYCOLLECTION Z (POINT Z (1 2 3), GEOMETRYCOLLECTION EMPTY)", "GEOMETRYCOLLECTION Z (POINT Z (1 2 3), GEOMETRYCOLLECTION EMPTY)"},
	} {
		s, err := csv.ParseWKT([]byte(c.text))
		if got := string(csv.AppendWKT(nil, s)); err != nil || got != c.want {
			t.Errorf("%s: got %s and %v, want %s", c.text, got, err, c.want)
		}
	}
}

func TestWKTRefuses(t *testing.T) {
	deep := strings.Repeat("GEOMETRYCOLLECTION(", 100) + "POINT(1 2)" + strings.Repeat(")", 100)
	for _, c := range []struct{ text, want string }{
		{"", "the end at character 1"},
		{"POINT", "'('"},
		{"POINT (1)", `")" at character 9`},
		{"POINT (1 2", "',' or ')'"},
		{"POINT (1 2, 3 4)", "2 positions"},
		{"POINT (1 2) x", `"x" at character 13`},
		{"POINT (1 2 3 4)", "after longitude, latitude and height"},
		{"POINT (1 nan)", "a number"},
		{"POINT (1 1e999)", "a number"},
		{"POINT (1,2)", "a number"},
		{"POINT M (1 2 3)", "measures"},
		{"POINTZM (1 2 3 4)", "measures"},
		{"CIRCULARSTRING (1 2, 3 4, 5 6)", "ST_CurveToLine"},
		{"POLYGON (0 0, 1 0, 1 1, 0 0)", "'('"},
		{"DOT (1 2)", "a geometry like"},
		{"SRID=3857;POINT(1 2)", "3857"},
		{"SRID=4326", "';'"},
		{deep, "more than 64"},
	} {
		_, err := csv.ParseWKT([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.30s: got %v, want %q", c.text, err, c.want)
		}
	}
}

// randomShape returns a shape of any kind, with heights everywhere or nowhere.
func randomShape(r *rand.Rand, depth int, height bool) shape.Shape {
	k := shape.Kind(r.IntN(len(shape.Kinds) - min(1, max(0, 1-depth))))
	position := func() shape.Position {
		p := shape.At(float64(r.IntN(36001)-18000)/100, r.Float64()*180-90)
		if height {
			p.Height = r.NormFloat64() * 1e3
		}
		return p
	}
	list := func(least int) []shape.Position {
		all := make([]shape.Position, least+r.IntN(3))
		for i := range all {
			all[i] = position()
		}
		return all
	}
	rings := func() [][]shape.Position {
		ring := list(3)
		return [][]shape.Position{append(ring, ring[0])}
	}
	switch k {
	case shape.Point:
		return shape.Single(k, position())
	case shape.MultiPoint, shape.LineString:
		return shape.Single(k, list(2)...)
	case shape.MultiLineString:
		return shape.Shape{Kind: k, Polygons: [][][]shape.Position{{list(2), list(3)}}}
	case shape.Polygon:
		return shape.Shape{Kind: k, Polygons: [][][]shape.Position{rings()}}
	case shape.MultiPolygon:
		return shape.Shape{Kind: k, Polygons: [][][]shape.Position{rings(), rings()}}
	}
	return shape.Shape{Kind: k, Parts: []shape.Shape{randomShape(r, depth-1, height), randomShape(r, depth-1, height)}}
}

// TestWKTRoundTrip writes shapes and reads them again.
func TestWKTRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		s := randomShape(r, 2, r.IntN(2) == 0)
		text := csv.AppendWKT(nil, s)
		again, err := csv.ParseWKT(text)
		if second := csv.AppendWKT(nil, again); err != nil || string(second) != string(text) {
			t.Fatalf("%s: read again it is %s (%v)", text, second, err)
		}
		if got, want := fmt.Sprint(again), fmt.Sprint(s); got != want {
			t.Fatalf("%s: got %s, want %s", text, got, want)
		}
	}
}
