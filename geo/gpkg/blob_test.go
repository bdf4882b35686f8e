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
		s, err := gpkg.ParseBlob(hexed(t, test.blob))
		got := ""
		if err == nil && !s.IsEmpty() {
			got = string(s.AppendGeoJSON(nil))
		}
		if err != nil || got != test.want {
			t.Errorf("%s: got %s, %v; want %s", test.name, got, err, test.want)
		}
	}
}

func TestParseBlobRefuses(t *testing.T) {
	deep := header + strings.Repeat("01 07000000 01000000", 40) + "01 01000000" + oneLE + twoLE
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
		{"a line in a multipoint", header + "01 04000000 01000000 01 02000000 00000000", "expected 1"},
		{"half a position", header + "01 01000000" + oneLE + nanLE, "not finite"},
		{"infinity", header + "01 02000000 02000000" + "000000000000F07F" + twoLE + threeLE + fourLE, "not finite"},
		{"more after it", header + "01 01000000" + oneLE + twoLE + "00", "1 bytes follow"},
		{"too deep", deep, "hold one another"},
	}
	for _, test := range tests {
		s, err := gpkg.ParseBlob(hexed(t, test.blob))
		if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, %v; want Invalid with %q", test.name, s, err, test.want)
		}
	}
}

// TestAppendBlob writes as the standard's own words have it: little-endian, an
// envelope of x before y, WKB with ISO's types for heights.
func TestAppendBlob(t *testing.T) {
	tests := []struct {
		name    string
		g       orb.Geometry
		heights []float64
		want    string
	}{
		{"point", orb.Point{1, 2}, nil, "47500001 E6100000 01 01000000" + oneLE + twoLE},
		{"tall point", orb.Point{1, 2}, []float64{3}, "47500001 E6100000 01 E9030000" + oneLE + twoLE + threeLE},
		{"line", orb.LineString{{3, 2}, {1, 4}}, nil, "47500003 E6100000" + oneLE + threeLE + twoLE + fourLE + "01 02000000 02000000" + threeLE + twoLE + oneLE + fourLE},
		{"collection", orb.Collection{orb.Point{1, 1}}, []float64{2}, "47500003 E6100000" + strings.Repeat(oneLE, 4) + "01 EF030000 01000000 01 E9030000" + oneLE + oneLE + twoLE},
	}
	for _, test := range tests {
		if got, want := gpkg.AppendBlob(nil, test.g, test.heights, 4326), hexed(t, test.want); !slices.Equal(got, want) {
			t.Errorf("%s: got %X, want %X", test.name, got, want)
		}
	}
}

// FuzzParseBlob: whatever is read can be written, and is then read as the same.
func FuzzParseBlob(f *testing.F) {
	f.Add(gpkg.AppendBlob(nil, orb.Point{1, 2}, nil, 4326))
	f.Add(gpkg.AppendBlob(nil, orb.Point{1, 2}, []float64{math.NaN()}, 4326))
	f.Add(gpkg.AppendBlob(nil, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, []float64{1, 2, 3, 1}, 4326))
	f.Add(gpkg.AppendBlob(nil, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, nil, 3857))
	f.Add(gpkg.AppendBlob(nil, orb.Collection{orb.Point{1, 2}, orb.MultiLineString{{{1, 2}, {3, 4}}}, orb.MultiPoint{{5, 6}}}, nil, 0))
	f.Fuzz(func(t *testing.T, blob []byte) {
		s, err := gpkg.ParseBlob(blob)
		if err != nil {
			if geo.KindOf(err) != geo.Invalid {
				t.Fatalf("the error is not Invalid: %v", err)
			}
			return
		}
		b := geo.NewBuilder(nil)
		if s.Set(b) != nil || s.IsEmpty() {
			return // no geometry of GeoJSON
		}
		b.SetNumericID("1")
		feature, err := b.Feature()
		if err != nil {
			return
		}
		want := shape.Of(feature)
		var heights []float64
		for p := range want.Positions {
			heights = append(heights, p.Height)
		}
		again, err := gpkg.ParseBlob(gpkg.AppendBlob(nil, want.Orb(), heights, 4326))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if got, want := string(again.AppendGeoJSON(nil)), string(want.AppendGeoJSON(nil)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
