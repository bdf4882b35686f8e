package shape_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/shape"
)

func TestWKT(t *testing.T) {
	var s shape.Shape
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
		{"MULTILINESTRING (EMPTY, (1 2, 3 4))", "MULTILINESTRING (EMPTY, (1 2, 3 4))"},
		{"MULTIPOLYGON (EMPTY, ((0 0, 1 0, 1 1, 0 0)))", "MULTIPOLYGON (EMPTY, ((0 0, 1 0, 1 1, 0 0)))"},
		{"LINESTRING (1 2, 3 4)", "LINESTRING (1 2, 3 4)"},
		{"MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))", "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))"},
		{"POLYGON ((0 0, 1 0, 1 1, 0 0))", "POLYGON ((0 0, 1 0, 1 1, 0 0))"},
		{"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((0 0 5, 1 0 5, 1 1 5, 0 0 5)))", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((0 0, 1 0, 1 1, 0 0)))"},
		{"GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))"},
		{"GEOMETRYCOLLECTION Z (POINT Z (1 2 3), GEOMETRYCOLLECTION EMPTY)", "GEOMETRYCOLLECTION Z (POINT Z (1 2 3), GEOMETRYCOLLECTION EMPTY)"},
	} {
		err := s.ParseWKT([]byte(c.text))
		if got := string(s.AppendWKT(nil)); err != nil || got != c.want {
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
		err := new(shape.Shape).ParseWKT([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.30s: got %v, want %q", c.text, err, c.want)
		}
	}
}

// randomShape makes s of any kind, with heights everywhere or nowhere.
func randomShape(r *rand.Rand, s *shape.Shape, depth int, height bool) {
	add := func(s *shape.Shape, n int) {
		for range n {
			z := math.NaN()
			if height {
				z = r.NormFloat64() * 1e3
			}
			s.Add(orb.Point{float64(r.IntN(36001)-18000) / 100, r.Float64()*180 - 90}, z)
		}
	}
	ring := func(s *shape.Shape) {
		from := len(s.XY)
		add(s, 3+r.IntN(3))
		z := math.NaN()
		if height {
			z = s.Z[from]
		}
		s.Add(s.XY[from], z)
		s.EndLine()
	}
	s.Reset(shape.Kind(1 + r.IntN(int(shape.Collection)-min(1, max(0, 1-depth)))))
	switch s.Kind {
	case shape.Point:
		add(s, 1)
	case shape.MultiPoint, shape.LineString:
		add(s, 2+r.IntN(3))
	case shape.MultiLineString:
		for range 1 + r.IntN(3) {
			add(s, 2+r.IntN(3))
			s.EndLine()
		}
	case shape.Polygon:
		ring(s)
		ring(s)
	case shape.MultiPolygon:
		for range 1 + r.IntN(3) {
			ring(s.Part(shape.Polygon))
		}
	case shape.Collection:
		for range 1 + r.IntN(3) {
			randomShape(r, s.Part(shape.Nowhere), depth-1, height)
		}
	}
}

// TestRoundTrip writes shapes in every form and reads them again, into a shape that
// has had others in it.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var s, again shape.Shape
	for range 2000 {
		randomShape(r, &s, 2, r.IntN(2) == 0)
		want := string(s.AppendGeoJSON(nil))
		for _, form := range []struct {
			name  string
			write func([]byte) []byte
			read  func([]byte) error
		}{
			{"WKT", s.AppendWKT, again.ParseWKT}, {"WKB", s.AppendWKB, again.ParseWKB}, {"GeoJSON", s.AppendGeoJSON, again.ParseGeoJSON},
		} {
			text := form.write(nil)
			err := form.read(text)
			if got := string(again.AppendGeoJSON(nil)); err != nil || got != want {
				t.Fatalf("%s: %q is read again as %s (%v), want %s", form.name, text, got, err, want)
			}
			if again.HasHeights() != s.HasHeights() || again.Empty() || again.Bound() != s.Bound() {
				t.Fatalf("%s: %s has heights %t and bound %v, want %t and %v", form.name, want, again.HasHeights(), again.Bound(), s.HasHeights(), s.Bound())
			}
		}
	}
}
