package crs_test

import (
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/crs"
)

// shapes are one geometry of every kind, about a place.
func shapes(p orb.Point) []orb.Geometry {
	q, r := orb.Point{p[0] + 0.1, p[1]}, orb.Point{p[0], p[1] + 0.1}
	ring := orb.Ring{p, q, r, p}
	return []orb.Geometry{
		p, orb.MultiPoint{p, q}, orb.LineString{p, q, r}, ring, orb.MultiLineString{{p, q}, {q, r}},
		orb.Polygon{ring}, orb.MultiPolygon{{ring}, {}}, orb.Collection{p, orb.Collection{orb.LineString{q, r}}},
		orb.Bound{Min: p, Max: orb.Point{q[0], r[1]}}, orb.MultiPoint{}, orb.LineString(nil),
	}
}

func TestTransform(t *testing.T) {
	for _, name := range []string{"OGC:CRS84", "EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:32637"} {
		s := system(t, name)
		for i, g := range shapes(orb.Point{39, 36}) {
			there, err := s.FromCRS84(g)
			if err != nil {
				t.Fatalf("%s: %T: %v", name, g, err)
			}
			if !reflect.DeepEqual(g, shapes(orb.Point{39, 36})[i]) {
				t.Errorf("%s: the %T has been changed", name, g)
			}
			back, err := s.ToCRS84(there)
			if err != nil {
				t.Fatalf("%s: %T: %v", name, there, err)
			}
			if _, box := g.(orb.Bound); box && !s.Degrees() {
				g = g.Bound().ToPolygon()
			}
			if reflect.TypeOf(back) != reflect.TypeOf(g) {
				t.Errorf("%s: a %T comes back as a %T", name, g, back)
			}
			// The positions are those of Forward and come back; sums tell.
			if d := math.Abs(sum(back) - sum(g)); d > 1e-10 {
				t.Errorf("%s: %v becomes %v", name, g, back)
			}
		}
		if g, err := s.FromCRS84(nil); g != nil || err != nil {
			t.Errorf("%s: nothing becomes %v, %v", name, g, err)
		}
	}
}

func sum(g orb.Geometry) float64 {
	total := 0.0
	add := func(list []orb.Point) {
		for i, p := range list {
			total += float64(i+1) * (p[0] + 2*p[1])
		}
	}
	switch g := g.(type) {
	case orb.Point:
		add([]orb.Point{g})
	case orb.MultiPoint:
		add(g)
	case orb.LineString:
		add(g)
	case orb.Ring:
		add(g)
	case orb.MultiLineString:
		for _, l := range g {
			add(l)
		}
	case orb.Polygon:
		for _, r := range g {
			add(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			total += sum(p)
		}
	case orb.Collection:
		for _, one := range g {
			total += sum(one)
		}
	case orb.Bound:
		add([]orb.Point{g.Min, g.Max})
	}
	return total
}

// TestTransformCopies holds that what is returned can be changed.
func TestTransformCopies(t *testing.T) {
	line := orb.LineString{{39, 36}, {40, 36}}
	g, err := crs.CRS84.FromCRS84(line)
	if err != nil {
		t.Fatal(err)
	}
	g.(orb.LineString)[0] = orb.Point{}
	if line[0] != (orb.Point{39, 36}) {
		t.Error("CRS84 returns the geometry it was given")
	}
}

func TestTransformRefuses(t *testing.T) {
	s := system(t, "EPSG:32637")
	for _, g := range shapes(orb.Point{50, 36}) {
		if reflect.ValueOf(g).Kind() == reflect.Slice && reflect.ValueOf(g).Len() == 0 {
			continue
		}
		got, err := s.FromCRS84(g)
		var e *crs.Error
		const want = "the position 50, 36 (longitude, latitude) lies outside of the area of use of EPSG:32637 (WGS 84 / UTM zone 37N), 36°E to 42°E, 0° to 84°N, and the 3° around it"
		if got != nil || !errors.As(err, &e) || err.Error() != want {
			t.Errorf("%T: got %v, %v", g, got, err)
		}
	}
	_, err := s.ToCRS84(orb.Point{1, -4e6})
	const want = "the position 1, -4000000 (metres east, north) lies outside of the area of use of EPSG:32637 (WGS 84 / UTM zone 37N), 36°E to 42°E, 0° to 84°N, and the 3° around it"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := system(t, "EPSG:4326").ToCRS84(orb.Point{181, 0}); err == nil {
		t.Error("a longitude of 181 is taken")
	}
}
