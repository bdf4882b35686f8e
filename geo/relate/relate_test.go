package relate_test

import (
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"cairn/geo/relate"
)

// shape is a geometry asked as features are.
type shape struct{ g orb.Geometry }

func (x shape) Geometry() orb.Geometry { return x.g }

func (x shape) Point() (orb.Point, bool) {
	p, ok := x.g.(orb.Point)
	return p, ok
}

func (x shape) Bound() (orb.Bound, bool) {
	if x.g == nil {
		return orb.Bound{}, false
	}
	b := x.g.Bound()
	for _, p := range verticesOf(x.g) { // of holes that lie outside, too
		b = b.Extend(p)
	}
	return b, true
}

// all are the relations that hold of (a, b), by name without "s_", asked every way
// there is.
func all(t *testing.T, a, b orb.Geometry) string {
	t.Helper()
	pa, err := relate.Prepare(a)
	if err != nil {
		t.Fatal(err)
	}
	pb, err := relate.Prepare(b)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, op := range ops {
		want := relate.Is(op, a, b)
		for way, got := range map[string]bool{
			"Is with the converse":   relate.Is(op.Converse(), b, a),
			"Prepared.Is":            pb.Is(op, shape{a}),
			"Prepared.IsReversed":    pa.IsReversed(op, shape{b}),
			"Prepared.Is, converted": pa.Is(op.Converse(), shape{b}),
		} {
			if got != want {
				t.Errorf("%v of %v and %v: Is says %v, %s %v", op, a, b, want, way, got)
			}
		}
		if want {
			names = append(names, strings.TrimPrefix(op.String(), "s_"))
		}
	}
	return strings.Join(names, " ")
}

const (
	ring  = "POLYGON((0 0,9 0,9 9,0 9,0 0),(3 3,6 3,6 6,3 6,3 3))"
	bent  = "LINESTRING(0 0,4 0,4 4)"
	cross = "MULTILINESTRING((0 2,4 2),(2 0,2 4))"
)

