package geo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// shapes has a geometry of every kind that GeoJSON knows, and none.
var shapes = map[string]orb.Geometry{
	"null":            nil,
	"Point":           orb.Point{40.7303, 36.0561},
	"MultiPoint":      orb.MultiPoint{{1, 2}, {-3, 4.5}},
	"LineString":      orb.LineString{{178.5, 10}, {-178.5, 12}},
	"MultiLineString": orb.MultiLineString{{{0, 0}, {1, 1}}, {{2, 2}, {3, 3}, {4, 4}}},
	"Polygon":         orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{5, 1}, {8, 4}, {8, 1}, {5, 1}}},
	"MultiPolygon":    orb.MultiPolygon{{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}}, {{{-1, -1}, {-1, -2}, {0, -2}, {-1, -1}}}},
	"GeometryCollection": orb.Collection{orb.Point{1, 2}, orb.LineString{{3, 4}, {5, 6}},
		orb.Collection{orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}}}},
}

// TestRecord writes records of every shape, with and without a time, narrow and
// wide, and views them again.
func TestRecord(t *testing.T) {
	for kind, shape := range shapes {
		for _, timed := range []bool{false, true} {
			for _, long := range []int{0, 65_300, 65_536, 200_000} {
				b := geo.NewBuilder(nil)
				properties := []string{"text", `"` + strings.Repeat("é", long/2) + `"`, "o", `{"a":[1,"x"],"b":null}`, "n", `-1.50`}
				if timed {
					properties = append(properties, "date", `"2026-01-19"`)
				}
				f := built(t, b, "id", shape, properties...)
				head := f.AppendHead([]byte("before"), nil)[len("before"):]
				if got := f.HeadSize(); got != len(head) {
					t.Fatalf("%s: the head says it has %d bytes and has %d", kind, got, len(head))
				}
				again := geo.FeatureOf(head, f.GeoJSON(), f.Schema())
				same(t, fmt.Sprint(kind, timed, long), again, f)
				if got := again.Geometry(); !reflect.DeepEqual(got, shape) {
					t.Errorf("%s: got %v, want %v", kind, got, shape)
				}
				if string(again.Property("n")) != "-1.50" || string(again.Property("o")) != properties[3] || len(again.Property("text")) != long/2*2+2 {
					t.Errorf("%s, %d: the values are %s, %s and a text of %d", kind, long, again.Property("n"), again.Property("o"), len(again.Property("text")))
				}
				if _, got := again.Period(); got != timed {
					t.Errorf("%s: has a time: %t, want %t", kind, got, timed)
				}
				if !json.Valid(again.GeoJSON()) || !bytes.Contains(again.GeometryJSON(), []byte(kind)) {
					t.Errorf("%s: wrong GeoJSON, its geometry %s", kind, again.GeometryJSON())
				}
			}
		}
	}
}

func same(t *testing.T, what string, got, want geo.Feature) {
	t.Helper()
	p, pOK := got.Period()
	q, qOK := want.Period()
	g, gOK := got.Bound()
	w, wOK := want.Bound()
	if !bytes.Equal(got.GeoJSON(), want.GeoJSON()) || p != q || pOK != qOK || g != w || gOK != wOK || got.Located() != want.Located() || got.HasHeights() != want.HasHeights() {
		t.Errorf("%s: got %s, %v, %v; want %s, %v, %v", what, got.GeoJSON(), p, g, want.GeoJSON(), q, w)
	}
}

func TestRecordBound(t *testing.T) {
	b := geo.NewBuilder(nil)
	for kind, shape := range shapes {
		f := built(t, b, "a", shape)
		bound, ok := f.Bound()
		if ok != (shape != nil) || f.Located() != ok {
			t.Errorf("%s: located %t, bound %t", kind, f.Located(), ok)
		}
		if shape != nil && bound != shape.Bound() {
			t.Errorf("%s: got %v, want %v", kind, bound, shape.Bound())
		}
		if _, isPoint := f.Point(); isPoint != (kind == "Point") {
			t.Errorf("%s: is a point: %t", kind, isPoint)
		}
	}
}

// TestAppendHeadNumbers moves features to a store whose schema has the same
// fields under other numbers.
func TestAppendHeadNumbers(t *testing.T) {
	for _, long := range []int{10, 70_000} {
		b := geo.NewBuilder(nil)
		f := built(t, b, "a", orb.Point{1, 2}, "a", `1`, "b", `"`+strings.Repeat("x", long)+`"`, "c", `3`)
		store := geo.NewSchema(geo.Field{Name: "c"}, geo.Field{Name: "x"}, geo.Field{Name: "a"}, geo.Field{Name: "b"})
		number := make([]int, len(f.Schema().Fields()))
		for i, field := range f.Schema().Fields() {
			number[i], _ = store.Field(field.Name)
		}
		moved := geo.FeatureOf(f.AppendHead(nil, number), f.GeoJSON(), store)
		for _, name := range []string{"a", "b", "c", "x"} {
			if got, want := moved.Property(name), f.Property(name); !bytes.Equal(got, want) {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
		}
		if !bytes.Equal(moved.GeoJSON(), f.GeoJSON()) || string(f.Value(0)) != "1" || string(moved.Value(0)) != "3" {
			t.Errorf("the GeoJSON changed, or the feature itself: %s, %s", f.Value(0), moved.Value(0))
		}
	}
}

// TestGeometryText gives the geometry as text, with and without heights.
func TestGeometryText(t *testing.T) {
	b := geo.NewBuilder(nil)
	for _, c := range []struct {
		set     func()
		want    string
		heights bool
	}{
		{func() { b.SetPoint(orb.Point{1, 2}, []byte("[1.0,2.0,3]")); b.SetHeights() }, `{"type":"Point","coordinates":[1.0,2.0,3]}`, true},
		{func() { b.SetGeometry(orb.Point{1, 2}, []byte(`{"type":"Point","coordinates":[1.0,2.0]}`)) }, `{"type":"Point","coordinates":[1.0,2.0]}`, false},
		{func() {
			b.SetGeometry(orb.LineString{{1, 2}, {3, 4}}, []byte(`{"type":"LineString","coordinates":[[1,2,5],[3,4]]}`))
			b.SetHeights()
		},
			`{"type":"LineString","coordinates":[[1,2,5],[3,4]]}`, true},
		{func() { b.SetPoint(orb.Point{1, 2}, nil); b.SetHeights(); b.SetPoint(orb.Point{3, 4}, nil) }, `{"type":"Point","coordinates":[3,4]}`, false},
		{func() { b.SetPoint(orb.Point{1, 2}, nil); b.SetGeometry(nil, nil) }, `null`, false},
		{func() { b.SetPoint(orb.Point{1, 2}, nil); b.SetGeometry(orb.Polygon{}, nil) }, `null`, false},
		{func() { b.SetGeometry(orb.Collection{orb.MultiPoint{}}, nil) }, `null`, false},
		{func() { b.SetGeometry(orb.LineString{{1, 2}, {3, 4}}, nil); b.SetPoint(orb.Point{5, 6}, nil) }, `{"type":"Point","coordinates":[5,6]}`, false},
	} {
		b.SetID("a")
		c.set()
		f, err := b.Feature()
		if got := string(f.GeometryJSON()); err != nil || got != c.want || f.HasHeights() != c.heights || f.Located() != (c.want != "null") {
			t.Errorf("got %s, heights %t, located %t (%v); want %s, %t", got, f.HasHeights(), f.Located(), err, c.want, c.heights)
		}
	}
}
