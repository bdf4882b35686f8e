package flatgeobuf_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/shape"
)

// gdal runs one of GDAL's programs and returns what it said. It skips the test
// where GDAL is not installed, except in CI.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		const missing = "GDAL is not installed (Debian: gdal-bin), so it neither reads our FlatGeobuf nor writes some for us"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	cmd := exec.Command(program, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil || strings.Contains(stderr.String(), "ERROR") {
		t.Fatalf("%s %s: %v\n%s%s", program, strings.Join(args, " "), err, &stdout, &stderr)
	}
	return stdout.String()
}

// through lets GDAL turn a file of ours into GeoJSON.
func through(t *testing.T, file []byte, args ...string) []geo.Feature {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.fgb"), filepath.Join(dir, "out.geojson")
	if err := os.WriteFile(in, file, 0o644); err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogr2ogr", append([]string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=17", out, in}, args...)...)
	return readGeoJSON(t, out)
}

// TestGDALReads compares what GDAL reads in our files with what went in.
func TestGDALReads(t *testing.T) {
	for kind := shape.Nowhere; kind <= shape.Collection; kind++ {
		heights := kind%2 == 0
		t.Run(fmt.Sprint(kind, heights), func(t *testing.T) {
			want, collection := randomFeatures(t, rand.New(rand.NewPCG(7, uint64(kind))), 100, kind, heights, heights)
			got := through(t, write(t, want, geo.Output{Collection: collection}))
			if len(got) != len(want) {
				t.Fatalf("GDAL reads %d features, want %d", len(got), len(want))
			}
			byID := map[string]geo.Feature{}
			for _, f := range got {
				byID[f.Property("id").String()] = f
			}
			for _, w := range want {
				asGDAL(t, byID[string(w.ID())], w)
			}
		})
	}
}

// asGDAL compares a feature with what GDAL has made of it.
func asGDAL(t *testing.T, got, want geo.Feature) {
	t.Helper()
	if got.IsZero() {
		t.Fatalf("%s is lost", want.RawID())
	}
	if !bytes.Equal(got.GeometryJSON(), want.GeometryJSON()) && !near(got, want) {
		t.Errorf("%s lies at\n%s, want\n%s", want.RawID(), got.GeometryJSON(), want.GeometryJSON())
	}
	g, w := values(t, got), values(t, want)
	delete(g, "id")
	if v, ok := w["mixed"]; ok && reflect.TypeOf(v).Kind() != reflect.Slice {
		delete(g, "mixed") // GDAL's GeoJSON has JSON that is no array and no object as text
		delete(w, "mixed")
	}
	for name, v := range g {
		if a, b := got.Property(name), want.Property(name); reflect.DeepEqual(v, w[name]) {
			continue
		} else if x, ok := a.Float(); ok {
			// GDAL writes 17 digits, not the fewest.
			if y, ok := b.Float(); ok && x == y {
				continue
			}
		}
		t.Errorf("%s has %q: %v, want %v", want.RawID(), name, v, w[name])
	}
	for name, v := range w {
		if _, ok := g[name]; !ok {
			t.Errorf("%s has lost %q: %v", want.RawID(), name, v)
		}
	}
}

// near compares geometries to a tenth of a micrometre, and their text by length of its
// structure.
func near(got, want geo.Feature) bool {
	var a, b shape.Shape
	if a.Take(got) != nil || b.Take(want) != nil {
		return false
	}
	return nearShape(&a, &b)
}

func nearShape(a, b *shape.Shape) bool {
	if a.Kind != b.Kind || len(a.XY) != len(b.XY) || len(a.Z) != len(b.Z) || len(a.Parts) != len(b.Parts) {
		return false
	}
	for i := range a.XY {
		if math.Abs(a.XY[i][0]-b.XY[i][0]) > 1e-12 || math.Abs(a.XY[i][1]-b.XY[i][1]) > 1e-12 || i < len(a.Z) && a.Z[i] != b.Z[i] {
			return false
		}
	}
	for i := range a.Parts {
		if !nearShape(&a.Parts[i], &b.Parts[i]) {
			return false
		}
	}
	return true
}

// TestGDALUsesTheIndex asks for boxes and compares with a look at every feature.
func TestGDALUsesTheIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{1, 2, 16, 17, 400} {
		features, collection := randomFeatures(t, r, n, shape.Point, false, true)
		nowhere, _ := randomFeatures(t, r, 40, shape.Nowhere, false, true)
		for _, f := range nowhere {
			if !f.Located() && n > 16 {
				features = append(features, f)
			}
		}
		collection.Schema = nil // the two may number properties differently
		path := filepath.Join(t.TempDir(), "in.fgb")
		if err := os.WriteFile(path, write(t, features, geo.Output{Collection: collection}), 0o644); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			box := orb.Bound{Min: orb.Point{r.Float64()*300 - 180, r.Float64()*140 - 90}}
			box.Max = orb.Point{box.Min[0] + r.Float64()*100, box.Min[1] + r.Float64()*60}
			want := 0
			for _, f := range features {
				if p, ok := f.Point(); ok && box.Contains(p) {
					want++
				}
			}
			said := gdal(t, "ogrinfo", "-ro", "-al", "-spat", fmt.Sprint(box.Min[0]), fmt.Sprint(box.Min[1]), fmt.Sprint(box.Max[0]), fmt.Sprint(box.Max[1]), path)
			if got := strings.Count(said, "OGRFeature(random)"); got != want {
				t.Errorf("%d features, %v: GDAL finds %d, want %d", n, box, got, want)
			}
			if !strings.Contains(said, fmt.Sprintf("Feature Count: %d\n", want)) {
				t.Errorf("%d features, %v: GDAL does not count %d:\n%.2000s", n, box, want, said)
			}
		}
	}
}
