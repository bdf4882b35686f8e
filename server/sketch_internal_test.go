package server

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// TestSketch draws every kind of geometry.
func TestSketch(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	for _, c := range []struct {
		name string
		g    orb.Geometry
		want string
		n    int
	}{
		{"nothing", nil, "<svg", 0},
		{"point", orb.Point{40, 36}, "<circle", 1},
		{"pole", orb.Point{0, 90}, "<circle", 1},
		{"points", orb.MultiPoint{{1, 2}, {3, 4}}, "<circle", 2},
		{"line", orb.LineString{{-180, 0}, {180, 10}}, `class="line"`, 1},
		{"lines", orb.MultiLineString{{{0, 0}, {1, 1}}, {{2, 2}, {3, 3}}}, `class="line"`, 2},
		{"polygon", orb.Polygon{ring}, `class="area"`, 1},
		{"polygons", orb.MultiPolygon{{ring}, {ring, ring}}, `class="area"`, 2},
		{"collection", orb.Collection{orb.Point{1, 2}, orb.Polygon{ring}}, "<circle", 1},
		{"too many", make(orb.LineString, sketchPositions+1), "<svg", 0},
	} {
		got := string(sketch(c.g))
		if strings.Count(got, c.want) != c.n {
			t.Errorf("%s: want %d × %s in %s", c.name, c.n, c.want, got)
		}
		if strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// TestSketchLabels holds labels within the sheet.
func TestSketchLabels(t *testing.T) {
	label := regexp.MustCompile(`<text x="([^"]*)" y="([^"]*)">([^<]*)`)
	for _, g := range []orb.Geometry{orb.Point{10, 10}, orb.Point{-123.4567, 45.05}, orb.LineString{{-180, -90}, {180, 90}}, orb.Point{40.7348, 36.0576}} {
		labels := label.FindAllStringSubmatch(string(sketch(g)), -1)
		if len(labels) < 3 {
			t.Errorf("%v: %d labels", g, len(labels))
		}
		for _, l := range labels {
			x, errX := strconv.ParseFloat(l[1], 64)
			y, errY := strconv.ParseFloat(l[2], 64)
			if errX != nil || errY != nil || x < 0 || x > 320-30 || y < 8 || y > 200 {
				t.Errorf("%v: the label %s stands at %v, %v", g, l[3], x, y)
			}
		}
	}
}
