package format_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
)

// either says what becomes of each file of the hard set whose verdict is "either":
// how many features it has, or a part of the reason it is refused for.
var either = map[string]struct {
	features int
	refused  string
}{
	"crs-utm37.geojson":             {refused: "urn:ogc:def:crs:EPSG::32637"},
	"geometry-empty-coords.geojson": {features: 3},    // with null geometry
	"id-null.geojson":               {features: 1},    // numbered
	"ids-duplicate.geojson":         {refused: "dup"}, // by the store
	"ids-mixed.geojson":             {refused: "7.5"},
	"syn-duplicate-keys.geojson":    {refused: "twice"},

	"csv-bad-coords.csv":              {refused: "line 4, column 5, lon"}, // rows before it are in
	"csv-semicolon-decimal-comma.csv": {features: 1},
}

// reasons are parts of the reason that files are refused for, where
// expectations.json asks for something in it.
var reasons = map[string]string{
	"enc-utf16le.geojson":         "UTF-8",
	"num-lat-95.geojson":          "swapped",
	"wrong-kind-topojson.geojson": "TopoJSON",
	"num-nan.geojson":             "NaN",
	"syn-truncated.geojson":       "cut off",
	"csv-unbalanced-quote.csv":    "line 2",
}

type expectation struct {
	File, Verdict string
	Features      int
	Hits          [][]float64 `json:"query_hits"`
	Misses        [][]float64 `json:"query_misses"`
	WithBox       *int        `json:"with_bbox_filter"`
	Inside        []float64   `json:"point_inside"`
	Outside       []float64   `json:"point_outside"`
	Bbox          []float64
}

// hardSet returns the folder of the hard set, which is not in the repository.
func hardSet(t *testing.T) string {
	shared := os.Getenv("CAIRN_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	dir := filepath.Join(shared, "data", "hard")
	if _, err := os.Stat(dir); err != nil {
		missing := "the hard set (CAIRN_SHARED/data/hard, or ../shared beside the checkout) is not here: its files were not read"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip("left out: " + missing)
	}
	return dir
}

func TestHardSet(t *testing.T) {
	dir := hardSet(t)
	text, err := os.ReadFile(filepath.Join(dir, "expectations.json"))
	if err != nil {
		t.Fatal(err)
	}
	var set struct{ Files []expectation }
	if err := json.Unmarshal(text, &set); err != nil {
		t.Fatal(err)
	}
	var decided []string
	for _, e := range set.Files {
		if e.Verdict == "either" {
			decided = append(decided, e.File)
		}
		t.Run(e.File, func(t *testing.T) { e.check(t, filepath.Join(dir, e.File)) })
	}
	if slices.Sort(decided); !slices.Equal(decided, slices.Sorted(maps.Keys(either))) {
		t.Errorf("files to decide on: got %v, want %v", decided, slices.Sorted(maps.Keys(either)))
	}
	listed, err := filepath.Glob(filepath.Join(dir, "*.*"))
	if err != nil || len(listed) != len(set.Files)+1 {
		t.Errorf("%d files in the folder, want the %d of expectations.json and itself (%v)", len(listed), len(set.Files), err)
	}
}

func (e expectation) check(t *testing.T, path string) {
	want, refused := e.Features, e.Verdict == "reject"
	reason := reasons[e.File]
	if choice, ok := either[e.File]; ok {
		want, refused, reason = choice.features, choice.refused != "", choice.refused
	}
	features, err := loadFile(t, path)
	if refused {
		if geo.KindOf(err) != geo.Invalid && geo.KindOf(err) != geo.Conflict {
			t.Fatalf("got %d features and %v, want a refusal", len(features), err)
		}
		if !strings.Contains(err.Error(), reason) {
			t.Errorf("the reason is %q, want %q in it", err, reason)
		}
		return
	}
	if err != nil || len(features) != want {
		t.Fatalf("got %d features and %v, want %d", len(features), err, want)
	}
	e.query(t, features)
	sameAgain(t, features)
	if e.Bbox != nil {
		box, _ := features[0].Bound()
		if got := []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}; !slices.Equal(got, e.Bbox) {
			t.Errorf("bound %v, want %v", got, e.Bbox)
		}
	}
}

// loadFile reads a file as an import would: each feature is to be new.
func loadFile(t *testing.T, path string) ([]geo.Feature, error) {
	t.Helper()
	f, err := format.ByPath(path)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	features, err := collect(f.Read(bytes.NewReader(text), geo.NewBuilder(nil)))
	if err != nil {
		return nil, err
	}
	_, err = stored(features)
	return features, err
}

// stored puts the features into a store.
func stored(features []geo.Feature) (geo.Reader, error) {
	store := memory.New(nil)
	changes := make([]geo.Change, len(features))
	for i, f := range features {
		changes[i] = geo.Change{Op: geo.Create, In: "hard", Feature: f}
	}
	if _, err := store.Apply(context.Background(), changes...); err != nil {
		return nil, err
	}
	return store.Read(context.Background())
}

