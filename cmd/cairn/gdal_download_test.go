package main_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// download fetches an address into a file.
func download(t *testing.T, address, path string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s", address, answer.Status, text)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestGDALDownloads downloads shapes of every kind in each format and has GDAL
// say what is in the file: all of it, in the same places.
func TestGDALDownloads(t *testing.T) {
	p := start(t, "testdata/shapes.geojson")
	for _, f := range []struct {
		format, extension string
		args              []string // for GDAL to read it as it is meant
		nameless          any      // what a feature without a name is called
	}{
		{"geojson", "geojson", nil, nil},
		{"geojsonseq", "geojsons", nil, nil},
		{"gpkg", "gpkg", nil, nil},
		{"fgb", "fgb", nil, nil},
		{"csv", "csv", []string{"-oo", "GEOM_POSSIBLE_NAMES=geometry", "-oo", "AUTODETECT_TYPE=YES"}, ""},
		// What OGR calls Name is the placemark's; it knows whole numbers for true and false.
		{"kml", "kml", []string{"-sql", "SELECT key, whole, part, large, CAST(yes AS BOOLEAN), Name AS name, day, at FROM shapes"}, "mp"},
	} {
		t.Run(f.format, func(t *testing.T) {
			dir := t.TempDir()
			file, back := filepath.Join(dir, "shapes."+f.extension), filepath.Join(dir, "back.geojson")
			download(t, p.address+"/collections/shapes/items?f="+f.format, file)
			gdal(t, "ogr2ogr", append(append([]string{"-f", "GeoJSON"}, f.args...), back, file)...)
			want := readFeatures(t, "testdata/shapes.geojson")
			for _, w := range want {
				if w.Properties["name"] == nil {
					w.Properties["name"] = f.nameless
				}
			}
			same(t, "f="+f.format, readFeatures(t, back), want)
		})
	}
}

// TestGDALReadsAddresses opens files at their addresses, and a GeoPackage that
// GDAL has made of the whole API.
func TestGDALReadsAddresses(t *testing.T) {
	p := start(t, townFile(t, t.TempDir(), "towns", gdalTowns))
	files := p.address + "/collections/towns/items?f="
	for _, format := range []string{"fgb", "geojson&limit=10000"} {
		said := gdal(t, "ogrinfo", "-ro", "-so", "-al", "-spat", "-10", "-75", "20", "-69", "/vsicurl_streaming/"+files+format)
		want := len(keysOf(gdalTowns, func(c town) bool { return inBox(c, -10, -75, 20, -69) }))
		if got := number(t, `Feature Count: (\d+)`, said); got != want {
			t.Errorf("%s: %d in the box, want %d", format, got, want)
		}
	}
	pack := filepath.Join(t.TempDir(), "out.gpkg")
	gdal(t, "ogr2ogr", "-f", "GPKG", "-oo", "PAGE_SIZE=1000", pack, "OAPIF:"+p.address)
	said := gdal(t, "ogrinfo", "-ro", "-q", "-al", pack)
	if got, want := keysIn(t, said), keysOf(gdalTowns, func(town) bool { return true }); !slices.Equal(got, want) {
		t.Errorf("a GeoPackage of the whole API: %s, want %s", shortly(got), shortly(want))
	}
	for i := range 3 {
		if c := townOf(i * 1000); !strings.Contains(said, fmt.Sprintf("POINT (%g %g)", c.lon, c.lat)) || !strings.Contains(said, c.NameAr) {
			t.Errorf("%s is not as it was", c.Name)
		}
	}
}
