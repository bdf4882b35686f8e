package gpkg_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// gdal runs one of GDAL's programs and returns what it said. It skips the test where
// GDAL is not installed, except in CI; what warns is a fault.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		const missing = "GDAL is not installed (Debian: gdal-bin), so GeoPackages are not exchanged with it here"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	cmd := exec.Command(program, args...)
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

// parsed is a GeoJSON feature as far as the tests look.
type parsed struct {
	ID         any            `json:"id"`
	Geometry   map[string]any `json:"geometry"`
	Properties map[string]any `json:"properties"`
}

func parse(t *testing.T, text []byte) []parsed {
	t.Helper()
	var file struct{ Features []parsed }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file.Features
}

func parseOurs(t *testing.T, features []geo.Feature) []parsed {
	t.Helper()
	var texts [][]byte
	for _, f := range features {
		texts = append(texts, f.GeoJSON())
	}
	return parse(t, slices.Concat([]byte(`{"features":[`), bytes.Join(texts, []byte(",")), []byte("]}")))
}

// alike compares JSON values; numbers may differ by a little, and moments in how
// they are written.
func alike(a, b any) bool {
	switch a := a.(type) {
	case float64:
		b, ok := b.(float64)
		return ok && math.Abs(a-b) <= 1e-9*max(1, math.Abs(a))
	case string:
		b, ok := b.(string)
		if a == b || !ok {
			return ok
		}
		p, ok1 := geo.ParseInstant([]byte(strings.Replace(a, " ", "T", 1)))
		q, ok2 := geo.ParseInstant([]byte(strings.Replace(b, " ", "T", 1)))
		return ok1 && ok2 && (p.Start-q.Start)/1000 == 0 // GDAL's moments have milliseconds
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, alike)
	case map[string]any:
		b, ok := b.(map[string]any)
		for k := range a {
			ok = ok && alike(a[k], b[k])
		}
		return ok && len(a) == len(b)
	}
	return reflect.DeepEqual(a, b)
}

// everyKind is a collection with a value of each kind that every program has.
func everyKind(t testing.TB) made {
	m := mixture(t)
	// It warns of moments with more than the milliseconds that the standard has.
	m.features = slices.DeleteFunc(m.features, func(f geo.Feature) bool { return strings.Contains(f.Property("moment").String(), ".123456") })
	for i, f := range m.Collection.Schema.Fields() {
		switch f.Name {
		case "any", "": // texts that are JSON are shown with their quotes; a column is called "property"
		default:
			m.Fields = append(m.Fields, i)
		}
	}
	return m
}

// TestGDALReads reads with GDAL what we write: the same places and values.
func TestGDALReads(t *testing.T) {
	m := everyKind(t)
	path, out := written(t, m), filepath.Join(t.TempDir(), "out.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", "-lco", "ID_FIELD=id", "-lco", "COORDINATE_PRECISION=15", out, path)
	got, want := parse(t, readFile(t, out)), parseOurs(t, m.features)
	if len(got) != len(want) {
		t.Fatalf("GDAL reads %d features, want %d", len(got), len(want))
	}
	for i, w := range want {
		delete(w.Properties, "any")
		delete(w.Properties, "")
		if v, ok := w.Properties["Words"]; ok {
			delete(w.Properties, "Words")
			w.Properties["Words_2"] = v
		}
		if g := got[i]; !alike(g.ID, w.ID) || !alike(g.Geometry, w.Geometry) || !alike(g.Properties, w.Properties) {
			t.Errorf("GDAL reads\n %v\nwant\n %v", g, w)
		}
	}
	about := gdal(t, "ogrinfo", "-so", path, "mixture")
	for _, say := range []string{fmt.Sprintf("Feature Count: %d", len(want)), "FID Column = ogc_fid", "Geometry Column = geom", `ID["EPSG",4326]`, "Extent: (-180.000000, 0.000000) - (40.734800, 90.000000)",
		"yes: Integer(Boolean)", "whole: Integer64", "part: Real", "words: String", "day: Date", "moment: DateTime", "list: String(JSON)", "thing: String(JSON)", "id: String (0.0) UNIQUE NOT NULL"} {
		if !strings.Contains(about, say) {
			t.Errorf("ogrinfo does not say %q:\n%s", say, about)
		}
	}
}