func (e expectation) query(t *testing.T, features []geo.Feature) {
	if len(features) == 0 {
		return
	}
	r, err := stored(features)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	count := func(w, s, east, n float64) int {
		box := geo.Box{West: w, South: s, East: east, North: n}
		got, err := r.Count(context.Background(), geo.Query{From: "hard", Box: &box})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, b := range e.Hits {
		if count(b[0], b[1], b[2], b[3]) != 1 {
			t.Errorf("the box %v does not find it", b)
		}
	}
	for _, b := range e.Misses {
		if count(b[0], b[1], b[2], b[3]) != 0 {
			t.Errorf("the box %v finds it", b)
		}
	}
	if p := e.Inside; p != nil && count(p[0], p[1], p[0], p[1]) != 1 {
		t.Errorf("%v is not inside", p)
	}
	if p := e.Outside; p != nil && count(p[0], p[1], p[0], p[1]) != 0 {
		t.Errorf("%v is not outside", p)
	}
	if all := count(-180, -90, 180, 90); e.WithBox != nil && all != *e.WithBox {
		t.Errorf("the box of the world finds %d, want %d", all, *e.WithBox)
	}
}

// TestHardSetNearest asks for the nearest of every file that is taken: no shape
// may lead to a distance that is no number.
func TestHardSetNearest(t *testing.T) {
	dir := hardSet(t)
	paths, err := filepath.Glob(filepath.Join(dir, "*.geojson*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		features, err := loadFile(t, path)
		if err != nil || len(features) == 0 {
			continue
		}
		r, err := stored(features)
		if err != nil {
			t.Fatal(err)
		}
		located, hits, last := 0, 0, 0.0
		for _, f := range features {
			if f.Located() {
				located++
			}
		}
		q := geo.Query{From: "hard", Near: &geo.Near{Point: orb.Point{40.7303, 36.0561}}}
		for h, err := range r.Find(context.Background(), q) {
			if err != nil || math.IsNaN(h.Metres) || math.IsInf(h.Metres, 0) || h.Metres < last {
				t.Errorf("%s: %s is %v m away, after %v m (%v)", filepath.Base(path), h.ID(), h.Metres, last, err)
			}
			hits, last = hits+1, h.Metres
		}
		if hits != located {
			t.Errorf("%s: nearest gives %d features, want the %d that have a place", filepath.Base(path), hits, located)
		}
	}
}

// TestHardSetDetail checks what expectations.json says in words.
func TestHardSetDetail(t *testing.T) {
	dir := hardSet(t)
	file := func(name string) []geo.Feature {
		features, err := loadFile(t, filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return features
	}
	for _, f := range file("geometry-empty-coords.geojson") {
		if f.Located() {
			t.Errorf("%s: empty coordinates are a place, %s", f.ID(), f.GeometryJSON())
		}
	}
	for i, want := range []string{"[40.7303,36.0561,298.5]", "[39.0079,35.9528,-12]"} {
		f := file("z-points.geojson")[i]
		if !f.HasHeights() || !strings.Contains(string(f.GeometryJSON()), want) {
			t.Errorf("height: got %s, want %s", f.GeometryJSON(), want)
		}
	}
	escapes := file("enc-escapes.geojson")[0]
	for name, want := range map[string]string{"ar": "الشدادي", "emoji": "📍", "nul": "a\x00b", "sep": "\u2028",
		"html": "</script><b>x</b>", "rtl": "\u202eabc\u202c"} {
		if got := escapes.Property(name).String(); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if got := file("enc-crlf.geojson")[0].Property("t").String(); got != "line one\r\nline two" {
		t.Errorf("line break: got %q", got)
	}
	if p, _ := file("num-precision.geojson")[0].Point(); math.Abs(p[0]-40.7303) > 1e-9 || math.Abs(p[1]-36.0561) > 1e-9 {
		t.Errorf("precision: got %v", p)
	}
	types := file("props-types.geojson")
	one := geo.CompileFilter([]geo.Equality{{Property: "i", Value: "1"}}, types[1].Schema())
	if !one.Match(types[0]) || one.Match(types[1]) {
		t.Errorf("i = 1: got %t and %t, want true and false", one.Match(types[0]), one.Match(types[1]))
	}
	winding := `[[[40,36],[41,36],[41,37],[40,37],[40,36]],[[40.2,36.2],[40.2,36.8],[40.8,36.8],[40.8,36.2],[40.2,36.2]]]`
	if got := string(file("ring-wrong-winding.geojson")[0].GeometryJSON()); !strings.Contains(got, winding) {
		t.Errorf("winding: got %s, want %s", got, winding)
	}
}

func TestHardSetDates(t *testing.T) {
	features, err := loadFile(t, filepath.Join(hardSet(t), "props-dates.geojson"))
	if err != nil {
		t.Fatal(err)
	}
	at, err := geo.ParsePeriod("0000-01-01/9999-12-31")
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, f := range features {
		if p, timed := f.Period(); timed && p.Overlaps(at) {
			read = append(read, fmt.Sprint(f.ID(), "=", p))
		}
	}
	want := "[0=2026-01-19 1=2026-01-19T14:30:00Z 2=2026-01-19T14:30:00Z 3=2026-01-19T14:30:00.123456Z]"
	if got := fmt.Sprint(read); got != want {
		t.Errorf("dates that are read: got %s, want %s", got, want)
	}
}