func TestRelations(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		// point and point
		{"POINT(1 1)", "POINT(1 1)", "intersects equals within contains"},
		{"POINT(1 1)", "POINT(1 2)", "disjoint"},
		{"POINT(1 1)", "MULTIPOINT((1 1),(2 2))", "intersects within"},
		{"POINT(1 1)", "MULTIPOINT((1 1),(1 1))", "intersects equals within contains"},
		{"MULTIPOINT((1 1),(2 2))", "MULTIPOINT((2 2),(3 3))", "intersects overlaps"},
		{"MULTIPOINT((1 1),(2 2))", "MULTIPOINT((2 2),(1 1))", "intersects equals within contains"},
		// point and line
		{"POINT(0 0)", bent, "intersects touches"},
		{"POINT(4 0)", bent, "intersects within"},
		{"POINT(2 0)", bent, "intersects within"},
		{"POINT(2 1)", bent, "disjoint"},
		{"POINT(0 0)", "LINESTRING(0 0,4 0,4 4,0 0)", "intersects within"},
		{"POINT(2 2)", "MULTILINESTRING((0 0,2 2),(2 2,4 0))", "intersects within"},
		{"POINT(2 2)", "MULTILINESTRING((0 0,2 2),(2 2,4 0),(2 2,2 9))", "intersects touches"},
		{"MULTIPOINT((2 0),(2 1))", bent, "intersects crosses"},
		{"MULTIPOINT((0 0),(2 1))", bent, "intersects touches"},
		{"MULTIPOINT((0 0),(2 0))", bent, "intersects within"},
		// point and area
		{"POINT(1 1)", ring, "intersects within"},
		{"POINT(4 4)", ring, "disjoint"},
		{"POINT(3 4)", ring, "intersects touches"},
		{"POINT(9 9)", ring, "intersects touches"},
		{"POINT(0 4)", ring, "intersects touches"},
		{"POINT(9 -1)", ring, "disjoint"},
		{"MULTIPOINT((1 1),(4 4))", ring, "intersects crosses"},
		{"MULTIPOINT((1 1),(0 0))", ring, "intersects within"},
		{"MULTIPOINT((4 4),(0 0))", ring, "intersects touches"},
		// line and line
		{bent, bent, "intersects equals within contains"},
		{bent, "LINESTRING(4 4,4 0,2 0,0 0)", "intersects equals within contains"},
		{bent, "LINESTRING(1 0,3 0)", "intersects contains"},
		{bent, "LINESTRING(3 0,4 0,4 1)", "intersects contains"},
		{bent, "LINESTRING(3 0,5 0)", "intersects overlaps"},
		{bent, "LINESTRING(2 -1,2 1)", "intersects crosses"},
		{bent, "LINESTRING(2 1,2 0)", "intersects touches"},
		{bent, "LINESTRING(0 0,-1 5)", "intersects touches"},
		{bent, "LINESTRING(3 -1,4 0,5 0)", "intersects crosses"},
		{bent, "LINESTRING(1 1,3 3)", "disjoint"},
		{cross, "LINESTRING(1 2,3 2)", "intersects contains"},
		{cross, "LINESTRING(2 2,3 3)", "intersects touches"},
		{cross, "LINESTRING(1 1,3 3)", "intersects crosses"},
		{"LINESTRING(0 0,4 0,4 4,0 0)", "LINESTRING(0 0,0 5)", "intersects touches"},
		// line and area
		{"LINESTRING(1 1,2 2)", ring, "intersects within"},
		{"LINESTRING(0 0,2 2)", ring, "intersects within"},
		{"LINESTRING(0 0,9 0)", ring, "intersects touches"},
		{"LINESTRING(0 0,9 0,9 9,0 9,0 0)", ring, "intersects touches"},
		{"LINESTRING(0 0,9 0,8 1)", ring, "intersects within"},
		{"LINESTRING(1 1,8 8)", ring, "intersects crosses"},
		{"LINESTRING(1 1,-1 1)", ring, "intersects crosses"},
		{"LINESTRING(4 4,5 5)", ring, "disjoint"},
		{"LINESTRING(3 3,6 6)", ring, "intersects touches"},
		{"LINESTRING(-1 0,0 -1)", ring, "disjoint"},
		{"LINESTRING(-1 1,0 0,1 -1)", ring, "intersects touches"},
		{"LINESTRING(10 10,11 11)", ring, "disjoint"},
		// area and area
		{ring, ring, "intersects equals within contains"},
		{ring, "POLYGON((9 0,9 4,9 9,0 9,0 0,9 0),(3 6,3 3,6 3,6 6,3 6))", "intersects equals within contains"},
		{ring, "POLYGON((0 0,9 0,9 9,0 9,0 0))", "intersects within"},
		{ring, "POLYGON((3 3,6 3,6 6,3 6,3 3))", "intersects touches"},
		{ring, "POLYGON((4 4,5 4,5 5,4 4))", "disjoint"},
		{ring, "POLYGON((3 3,4 4,4 5,3 3))", "intersects touches"},
		{ring, "POLYGON((1 1,2 1,2 2,1 1))", "intersects contains"},
		{ring, "POLYGON((0 0,2 1,2 2,0 0))", "intersects contains"},
		{ring, "POLYGON((1 1,5 1,5 5,1 1))", "intersects overlaps"},
		{ring, "POLYGON((9 1,10 1,10 2,9 2,9 1))", "intersects touches"},
		{ring, "POLYGON((9 9,10 9,10 10,9 9))", "intersects touches"},
		{ring, "POLYGON((8 8,10 8,10 10,8 10,8 8))", "intersects overlaps"},
		{ring, "POLYGON((10 8,11 8,11 9,10 8))", "disjoint"},
		{ring, "MULTIPOLYGON(((1 1,2 1,2 2,1 1)),((20 20,21 20,21 21,20 20)))", "intersects overlaps"},
		{ring, "MULTIPOLYGON(((1 1,2 1,2 2,1 1)),((7 7,8 7,8 8,7 7)))", "intersects contains"},
		{ring, "MULTIPOLYGON(((4 4,5 4,5 5,4 4)),((20 20,21 20,21 21,20 20)))", "disjoint"},
		// collections
		{"GEOMETRYCOLLECTION(POINT(1 1),MULTIPOINT((2 2)))", "MULTIPOINT((1 1),(2 2))", "intersects equals within contains"},
		{"GEOMETRYCOLLECTION(LINESTRING(0 0,1 0),LINESTRING(1 0,2 0))", "LINESTRING(0 0,2 0)", "intersects equals within contains"},
		{"GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(20 20,21 21))", ring, "intersects crosses"},
		{"GEOMETRYCOLLECTION(POINT(4 4),LINESTRING(20 20,21 21))", ring, "disjoint"},
		{"GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(1 2,2 2))", ring, "intersects within"},
		{"GEOMETRYCOLLECTION EMPTY", ring, "disjoint"},
		{"GEOMETRYCOLLECTION EMPTY", "MULTIPOINT EMPTY", "equals disjoint"},
	} {
		a, b := parse(t, c.a), parse(t, c.b)
		if got := all(t, a, b); got != c.want {
			t.Errorf("%s and %s: got %q, want %q", c.a, c.b, got, c.want)
		}
	}
}

