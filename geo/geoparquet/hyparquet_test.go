package geoparquet_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/shape"
)

// node runs a script of testdata in web/, where the packages it needs are. It
// skips the test where they are not installed, except in CI.
func node(t *testing.T, script string, args ...string) []byte {
	t.Helper()
	web := filepath.Join("..", "..", "web")
	_, noNode := exec.LookPath("node")
	_, noPackage := os.Stat(filepath.Join(web, "node_modules", "hyparquet-writer"))
	if noNode != nil || noPackage != nil {
		const missing = "node, or hyparquet in web/node_modules (npm ci), is not here, so no other program reads and writes our Parquet"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	text, err := os.Open(filepath.Join("testdata", script))
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	cmd := exec.Command("node", append([]string{"--input-type=module", "-"}, args...)...)
	cmd.Dir, cmd.Stdin = web, text
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("node %s: %v\n%s", script, err, &stderr)
	}
	return stdout.Bytes()
}

// seen is what hyparquet sees in a file.
type seen struct {
	Geo struct {
		Version       string
		PrimaryColumn string `json:"primary_column"`
		Columns       map[string]struct {
			Encoding      string
			GeometryTypes []string `json:"geometry_types"`
			Bbox          []float64
			CRS           any
			Covering      struct{ Bbox map[string][2]string }
		}
	}
	Groups []struct {
		Rows int
		Box  map[string][2]float64
	}
	Rows []map[string]any
}

func hyparquet(t *testing.T, file []byte, options ...string) seen {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.parquet")
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(node(t, "read.mjs", append(options, path)...)))
	d.UseNumber()
	var s seen
	if err := d.Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestOthersRead compares what hyparquet reads in our files with what went in.
func TestOthersRead(t *testing.T) {
	for _, kind := range []shape.Kind{shape.Nowhere, shape.Point, shape.Polygon, shape.MultiPolygon} {
		t.Run(kind.String(), func(t *testing.T) {
			want, collection := randomFeatures(t, rand.New(rand.NewPCG(9, uint64(kind))), 300, kind, kind != shape.Point, false)
			s := hyparquet(t, write(t, want, geo.Output{Collection: collection}))
			if len(s.Rows) != len(want) {
				t.Fatalf("hyparquet reads %d rows, want %d", len(s.Rows), len(want))
			}
			types := map[string]bool{}
			for i, f := range want {
				sameRow(t, s.Rows[i], f)
				if f.Located() {
					name := kindOf(t, f)
					if f.HasHeights() {
						name += " Z"
					}
					types[name] = true
				}
			}
			c := s.Geo.Columns["geometry"]
			if s.Geo.Version != "1.1.0" || s.Geo.PrimaryColumn != "geometry" || c.Encoding != "WKB" || c.CRS != nil || c.Covering.Bbox["ymax"] != [2]string{"bbox", "ymax"} {
				t.Errorf("the metadata are %+v", s.Geo)
			}
			got := map[string]bool{}
			for _, name := range c.GeometryTypes {
				got[name] = true
			}
			if !reflect.DeepEqual(got, types) {
				t.Errorf("the metadata tell of %v, want %v", got, types)
			}
			if n := len(c.Bbox); n != 4 {
				t.Errorf("the box has %d numbers, want 4, since not all positions have heights", n)
			}
		})
	}
}

func kindOf(t *testing.T, f geo.Feature) string {
	t.Helper()
	var g struct{ Type string }
	if err := json.Unmarshal(f.GeometryJSON(), &g); err != nil {
		t.Fatal(err)
	}
	return g.Type
}

