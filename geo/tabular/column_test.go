package tabular_test

import (
	"math"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/tabular"
)

func TestTypeOf(t *testing.T) {
	for _, c := range []struct {
		kinds geo.Kinds
		want  tabular.Type
	}{
		{0, tabular.Text},
		{geo.Null, tabular.Text},
		{geo.Boolean | geo.Null, tabular.Boolean},
		{geo.Integer, tabular.Integer},
		{geo.Integer | geo.Number, tabular.Number},
		{geo.Number, tabular.Number},
		{geo.Text, tabular.Text},
		{geo.Date, tabular.Date},
		{geo.DateTime | geo.Null, tabular.DateTime},
		{geo.Date | geo.DateTime, tabular.Text},
		{geo.Text | geo.DateTime, tabular.Text},
		{geo.Text | geo.Integer, tabular.Text},
		{geo.Boolean | geo.Integer, tabular.JSON},
		{geo.Array, tabular.JSON},
		{geo.Object | geo.Text, tabular.JSON},
	} {
		if got := tabular.TypeOf(c.kinds); got != c.want {
			t.Errorf("kinds %b: got %v, want %v", c.kinds, got, c.want)
		}
	}
}

func TestColumns(t *testing.T) {
	schema := geo.NewSchema(geo.Field{Name: "id", Kinds: geo.Text}, geo.Field{Name: "n", Kinds: geo.Integer}, geo.Field{Name: "feature_id", Kinds: geo.Text})
	o := geo.Output{Collection: geo.Collection{Schema: schema, NumericIDs: true}}
	got := tabular.Columns(&o)
	if len(got) != 4 || got[0].Name != "feature_id_2" || got[0].Type != tabular.Integer || got[0].Field != tabular.IsID || got[2].Name != "n" {
		t.Errorf("got %+v", got)
	}
	o.Fields = []int{1}
	if got := tabular.Columns(&o); len(got) != 2 || got[0].Name != "id" || got[1].Field != 1 {
		t.Errorf("of one property: got %+v", got)
	}
}

func TestValues(t *testing.T) {
	f := feature(t)
	c := tabular.Column{Name: "p"}
	for _, v := range []string{"0", "-1", "999999999999999999", "-9223372036854775808", "9223372036854775807"} {
		if n, err := c.Int(f, geo.Value(v)); err != nil || string(geo.AppendFloat(nil, float64(n))) != string(geo.AppendFloat(nil, must(geo.Value(v).Float()))) {
			t.Errorf("%s: got %d and %v", v, n, err)
		}
	}
	for _, v := range []string{"9223372036854775808", "1.5", `"1"`, "-", `"` + strings.Repeat("x", 99) + `"`} {
		if _, err := c.Int(f, geo.Value(v)); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), `p: the feature "x" has `) {
			t.Errorf("%s: got %v, want Invalid", v, err)
		}
	}
	if _, err := c.Bool(f, geo.Value(`1`)); geo.KindOf(err) != geo.Invalid {
		t.Errorf("1 as true or false: got %v", err)
	}
	if _, err := c.Float(f, geo.Value(`"x"`)); geo.KindOf(err) != geo.Invalid {
		t.Errorf("a text as a number: got %v", err)
	}
	if _, err := c.Instant(f, geo.Value(`"tomorrow"`)); geo.KindOf(err) != geo.Invalid {
		t.Errorf("a text as a time: got %v", err)
	}
}

// feature is one called x.
func feature(t testing.TB) geo.Feature {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID("x")
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func must(v float64, _ bool) float64 { return v }

func TestJSON(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{` { "a" : [ 1 , { } , [ ] , "\u00e9\/" ] , "b" : null , "c" : { "d" : true } } `, `{"a":[1,{},[],"é/"],"b":null,"c":{"d":true}}`},
		{`1E+2`, `1E+2`},
		{`{"a":{"b":1},"c":{"b":1},"d":[{"b":1},{"b":2}]}`, `{"a":{"b":1},"c":{"b":1},"d":[{"b":1},{"b":2}]}`},
		{`{"a":1,"b":{"a":1},"\u0061":2}`, ``},
		{`[{"b":{"c":1,"c":1}}]`, ``},
		{`[1,2`, ``},
		{`1 2`, ``},
		{`1e999`, ``},
		{strings.Repeat("[", 600) + strings.Repeat("]", 600), ``},
		{``, ``},
	} {
		got, ok := tabular.AppendJSON(nil, []byte(c.text))
		if string(got) != c.want || ok != (c.want != "") {
			t.Errorf("%.40s: got %s (%t), want %s", c.text, got, ok, c.want)
		}
	}
}

func TestScalars(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{string(tabular.AppendFloat(nil, math.Inf(1))), "null"},
		{string(tabular.AppendFloat32(nil, 0.1)), "0.1"},
		{string(tabular.AppendFloat32(nil, float32(math.NaN()))), "null"},
		{string(tabular.AppendBase64(nil, []byte{0xff, 0})), `"/wA="`},
		{string(tabular.AppendDateTime(nil, []byte("2026-01-19T10:30:00"))), `"2026-01-19T10:30:00Z"`},
		{string(tabular.AppendDateTime(nil, []byte("2026-01-19T10:30:00+03:00"))), `"2026-01-19T10:30:00+03:00"`},
		{string(tabular.AppendDateTime(nil, []byte("2026-01-19"))), `"2026-01-19"`},
		{string(tabular.AppendDateTime(nil, []byte("on Monday, in the morning"))), `"on Monday, in the morning"`},
		{string(tabular.AppendText(nil, geo.Value("12"))), "12"},
		{string(tabular.AppendText(nil, geo.Value(`"a\n"`))), "a\n"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}
