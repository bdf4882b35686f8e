package csv_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/csv"
	"cairn/geo/format"
)

// ogr2ogr runs GDAL's converter. It skips the test where GDAL is not installed,
// except in CI.
func ogr2ogr(t *testing.T, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		const missing = "GDAL is not installed (Debian: gdal-bin), so it neither reads nor writes CSV here"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	if out, err := exec.Command("ogr2ogr", args...).CombinedOutput(); err != nil || bytes.Contains(out, []byte("ERROR")) {
		t.Fatalf("ogr2ogr %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// mixed is a layer of what is hard to write: values of every kind and, unless there
// are to be points alone, geometries of every kind, with and without heights.
func mixed(t *testing.T, points bool) *table {
	s := newTable()
	for i, g := range []orb.Geometry{
		orb.Point{40.7303, 36.0561}, orb.LineString{{1, 2}, {3, 4.5}}, orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 0}}, {{5, 2}, {6, 3}, {6, 2}, {5, 2}}},
		orb.MultiPoint{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}, nil,
	} {
		s.b.SetID(geo.ID("f" + string(rune('a'+i))))
		switch {
		case points && g != nil:
			s.b.SetPoint(orb.Point{40.7303, 36.0561 + float64(i)}, nil)
		case i == 1:
			s.b.SetGeometry(g, []byte(`{"type":"LineString","coordinates":[[1,2,3],[3,4.5,-6]]}`))
			s.b.SetHeights()
		case g != nil:
			s.b.SetGeometry(g, nil)
		}
		text := []string{"plain", `a "quoted" one`, "two\nlines", "comma, semicolon;", "الشدادي", "é🎈", "=1+1", "'"}[i]
		must(t, s.b.AddText("text", text), s.b.AddNumber("real", float64(i)*1.25-3.5), s.b.AddNumber("whole", float64(i*1000-3)), s.b.AddText("day", "2026-01-19"),
			s.b.Add([]byte("none"), geo.Value("null")))
		s.add(t)
	}
	return s
}

// TestGDALReads has GDAL read what was written here.
func TestGDALReads(t *testing.T) {
	for _, points := range []bool{true, false} {
		s := mixed(t, points)
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in.csv"), filepath.Join(dir, "out.geojson")
		if err := os.WriteFile(in, []byte(s.write(t, s.output())), 0o644); err != nil {
			t.Fatal(err)
		}
		ogr2ogr(t, "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", out, in, "-oo", "X_POSSIBLE_NAMES=longitude", "-oo", "Y_POSSIBLE_NAMES=latitude",
			"-oo", "GEOM_POSSIBLE_NAMES=geometry", "-oo", "KEEP_GEOM_COLUMNS=NO", "-oo", "AUTODETECT_TYPE=YES")
		text, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Features []struct {
				Geometry   json.RawMessage
				Properties map[string]any
			}
		}
		if err := json.Unmarshal(text, &read); err != nil {
			t.Fatal(err)
		}
		if len(read.Features) != len(s.features) {
			t.Fatalf("GDAL reads %d features, want %d", len(read.Features), len(s.features))
		}
		for i, f := range s.features {
			got := read.Features[i]
			var geometry bytes.Buffer
			if err := json.Compact(&geometry, got.Geometry); err != nil {
				t.Fatal(err)
			}
			if want := strings.ReplaceAll(string(f.GeometryJSON()), ".0,", ","); numbers(t, geometry.String()) != numbers(t, want) {
				t.Errorf("%s: GDAL reads %s, want %s", f.ID(), &geometry, want)
			}
			want := map[string]any{"id": string(f.ID()), "text": f.Property("text").String(), "none": nil}
			for name, v := range want {
				if got.Properties[name] != v && !(v == nil && got.Properties[name] == "") {
					t.Errorf("%s of %s: GDAL reads %v, want %v", name, f.ID(), got.Properties[name], v)
				}
			}
			for _, name := range []string{"real", "whole"} {
				if want, _ := f.Property(name).Float(); got.Properties[name] != want {
					t.Errorf("%s of %s: GDAL reads %v, want %v", name, f.ID(), got.Properties[name], want)
				}
			}
		}
	}
}

// numbers writes a geometry with its numbers rounded to 1e-12, all in one way.
func numbers(t *testing.T, geometry string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(geometry), &v); err != nil {
		t.Fatal(err)
	}
	var round func(v any) any
	round = func(v any) any {
		switch v := v.(type) {
		case float64:
			return math.Round(v*1e12) / 1e12
		case []any:
			for i := range v {
				v[i] = round(v[i])
			}
		case map[string]any:
			for name := range v {
				v[name] = round(v[name])
			}
		}
		return v
	}
	text, err := json.Marshal(round(v))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestReadGDAL reads what GDAL writes.
func TestReadGDAL(t *testing.T) {
	for _, c := range []struct {
		name    string
		points  bool
		options []string
	}{
		{"AS_XY", true, []string{"-lco", "GEOMETRY=AS_XY"}},
		{"AS_YX, semicolons, CR LF, BOM", true, []string{"-lco", "GEOMETRY=AS_YX", "-lco", "SEPARATOR=SEMICOLON", "-lco", "LINEFORMAT=CRLF", "-lco", "WRITE_BOM=YES"}},
		{"AS_WKT", false, []string{"-lco", "GEOMETRY=AS_WKT"}},
		{"AS_WKT, tabs", false, []string{"-lco", "GEOMETRY=AS_WKT", "-lco", "SEPARATOR=TAB"}},
	} {
		s := mixed(t, c.points)
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in.geojson"), filepath.Join(dir, "out.csv")
		var text bytes.Buffer
		w := format.NewGeoJSON(&text, s.output())
		for _, f := range s.features {
			must(t, w.Write(f))
		}
		if err := errors.Join(w.Close(), os.WriteFile(in, text.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
		ogr2ogr(t, append([]string{"-f", "CSV", out, in}, c.options...)...)
		written, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		features, notes, err := readAll(string(written), csv.Options{})
		if err != nil || len(features) != len(s.features) || notes != nil {
			t.Errorf("%s: got %d features, %q and %v, want %d:\n%s", c.name, len(features), notes, err, len(s.features), written)
			continue
		}
		for i, f := range s.features {
			got := features[i]
			if numbers(t, string(got.GeometryJSON())) != numbers(t, string(f.GeometryJSON())) || string(got.RawID()) != string(f.RawID()) {
				t.Errorf("%s: got %s, want %s", c.name, got.GeoJSON(), f.GeoJSON())
			}
			for _, name := range []string{"text", "real", "whole", "day"} {
				v, want := got.Property(name), f.Property(name)
				x, isNumber := v.Float()
				if y, _ := want.Float(); string(v) != string(want) && !(isNumber && x == y) {
					t.Errorf("%s: %s of %s is %s, want %s", c.name, name, f.ID(), v, want)
				}
			}
		}
	}
}