// TestGDALUsesTheIndex asks GDAL for boxes, which it answers from the R-tree alone.
func TestGDALUsesTheIndex(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(5, 6))}
	m := collect(t, "scatter", 2000, func(b *geo.Builder, i int) {
		b.SetNumericID(strconv.Itoa(i))
		b.SetPoint(d.point(), nil)
	})
	path := written(t, m)
	for _, box := range []orb.Bound{{Min: orb.Point{30, 30}, Max: orb.Point{40, 36}}, {Min: orb.Point{-170, -80}, Max: orb.Point{0, 0}}, {Min: orb.Point{179, -90}, Max: orb.Point{180, 90}}} {
		want := 0
		for _, f := range m.features {
			if p, ok := f.Point(); ok && box.Contains(p) {
				want++
			}
		}
		args := []string{"-so", "-spat"}
		for _, v := range []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]} {
			args = append(args, strconv.FormatFloat(v, 'f', -1, 64))
		}
		about := gdal(t, "ogrinfo", append(args, path, "scatter")...)
		if got := regexp.MustCompile(`Feature Count: (\d+)`).FindStringSubmatch(about); got == nil || got[1] != strconv.Itoa(want) {
			t.Errorf("GDAL finds %v in %v, want %d", got, box, want)
		}
	}
	if said := gdal(t, "ogrinfo", "-q", "-sql", "SELECT HasSpatialIndex('scatter', 'geom') AS has", path); !strings.Contains(said, "= 1") {
		t.Errorf("GDAL sees no index: %s", said)
	}
}

// TestGDALEdits lets GDAL change a file of ours, by which its triggers run.
func TestGDALEdits(t *testing.T) {
	path := written(t, scatter(t, 300))
	edit := func(sql string) { gdal(t, "ogrinfo", "-q", path, "-sql", sql) }
	edit("DELETE FROM scatter WHERE fid % 2 = 0")
	edit("UPDATE scatter SET geom = NULL WHERE fid < -200")
	edit("UPDATE scatter SET fid = fid + 10000 WHERE fid > 500")
	edit("INSERT INTO scatter (fid, geom) SELECT 77777, geom FROM scatter WHERE geom NOT NULL LIMIT 1")
	db := database(t, path)
	if got := list(t, db, `SELECT rtreecheck('rtree_scatter_geom')`); got[0] != "ok" {
		t.Errorf("after GDAL's changes the R-tree is not sound: %v", got)
	}
	got, want := list(t, db, `SELECT id FROM rtree_scatter_geom ORDER BY id`), list(t, db, `SELECT fid FROM scatter WHERE geom NOT NULL ORDER BY fid`)
	if !slices.Equal(got, want) || len(got) < 50 {
		t.Errorf("the R-tree has %v, want %v", got, want)
	}
}

