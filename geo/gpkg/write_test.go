package gpkg_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// made is a collection as a store would describe it, with its features.
type made struct {
	geo.Output
	features []geo.Feature
}

// collect makes n features by calling build for each, and describes them.
func collect(t testing.TB, name geo.Name, n int, build func(b *geo.Builder, i int)) made {
	t.Helper()
	b := geo.NewBuilder(nil)
	m := made{}
	c := &m.Collection
	c.Name, c.NumericIDs, c.Count = name, true, n
	for i := range n {
		build(b, i)
		f, err := b.Feature()
		if err != nil {
			t.Fatalf("feature %d: %v", i, err)
		}
		c.NumericIDs = c.NumericIDs && f.HasNumericID()
		c.Heights = c.Heights || f.HasHeights()
		if g := f.Geometry(); g != nil && !slices.Contains(c.Geometries, g.GeoJSONType()) {
			c.Geometries = append(c.Geometries, g.GeoJSONType())
		}
		m.features = append(m.features, f)
	}
	c.Schema = b.Schema()
	return m
}

// written writes the features to a file, and returns its path.
func written(t testing.TB, m made) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, m); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a #?% name.gpkg")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func write(out *bytes.Buffer, m made) error {
	w := gpkg.NewWriter(out, m.Output)
	for _, f := range m.features {
		if err := w.Write(f); err != nil {
			return errors.Join(err, ignore(w.Close()))
		}
	}
	return w.Close()
}

// ignore says that an error is one that was told before.
func ignore(error) error { return nil }

// add adds a property given as JSON.
func add(t testing.TB, b *geo.Builder, name, value string) {
	t.Helper()
	if err := b.Add([]byte(name), geo.Value(value)); err != nil {
		t.Fatal(err)
	}
}

// mixture is a collection with a value of every kind in it.
func mixture(t testing.TB) made {
	shapes := []orb.Geometry{
		orb.Point{40.7348, 36.0576},
		nil,
		orb.LineString{{1, 2}, {3, 4}, {-5, 6}},
		orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{2, 2}, {2, 4}, {4, 4}, {4, 2}, {2, 2}}},
		orb.MultiPoint{{1, 1}, {-180, 90}},
		orb.MultiLineString{{{0, 0}, {1, 1}}, {{2, 2}, {3, 3}, {4, 4}}},
		orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}},
		orb.Collection{orb.Point{7, 8}, orb.LineString{{1, 2}, {3, 4}}, orb.Collection{orb.Point{9, 9}}},
	}
	values := map[string][]string{
		"yes":                       {"true", "false"},
		"whole":                     {"7", "-9007199254740993", "0"},
		"part":                      {"1.5", "-0.0001", "3", "1e+300"},
		"words":                     {`"plain"`, `"\"quoted\" 'so' \\ \n سجن الشدادي 🪨"`, `""`, `"2026-01-20"`},
		"day":                       {`"2026-01-20"`, `"0001-12-31"`},
		"moment":                    {`"2026-01-20T08:00:00Z"`, `"2026-01-20T08:00:00.25Z"`, `"1969-12-31T23:59:59.123456Z"`},
		"list":                      {`[1,"two",{"a":null}]`, `[]`},
		"thing":                     {`{"a":{"b":"ä\"","c":[true]}}`, `{}`},
		"any":                       {`1`, `"two"`, `true`, `{"a":1}`},
		"fid":                       {`"not the key"`},
		"Words":                     {`"the other"`},
		"":                          {`"no name"`},
		"a]b\"c'd; DROP TABLE x --": {`"hostile"`},
		"nothing":                   {"null"},
	}
	names := []string{"yes", "whole", "part", "words", "day", "moment", "list", "thing", "any", "fid", "Words", "", "a]b\"c'd; DROP TABLE x --", "nothing"}
	return collect(t, "mixture", 3*len(shapes), func(b *geo.Builder, i int) {
		b.SetID(geo.ID(fmt.Sprintf("thing/%d", i)))
		b.SetGeometry(shapes[i%len(shapes)], nil)
		for k, name := range names {
			v := values[name]
			if (i+k)%7 == 6 {
				v = []string{"null"}
			}
			add(t, b, name, v[i%len(v)])
		}
	})
}

// read reads all features of a layer; each as GeoJSON, and the schema learned.
func read(t testing.TB, path, layer string) ([]geo.Feature, *geo.Schema) {
	t.Helper()
	layers, err := gpkg.Layers(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layers {
		if l.Name != layer {
			continue
		}
		b := geo.NewBuilder(nil)
		var features []geo.Feature
		for f, err := range l.Read(b) {
			if err != nil {
				t.Fatal(err)
			}
			features = append(features, f)
		}
		if l.Count >= 0 && l.Count != len(features) {
			t.Errorf("%s says it has %d features, and gives %d", layer, l.Count, len(features))
		}
		return features, b.Schema()
	}
	t.Fatalf("no layer %q in %v", layer, layers)
	return nil, nil
}

func TestMixtureComesBack(t *testing.T) {
	want := mixture(t)
	got, _ := read(t, written(t, want), "mixture")
	same(t, got, want.features)
}

// same compares what came back with what was written, to the byte.
func same(t testing.TB, got, want []geo.Feature) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d features came back, want %d", len(got), len(want))
	}
	for i := range want {
		if g, w := string(got[i].GeoJSON()), string(want[i].GeoJSON()); g != w {
			t.Errorf("feature %d came back as\n %s\nwant\n %s", i, g, w)
		}
	}
}

