//go:build qgis

package main_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// qgisPatience is how long QGIS may take over everything it is asked.
const qgisPatience = 5 * time.Minute

// cql2Since is the QGIS that first sent filters in CQL2.
const cql2Since = 33200

// towns are many enough for paging. What QGIS does not leave to the server it
// does on a copy of everything, which takes it a while: so filters are tried on
// fewer, the hamlets.
const towns, hamlets = 25_000, 2_000

// qgis is a QGIS without a screen that does what it is told.
type qgis struct {
	version int // such as 32216
	in      *json.Encoder
	out     *json.Decoder
}

// reply is what testdata/qgis/answer.py says; each question fills in some.
type reply struct {
	Version int
	Name    string
	Fault   string
	Said    []string

	Fields        map[string]string
	Order         []string
	Count         int
	Extent        []float64
	CRS, Geometry string
	Values        []any
	Shapes        []string
	Left          string
	Inked         float64
	Faults        []string
}

// newQGIS starts QGIS with a profile of its own, which holds its caches.
func newQGIS(t *testing.T) *qgis {
	t.Helper()
	python := "/usr/bin/python3" // Debian's, for which Debian's QGIS is built
	if p := os.Getenv("QGIS_PYTHON"); p != "" {
		python = p
	}
	// The test's own context ends before what is cleaned up.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), qgisPatience)
	cmd := exec.CommandContext(ctx, python, "testdata/qgis/answer.py")
	home := t.TempDir()
	os.Chmod(home, 0o700) // or Qt complains
	cmd.Env = append(os.Environ(), "QT_QPA_PLATFORM=offscreen", "HOME="+home, "XDG_RUNTIME_DIR="+home, "LC_ALL=C.UTF-8", "QGIS_CUSTOM_CONFIG_PATH="+home)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr safeBuffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the end of QGIS: %v\n%s", err, stderr.String())
		}
		cancel()
	})
	q := &qgis{in: json.NewEncoder(stdin), out: json.NewDecoder(bufio.NewReader(stdout))}
	hello := q.read(t)
	q.version = hello.Version
	t.Logf("QGIS %s", hello.Name)
	return q
}

func (q *qgis) read(t *testing.T) reply {
	t.Helper()
	var r reply
	if err := q.out.Decode(&r); err != nil {
		t.Fatalf("QGIS (Debian: python3-qgis) does not answer: %v", err)
	}
	return r
}

// ask asks one question. QGIS must neither fail nor complain.
func (q *qgis) ask(t *testing.T, question map[string]any) reply {
	t.Helper()
	if err := q.in.Encode(question); err != nil {
		t.Fatal(err)
	}
	r := q.read(t)
	if r.Fault != "" {
		t.Fatalf("QGIS fails: %s %q", r.Fault, r.Said)
	}
	if len(r.Said) > 0 {
		t.Errorf("QGIS complains: %q", r.Said)
	}
	return r
}

// on is a question about a collection of a server, of which QGIS asks for what
// it shows only, as it does by default where a layer is added by hand.
func on(address, collection, do string, more ...any) map[string]any {
	question := map[string]any{
		"do": do, "provider": "OAPIF",
		"source": fmt.Sprintf("url='%s' typename='%s' restrictToRequestBBOX='1'", address, collection),
	}
	for i := 0; i+1 < len(more); i += 2 {
		question[more[i].(string)] = more[i+1]
	}
	return question
}

// TestQGIS has one QGIS ask one server everything, because both take a while to
// begin.
func TestQGIS(t *testing.T) {
	q := newQGIS(t)
	dir := t.TempDir()
	large := start(t, townFile(t, dir, "towns", towns), townFile(t, dir, "hamlets", hamlets), zoneFile(t, dir))
	w := witnessed(t, large)
	t.Run("seeds", func(t *testing.T) { qgisSeeds(t, q) })
	t.Run("layer", func(t *testing.T) { qgisLayer(t, q, w) })
	t.Run("filters", func(t *testing.T) { qgisFilters(t, q, w) })
	t.Run("boxes", func(t *testing.T) { qgisBoxes(t, q, w) })
	t.Run("systems", func(t *testing.T) { qgisSystems(t, q, w) })
	t.Run("pictures", func(t *testing.T) { qgisPictures(t, q, w) })
	t.Run("edit", func(t *testing.T) { qgisEdits(t, q) })
	t.Run("store", func(t *testing.T) { qgisStore(t, q) })
	t.Run("files", func(t *testing.T) { qgisFiles(t, q, large) })
	if bad := refused(w.take()); len(bad) > 0 {
		t.Errorf("refused: %+v", bad)
	}
}

