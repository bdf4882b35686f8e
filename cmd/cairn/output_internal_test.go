package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cairn/geo/format"
)

func write(t *testing.T, path string, text []byte) string {
	t.Helper()
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const table = "id,name,longitude,latitude,depth,date\n1,South,40.5,36.0,40,2021-05-01\n2,\"Nörth, \"\"x\"\"\",40.5,36.4,120.5,2021-06-01\n3,,44.0,33.0,60,\n4,nowhere,,,,\n"

// TestOutputFile holds that a file appears under its name when it is whole, and that
// one that is there already stays as it was where something goes wrong.
func TestOutputFile(t *testing.T) {
	dir := t.TempDir()
	in := write(t, filepath.Join(dir, "in.csv"), []byte(table))
	for _, c := range []struct {
		name string
		args []string
		want string // of what is said; empty if it works
	}{
		{"a whole file", []string{"query", in}, ""},
		{"a count", []string{"query", in, "--count"}, ""},
		{"a filter that is wrong", []string{"query", in, "--filter", "dpth > 1"}, "--filter"},
		{"a count of a filter that fails", []string{"query", in, "--filter", "depth > 'x'", "--count"}, "--filter"},
		{"a property that is not there", []string{"query", in, "-p", "dpth"}, "there are: name, depth, date"},
		{"a system that is unknown", []string{"query", in, "--crs", "EPSG:9"}, "EPSG:9"},
		{"a place outside of the system", []string{"query", in, "--crs", "EPSG:32601"}, "outside"},
		{"a file that is not there", []string{"query", in + "x"}, "no such file"},
		{"a format that is not there", []string{"query", in, "--format", "shp"}, "no such format"},
		{"a broken file", []string{"query", write(t, filepath.Join(dir, "broken.csv"), []byte(table+"5,far,40,95,,\n"))}, "line 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out.csv")
			write(t, out, []byte("before"))
			_, fault, code := ask(t, "", append(c.args, "--output", out)...)
			got, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" {
				if code != 0 || len(got) == 0 || string(got) == "before" {
					t.Errorf("exit code %d, stderr %q, the file is %q", code, fault, got)
				}
			} else if code == 0 || !strings.Contains(fault, c.want) || string(got) != "before" {
				t.Errorf("exit code %d, stderr %q, the file is %q; want %q, and the file as it was", code, fault, got, c.want)
			}
			empty(t, filepath.Dir(out), "out.csv")
		})
	}
}

func TestOutputNowhere(t *testing.T) {
	dir := t.TempDir()
	in := write(t, filepath.Join(dir, "in.csv"), []byte(table))
	_, fault, code := ask(t, "", "convert", in, filepath.Join(dir, "missing", "out.fgb"))
	if code != exitFault || !strings.Contains(fault, "write "+filepath.Join(dir, "missing")) {
		t.Errorf("exit code %d, stderr %q", code, fault)
	}
	if _, fault, code := ask(t, "", "convert", in, dir+"/out.shp"); code == 0 || !strings.Contains(fault, "shp") {
		t.Errorf("an ending that is unknown: exit code %d, stderr %q", code, fault)
	}
	empty(t, dir, "in.csv")
}

// TestOutputInterrupted holds that a command that is ended leaves nothing behind.
func TestOutputInterrupted(t *testing.T) {
	dir := t.TempDir()
	in := write(t, filepath.Join(dir, "in.csv"), []byte(table))
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("Ctrl-C"))
	var out, fault bytes.Buffer
	if code := run(ctx, []string{"convert", in, filepath.Join(dir, "out.gpkg")}, nil, &out, &fault, nil); code == 0 {
		t.Errorf("exit code 0, stderr %q", &fault)
	}
	empty(t, dir, "in.csv")
}

// brokenPipe takes some bytes and no more.
type brokenPipe struct{ room int }

func (p *brokenPipe) Write(b []byte) (int, error) {
	if p.room -= len(b); p.room < 0 {
		return 0, errors.New("broken pipe")
	}
	return len(b), nil
}