// TestGDALWrites reads what GDAL writes, in a system of metres, with heights.
func TestGDALWrites(t *testing.T) {
	source := filepath.Join(t.TempDir(), "in.geojson")
	text := `{"type":"FeatureCollection","name":"in","features":[
		{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[40.7348,36.0576,312.5]},"properties":{"name":"سجن الشدادي","n":3,"r":2.5,"b":true,"day":"2026/01/20","at":"2026-01-20T08:00:00Z","list":[1,"b"],"thing":{"a":[1,{"b":null}]}}},
		{"type":"Feature","id":9,"geometry":{"type":"Polygon","coordinates":[[[40,36],[40.5,36.5],[40.5,36],[40,36]]]},"properties":{"name":null,"n":null,"r":1.0,"b":false,"day":"2026/01/21","at":"2026-01-20T10:00:00+03:00","list":[],"thing":{}}},
		{"type":"Feature","id":12,"geometry":null,"properties":{"name":"nowhere","n":-9007199254740993,"r":-0.25,"b":null,"day":null,"at":null,"list":null,"thing":null}}]}`
	if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[40.7348,36.0576,312.5]},"properties":{"name":"سجن الشدادي","n":3,"r":2.5,"b":true,"day":"2026-01-20","at":"2026-01-20T08:00:00Z","list":[1,"b"],"thing":{"a":[1,{"b":null}]}}}`,
		`{"type":"Feature","id":9,"geometry":{"type":"Polygon","coordinates":[[[40,36],[40.5,36],[40.5,36.5],[40,36]]]},"properties":{"name":null,"n":null,"r":1,"b":false,"day":"2026-01-21","at":"2026-01-20T07:00:00Z","list":[],"thing":{}}}`,
		`{"type":"Feature","id":12,"geometry":null,"properties":{"name":"nowhere","n":-9007199254740993,"r":-0.25,"b":null,"day":null,"at":null,"list":null,"thing":null}}`,
	}
	for _, system := range []string{"4326", "3857", "32637", "3035"} {
		path := filepath.Join(t.TempDir(), system+".gpkg")
		gdal(t, "ogr2ogr", "-f", "GPKG", "-preserve_fid", "-t_srs", "EPSG:"+system, path, source)
		got, _ := read(t, path, "in")
		if len(got) != len(want) {
			t.Fatalf("EPSG:%s: %d features, want %d", system, len(got), len(want))
		}
		g, w := parseOurs(t, got), parse(t, []byte(`{"features":[`+strings.Join(want, ",")+`]}`))
		for i := range want {
			if !alike(g[i].Geometry, w[i].Geometry) || !alike(g[i].Properties, w[i].Properties) || g[i].ID != w[i].ID {
				t.Errorf("EPSG:%s: got\n %s\nwant\n %s", system, got[i].GeoJSON(), want[i])
			}
		}
	}
}

// TestGDALSystems: GDAL takes our systems of coordinates for what they are.
func TestGDALSystems(t *testing.T) {
	m := collect(t, "one", 1, func(b *geo.Builder, i int) {
		b.SetNumericID("1")
		b.SetPoint(orb.Point{40.7348, 36.0576}, nil)
	})
	for name, want := range systems(t) {
		m.CRS = want
		path, out := written(t, m), filepath.Join(t.TempDir(), "out.geojson")
		gdal(t, "ogr2ogr", "-f", "GeoJSON", "-t_srs", "OGC:CRS84", "-lco", "COORDINATE_PRECISION=9", out, path)
		got := parse(t, readFile(t, out))
		if len(got) != 1 || !alike(got[0].Geometry["coordinates"], []any{40.7348, 36.0576}) {
			t.Errorf("%s: GDAL reads %v", name, got)
		}
		if about := gdal(t, "ogrinfo", "-so", path, "one"); !strings.Contains(about, `ID["EPSG",`+strings.TrimPrefix(name, "EPSG:")+`]`) {
			t.Errorf("%s: ogrinfo says\n%s", name, about)
		}
	}
}

// TestNaturalEarth reads the GeoPackage that the standard CQL2 is tested with.
func TestNaturalEarth(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "ne110")
	path := filepath.Join(dir, "ne110m4cql2.gpkg")
	if _, err := os.Stat(path); err != nil {
		missing := fmt.Sprintf("%s is not here, so the GeoPackage of the tests of CQL2 is not read", path)
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	layers, err := gpkg.Layers(path)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"ne_110m_admin_0_countries": 177, "ne_110m_populated_places_simple": 243, "ne_110m_rivers_lake_centerlines": 13}
	if len(layers) != len(want) {
		t.Errorf("%d layers, want %d", len(layers), len(want))
	}
	for _, l := range layers {
		got, _ := read(t, path, l.Name)
		if len(got) != want[l.Name] {
			t.Errorf("%s has %d features, want %d", l.Name, len(got), want[l.Name])
		}
		// The same table as GDAL made GeoJSON of it.
		same := parse(t, readFile(t, filepath.Join(dir, "cql2-"+l.Name+".geojson")))
		for i, g := range parseOurs(t, got) {
			n, x, y := sums(g.Geometry["coordinates"])
			m, u, v := sums(same[i].Geometry["coordinates"]) // rings may run the other way
			if n != m || math.Abs(x-u)+math.Abs(y-v) > 1e-6*float64(n) {
				t.Errorf("%s, feature %v: another place than in the GeoJSON", l.Name, g.ID)
			}
			for name, v := range same[i].Properties {
				if !alike(v, g.Properties[name]) {
					t.Errorf("%s, feature %v: %s is %v, want %v", l.Name, g.ID, name, g.Properties[name], v)
				}
			}
		}
	}
}

// sums counts the positions of a geometry and adds them up.
func sums(coordinates any) (n int, x, y float64) {
	list, _ := coordinates.([]any)
	if len(list) == 0 {
		return 0, 0, 0
	}
	if lon, ok := list[0].(float64); ok {
		return 1, lon, list[1].(float64)
	}
	for _, part := range list {
		k, u, v := sums(part)
		n, x, y = n+k, x+u, y+v
	}
	return n, x, y
}
