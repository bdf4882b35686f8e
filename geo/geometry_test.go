package geo_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

func TestAppendGeometry(t *testing.T) {
	for _, c := range []struct {
		g    orb.Geometry
		want string
	}{
		{nil, `null`},
		{orb.Point{40.7303, -36}, `{"type":"Point","coordinates":[40.7303,-36]}`},
		{orb.MultiPoint{{1, 2}, {3, 4}}, `{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`},
		{orb.LineString{{1, 2}, {3, 4}}, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{orb.MultiLineString{{{1, 2}, {3, 4}}, {}}, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[]]}`},
		{orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`},
		{orb.Collection{orb.Point{1, 2}, orb.Collection{}}, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"GeometryCollection","geometries":[]}]}`},
		{orb.Bound{Min: orb.Point{0, 1}, Max: orb.Point{2, 3}}, `{"type":"Polygon","coordinates":[[[0,1],[2,1],[2,3],[0,3],[0,1]]]}`},
	} {
		if got := string(geo.AppendGeometry([]byte("x"), c.g)); got != "x"+c.want {
			t.Errorf("%v: got %s, want x%s", c.g, got, c.want)
		}
	}
}

func TestAppendFloat(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 1: "1", -1.5: "-1.5", 0.1: "0.1", 1e-6: "0.000001", 1e-7: "1e-07", 1e20: "100000000000000000000", 1e21: "1e+21",
		5e-324: "5e-324", math.MaxFloat64: "1.7976931348623157e+308", 40.730300000000001: "40.7303",
	} {
		if got := string(geo.AppendFloat(nil, v)); got != want {
			t.Errorf("%g: got %s, want %s", v, got, want)
		}
	}
	random := rand.New(rand.NewPCG(11, 12))
	for range 20_000 {
		v := math.Float64frombits(random.Uint64())
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		text := geo.AppendFloat(nil, v)
		if got, err := strconv.ParseFloat(string(text), 64); err != nil || got != v || !json.Valid(text) {
			t.Fatalf("%g: got %s", v, text)
		}
	}
}
