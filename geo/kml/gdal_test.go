package kml_test

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

	"cairn/geo"
	"cairn/geo/format"
)

// ogr2ogr runs GDAL's converter. It skips the test where GDAL is not installed,
// except in CI.
func ogr2ogr(t *testing.T, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		const missing = "GDAL is not installed (Debian: gdal-bin), so it neither reads nor writes KML here"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	if out, err := exec.Command("ogr2ogr", args...).CombinedOutput(); err != nil || bytes.Contains(out, []byte("ERROR")) {
		t.Fatalf("ogr2ogr %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// mixed is a layer of geometries of every kind, with and without heights, and values
// of every kind.
func mixed(t *testing.T) *layer {
	l := newLayer()
	for i, wkt := range []string{
		"POINT (40.7303 36.0561)", "LINESTRING Z (1 2 3, 3 4.5 -6)", "POINT Z (1 2 3)",
		"POLYGON ((0 0, 10 0, 10 10, 0 0), (5 2, 6 3, 6 2, 5 2))",
		"MULTIPOINT ((1 2), (3 4))", "MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))",
		"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
		"GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", "POINT EMPTY",
	} {
		l.b.SetID(geo.ID("f" + string(rune('a'+i))))
		text := []string{"plain", `a "quoted" one`, "two\nlines", "<b>", "الشدادي", "é🎈", "a & b", "'", "]] >"}[i]
		l.add(t, give(l.b, wkt), l.b.AddText("name", text), l.b.AddText("text", text), l.b.AddNumber("real", float64(i)*1.25-3.5), l.b.AddNumber("whole", float64(i*1000-3)),
			l.b.AddText("start", "2026-01-19"), l.b.AddText("end", "2026-01-20"))
	}
	return l
}

// TestGDALReads has GDAL read what was written here.
func TestGDALReads(t *testing.T) {
	l := mixed(t)
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.kml"), filepath.Join(dir, "out.geojson")
	if err := os.WriteFile(in, []byte(l.write(t, l.output())), 0o644); err != nil {
		t.Fatal(err)
	}
	ogr2ogr(t, "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=15", out, in)
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
	if len(read.Features) != len(l.features) {
		t.Fatalf("GDAL reads %d features, want %d", len(read.Features), len(l.features))
	}
	for i, f := range l.features {
		got := read.Features[i]
		if numbers(t, string(got.Geometry)) != numbers(t, string(f.GeometryJSON())) {
			t.Errorf("%s: GDAL reads %s, want %s", f.ID(), got.Geometry, f.GeometryJSON())
		}
		want := map[string]any{"Name": f.Property("name").String(), "text": f.Property("text").String(),
			"begin": "2026-01-19T00:00:00", "end": "2026-01-20T00:00:00"}
		want["real"], _ = f.Property("real").Float()
		want["whole"], _ = f.Property("whole").Float()
		for name, v := range want {
			g := got.Properties[name]
			if s, ok := g.(string); ok && (name == "begin" || name == "end") {
				g = strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(s, "/", "-"), "Z"), "+00")
				v = strings.TrimSuffix(v.(string), "T00:00:00")
				g = strings.TrimSuffix(strings.TrimSuffix(g.(string), "T00:00:00"), " 00:00:00")
			}
			if g != v {
				t.Errorf("%s of %s: GDAL reads %q, want %q", name, f.ID(), got.Properties[name], v)
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

// TestReadGDAL reads what GDAL's two drivers write.
func TestReadGDAL(t *testing.T) {
	for _, driver := range []string{"KML", "LIBKML"} {
		l := mixed(t)
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in.geojson"), filepath.Join(dir, "out.kml")
		var text bytes.Buffer
		w := format.NewGeoJSON(&text, l.output())
		var errs []error
		for _, f := range l.features {
			errs = append(errs, w.Write(f))
		}
		if err := errors.Join(append(errs, w.Close(), os.WriteFile(in, text.Bytes(), 0o644))...); err != nil {
			t.Fatal(err)
		}
		ogr2ogr(t, "-f", driver, out, in)
		written, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		features, err := readAll(string(written))
		if err != nil || len(features) != len(l.features) {
			t.Errorf("%s: got %d features and %v, want %d:\n%s", driver, len(features), err, len(l.features), written)
			continue
		}
		for i, f := range l.features {
			got := features[i]
			if numbers(t, string(got.GeometryJSON())) != numbers(t, string(f.GeometryJSON())) {
				t.Errorf("%s: got %s, want %s", driver, got.GeoJSON(), f.GeoJSON())
			}
			for _, name := range []string{"text", "name", "real", "whole"} {
				v, want := got.Property(name), f.Property(name)
				x, isNumber := v.Float()
				if y, _ := want.Float(); string(v) != string(want) && !(isNumber && x == y) {
					t.Errorf("%s: %s of %s is %s, want %s", driver, name, f.ID(), v, want)
				}
			}
			// Of start and end LIBKML takes one for its TimeSpan, with a time but no zone.
			if end := got.Property("end").String(); driver == "LIBKML" && end != "2026-01-20T00:00:00Z" {
				t.Errorf("%s: the end of %s is %s", driver, f.ID(), end)
			}
		}
	}
}
