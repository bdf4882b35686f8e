package shape_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"cairn/geo"
	"cairn/geo/shape"
)

// shaped makes the feature whose geometry text is.
func shaped(t testing.TB, g orb.Geometry, text string) geo.Feature {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID("x")
	if text == "" {
		b.SetGeometry(g, nil)
	} else {
		b.SetGeometry(g, []byte(text))
		b.SetHeights()
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// given returns the GeoJSON of what s gives to a feature.
func given(t testing.TB, s *shape.Shape) (string, error) {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID("x")
	if err := s.Give(b); err != nil {
		return "", err
	}
	f, err := b.Feature()
	return string(f.GeometryJSON()), err
}

// TestWKB compares with another implementation, and reads it again.
func TestWKB(t *testing.T) {
	ring := orb.Ring{{0, 0}, {9, 0}, {9, 9}, {0, 0}}
	hole := orb.Ring{{1, 0.5}, {8, 7}, {8, 0.5}, {1, 0.5}}
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.Polygon{ring, hole},
		orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, orb.MultiPolygon{{ring, hole}, {ring}},
		orb.Collection{orb.Point{1, 2}, orb.Collection{orb.Polygon{ring}}, orb.MultiLineString{{{1, 2}, {3, 4}}}},
	} {
		f := shaped(t, g, "")
		var s, again shape.Shape
		if err := s.Take(f); err != nil {
			t.Fatal(err)
		}
		got := s.AppendWKB(nil)
		if want := wkb.MustMarshal(g); string(got) != string(want) {
			t.Errorf("%s: got\n%x, want\n%x", g.GeoJSONType(), got, want)
		}
		if err := again.ParseWKB(got); err != nil {
			t.Fatal(err)
		}
		if text, err := given(t, &again); err != nil || text != string(f.GeometryJSON()) {
			t.Errorf("%s: got %v and %s, want %s", g.GeoJSONType(), err, text, f.GeometryJSON())
		}
	}
}

func TestWKBHeights(t *testing.T) {
	const text = `{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[1,2,3],[4,5]]},{"type":"MultiPoint","coordinates":[[6,7]]}]}`
	f := shaped(t, orb.Collection{orb.LineString{{1, 2}, {4, 5}}, orb.MultiPoint{{6, 7}}}, text)
	var s shape.Shape
	if err := s.Take(f); err != nil {
		t.Fatal(err)
	}
	b := s.AppendWKB(nil)
	const begin = "01ef03000002000000" + "01ea03000002000000" + "000000000000f03f" + "0000000000000040" + "0000000000000840"
	if got := hex.EncodeToString(b); !strings.HasPrefix(got, begin) {
		t.Errorf("got %s, want %s…", got, begin)
	}
	if err := s.ParseWKB(b); err != nil {
		t.Fatal(err)
	}
	if low, high := s.Heights(); low != 3 || high != 3 {
		t.Errorf("heights are from %v to %v, want 3", low, high)
	}
	if got, err := given(t, &s); err != nil || got != text {
		t.Errorf("got %v and %s, want %s", err, got, text)
	}
}

// TestWKBDialects reads what others write, and refuses what GeoJSON cannot hold.
func TestWKBDialects(t *testing.T) {
	const one, two, three, four = "000000000000f03f", "0000000000000040", "0000000000000840", "0000000000001040"
	const nan = "000000000000f87f"

	for _, c := range []struct{ name, hex, want string }{
		{"big-endian", "0000000001" + "3ff0000000000000" + "4000000000000000", `{"type":"Point","coordinates":[1,2]}`},
		{"ISO Z", "01e9030000" + one + two + three, `{"type":"Point","coordinates":[1,2,3]}`},
		{"EWKB Z", "0101000080" + one + two + three, `{"type":"Point","coordinates":[1,2,3]}`},
		{"EWKB with SRID", "0101000020e6100000" + one + two, `{"type":"Point","coordinates":[1,2]}`},
		{"empty point", "0101000000" + nan + nan, `null`},
		{"empty line", "010200000000000000", `null`},
		{"empty collection", "010700000000000000", `null`},
		{"empty part", "010700000002000000" + "010200000000000000" + "0101000000" + one + two, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`},
		{"clockwise", "010300000001000000" + "04000000" + one + one + one + two + two + one + one + one, `{"type":"Polygon","coordinates":[[[1,1],[2,1],[1,2],[1,1]]]}`},
		{"rounding noise", "0101000000" + "ffffffffff7f6640" + one, `{"type":"Point","coordinates":[179.99999999999997,1]}`},
		{"ISO M", "01d1070000" + one + two + three, `{"type":"Point","coordinates":[1,2]}`},
		{"ISO ZM", "01b90b0000" + one + two + three + four, `{"type":"Point","coordinates":[1,2,3]}`},
		{"EWKB M", "0101000040" + one + two + three, `{"type":"Point","coordinates":[1,2]}`},
		{"curve", "010800000000000000", "!CircularString"},
		{"a line of measures", "01d207000002000000" + one + two + four + three + four + one, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{"tall and flat parts", "010700000002000000" + "0101000000" + one + two + "01e9030000" + one + two + three, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Point","coordinates":[1,2,3]}]}`},
		{"a tall point after a flat one", "010400000002000000" + "0101000000" + one + two + "01e9030000" + three + four + three, `{"type":"MultiPoint","coordinates":[[1,2],[3,4,3]]}`},
		{"an empty point among points", "010400000002000000" + "0101000000" + nan + nan + "0101000000" + one + two, `{"type":"MultiPoint","coordinates":[[1,2]]}`},
		{"a tall surface", "01f7030000" + "00000000", "!PolyhedralSurface"},
		{"ISO's fourth thousand", "01a10f0000" + one + two, "!type 4001"},
		{"kind 0", "0100000000" + one + two, "!type 0"},
		{"the number of a system, cut", "0101000020e610", "!damaged"},
		{"no order", "0201000000" + one + two, "!byte order of a geometry is 2"},
		{"nothing", "", "!damaged"},
		{"cut", "0101000000" + one, "!damaged"},
		{"a huge count", "0102000000ffffffff" + one + two, "!damaged"},
		{"too long", "0101000000" + one + two + "00", "!1 bytes follow"},
		{"a line in points", "010400000001000000" + "010200000000000000", "!expected a Point"},
		{"a line in polygons", "010600000001000000" + "010200000000000000", "!expected a Polygon"},
		{"not closed", "010300000001000000" + "04000000" + one + one + one + two + two + one + one + three, "!not closed"},
		{"three positions", "010300000001000000" + "03000000" + one + one + two + one + one + one, "!3 positions"},
		{"one position", "010200000001000000" + one + one, "!1 position"},
		{"off the Earth", "0101000000" + one + "0000000000c05740", "!95"},
		{"half a number", "0101000000" + one + nan, "!NaN"},
		{"deep", strings.Repeat("010700000001000000", 70) + "0101000000" + one + two, "!within one another"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := hex.DecodeString(c.hex)
			if err != nil {
				t.Fatal(err)
			}
			var s shape.Shape
			got := ""
			if err = s.ParseWKB(b); err == nil {
				got, err = given(t, &s)
			}
			if words, refused := strings.CutPrefix(c.want, "!"); refused {
				if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), words) {
					t.Errorf("got %v and %s, want an Invalid with %q", err, got, words)
				}
			} else if err != nil || got != c.want {
				t.Errorf("got %v and %s, want %s", err, got, c.want)
			}
		})
	}
}