func parse(t *testing.T, text string) orb.Geometry {
	t.Helper()
	g, err := wkt.Unmarshal(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return g
}

// TestNotValid says what geometry that is not valid means.
func TestNotValid(t *testing.T) {
	block := orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}
	bowtie := orb.Polygon{{{0, 0}, {4, 4}, {4, 0}, {0, 4}, {0, 0}}}
	for _, c := range []struct {
		name string
		a, b orb.Geometry
		want string
	}{
		{"one wing of a bow-tie", orb.Point{1, 2}, bowtie, "intersects within"},
		{"the other", orb.Point{3, 2}, bowtie, "intersects within"},
		{"its knot", orb.Point{2, 2}, bowtie, "intersects touches"},
		{"above it", orb.Point{2, 3}, bowtie, "disjoint"},
		{"a line over it", orb.LineString{{-1, 1.5}, {5, 1.5}}, bowtie, "intersects crosses"},
		{"itself", bowtie, bowtie, "intersects equals within contains"},
		{"an open ring", orb.Polygon{{{0, 0}, {4, 0}, {4, 4}}}, orb.Polygon{{{4, 4}, {0, 0}, {4, 0}, {4, 4}}}, "intersects equals within contains"},
		{"an area without extent", orb.Polygon{{{0, 0}, {4, 4}, {0, 0}}}, orb.Point{2, 2}, "intersects touches"},
		{"an area that is one position", orb.Polygon{{{2, 2}, {2, 2}, {2, 2}, {2, 2}}}, orb.Point{2, 2}, "intersects touches"},
		{"an area without extent in an area", orb.Polygon{{{1, 2}, {1, 2.5}, {1, 2}}}, bowtie, "intersects touches"},
		{"a spike", orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}, {-3, -3}, {0, 0}}}, orb.Point{-1, -1}, "intersects touches"},
		{"a line without length", orb.LineString{{2, 2}, {2, 2}}, orb.Point{2, 2}, "intersects equals within contains"},
		{"a line of one position", orb.LineString{{2, 2}}, orb.Point{2, 2}, "intersects equals within contains"},
		{"positions twice", orb.LineString{{0, 0}, {0, 0}, {4, 4}, {4, 4}}, orb.LineString{{0, 0}, {4, 4}}, "intersects equals within contains"},
		{"a polygon twice", orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}}, {{{0, 0}, {4, 0}, {4, 4}, {0, 0}}}}, orb.Point{3, 1}, "intersects contains"},
		{"polygons that overlap", orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}}, {{{1, 0}, {5, 0}, {5, 4}, {1, 0}}}}, orb.Point{4, 1}, "intersects contains"},
		{"a hole said to be an area", orb.MultiPolygon{block, {{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}}, orb.Polygon{block[0], {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, "intersects contains"},
		{"nothing at all", orb.Polygon{}, orb.LineString{}, "equals disjoint"},
	} {
		if got := all(t, c.a, c.b); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNothing(t *testing.T) {
	p, err := relate.Prepare(orb.Point{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		if relate.Is(op, nil, orb.Point{1, 1}) || relate.Is(op, orb.Point{1, 1}, nil) || p.Is(op, shape{}) {
			t.Errorf("%v holds of nothing", op)
		}
	}
}

func TestBox(t *testing.T) {
	for _, c := range []struct {
		w, s, e, n float64
		want       string
	}{
		{1, 2, 3, 4, "POLYGON((1 2,3 2,3 4,1 4,1 2))"},
		{1, 2, 1, 4, "LINESTRING(1 2,1 4)"},
		{1, 2, 1, 2, "POINT(1 2)"},
	} {
		got := relate.Box(c.w, c.s, c.e, c.n)
		if text := wkt.MarshalString(got); text != c.want {
			t.Errorf("Box(%v, %v, %v, %v) = %s, want %s", c.w, c.s, c.e, c.n, text, c.want)
		}
		if b := (orb.Bound{Min: orb.Point{c.w, c.s}, Max: orb.Point{c.e, c.n}}); all(t, b, got) != "intersects equals within contains" {
			t.Errorf("%v and its bound: got %s", got, all(t, b, got))
		}
	}
}

func TestPrepareRefuses(t *testing.T) {
	var many orb.Collection
	for i := range 5001 {
		many = append(many, orb.Point{float64(i), 0})
	}
	for _, c := range []struct {
		g    orb.Geometry
		want string
	}{
		{orb.LineString{{1, 1}, {math.NaN(), 1}}, "not a finite number"},
		{orb.Point{1, math.Inf(1)}, "not a finite number"},
		{append(many, orb.LineString{{0, 0}, {1, 1}}), "more than 5000"},
	} {
		if _, err := relate.Prepare(c.g); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", err, c.want)
		}
	}
}
