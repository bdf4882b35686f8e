package main_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// gdal runs one of GDAL's programs and returns what it said on stdout. It skips
// the test where GDAL is not installed, except in CI.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		const missing = "GDAL is not installed (Debian: gdal-bin), so it does not read the API here"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	cmd := exec.Command(program, args...)
	// The files of a test are its own: nothing is kept of one address for another.
	cmd.Env = append(os.Environ(), "GDAL_HTTP_MAX_RETRY=0", "CPL_CURL_VERBOSE=NO")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", program, strings.Join(args, " "), err, &stdout, &stderr)
	}
	if strings.Contains(stderr.String(), "ERROR") || strings.Contains(stderr.String(), "Warning") {
		t.Errorf("%s %s warns: %s", program, strings.Join(args, " "), &stderr)
	}
	return stdout.String()
}

// feature is a GeoJSON feature as far as the tests here look.
type feature struct {
	Geometry   *struct{ Coordinates any }
	Properties map[string]any
}

func (f *feature) key() any { return f.Properties["key"] }

func readFeatures(t *testing.T, path string) []feature {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Features []feature }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return file.Features
}

func TestGDALListsTheSeeds(t *testing.T) {
	p := start(t)
	layers := gdal(t, "ogrinfo", "-ro", "OAPIF:"+p.address)
	for _, want := range []string{"places", "events", "claims", "control", "sources"} {
		if !strings.Contains(layers, want) {
			t.Errorf("ogrinfo does not list %s:\n%s", want, layers)
		}
	}
	for layer, want := range map[string]int{"places": 5, "events": 8, "claims": 20, "control": 9, "sources": 11} {
		said := gdal(t, "ogrinfo", "-ro", "-so", "OAPIF:"+p.address, layer)
		if got := number(t, `Feature Count: (\d+)`, said); got != want {
			t.Errorf("%s: ogrinfo counts %d, want %d", layer, got, want)
		}
	}
	// A filter by date becomes datetime=2026-01-20T/.. on the wire.
	late := gdal(t, "ogrinfo", "-ro", "-where", "start >= '2026-01-20'", "OAPIF:"+p.address, "events")
	if strings.Contains(late, "shaddadi-taken") || !strings.Contains(late, "hol-withdrawal") {
		t.Errorf("ogrinfo with a filter by date shows:\n%s", late)
	}
	places := gdal(t, "ogrinfo", "-ro", "OAPIF:"+p.address, "places")
	for _, want := range []string{"سجن الشدادي", "position_accuracy (Integer) = 6000", "POINT (40.7348 36.0576)", "reference_only (Integer(Boolean)) = 0"} {
		if !strings.Contains(places, want) {
			t.Errorf("ogrinfo does not show %q:\n%s", want, places)
		}
	}
}

func number(t *testing.T, pattern, text string) int {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no %s in:\n%s", pattern, text)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestGDALRoundTrip sends shapes of every kind through GDAL into a GeoPackage,
// and that back into GeoJSON, which must say what went in: once from the file,
// once more when the result itself is served.
func TestGDALRoundTrip(t *testing.T) {
	want := readFeatures(t, "testdata/shapes.geojson")
	p := start(t, "testdata/shapes.geojson")
	dir := t.TempDir()
	pack, back := filepath.Join(dir, "shapes.gpkg"), filepath.Join(dir, "back.geojson")
	gdal(t, "ogr2ogr", "-f", "GPKG", pack, "OAPIF:"+p.address, "shapes")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", back, pack, "shapes")
	got := readFeatures(t, back)
	same(t, "a GeoPackage", got, want)

	again := start(t, back)
	third := filepath.Join(dir, "again.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", third, "OAPIF:"+again.address, "back")
	same(t, "a GeoPackage, and being served again", readFeatures(t, third), want)
}

// same compares features by the property "key".
func same(t *testing.T, through string, got, want []feature) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("through %s: %d features, want %d", through, len(got), len(want))
	}
	for _, w := range want {
		i := slices.IndexFunc(got, func(f feature) bool { return f.key() == w.key() })
		if i < 0 {
			t.Errorf("through %s: %v is lost", through, w.key())
			continue
		}
		g := got[i]
		if (g.Geometry == nil) != (w.Geometry == nil) || g.Geometry != nil && !near(g.Geometry.Coordinates, w.Geometry.Coordinates) {
			t.Errorf("through %s: %v lies at %v, want %v", through, w.key(), g.Geometry, w.Geometry)
		}
		for name, v := range w.Properties {
			if !near(g.Properties[name], v) {
				t.Errorf("through %s: %v has %s = %v, want %v", through, w.key(), name, g.Properties[name], v)
			}
		}
	}
}

// near reports whether values are the same, numbers to the seven decimals that
// GDAL's GeoJSON has by default.
func near(a, b any) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && math.Abs(a-b) < 1e-7
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, near)
	}
	return a == b
}

// TestGDALPages reads more features than one page has.
func TestGDALPages(t *testing.T) {
	const n = 2500
	p := start(t, pointFile(t, n))
	out := filepath.Join(t.TempDir(), "out.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", out, "OAPIF:"+p.address, "points")
	names := map[any]bool{}
	for _, f := range readFeatures(t, out) {
		names[f.Properties["name"]] = true
	}
	if len(names) != n {
		t.Errorf("got %d different features, want %d", len(names), n)
	}
	one := gdal(t, "ogrinfo", "-ro", "-so", "-spat", "-180", "-80", "-179.95", "-79.95", "OAPIF:"+p.address, "points")
	if got := number(t, `Feature Count: (\d+)`, one); got != 1 {
		t.Errorf("in a small box GDAL counts %d, want 1", got)
	}
	by := gdal(t, "ogrinfo", "-ro", "-al", "-where", "name = 'point 77'", "OAPIF:"+p.address)
	if got := strings.Count(by, "OGRFeature(points)"); got != 1 {
		t.Errorf("by name GDAL finds %d, want 1", got)
	}
}