func TestIDs(t *testing.T) {
	tests := []struct {
		name string
		ids  []string // texts with quotes, numbers without
		back []string // empty: the same
	}{
		{"numbers", []string{"5", "-3", "0", "9223372036854775807"}, []string{"-3", "0", "5", "9223372036854775807"}},
		{"texts", []string{`"b"`, `"a"`, `"1' OR 'a'='a"`}, nil},
		{"both", []string{`"b"`, `7`}, []string{`"b"`, `"7"`}},
	}
	for _, test := range tests {
		m := collect(t, "ids", len(test.ids), func(b *geo.Builder, i int) {
			if text, ok := strings.CutPrefix(test.ids[i], `"`); ok {
				b.SetID(geo.ID(strings.TrimSuffix(text, `"`)))
			} else {
				b.SetNumericID(test.ids[i])
			}
			add(t, b, "id", `"taken"`)
		})
		features, _ := read(t, written(t, m), "ids")
		want := test.back
		if want == nil {
			want = test.ids
		}
		var got []string
		for _, f := range features {
			got = append(got, string(f.RawID()))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: came back as %v, want %v", test.name, got, want)
		}
	}
}

func TestRefused(t *testing.T) {
	point := func(b *geo.Builder, i int) {
		b.SetNumericID(fmt.Sprint(i))
		b.SetPoint(orb.Point{1, 2}, nil)
	}
	twice := collect(t, "c", 2, point)
	twice.features[1] = twice.features[0]
	named := collect(t, "c", 2, func(b *geo.Builder, i int) {
		b.SetID("x")
		b.SetPoint(orb.Point{1, 2}, nil)
	})
	unsaid := collect(t, "c", 1, point)
	unsaid.Collection.Geometries = []string{"LineString"}
	huge := collect(t, "c", 1, func(b *geo.Builder, i int) { b.SetNumericID("9223372036854775808") })
	placeless := collect(t, "c", 1, point)
	placeless.Collection.Geometries = nil
	wide := collect(t, "c", 1, func(b *geo.Builder, i int) {
		b.SetNumericID("1")
		for i := range 1998 {
			add(t, b, fmt.Sprint("p", i), "1")
		}
	})
	tests := []struct {
		name string
		m    made
		want string
	}{
		{"a number twice", twice, "same id"},
		{"a text twice", named, "same id"},
		{"another type", unsaid, "only LineString"},
		{"a number too large", huge, "64 bits"},
		{"a place where none should be", placeless, "said to have none"},
		{"too many columns", wide, "1997 columns"},
	}
	for _, test := range tests {
		t.Setenv("TMPDIR", t.TempDir())
		var out bytes.Buffer
		err := write(&out, test.m)
		if geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want Invalid with %q", test.name, err, test.want)
		}
		if out.Len() > 0 {
			t.Errorf("%s: %d bytes were written all the same", test.name, out.Len())
		}
		nothingLeft(t)
	}
}

// nothingLeft checks that no temporary file is left in TMPDIR.
func nothingLeft(t *testing.T) {
	t.Helper()
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// full is a writer that takes so many bytes.
type full int

func (f *full) Write(b []byte) (int, error) {
	if *f -= full(len(b)); *f < 0 {
		return 0, os.ErrClosed
	}
	return len(b), nil
}

func TestNobodyTakesIt(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	m, room := mixture(t), full(10_000)
	w := gpkg.NewWriter(&room, m.Output)
	for _, f := range m.features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Close says %v, want %v", err, os.ErrClosed)
	}
	nothingLeft(t)
}

func TestNoRoomForTheTemporaryFile(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	m := mixture(t)
	if err := write(new(bytes.Buffer), m); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want %v", err, os.ErrNotExist)
	}
}

func TestSelection(t *testing.T) {
	m := mixture(t)
	m.Fields, m.SkipGeometry = []int{3, 0}, true
	got, _ := read(t, written(t, m), "mixture")
	for i, f := range got {
		w := m.features[i]
		want := fmt.Sprintf(`{"type":"Feature","id":%s,"geometry":null,"properties":{"words":%s,"yes":%s}}`, w.RawID(), []byte(w.Property("words")), []byte(w.Property("yes")))
		if string(f.GeoJSON()) != want {
			t.Errorf("got  %s\nwant %s", f.GeoJSON(), want)
		}
	}
}

func TestEmpty(t *testing.T) {
	path := written(t, collect(t, "empty", 0, nil))
	if got, _ := read(t, path, "empty"); len(got) != 0 {
		t.Errorf("%d features in an empty collection", len(got))
	}
}

func TestKeptNames(t *testing.T) {
	for _, name := range []geo.Name{"gpkg_contents", "sqlite_master", "rtree_x_geom", "places-2026.01", "select"} {
		m := collect(t, name, 1, func(b *geo.Builder, i int) {
			b.SetNumericID("1")
			b.SetPoint(orb.Point{1, 2}, nil)
		})
		layers, err := gpkg.Layers(written(t, m))
		if err != nil || len(layers) != 1 || layers[0].Title != string(name) || !strings.HasSuffix(layers[0].Name, string(name)) {
			t.Errorf("%s: got %v, %v", name, layers, err)
		}
	}
}
