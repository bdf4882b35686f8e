package shape_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

func Example() {
	b := geo.NewBuilder(nil)
	b.SetNumericID("1")
	ring := []shape.Position{{Lon: 0, Lat: 0, Height: 5}, {Lon: 0, Lat: 1, Height: 5}, {Lon: 1, Lat: 0, Height: 6}, {Lon: 0, Lat: 0, Height: 5}}
	if err := shape.Single(shape.Polygon, ring...).Set(b); err != nil {
		fmt.Println(err)
		return
	}
	f, err := b.Feature()
	fmt.Printf("%s %v\n", f.GeometryJSON(), err)
	for p := range shape.Of(f).Positions {
		fmt.Print(p.Height, " ")
	}
	// Output:
	// {"type":"Polygon","coordinates":[[[0,0,5],[1,0,6],[0,1,5],[0,0,5]]]} <nil>
	// 5 6 5 5
}

// set makes a feature with the shape and returns its geometry.
func set(s shape.Shape) (geo.Feature, error) {
	b := geo.NewBuilder(nil)
	b.SetNumericID("1")
	if err := s.Set(b); err != nil {
		return geo.Feature{}, err
	}
	return b.Feature()
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"type":"Point","coordinates":[1,2]}`, ""},
		{` { "coordinates" : [ 1.50 , 2 , -3e1 ] , "type" : "Point" } `, `{"type":"Point","coordinates":[1.5,2,-30]}`},
		{`{"type":"Point","coordinates":[]}`, "null"},
		{`null`, "null"},
		{`{"type":"MultiPoint","coordinates":[[1,2],[3,4,5]]}`, ""},
		{`{"type":"LineString","coordinates":[[1,2],[3,4]]}`, ""},
		{`{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[]]}`, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`},
		{`{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`, ""},
		{`{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,0]]]}`, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{`{"type":"Polygon","coordinates":[]}`, "null"},
		{`{"type":"MultiPolygon","coordinates":[[],[[[0,0],[1,0],[1,1],[0,0]]]]}`, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`},
		{`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[]},{"type":"Point","coordinates":[1,2]}]}`,
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`},
		{`{"type":"GeometryCollection","geometries":[{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]}]}]}`, ""},
	} {
		if c.want == "" {
			c.want = c.text
		}
		s, err := shape.Parse([]byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		f, err := set(s)
		if err != nil || string(f.GeometryJSON()) != c.want {
			t.Errorf("%s: got %s and %v, want %s", c.text, f.GeometryJSON(), err, c.want)
			continue
		}
		if again, _ := set(shape.Of(f)); string(again.GeometryJSON()) != c.want {
			t.Errorf("%s: taken apart and put together it is %s", c.text, again.GeometryJSON())
		}
		if got, want := f.HasHeights(), s.HasHeights(); got != want {
			t.Errorf("%s: heights %t, want %t", c.text, got, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	deep := strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 40) + strings.Repeat("]}", 40)
	for _, c := range []struct{ text, want string }{
		{``, "not GeoJSON"},
		{`{"type":"Point"`, "not GeoJSON"},
		{`{"type":"point","coordinates":[1,2]}`, `"point"`},
		{`{"type":"Point","coordinates":[1]}`, "coordinates"},
		{`{"type":"Point","coordinates":[1,2,3,4]}`, "coordinates"},
		{`{"type":"Point","coordinates":[1,"2"]}`, "coordinates"},
		{`{"type":"Point","coordinates":[[1,2]]}`, "coordinates"},
		{`{"type":"Polygon","coordinates":[[1,2]]}`, "coordinates"},
		{`{"type":"LineString"}`, "coordinates"},
		{`{"type":"Point","coordinates":[1,1e999]}`, "coordinates"},
		{deep, "more than 32"},
	} {
		_, err := shape.Parse([]byte(c.text))
		if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.50s: got %v, want %q", c.text, err, c.want)
		}
	}
}

func TestSetRefuses(t *testing.T) {
	at := shape.At
	for _, c := range []struct {
		s    shape.Shape
		want string
	}{
		{shape.Single(shape.Point, at(200, 5)), "-160"},
		{shape.Single(shape.Point, at(-190, 5)), "170"},
		{shape.Single(shape.Point, at(5, 91)), "swapped"},
		{shape.Single(shape.Point, at(100, 91)), "a latitude in degrees"},
		{shape.Single(shape.Point, at(5e5, 4e6)), "map projection"},
		{shape.Single(shape.Point, at(math.NaN(), 5)), "not finite"},
		{shape.Single(shape.Point, shape.Position{Lon: 1, Lat: 2, Height: math.Inf(1)}), "height"},
		{shape.Single(shape.LineString, at(1, 2)), "1 position"},
		{shape.Single(shape.Polygon, at(1, 2), at(2, 3), at(1, 2)), "3 positions"},
		{shape.Single(shape.Polygon, at(0, 0), at(1, 0), at(1, 1), at(0, 1)), "not closed"},
		{shape.Shape{Kind: shape.Collection, Parts: []shape.Shape{shape.Single(shape.Point, at(5, 91))}}, "swapped"},
	} {
		if _, err := set(c.s); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %q", c.s, err, c.want)
		}
	}
}

func TestOnEarth(t *testing.T) {
	lon, lat, err := shape.OnEarth(-180.0000000001, 90.0000000001)
	if lon != -180 || lat != 90 || err != nil {
		t.Errorf("a rounding error: got %v, %v and %v", lon, lat, err)
	}
}

func TestOfOrb(t *testing.T) {
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.MultiPoint{{1, 2}}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}},
		orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		orb.Collection{orb.Point{1, 2}, orb.Collection{orb.LineString{{1, 2}, {3, 4}}}},
	} {
		s := shape.OfOrb(g)
		if got := s.Orb(); !orb.Equal(got, g) {
			t.Errorf("got %v, want %v", got, g)
		}
		if s.Kind.String() != g.GeoJSONType() {
			t.Errorf("got %s, want %s", s.Kind, g.GeoJSONType())
		}
	}
	if s := shape.OfOrb(nil); !s.IsEmpty() || s.Orb() != nil {
		t.Errorf("nothing: got %v", s)
	}
}

// TestChange holds that positions can be changed while they are gone through.
func TestChange(t *testing.T) {
	s := shape.Single(shape.LineString, shape.At(1, 2), shape.At(3, 4))
	for p := range s.Positions {
		p.Lon += 10
	}
	if got := string(s.AppendGeoJSON(nil)); got != `{"type":"LineString","coordinates":[[11,2],[13,4]]}` {
		t.Errorf("got %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"type":"Point","coordinates":[1,2,3]}`, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,1],[1,0],[0,0]]],[]]}`,
		`{"geometries":[{"type":"Point","coordinates":[]}],"type":"GeometryCollection"}`, `{"type":"Point","coordinates":[[]]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := shape.Parse(text)
		if err != nil {
			return
		}
		feature, err := set(s)
		if err != nil {
			return
		}
		again, err := set(shape.Of(feature))
		if err != nil || string(again.GeometryJSON()) != string(feature.GeometryJSON()) {
			t.Fatalf("%q: got %s and %v, want %s", text, again.GeometryJSON(), err, feature.GeometryJSON())
		}
	})
}