// TestBrokenPipe holds that an answer of which a part is lost ends with a fault.
func TestBrokenPipe(t *testing.T) {
	in := write(t, filepath.Join(t.TempDir(), "in.csv"), []byte(table))
	for _, name := range append(formatNames(), "table") {
		var fault bytes.Buffer
		code := run(t.Context(), []string{"query", in, "--format", name}, nil, &brokenPipe{10}, &fault, nil)
		if code != exitFault || !strings.Contains(fault.String(), "broken pipe") {
			t.Errorf("%s: exit code %d, stderr %q; want %d and why", name, code, &fault, exitFault)
		}
	}
}

// TestEveryFormat holds that what is converted to any format, and read again, has as
// many features, with the same ids, places and values.
func TestEveryFormat(t *testing.T) {
	dir := t.TempDir()
	in := write(t, filepath.Join(dir, "in.csv"), []byte(table))
	want, fault, code := ask(t, "", "query", in, "--sort", "id", "--format", "geojson")
	if code != 0 {
		t.Fatalf("exit code %d, stderr %q", code, fault)
	}
	for _, f := range format.Formats {
		if f.Write == nil {
			continue
		}
		out := filepath.Join(dir, "out"+f.Endings[0])
		if _, fault, code := ask(t, "", "convert", in, out); code != 0 {
			t.Errorf("%s: exit code %d, stderr %q", f.Name, code, fault)
			continue
		}
		if n, fault, code := ask(t, "", "query", out, "--count"); n != "4\n" {
			t.Errorf("%s: exit code %d, stderr %q, there are %s", f.Name, code, fault, n)
		}
		got, fault, code := ask(t, "", "query", out, "--sort", "id", "-p", "name,depth,date", "--format", "geojson")
		if code != 0 {
			t.Errorf("%s: exit code %d, stderr %q", f.Name, code, fault)
		}
		if got, want := facts(t, got), facts(t, want); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", f.Name, got, want)
		}
	}
}

