package cql2_test

import (
	"testing"

	"cairn/geo/cql2"

	"github.com/paulmach/orb"
)

// TestPrint prints trees that no parser makes, as programs may.
func TestPrint(t *testing.T) {
	a, b, c := &cql2.Property{Name: "a"}, &cql2.Property{Name: "b"}, &cql2.Property{Name: "c"}
	ring := orb.Ring{{0, 0}, {1, 0}, {0, 1}, {0, 0}}
	for _, x := range []struct {
		e          cql2.Expr
		text, json string
	}{
		{call("or", call("or", a, b), c), "a OR b OR c", `{"op":"or","args":[{"op":"or","args":[{"property":"a"},{"property":"b"}]},{"property":"c"}]}`},
		{call("and", a, call("and", b, c)), "a AND b AND c", `{"op":"and","args":[{"property":"a"},{"op":"and","args":[{"property":"b"},{"property":"c"}]}]}`},
		{&cql2.Geometry{Shape: ring}, "POLYGON((0 0, 1 0, 0 1, 0 0))", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}`},
		{&cql2.Geometry{Shape: orb.Bound{Max: orb.Point{1, 2}}}, "POLYGON((0 0, 1 0, 1 2, 0 2, 0 0))", `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,2],[0,2],[0,0]]]}`},
		{&cql2.Geometry{}, "GEOMETRYCOLLECTION EMPTY", `{"type":"GeometryCollection","geometries":[]}`},
		{call("in", a, b), "a IN b", `{"op":"in","args":[{"property":"a"},{"property":"b"}]}`},
		{&cql2.Number{Value: 1e20}, "100000000000000000000", `100000000000000000000`},
		{&cql2.Number{Value: 1e-6}, "0.000001", `0.000001`},
		{&cql2.Number{Value: 1.0 / 3}, "0.3333333333333333", `0.3333333333333333`},
		{&cql2.Interval{}, "INTERVAL('..', '..')", `{"interval":["..",".."]}`},
	} {
		if got := cql2.String(x.e); got != x.text {
			t.Errorf("String:\n got %s\nwant %s", got, x.text)
		}
		if got := string(cql2.JSON(x.e)); got != x.json {
			t.Errorf("JSON:\n got %s\nwant %s", got, x.json)
		}
	}
}

// TestAppend appends after what is there.
func TestAppend(t *testing.T) {
	e := &cql2.Boolean{Value: true}
	if got, want := string(cql2.AppendJSON(cql2.AppendText([]byte("filter="), e), e)), "filter=TRUEtrue"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
