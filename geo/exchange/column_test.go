package exchange_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/exchange"
)

func TestTypeOf(t *testing.T) {
	for _, c := range []struct {
		kinds geo.Kinds
		want  exchange.Type
	}{
		{0, exchange.Text},
		{geo.Null, exchange.Text},
		{geo.Boolean | geo.Null, exchange.Boolean},
		{geo.Integer, exchange.Integer},
		{geo.Integer | geo.Number, exchange.Number},
		{geo.Number, exchange.Number},
		{geo.Text, exchange.Text},
		{geo.Date, exchange.Date},
		{geo.DateTime | geo.Null, exchange.DateTime},
		{geo.Date | geo.DateTime, exchange.Text},
		{geo.Text | geo.DateTime, exchange.Text},
		{geo.Text | geo.Integer, exchange.Text},
		{geo.Boolean | geo.Integer, exchange.JSON},
		{geo.Array, exchange.JSON},
		{geo.Object | geo.Text, exchange.JSON},
	} {
		if got := exchange.TypeOf(c.kinds); got != c.want {
			t.Errorf("kinds %b: got %v, want %v", c.kinds, got, c.want)
		}
	}
}

func TestColumns(t *testing.T) {
	schema := geo.NewSchema(geo.Field{Name: "id", Kinds: geo.Text}, geo.Field{Name: "n", Kinds: geo.Integer}, geo.Field{Name: "feature_id", Kinds: geo.Text})
	o := geo.Output{Collection: geo.Collection{Schema: schema, NumericIDs: true}}
	got := exchange.Columns(&o)
	if len(got) != 4 || got[0].Name != "feature_id_2" || got[0].Type != exchange.Integer || got[0].Field != exchange.IsID || got[2].Name != "n" {
		t.Errorf("got %+v", got)
	}
	o.Fields = []int{1}
	if got := exchange.Columns(&o); len(got) != 2 || got[0].Name != "id" || got[1].Field != 1 {
		t.Errorf("of one property: got %+v", got)
	}
}

func TestValues(t *testing.T) {
	f := shaped(t, orb.Point{1, 2}, "")
	c := exchange.Column{Name: "p"}
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

func must(v float64, _ bool) float64 { return v }

func TestJSON(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{` { "a" : [ 1 , { } , [ ] , "\u00e9\/" ] , "b" : null , "c" : { "d" : true } } `, `{"a":[1,{},[],"é/"],"b":null,"c":{"d":true}}`},
		{`1E+2`, `1E+2`},
		{`[1,2`, ``},
		{`1 2`, ``},
		{`1e999`, ``},
		{strings.Repeat("[", 600) + strings.Repeat("]", 600), ``},
		{``, ``},
	} {
		got, ok := exchange.AppendJSON(nil, []byte(c.text))
		if string(got) != c.want || ok != (c.want != "") {
			t.Errorf("%.40s: got %s (%t), want %s", c.text, got, ok, c.want)
		}
	}
}

func TestScalars(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{string(exchange.AppendFloat(nil, math.Inf(1))), "null"},
		{string(exchange.AppendFloat32(nil, 0.1)), "0.1"},
		{string(exchange.AppendFloat32(nil, float32(math.NaN()))), "null"},
		{string(exchange.AppendBase64(nil, []byte{0xff, 0})), `"/wA="`},
		{string(exchange.AppendDateTime(nil, []byte("2026-01-19T10:30:00"))), `"2026-01-19T10:30:00Z"`},
		{string(exchange.AppendDateTime(nil, []byte("2026-01-19T10:30:00+03:00"))), `"2026-01-19T10:30:00+03:00"`},
		{string(exchange.AppendDateTime(nil, []byte("2026-01-19"))), `"2026-01-19"`},
		{string(exchange.AppendDateTime(nil, []byte("on Monday, in the morning"))), `"on Monday, in the morning"`},
		{string(exchange.AppendText(nil, geo.Value("12"))), "12"},
		{string(exchange.AppendText(nil, geo.Value(`"a\n"`))), "a\n"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

// TestHilbert holds that the curve goes through every cell once, from neighbour to
// neighbour.
func TestHilbert(t *testing.T) {
	extent := orb.Bound{Max: orb.Point{65536, 65536}}
	at := func(x, y int) uint32 {
		p := orb.Point{float64(x) + 0.5, float64(y) + 0.5}
		return exchange.Hilbert(orb.Bound{Min: p, Max: p}, extent)
	}
	cells := map[uint32][2]int{}
	for x := range 64 {
		for y := range 64 {
			cells[at(x, y)] = [2]int{x, y}
		}
	}
	for d := range uint32(64*64 - 1) {
		a, ok1 := cells[d]
		b, ok2 := cells[d+1]
		if step := (a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]); !ok1 || !ok2 || step != 1 {
			t.Fatalf("from %d the curve goes from %v (%t) to %v (%t)", d, a, ok1, b, ok2)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		at(r.IntN(1<<20)-1<<19, r.IntN(1<<20)-1<<19) // outside: on the edge
	}
}

func TestSystem(t *testing.T) {
	for _, c := range []struct {
		code       int
		name, want string
	}{
		{4326, "", ""}, {4979, "", ""}, {32637, "", "WGS 84 / UTM zone 37N"}, {3857, "", "WGS 84 / Pseudo-Mercator"},
		{2154, "", "!EPSG:2154"}, {0, "Lambert", `!"Lambert"`}, {0, "", "!without a name"},
	} {
		got, err := exchange.System(c.code, c.name)
		switch words, refused := strings.CutPrefix(c.want, "!"); {
		case refused:
			if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), "ogr2ogr") {
				t.Errorf("%d %s: got %v, want %q", c.code, c.name, err, words)
			}
		case err != nil || (got == nil) != (c.want == "") || got != nil && got.Name() != c.want:
			t.Errorf("%d %s: got %v and %v, want %q", c.code, c.name, got, err, c.want)
		}
	}
	for wkt, want := range map[string]int{
		`GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]]`: 4326, `PROJCRS["x",ID["EPSG",32637]]`: 32637,
		`PROJCS["x",GEOGCS["WGS 84",AUTHORITY["EPSG","4326"]],UNIT["m",1]]`: 0, `LOCAL_CS["x"]`: 0, ``: 0, `ID["EPSG",x]]`: 0,
	} {
		if got := exchange.CodeOfWKT(wkt); got != want {
			t.Errorf("%s: got %d, want %d", wkt, got, want)
		}
	}
}

func TestTurn(t *testing.T) {
	utm, err := crs.Parse("EPSG:32637")
	if err != nil {
		t.Fatal(err)
	}
	f := shaped(t, orb.LineString{{38.99, 35.95}, {40.7348, 36.0576}}, "")
	var s exchange.Shape
	if err := s.Take(f); err != nil {
		t.Fatal(err)
	}
	if err := s.FromCRS84(utm); err != nil || s.XY[0][0] < 400_000 {
		t.Fatalf("got %v and %v", s.XY, err)
	}
	if err := s.ToCRS84(utm); err != nil {
		t.Fatal(err)
	}
	if got, err := given(t, &s); err != nil || got != string(f.GeometryJSON()) {
		t.Errorf("there and back: got %v and %s, want %s", err, got, f.GeometryJSON())
	}
	s.XY[0] = orb.Point{-100, 0}
	if err := s.FromCRS84(utm); geo.KindOf(err) != geo.Invalid {
		t.Errorf("outside of the zone: got %v, want Invalid", err)
	}
}