// facts are the ids, places and values of a GeoJSON document, null and what is not
// there being the same.
func facts(t *testing.T, document string) string {
	t.Helper()
	var d struct {
		Features []struct {
			ID         any
			Geometry   struct{ Coordinates any }
			Properties map[string]any
		}
	}
	if err := json.Unmarshal([]byte(document), &d); err != nil {
		t.Fatalf("%v: %s", err, document)
	}
	var b strings.Builder
	for _, f := range d.Features {
		fmt.Fprint(&b, f.ID, " ", f.Geometry.Coordinates)
		for _, name := range []string{"name", "depth", "date"} {
			fmt.Fprint(&b, " ", name, "=", f.Properties[name])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestProjected writes in a projection and reads it again, where the file says in
// which it is.
func TestProjected(t *testing.T) {
	dir := t.TempDir()
	in := write(t, filepath.Join(dir, "in.csv"), []byte(table))
	for _, ending := range []string{".gpkg", ".fgb"} {
		out := filepath.Join(dir, "out"+ending)
		if _, fault, code := ask(t, "", "convert", in, out, "--crs", "EPSG:3857"); code != 0 {
			t.Errorf("%s: exit code %d, stderr %q", ending, code, fault)
			continue
		}
		got, fault, _ := ask(t, "", "query", out, "--format", "csv", "--bbox", "40,35.9,41,36.1", "-p", "name")
		if want := "\"id\",longitude,latitude,name\r\n1,40.5,36,South\r\n"; got != want {
			t.Errorf("%s: got %q and %q, want %q", ending, got, fault, want)
		}
	}
	for _, ending := range []string{".parquet", ".kml"} {
		out := filepath.Join(dir, "out"+ending)
		if _, fault, code := ask(t, "", "convert", in, out, "--crs", "EPSG:3857"); code != exitUsage || !strings.Contains(fault, "only; leave --crs out") {
			t.Errorf("%s, which has one system: exit code %d, stderr %q", ending, code, fault)
		}
		if _, fault, code := ask(t, "", "convert", in, out, "--crs", "OGC:CRS84"); code != 0 {
			t.Errorf("%s in the system that it has: exit code %d, stderr %q", ending, code, fault)
		}
	}
}

// TestInput reads what is compressed, what comes through a pipe, and what is not
// what its name says.
func TestInput(t *testing.T) {
	dir := t.TempDir()
	plain := write(t, filepath.Join(dir, "plain.csv"), []byte(table))
	packed := gzipped(t, table)
	half := write(t, filepath.Join(dir, "half.csv.gz"), packed[:len(packed)/2])
	want, _, _ := ask(t, "", "query", plain)
	for _, c := range []struct {
		name, stdin string
		args        []string
		fault       string
	}{
		{"compressed", "", []string{write(t, filepath.Join(dir, "wells.csv.gz"), packed)}, ""},
		{"in capitals", "", []string{write(t, filepath.Join(dir, "WELLS.CSV.GZ"), packed)}, ""},
		{"through a pipe", want, []string{"-"}, ""},
		{"cut off", "", []string{half}, "half.csv.gz: "},
		{"not compressed", "", []string{write(t, filepath.Join(dir, "not.csv.gz"), []byte(table))}, "not compressed with gzip, though its name says so"},
		{"no GeoPackage", "", []string{write(t, filepath.Join(dir, "no.gpkg"), []byte(table))}, "no.gpkg: "},
		{"no Parquet", "", []string{write(t, filepath.Join(dir, "no.parquet"), []byte(table))}, "no.parquet: "},
		{"nothing in it", "", []string{write(t, filepath.Join(dir, "empty.geojson"), nil)}, "empty.geojson: "},
		{"a folder", "", []string{dir}, "is a folder"},
		{"the same name twice", "", []string{plain, write(t, filepath.Join(dir, "plain.geojson"), []byte(want))}, `would both become the collection "plain"`},
	} {
		got, fault, code := ask(t, c.stdin, append([]string{"query"}, c.args...)...)
		switch {
		case c.fault == "" && (code != 0 || facts(t, got) != facts(t, want)):
			t.Errorf("%s: exit code %d, stderr %q, got %s", c.name, code, fault, got)
		case c.fault != "" && (code == 0 || !strings.Contains(fault, c.fault) || got != ""):
			t.Errorf("%s: exit code %d, stderr %q, stdout %q; want %q", c.name, code, fault, got, c.fault)
		}
	}
}

// TestHostileFile shows the faults and the contents of a file made to steer the
// terminal of who looks at it.
func TestHostileFile(t *testing.T) {
	const esc = "\x1b]0;gone\a\u202e"
	dir := t.TempDir()
	document := `{"type":"FeatureCollection","features":[{"type":"Feature","id":"a\u001b[2J","geometry":null,"properties":{"na\u001b[31mme\u202e":"\u001b[8mhidden\r\nline","x":1}}]}`
	in := write(t, filepath.Join(dir, "in.geojson"), []byte(document))
	for _, args := range [][]string{
		{"query", in, "--format", "table"},
		{"query", in, "--sort", "nothing"},
		{"query", in, "--filter", "nothing = 1"},
		{"query", in, "--properties", esc},
		{"query", in, in + esc},
		{"query", in, "--collection", esc},
		{"check", in, write(t, filepath.Join(dir, "broken.csv"), []byte("lon,lat,"+esc+"\n1,95,x\n2,"+esc+",\n"))},
		{"check", write(t, filepath.Join(dir, "two.geojson"), []byte(strings.Replace(document, `"features":[`, `"features":[{"type":"Feature","id":"a\u001b[2J","geometry":null,"properties":{}},`, 1)))},
	} {
		out, fault, _ := ask(t, "", args...)
		if both := out + fault; strings.ContainsAny(both, "\x1b\a\r\u202e") || both == "" {
			t.Errorf("%q: stdout %q, stderr %q", args, out, fault)
		}
	}
}