func qgisSeeds(t *testing.T, q *qgis) {
	w := witnessed(t, start(t))
	for name, count := range map[string]int{"places": 5, "events": 8, "claims": 20, "control": 9, "sources": 11} {
		if r := q.ask(t, on(w.address, name, "open")); r.Count != count {
			t.Errorf("%s: QGIS counts %d, want %d", name, r.Count, count)
		}
	}
	places := q.ask(t, on(w.address, "places", "open"))
	for name, kind := range map[string]string{"name": "text", "name_ar": "text", "position_accuracy": "integer", "disputed": "boolean", "control_since": "date"} {
		if places.Fields[name] != kind {
			t.Errorf("places: %s is a %s, want a %s", name, places.Fields[name], kind)
		}
	}
	prisons := q.ask(t, on(w.address, "places", "find", "field", "name_ar", "subset", `"kind" = 'prison'`))
	if !slices.Contains(prisons.Values, any("سجن الشدادي")) || len(prisons.Values) != 2 {
		t.Errorf("prisons: %v", prisons.Values)
	}
	if bad := refused(w.take()); len(bad) > 0 {
		t.Errorf("refused: %+v", bad)
	}
}

// qgisLayer checks what a layer looks like, and that paging shows each feature
// once.
func qgisLayer(t *testing.T, q *qgis, w *witness) {
	r := q.ask(t, on(w.address, "towns", "open"))
	want := map[string]string{
		"key": "integer", "name": "text", "kind": "text", "people": "integer", "height": "number",
		"date": "date", "seen": "date-time", "open": "boolean", "name_ar": "text", "remark #1": "text",
	}
	for name, kind := range want {
		if r.Fields[name] != kind {
			t.Errorf("%s is a %q, want a %s (of %v)", name, r.Fields[name], kind, r.Fields)
		}
	}
	if r.Count != towns || r.Geometry != "Point" {
		t.Errorf("got %d of %s, want %d of Point", r.Count, r.Geometry, towns)
	}
	if extent := []float64{-150, -75, 148.8, 73.5}; !slices.EqualFunc(r.Extent, extent, close9) {
		t.Errorf("extent %v, want %v", r.Extent, extent)
	}
	w.take()
	all := q.ask(t, on(w.address, "towns", "find", "field", "key"))
	if len(all.Values) != towns || len(distinct(all.Values)) != towns {
		t.Errorf("got %d features, %d of them different, want %d", len(all.Values), len(distinct(all.Values)), towns)
	}
	pages := items(w.take())
	if len(pages) != towns/1000 && len(pages) != towns/1000+1 {
		t.Errorf("QGIS took %d pages, want %d of 1,000", len(pages), towns/1000)
	}
}

func close9(a, b float64) bool { return math.Abs(a-b) < 1e-9*math.Max(1, math.Abs(a)) }

func distinct(values []any) map[any]bool {
	set := map[any]bool{}
	for _, v := range values {
		set[v] = true
	}
	return set
}

// keys returns what a reply has of the towns' keys, in order.
func (r reply) keys(t *testing.T) []int {
	t.Helper()
	var list []int
	for _, v := range r.Values {
		f, ok := v.(float64)
		if !ok {
			t.Fatalf("%v (%T) is no key", v, v)
		}
		list = append(list, int(f))
	}
	slices.Sort(list)
	return list
}

func qgisPictures(t *testing.T, q *qgis, w *witness) {
	dir := t.TempDir()
	if keep := os.Getenv("QGIS_PICTURES"); keep != "" {
		dir = keep
	}
	for name, most := range map[string][2]float64{"towns": {0.05, 0.5}, "zones": {0.3, 0.95}} {
		to := filepath.Join(dir, name+".png")
		r := q.ask(t, on(w.address, name, "draw", "to", to, "box", []any{-40.0, -20.0, 40.0, 20.0}))
		if r.Inked < most[0] || r.Inked > most[1] || len(r.Faults) > 0 {
			t.Errorf("%s: %.1f %% of the picture is inked, want %.0f to %.0f; %q", name, 100*r.Inked, 100*most[0], 100*most[1], r.Faults)
		}
		if info, err := os.Stat(to); err != nil || info.Size() < 1000 {
			t.Errorf("%s: no picture: %v", name, err)
		}
	}
}

// qgisFiles has QGIS open what it may download here.
func qgisFiles(t *testing.T, q *qgis, p *process) {
	where := "people>=9990"
	want := keysOf(towns, func(c town) bool { return c.People != nil && *c.People >= 9990 })
	for _, format := range []string{"gpkg", "fgb", "geojson", "geojsonseq", "csv", "kml"} {
		t.Run(format, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "towns."+strings.Replace(format, "geojsonseq", "geojsons", 1))
			download(t, p.address+"/collections/towns/items?limit=10000&filter="+where+"&f="+format, path)
			r := q.ask(t, map[string]any{"do": "find", "provider": "ogr", "source": path, "field": "name"})
			var names []any
			for _, k := range want {
				names = append(names, townOf(k-1).Name)
			}
			if len(r.Values) != len(want) || len(distinct(append(names, r.Values...))) != len(want) {
				t.Errorf("got %d: %v, want %v", len(r.Values), r.Values, names)
			}
			first := slices.IndexFunc(want, func(k int) bool { return townOf(k-1).Name == r.Values[0] })
			if first < 0 {
				t.Fatalf("%v is not among %v", r.Values[0], names)
			}
			if c := townOf(want[first] - 1); format != "csv" && !strings.Contains(r.Shapes[0], fmt.Sprintf("%g %g", c.lon, c.lat)) {
				t.Errorf("%s lies at %s, want %g %g", c.Name, r.Shapes[0], c.lon, c.lat)
			}
		})
	}
}
