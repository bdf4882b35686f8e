package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"cairn/geo/format"
)

// anyShape is a GeoJSON geometry of any kind, around a random place, with heights
// everywhere or nowhere.
func anyShape(r *rand.Rand, tall bool) string {
	x, y := float64(r.IntN(300))-150, float64(r.IntN(140))-70
	at := func(dx, dy float64) string {
		if tall {
			return fmt.Sprintf("[%v,%v,%v]", x+dx, y+dy, 10*dx+dy)
		}
		return fmt.Sprintf("[%v,%v]", x+dx, y+dy)
	}
	line := "[" + at(0, 0) + "," + at(1.5, 2) + "," + at(3, 1.25) + "]"
	ring := "[" + at(0, 0) + "," + at(4, 0) + "," + at(4, 4) + "," + at(0, 0) + "]"
	hole := "[" + at(1, 0.5) + "," + at(3, 2.5) + "," + at(3, 0.5) + "," + at(1, 0.5) + "]"
	shapes := []string{
		`"Point","coordinates":` + at(0, 0), `"LineString","coordinates":` + line, `"MultiPoint","coordinates":` + line,
		`"MultiLineString","coordinates":[` + line + "," + line + "]", `"Polygon","coordinates":[` + ring + "," + hole + "]",
		`"MultiPolygon","coordinates":[[` + ring + "],[" + ring + "," + hole + "]]",
		`"GeometryCollection","geometries":[{"type":"Point","coordinates":` + at(0, 0) + `},{"type":"LineString","coordinates":` + line + `}]`,
	}
	return `{"type":` + shapes[r.IntN(len(shapes))] + "}"
}

// TestEveryShape writes geometries of every kind, with heights and without, in every
// format, and reads them again: each id has the same geometry as before.
func TestEveryShape(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, tall := range []bool{false, true} {
		var features []string
		for i := range 80 {
			place := anyShape(r, tall)
			if i%13 == 12 {
				place = "null"
			}
			features = append(features, fmt.Sprintf(`{"type":"Feature","id":"%c%d","geometry":%s,"properties":{"name":"الرقة %d","n":%d}}`, rune('a'+i%26), i, place, i, i))
		}
		dir := t.TempDir()
		in := write(t, filepath.Join(dir, "in.geojson"), []byte(`{"type":"FeatureCollection","features":[`+strings.Join(features, ",")+`]}`))
		want := places(t, in)
		for _, f := range format.Formats {
			if f.Write == nil {
				continue
			}
			out := filepath.Join(dir, "out"+f.Endings[0])
			if _, fault, code := ask(t, "", "convert", in, out); code != 0 {
				t.Errorf("%s: exit code %d, stderr %q", f.Name, code, fault)
				continue
			}
			got := places(t, out)
			if len(got) != len(want) {
				t.Errorf("%s: there are %d features, want %d", f.Name, len(got), len(want))
			}
			for id, place := range want {
				if !reflect.DeepEqual(got[id], place) {
					t.Errorf("%s: %s is\n%v, want\n%v", f.Name, id, got[id], place)
				}
			}
		}
	}
}

// places are the geometries of a file, by id.
func places(t *testing.T, path string) map[string]any {
	t.Helper()
	document, fault, code := ask(t, "", "query", path, "--format", "geojson")
	if code != 0 {
		t.Fatalf("%s: exit code %d, stderr %q", path, code, fault)
	}
	var d struct {
		Features []struct {
			ID       any
			Geometry any
		}
	}
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	for _, f := range d.Features {
		all[fmt.Sprint(f.ID)] = f.Geometry
	}
	return all
}

// TestEverySystem writes in each system that has the place, in each format that can
// tell in which it is, and reads the place again to a millimetre.
func TestEverySystem(t *testing.T) {
	dir := t.TempDir()
	in := write(t, filepath.Join(dir, "in.csv"), []byte("id,longitude,latitude\na,39.0079,35.9528\n"))
	for _, system := range []string{"EPSG:4326", "EPSG:3857", "EPSG:32637"} {
		for _, ending := range []string{".gpkg", ".fgb"} {
			out := filepath.Join(dir, strings.ReplaceAll(system, ":", "")+ending)
			if _, fault, code := ask(t, "", "convert", in, out, "--crs", system); code != 0 {
				t.Errorf("%s in %s: exit code %d, stderr %q", ending, system, code, fault)
				continue
			}
			if near, fault, code := ask(t, "", "query", out, "--near", "39.0079,35.9528", "--within", "0.001", "--count"); near != "1\n" {
				t.Errorf("%s in %s: found %q within a millimetre of its place (exit code %d, stderr %q)", ending, system, near, code, fault)
			}
		}
	}
}
