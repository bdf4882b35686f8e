package shape_test

import (
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/shape"
)

// made makes a feature with the shape.
func made(s *shape.Shape) (geo.Feature, error) {
	b := geo.NewBuilder(nil)
	b.SetNumericID("1")
	if err := s.Give(b); err != nil {
		return geo.Feature{}, err
	}
	return b.Feature()
}

func TestGeoJSON(t *testing.T) {
	var s shape.Shape
	for _, c := range []struct{ text, want string }{
		{`{"type":"Point","coordinates":[1,2]}`, ""},
		{`{"crs":{"type":"name","a":["}",{"b":"\"]"}]},"bbox":[1,2,1,2],"type":"Point","coordinates":[1,2],"x":null}`, `{"type":"Point","coordinates":[1,2]}`},
		{`{"\u0074ype":"Po\u0069nt","coordinates":[1,2]}`, `{"type":"Point","coordinates":[1,2]}`},
		{`{"geometries":[],"coordinates":[[1,2]],"type":"MultiPoint"}`, `{"type":"MultiPoint","coordinates":[[1,2]]}`},
		{`{"type":"GeometryCollection","geometries":[null,{"coordinates":[1,2],"type":"Point"}],"coordinates":[]}`,
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`},
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
		if err := s.ParseGeoJSON([]byte(c.text)); err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		heights := s.HasHeights()
		f, err := made(&s)
		if err != nil || string(f.GeometryJSON()) != c.want {
			t.Errorf("%s: got %s and %v, want %s", c.text, f.GeometryJSON(), err, c.want)
			continue
		}
		if got := f.HasHeights(); got != heights {
			t.Errorf("%s: heights %t, want %t", c.text, got, heights)
		}
		if err := s.Take(f); err != nil {
			t.Errorf("%s: take it apart: %v", c.text, err)
			continue
		}
		if again, _ := made(&s); string(again.GeometryJSON()) != c.want {
			t.Errorf("%s: taken apart and put together it is %s", c.text, again.GeometryJSON())
		}
	}
}

func TestGeoJSONRefuses(t *testing.T) {
	deep := strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 70) + strings.Repeat("]}", 70)
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
		{`{"type":"Point","type":"LineString","coordinates":[1,2]}`, "two types"},
		{`{"coordinates":[1,2]}`, "not GeoJSON"},
		{`{"coordinates":[1],"type":"Point"}`, "not those of a Point"},
		{`{"type":"GeometryCollection"}`, "geometries"},
		{`{"type":"GeometryCollection","geometries":[{"type":"Dot"}]}`, `"Dot"`},
		{`{"type":"GeometryCollection","geometries":[3]}`, "geometries"},
		{`[1,2]`, "not GeoJSON"},
		{`{"type":3,"coordinates":[1,2]}`, "not GeoJSON"},
		{deep, "more than 64"},
	} {
		err := new(shape.Shape).ParseGeoJSON([]byte(c.text))
		if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.50s: got %v, want %q", c.text, err, c.want)
		}
	}
}
