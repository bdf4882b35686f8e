package main

import (
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/format"
)

// TestAsDeclared gives the cells of tables the kinds that are declared, and leaves alone
// what can be none of them.
func TestAsDeclared(t *testing.T) {
	declared := geo.NewDeclared(geo.Frame{},
		geo.Field{Name: "code", Limits: &geo.Limits{Kinds: geo.Text}}, geo.Field{Name: "depth", Limits: &geo.Limits{Kinds: geo.Number}},
		geo.Field{Name: "taps", Limits: &geo.Limits{Kinds: geo.Integer}}, geo.Field{Name: "works", Limits: &geo.Limits{Kinds: geo.Boolean}},
		geo.Field{Name: "both", Limits: &geo.Limits{Kinds: geo.Text | geo.Number}}, geo.Field{Name: "dug", Limits: &geo.Limits{Kinds: geo.Date}}, geo.Field{Name: "free"})
	for _, c := range []struct{ properties, want string }{
		{`{"code":7.50,"depth":1,"free":5,"more":6}`, `{"code":"7.50","depth":1,"free":5,"more":6}`},
		{`{"code":true,"works":"TRUE","depth":" 2.5 "}`, `{"code":"true","works":true,"depth":2.5}`},
		{`{"depth":"deep","taps":"4","works":"yes","code":null}`, `{"depth":"deep","taps":4,"works":"yes","code":null}`},
		{`{"depth":"","taps":"true","works":"null","both":5,"dug":2026}`, `{"depth":"","taps":"true","works":"null","both":5,"dug":2026}`},
		{`{"both":"5","depth":"1e","taps":"-","code":[1]}`, `{"both":"5","depth":"1e","taps":"-","code":[1]}`},
		{`{"depth":"\"","taps":"007","code":"x"}`, `{"depth":"\"","taps":"007","code":"x"}`},
		{`{}`, `{}`},
	} {
		text := `{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[40.50,36,5]},"properties":` + c.properties + `}`
		for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
			if err != nil {
				t.Fatal(err)
			}
			got := asDeclared(declared, f, geo.NewBuilder(nil))
			if string(got.PropertiesJSON()) != c.want || string(got.GeometryJSON()) != string(f.GeometryJSON()) || !got.HasNumericID() || got.ID() != "7" || !got.HasHeights() {
				t.Errorf("%s: got %s, want %s", c.properties, got.GeoJSON(), c.want)
			}
		}
	}
}
