package relate_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

var square = orb.Polygon{
	{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}},
	{{2, 2}, {2, 8}, {8, 8}, {8, 2}, {2, 2}}, // a hole
}

func box(west, south, east, north float64) orb.Bound {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
}

func TestMeetsBound(t *testing.T) {
	for _, c := range []struct {
		name string
		g    orb.Geometry
		b    orb.Bound
		want bool
	}{
		{"nothing", nil, box(0, 0, 1, 1), false},
		{"point on a corner", orb.Point{1, 1}, box(0, 0, 1, 1), true},
		{"point outside", orb.Point{1, 1.0001}, box(0, 0, 1, 1), false},
		{"one of several points", orb.MultiPoint{{9, 9}, {0.5, 0.5}}, box(0, 0, 1, 1), true},
		{"line through without an end inside", orb.LineString{{-1, 0.5}, {2, 0.6}}, box(0, 0, 1, 1), true},
		{"line that passes a corner", orb.LineString{{-1, 0}, {1, 2.1}}, box(0, 0, 1, 1), false},
		{"line along an edge", orb.LineString{{0, 1}, {1, 1}}, box(0, 0, 1, 1), true},
		{"line whose bound meets", orb.LineString{{0, 3}, {3, 0}}, box(0, 0, 1, 1), false},
		{"second of two lines", orb.MultiLineString{{{5, 5}, {6, 6}}, {{0, 0}, {1, 1}}}, box(0, 0, 1, 1), true},
		{"box within the polygon", square, box(0.5, 0.5, 1.5, 1.5), true},
		{"box within the hole", square, box(3, 3, 7, 7), false},
		{"box round the polygon", square, box(-1, -1, 11, 11), true},
		{"box over an edge", square, box(9, 9, 11, 11), true},
		{"box beside", square, box(11, 0, 12, 10), false},
		{"ring", square[0], box(3, 3, 7, 7), true},
		{"second polygon", orb.MultiPolygon{{{{20, 20}, {21, 20}, {21, 21}, {20, 20}}}, square}, box(1, 1, 1.5, 1.5), true},
		{"part of a collection", orb.Collection{orb.Point{5, 5}, orb.Collection{square}}, box(1, 1, 1.5, 1.5), true},
		{"empty collection", orb.Collection{}, box(0, 0, 1, 1), false},
		{"bound", box(0, 0, 2, 2), box(1, 1, 3, 3), true},
		{"empty polygon", orb.Polygon{}, box(0, 0, 1, 1), false},
	} {
		if got := relate.MeetsBound(c.g, c.b); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// TestSegmentsAgainstSamples: a box that holds a point of a line meets it, and a
// line that meets a box has a point within a hair of it.
func TestSegmentsAgainstSamples(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 20_000 {
		l := orb.LineString{{r.Float64() * 4, r.Float64() * 4}, {r.Float64() * 4, r.Float64() * 4}}
		b := box(1, 1, 1+r.Float64()*2, 1+r.Float64()*2)
		near := false
		for i := range 201 {
			f := float64(i) / 200
			p := orb.Point{l[0][0] + f*(l[1][0]-l[0][0]), l[0][1] + f*(l[1][1]-l[0][1])}
			near = near || b.Pad(0.03).Contains(p)
			if b.Contains(p) && !relate.MeetsBound(l, b) {
				t.Fatalf("%v and %v share %v", l, b, p)
			}
		}
		if relate.MeetsBound(l, b) && !near {
			t.Fatalf("%v and %v are said to meet", l, b)
		}
	}
}

func ExamplePolygonContains() {
	ring := orb.Polygon{{{40, 36}, {41, 36}, {41, 37}, {40, 37}, {40, 36}}}
	fmt.Println(relate.PolygonContains(ring, orb.Point{40.5, 36.5}), relate.PolygonContains(ring, orb.Point{39, 36}))
	// Output: true false
}