// sameRow compares a row as hyparquet has it with a feature.
func sameRow(t *testing.T, row map[string]any, f geo.Feature) {
	t.Helper()
	if row["id"] != string(f.ID()) {
		t.Fatalf("got the id %v, want %s", row["id"], f.ID())
	}
	if got, want := decoded(t, row["geometry"]), decoded(t, json.RawMessage(f.GeometryJSON())); !reflect.DeepEqual(got, want) {
		t.Errorf("%s lies at\n%v, want\n%v", f.ID(), got, want)
	}
	want := values(t, f)
	for name, v := range row {
		if name == "id" || name == "geometry" || name == "bbox" || v == nil {
			continue
		}
		switch w := want[name]; x := v.(type) {
		case map[string]any:
			if n, ok := x["int"]; ok && fmt.Sprint(n) != fmt.Sprint(w) {
				t.Errorf("%s has %q: %v, want %v", f.ID(), name, n, w)
			} else if !ok && !reflect.DeepEqual(decoded(t, x), decoded(t, w)) {
				t.Errorf("%s has %q: %v, want %v", f.ID(), name, x, w)
			}
		case string: // a date comes with a time of day
			if s := fmt.Sprint(w); x != s && strings.TrimSuffix(x, ".000Z")+"Z" != s && strings.TrimSuffix(x, "T00:00:00.000Z") != s {
				t.Errorf("%s has %q: %q, want %q", f.ID(), name, x, s)
			}
		default:
			if !reflect.DeepEqual(decoded(t, v), decoded(t, w)) && fmt.Sprint(v) != fmt.Sprint(w) {
				t.Errorf("%s has %q: %v, want %v", f.ID(), name, v, w)
			}
		}
		delete(want, name)
	}
	for name, v := range want {
		t.Errorf("%s has lost %q: %v", f.ID(), name, v)
	}
}

// decoded returns a value of JSON with numbers as float64.
func decoded(t *testing.T, v any) (out any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestGroups writes more than one row group, and looks at what their statistics say.
func TestGroups(t *testing.T) {
	const n = 60_000
	features, o := points(t, n)
	s := hyparquet(t, write(t, features, o), "--footer")
	if len(s.Groups) != 2 || s.Groups[0].Rows != 50_000 || s.Groups[1].Rows != n-50_000 {
		t.Fatalf("got the groups %v", s.Groups)
	}
	from := 0
	for i, g := range s.Groups {
		low, high := 180.0, -180.0
		for _, f := range features[from : from+g.Rows] {
			p, _ := f.Point()
			low, high = min(low, p[0]), max(high, p[0])
		}
		if got := g.Box["xmin"]; got != [2]float64{low, high} {
			t.Errorf("group %d: xmin is said to be within %v, want %v to %v", i, got, low, high)
		}
		from += g.Rows
	}
}

// TestOthersWrite reads what hyparquet-writer writes now.
func TestOthersWrite(t *testing.T) {
	dir := t.TempDir()
	node(t, "write.mjs", dir)
	for _, c := range foreign {
		file, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		likeGolden(t, file, c.want, c.refused)
	}
}

// shared opens a file of the test data beside the repository.
func shared(t *testing.T, name string) io.Reader {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", name))
	if os.IsNotExist(err) {
		missing := "the test data is not beside the repository: " + name + " is not written as GeoParquet"
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

// TestRealData writes real files, and reads them again here and elsewhere.
func TestRealData(t *testing.T) {
	for _, name := range []string{"points/earthquakes-usgs.geojson.gz", "ne110/ne_110m_admin_0_countries.geojson", "ne110/ne_110m_rivers_lake_centerlines.geojson"} {
		t.Run(filepath.Base(name), func(t *testing.T) {
			want, schema := parse(t, shared(t, name))
			file := write(t, want, geo.Output{Collection: geo.Collection{Name: "real", Schema: schema, NumericIDs: want[0].HasNumericID()}})
			got := read(t, file)
			s := hyparquet(t, file)
			if len(got) != len(want) || len(s.Rows) != len(want) {
				t.Fatalf("got %d features, hyparquet has %d, want %d", len(got), len(s.Rows), len(want))
			}
			for i, w := range want {
				a, b := decoded(t, json.RawMessage(got[i].GeometryJSON())), decoded(t, json.RawMessage(w.GeometryJSON()))
				if !reflect.DeepEqual(a, b) || got[i].ID() != w.ID() || !reflect.DeepEqual(a, decoded(t, s.Rows[i]["geometry"])) {
					t.Errorf("%s is lost or elsewhere", w.ID())
				}
			}
			if n := len(s.Geo.Columns["geometry"].Bbox); want[0].HasHeights() != (n == 6) {
				t.Errorf("the box has %d numbers", n)
			}
		})
	}
}
