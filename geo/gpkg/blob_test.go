package gpkg_test

import (
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
	"cairn/geo/shape"
)

// hexed reads hexadecimal with spaces.
func hexed(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// one and two as float64, in either byte order.
const (
	oneBE, twoBE    = "3FF0000000000000", "4000000000000000"
	oneLE, twoLE    = "000000000000F03F", "0000000000000040"
	threeLE, fourLE = "0000000000000840", "0000000000001040"
	nanLE           = "000000000000F87F"
	header          = "47500001 E6100000"
)

func TestParseBlob(t *testing.T) {
	tests := []struct {
		name, blob string
		want       string // GeoJSON
	}{
		{"point", header + "01 01000000" + oneLE + twoLE, `{"type":"Point","coordinates":[1,2]}`},
		{"big-endian in little", header + "00 00000001" + oneBE + twoBE, `{"type":"Point","coordinates":[1,2]}`},
		{"big-endian header", "47500000 000010E6" + "00 00000001" + oneBE + twoBE, `{"type":"Point","coordinates":[1,2]}`},
		{"an envelope of xyz", "47500005 E6100000" + strings.Repeat(oneLE, 6) + "01 01000000" + oneLE + twoLE, `{"type":"Point","coordinates":[1,2]}`},
		{"an envelope of xyzm", "47500009 E6100000" + strings.Repeat(oneLE, 8) + "01 01000000" + oneLE + twoLE, `{"type":"Point","coordinates":[1,2]}`},
		{"height", header + "01 E9030000" + oneLE + twoLE + threeLE, `{"type":"Point","coordinates":[1,2,3]}`},
		{"height, as before ISO", header + "01 01000080" + oneLE + twoLE + threeLE, `{"type":"Point","coordinates":[1,2,3]}`},
		{"measure", header + "01 D1070000" + oneLE + twoLE + threeLE, `{"type":"Point","coordinates":[1,2]}`},
		{"height and measure", header + "01 B90B0000" + oneLE + twoLE + threeLE + fourLE, `{"type":"Point","coordinates":[1,2,3]}`},
		{"a height that is not there", header + "01 E9030000" + oneLE + twoLE + nanLE, `{"type":"Point","coordinates":[1,2]}`},
		{"line", header + "01 02000000 02000000" + oneLE + twoLE + threeLE + fourLE, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{"multipoint", header + "01 04000000 02000000 01 01000000" + oneLE + twoLE + "00 00000001" + oneBE + twoBE, `{"type":"MultiPoint","coordinates":[[1,2],[1,2]]}`},
		{"collection", header + "01 07000000 01000000 01 01000000" + oneLE + twoLE, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`},
		{"empty by its flag", "47500011 E6100000", ""},
		{"empty point", header + "01 01000000" + nanLE + nanLE, ""},
		{"empty polygon", header + "01 03000000 00000000", ""},
		{"polygon of an empty ring", header + "01 03000000 01000000 00000000", ""},
		{"empty collection", header + "01 07000000 00000000", ""},
	}
	for _, test := range tests {
		var s shape.Shape
		err := gpkg.ParseBlob(hexed(t, test.blob), &s)
		got := ""
		if err == nil {
			got = given(t, &s)
		}
		if err != nil || got != test.want {
			t.Errorf("%s: got %s, %v; want %s", test.name, got, err, test.want)
		}
	}
}

// given returns the GeoJSON of a shape, nothing for none.
func given(t testing.TB, s *shape.Shape) string {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetNumericID("1")
	if err := s.Give(b); err != nil {
		t.Fatal(err)
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(string(f.GeometryJSON()), "null")
}

// blob writes a geometry, whose positions have the heights.
func blob(t testing.TB, g orb.Geometry, srs int32, heights ...float64) []byte {
	t.Helper()
	s := shapeOf(g)
	s.Z = heights
	return gpkg.AppendBlob(nil, s, srs)
}

// shapeOf makes a shape of a geometry, which need not be on Earth.
func shapeOf(g orb.Geometry) *shape.Shape {
	s := new(shape.Shape)
	s.Set(g)
	return s
}

func TestParseBlobRefuses(t *testing.T) {
	deep := header + strings.Repeat("01 07000000 01000000", 70) + "01 01000000" + oneLE + twoLE
	tests := []struct{ name, blob, want string }{
		{"nothing", "", "0 bytes"},
		{"a header cut off", "475000", "3 bytes"},
		{"something else", "89504E470D0A1A0A00", "begin with GP"},
		{"version 2", "47500101 E6100000 01 01000000" + oneLE + twoLE, "version 2"},
		{"extended", "47500021 E6100000 54455354", "Extended"},
		{"envelope 5", "4750000B E6100000" + strings.Repeat(oneLE, 8), "code 5"},
		{"envelope cut off", "47500003 E6100000" + oneLE, "in its envelope"},
		{"no geometry", header, "in the middle"},
		{"byte order 2", header + "02 01000000" + oneLE + twoLE, "byte order"},
		{"type 0", header + "01 00000000" + oneLE, "type 0"},
		{"a curve", header + "01 08000000 00000000", "CircularString"},
		{"a tall curve", header + "01 F2030000 00000000", "CurvePolygon"},
		{"a surface", header + "01 0F000000 00000000", "PolyhedralSurface"},
		{"point cut off", header + "01 01000000" + oneLE, "in the middle"},
		{"too many positions", header + "01 02000000 FFFFFFFF" + oneLE, "4294967295 parts"},
		{"too many parts", header + "01 07000000 FFFFFF7F" + oneLE, "2147483647 parts"},
		{"a line in a multipoint", header + "01 04000000 01000000 01 02000000 00000000", "is a LineString; expected a Point"},
		{"more after it", header + "01 01000000" + oneLE + twoLE + "00", "1 bytes follow"},
		{"too deep", deep, "stand within one another"},
	}
	for _, test := range tests {
		var s shape.Shape
		err := gpkg.ParseBlob(hexed(t, test.blob), &s)
		if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, %v; want Invalid with %q", test.name, s, err, test.want)
		}
	}
}

// TestAppendBlob writes as the standard's own words have it: little-endian, an
// envelope of x before y, WKB with ISO's types for heights.
func TestAppendBlob(t *testing.T) {
	inside := shapeOf(orb.Collection{orb.Point{1, 1}})
	inside.Parts[0].Z = []float64{2}
	tests := []struct {
		name string
		got  []byte
		want string
	}{
		{"point", blob(t, orb.Point{1, 2}, 4326), "47500001 E6100000 01 01000000" + oneLE + twoLE},
		{"tall point", blob(t, orb.Point{1, 2}, 4326, 3), "47500001 E6100000 01 E9030000" + oneLE + twoLE + threeLE},
		{"line", blob(t, orb.LineString{{3, 2}, {1, 4}}, 4326), "47500003 E6100000" + oneLE + threeLE + twoLE + fourLE + "01 02000000 02000000" + threeLE + twoLE + oneLE + fourLE},
		{"collection", gpkg.AppendBlob(nil, inside, 4326), "47500003 E6100000" + strings.Repeat(oneLE, 4) + "01 EF030000 01000000 01 E9030000" + oneLE + oneLE + twoLE},
	}
	for _, test := range tests {
		if want := hexed(t, test.want); !slices.Equal(test.got, want) {
			t.Errorf("%s: got %X, want %X", test.name, test.got, want)
		}
	}
}

// FuzzParseBlob: whatever is read can be written, and is then read as the same.
func FuzzParseBlob(f *testing.F) {
	f.Add(blob(f, orb.Point{1, 2}, 4326))
	f.Add(blob(f, orb.Point{1, 2}, 4326, math.NaN()))
	f.Add(blob(f, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, 4326, 1, 2, 3, 1))
	f.Add(blob(f, orb.LineString{{0, 0}, {1, 0}}, 3857))
	f.Add(blob(f, orb.Collection{orb.Point{1, 2}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.Collection{orb.Polygon{}}}, 0))
	f.Fuzz(func(t *testing.T, bytes []byte) {
		var s, again shape.Shape
		if err := gpkg.ParseBlob(bytes, &s); err != nil {
			if geo.KindOf(err) != geo.Invalid {
				t.Fatalf("the error is not Invalid: %v", err)
			}
			return
		}
		if s.Give(geo.NewBuilder(nil)) != nil || s.Kind == shape.Nowhere {
			return // no geometry of GeoJSON
		}
		if err := gpkg.ParseBlob(gpkg.AppendBlob(nil, &s, 4326), &again); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if got, want := given(t, &again), given(t, &s); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
