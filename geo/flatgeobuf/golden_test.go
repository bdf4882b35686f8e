package flatgeobuf_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/shape"
)

// likeSource compares features by name with the GeoJSON file that GDAL made the
// FlatGeobuf of.
func likeSource(t *testing.T, got []geo.Feature, source string) {
	t.Helper()
	byName := map[string]geo.Feature{}
	for _, f := range got {
		byName[f.Property("name").String()] = f
	}
	n := 0
	for _, want := range readGeoJSON(t, source) {
		if !want.Located() {
			continue // GDAL leaves it out
		}
		n++
		g, ok := byName[want.Property("name").String()]
		if !ok {
			t.Fatalf("%s is lost", want.GeoJSON())
		}
		if !bytes.Equal(g.GeometryJSON(), want.GeometryJSON()) {
			t.Errorf("got\n%s, want\n%s", g.GeometryJSON(), want.GeometryJSON())
		}
		for field, v := range want.Properties {
			name := want.Schema().Fields()[field].Name
			x := g.Property(name)
			a, number := x.Float()
			b, _ := v.Float()
			switch {
			case name == "extra" && x != nil: // GDAL has spaces in it, and a type of its own for it
				if s := strings.ReplaceAll(x.String(), " ", ""); s != string(v) {
					t.Errorf("%s: got %s, want %s", name, s, v)
				}
			case number && a == b, string(x) == string(v), x == nil && string(v) == "null":
			default:
				t.Errorf("%s: got %s, want %s", name, x, v)
			}
		}
	}
	if len(got) != n {
		t.Errorf("got %d features, want %d", len(got), n)
	}
}

// written are the files in testdata that GDAL 3.6.2 wrote, and how.
var written = []struct {
	file, source string
	args         []string
}{
	{"places.fgb", "places.geojson", nil},
	{"places-utm37.fgb", "places.geojson", []string{"-t_srs", "EPSG:32637", "-lco", "SPATIAL_INDEX=NO"}},
	{"shapes.fgb", "shapes.geojson", []string{"-where", "name <> 'nowhere'"}},
	{"shapes-noindex.fgb", "shapes.geojson", []string{"-lco", "SPATIAL_INDEX=NO"}},
}

func TestGolden(t *testing.T) {
	for _, c := range written {
		t.Run(c.file, func(t *testing.T) {
			file, err := os.ReadFile(filepath.Join("testdata", c.file))
			if err != nil {
				t.Fatal(err)
			}
			likeSource(t, read(t, file), filepath.Join("testdata", c.source))
		})
	}
}

// TestGDALWrites lets the GDAL that is here write the same files.
func TestGDALWrites(t *testing.T) {
	for _, c := range written {
		t.Run(c.file, func(t *testing.T) {
			source, out := filepath.Join("testdata", c.source), filepath.Join(t.TempDir(), c.file)
			gdal(t, "ogr2ogr", append([]string{"-f", "FlatGeobuf", out, source}, c.args...)...)
			file, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			likeSource(t, read(t, file), source)
		})
	}
}

// TestSystems writes in other systems, has GDAL turn the files back, and reads them.
func TestSystems(t *testing.T) {
	want := readGeoJSON(t, "testdata/places.geojson")
	for _, name := range []string{"EPSG:32637", "EPSG:3857", "EPSG:4326"} {
		system, err := crs.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		o := geo.Output{Collection: geo.Collection{Schema: want[2].Schema(), NumericIDs: true, Heights: true}, CRS: system}
		file := write(t, want, o)
		equal(t, read(t, file), want)
		back := through(t, file, "-t_srs", "EPSG:4326")
		for _, w := range want {
			for _, g := range back {
				if p, _ := g.Point(); g.Property("id").String() == string(w.ID()) {
					if q, _ := w.Point(); abs(p[0]-q[0]) > 1e-8 || abs(p[1]-q[1]) > 1e-8 {
						t.Errorf("%s: GDAL has %v, want %v", name, p, q)
					}
				}
			}
		}
	}
	laea, err := crs.Parse("EPSG:3035")
	if err != nil {
		t.Fatal(err)
	}
	features, collection := randomFeatures(t, rand.New(rand.NewPCG(1, 1)), 20, shape.Point, false, false)
	refused(t, features, geo.Output{Collection: collection, CRS: laea}, "outside")
}

func abs(v float64) float64 { return max(v, -v) }

// shared opens a file of the test data beside the repository.
func shared(t *testing.T, name string) io.Reader {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", name))
	if os.IsNotExist(err) {
		missing := "the test data is not beside the repository: " + name + " is not written as FlatGeobuf"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if !strings.HasSuffix(name, ".gz") {
		return file
	}
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	return unpacked
}

// TestRealData writes real files and reads them again.
func TestRealData(t *testing.T) {
	for _, name := range []string{"points/earthquakes-usgs.geojson.gz", "ne110/ne_110m_admin_0_countries.geojson", "ne110/ne_110m_rivers_lake_centerlines.geojson"} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			want, schema := parse(t, shared(t, name))
			o := geo.Output{Collection: geo.Collection{Name: "real", Schema: schema, NumericIDs: want[0].HasNumericID(), Heights: want[0].HasHeights()}}
			file := write(t, want, o)
			got := read(t, file)
			if len(got) != len(want) {
				t.Fatalf("got %d features, want %d", len(got), len(want))
			}
			byID := map[geo.ID]geo.Feature{}
			for _, f := range got {
				byID[f.ID()] = f
			}
			for _, w := range want {
				if g := byID[w.ID()]; g.IsZero() || !near(g, w) {
					t.Errorf("%s is lost or elsewhere", w.ID())
				}
			}
			if n := len(through(t, file)); n != len(want) {
				t.Errorf("GDAL reads %d features, want %d", n, len(want))
			}
		})
	}
}
