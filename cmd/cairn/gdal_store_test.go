package main_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGDALOpensStore has GDAL read and change the very file that a server has open and
// writes to.
func TestGDALOpensStore(t *testing.T) {
	gdal(t, "ogrinfo", "--version")
	p, path, token := kept(t)
	said := gdal(t, "ogrinfo", "-ro", "-so", path, "places")
	for _, want := range []string{"Feature Count: 5", "Geometry Column = geom", "FID Column = fid", "name_ar: String", "position_accuracy: Real", "position_confidence: String (0.0), domain name=places.position_confidence", "reference_only: Integer(Boolean)"} {
		if !strings.Contains(said, want) {
			t.Errorf("ogrinfo does not say %q:\n%s", want, said)
		}
	}
	change := func(body string) {
		t.Helper()
		if status := p.patch(t, "places/items/raqqa", token, body); status != http.StatusNoContent {
			t.Fatalf("a change by the server: status %d", status)
		}
	}
	change(`{"properties":{"note":"by the server"}}`)
	if got := placesOf(t, path)["raqqa"]; got["note"] != "by the server" {
		t.Errorf("GDAL reads %v of what the server has written", got)
	}

	more := filepath.Join(t.TempDir(), "more.geojson")
	text := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"by-gdal","name":"Appended","kind":"camp"},"geometry":{"type":"Point","coordinates":[40.5,36.1]}}]}`
	if err := os.WriteFile(more, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogr2ogr", "-update", "-append", path, more, "-nln", "places")
	gdal(t, "ogrinfo", "-q", path, "-sql", "UPDATE places SET name = 'Raqqa of GDAL' WHERE id = 'raqqa'")
	change(`{"properties":{"note":"again"}}`) // the server looks at what others have changed first
	f := p.history(t, "places/items/raqqa").Revisions[0].Feature
	if f.Properties["name"] != "Raqqa of GDAL" || f.Properties["note"] != "again" || !slices.Equal(f.Geometry.Coordinates, []float64{39.0079, 35.9528}) {
		t.Errorf("after both have changed it, it is %+v", f)
	}
	made := p.history(t, "places/items/by-gdal").Revisions
	if len(made) != 1 || made[0].Feature.Properties["name"] != "Appended" || made[0].By != nil {
		t.Errorf("what GDAL appended is %+v, want one revision by nobody that is known", made)
	}
	if got := placesOf(t, path); len(got) != 6 || got["raqqa"]["note"] != "again" {
		t.Errorf("GDAL reads %d places in the end, want 6: %v", len(got), got["raqqa"])
	}
}

// placesOf returns what GDAL reads of a store's places, by their ids.
func placesOf(t *testing.T, path string) map[any]map[string]any {
	t.Helper()
	to := filepath.Join(t.TempDir(), "places.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", to, path, "places")
	all := map[any]map[string]any{}
	for _, f := range readFeatures(t, to) {
		all[f.Properties["id"]] = f.Properties
	}
	return all
}
