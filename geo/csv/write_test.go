package csv_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/csv"
	"cairn/geo/shape"
)

// table gathers features that belong to one collection.
type table struct {
	b        *geo.Builder
	features []geo.Feature
	kinds    map[string]bool
	heights  bool
}

func newTable() *table { return &table{b: geo.NewBuilder(nil), kinds: map[string]bool{}} }

// add ends the feature that is under construction in the builder.
func (s *table) add(t *testing.T) {
	t.Helper()
	f, err := s.b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	s.features = append(s.features, f)
	if f.Located() {
		s.kinds[f.Geometry().GeoJSONType()] = true
		s.heights = s.heights || f.HasHeights()
	}
}

// output says of the features what a store would.
func (s *table) output() geo.Output {
	var kinds []string
	for k := range s.kinds {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	return geo.Output{Collection: geo.Collection{Name: "table", Schema: s.b.Schema(), Geometries: kinds, Heights: s.heights, Count: len(s.features)}}
}

func (s *table) write(t *testing.T, o geo.Output) string {
	t.Helper()
	var text bytes.Buffer
	w := csv.NewWriter(&text, o)
	for _, f := range s.features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// places is a table of two places and one without.
func places(t *testing.T) *table {
	s := newTable()
	s.b.SetID("hol")
	s.b.SetPoint(orb.Point{41.15, 36.37}, []byte("[41.150,36.37]"))
	must(t, s.b.AddText("name", `Al-Hol, "camp"`), s.b.AddNumber("n", 1.5), s.b.Add([]byte("tags"), geo.Value(`["a","b"]`)))
	s.add(t)
	s.b.SetID("12")
	s.b.SetPoint(orb.Point{39, 36}, nil)
	must(t, s.b.AddText("name", "two\r\nlines"), s.b.Add([]byte("n"), geo.Value("null")))
	s.add(t)
	s.b.SetID("call")
	must(t, s.b.AddText("name", ""), s.b.Add([]byte("ok"), geo.Value("true")))
	s.add(t)
	return s
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestWrite(t *testing.T) {
	s := places(t)
	got := s.write(t, s.output())
	want := "\"id\",longitude,latitude,name,n,tags,ok\r\n" +
		`hol,41.15,36.37,"Al-Hol, ""camp""",1.5,"[""a"",""b""]",` + "\r\n" +
		`"12",39,36,"two` + "\r\n" + `lines",,,` + "\r\n" +
		`call,,,"",,,true` + "\r\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriteParts(t *testing.T) {
	s := places(t)
	o := s.output()
	o.Fields = []int{3, 1}
	if got, want := s.write(t, o), "\"id\",longitude,latitude,ok,n\r\nhol,41.15,36.37,,1.5\r\n\"12\",39,36,,\r\ncall,,,true,\r\n"; got != want {
		t.Errorf("two fields: got %q, want %q", got, want)
	}
	o.Fields, o.SkipGeometry = []int{}, true
	if got, want := s.write(t, o), "\"id\"\r\nhol\r\n\"12\"\r\ncall\r\n"; got != want {
		t.Errorf("no fields: got %q, want %q", got, want)
	}
}

func TestWriteGeometry(t *testing.T) {
	s := newTable()
	s.b.SetNumericID("1")
	s.b.SetGeometry(orb.LineString{{1, 2}, {3, 4}}, []byte(`{"type":"LineString","coordinates":[[1,2,3],[3,4,5]]}`))
	s.b.SetHeights()
	s.add(t)
	s.b.SetNumericID("2")
	s.add(t)
	s.b.SetNumericID("3")
	s.b.SetPoint(orb.Point{1, 2}, nil)
	s.add(t)
	want := "\"id\",geometry\r\n1,\"LINESTRING Z (1 2 3, 3 4 5)\"\r\n2,\r\n3,POINT (1 2)\r\n"
	if got := s.write(t, s.output()); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	o := s.output()
	o.Collection.Geometries = []string{"Point"}
	if err := csv.NewWriter(new(bytes.Buffer), o).Write(s.features[0]); geo.KindOf(err) != geo.Invalid {
		t.Errorf("a line among points: got %v, want a refusal", err)
	}
}

func TestWriteHeights(t *testing.T) {
	s := newTable()
	s.b.SetNumericID("1")
	s.b.SetPoint(orb.Point{1, 2}, []byte("[1,2,298.5]"))
	s.b.SetHeights()
	s.add(t)
	s.b.SetNumericID("2")
	s.b.SetPoint(orb.Point{1, 2}, nil)
	s.add(t)
	if got, want := s.write(t, s.output()), "\"id\",longitude,latitude,z\r\n1,1,2,298.5\r\n2,1,2,\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriteCRS(t *testing.T) {
	utm, err := crs.Parse("EPSG:32637")
	if err != nil {
		t.Fatal(err)
	}
	wgs84, err := crs.Parse("EPSG:4326")
	if err != nil {
		t.Fatal(err)
	}
	s := newTable()
	s.b.SetNumericID("1")
	s.b.SetPoint(orb.Point{39, 0}, nil)
	s.add(t)
	o := s.output()
	o.CRS = utm
	if got, want := s.write(t, o), "\"id\",easting,northing\r\n1,500000,0\r\n"; got != want {
		t.Errorf("UTM: got %q, want %q", got, want)
	}
	o.CRS = wgs84
	if got, want := s.write(t, o), "\"id\",longitude,latitude\r\n1,39,0\r\n"; got != want {
		t.Errorf("EPSG:4326: got %q, want %q", got, want)
	}
	s.b.SetNumericID("2")
	s.b.SetGeometry(orb.LineString{{39, 0}, {-150, 0}}, nil)
	s.add(t)
	o = s.output()
	o.CRS = utm
	if err := csv.NewWriter(new(bytes.Buffer), o).Write(s.features[1]); geo.KindOf(err) != geo.Invalid {
		t.Errorf("the other side of the Earth in UTM: got %v, want a refusal", err)
	}
}

// TestSpreadsheet holds what CLIENTS asks for: Excel sees the text in its own
// script, and no formula.
func TestSpreadsheet(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"الشدادي", "الشدادي"},
		{"=1+1", "'=1+1"},
		{"=HYPERLINK(\"http://x\")", `"'=HYPERLINK(""http://x"")"`},
		{"+49 30", "'+49 30"},
		{"@x", "'@x"},
		{"-x", "'-x"},
		{"-12.5", `"-12.5"`},
		{"\tx", "'\tx"},
		{"\r=x", "\"'\r=x\""},
		{"a=b", "a=b"},
		{"'a", "'a"},
	} {
		s := newTable()
		s.b.SetNumericID("-7")
		must(t, s.b.AddText("=a", c.text), s.b.AddNumber("v", -5))
		s.add(t)
		o := s.output()
		o.Spreadsheet, o.SkipGeometry = true, true
		if got, want := s.write(t, o), "\xef\xbb\xbf\"id\",'=a,v\r\n-7,"+c.want+",-5\r\n"; got != want {
			t.Errorf("%q: got %q, want %q", c.text, got, want)
		}
		for _, spreadsheet := range []bool{true, false} {
			o.Spreadsheet = spreadsheet
			features, _, err := readAll(s.write(t, o), csv.Options{})
			if err != nil || features[0].Property("=a").String() != c.text {
				t.Errorf("%q: read again, %t, got %q and %v", c.text, spreadsheet, lines(features), err)
			}
		}
	}
}

func TestWriteNames(t *testing.T) {
	s := newTable()
	s.b.SetNumericID("1")
	for i, name := range []string{"id", "Latitude", "a", "A", "latitude_2", "b,c", ";;;;;;;;;"} {
		must(t, s.b.AddNumber(name, float64(i)))
	}
	s.add(t)
	want := "\"id\",longitude,latitude,id_2,Latitude_2,a,A_2,latitude_2_2,\"b,c\",\";;;;;;;;;\"\r\n1,,,0,1,2,3,4,5,6\r\n"
	if got := s.write(t, s.output()); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWritePlaceNames: properties that could be taken for a place are properties when
// they are read again.
func TestWritePlaceNames(t *testing.T) {
	for _, heights := range []bool{false, true} {
		s := newTable()
		for i := range 2 {
			s.b.SetNumericID(fmt.Sprint(i))
			if heights {
				must(t, give(s.b, "POINT Z (1 2 3)"))
			} else {
				s.b.SetPoint(orb.Point{1, 2}, nil)
			}
			for _, name := range []string{"_z", "wkt", "geometry", "location", "x", "y"} {
				must(t, s.b.Add([]byte(name), geo.Value(`"POINT (3 4)"`)))
			}
			must(t, s.b.Add([]byte("z"), geo.Value(`"007"`)))
			s.add(t)
		}
		text := s.write(t, s.output())
		again, _, err := readAll(text, csv.Options{})
		if err != nil || len(again) != 2 {
			t.Fatalf("got %v and %v, want two features:\n%s", again, err, text)
		}
		for i, f := range again {
			if got, want := string(f.GeometryJSON()), string(s.features[i].GeometryJSON()); got != want {
				t.Errorf("got %s, want %s:\n%s", got, want, text)
			}
			for name, want := range map[string]string{"_z": `"POINT (3 4)"`, "wkt": `"POINT (3 4)"`, "location": `"POINT (3 4)"`, "z_2": `"007"`} {
				if got := string(f.Property(name)); got != want {
					t.Errorf("%s: got %s, want %s:\n%s", name, got, want, text)
				}
			}
		}
	}
}

// value returns a random value of the kind that a column has.
func value(r *rand.Rand, column int) geo.Value {
	texts := []string{"", "x", "12", "true", "=1", "007", "a,b", "\"", "\r\n", "\n", "é🎈", " ", "null", "-5", "1e5", "a\tb", "\x00", "'", "NaN", ";", "12E3", "2026/01/19", "1,5", "19.01.2026", "2026-01-19", "1.500"}
	text := func() geo.Value { return geo.AppendString(nil, texts[r.IntN(len(texts))]) }
	numbers := []string{"0", "-1", "2.50", "1e-07", "9007199254740992", "-0.1", "1.5E+10"}
	switch {
	case r.IntN(5) == 0:
		return geo.Value("null")
	case column == 0:
		return text()
	case column == 1, column == 2 && r.IntN(2) == 0:
		return geo.Value(numbers[r.IntN(len(numbers))])
	case column == 2:
		return text()
	case column == 3:
		return geo.Value(fmt.Sprint(r.IntN(2) == 0))
	}
	return geo.Value([]string{`{"a":"x\ny"}`, `[]`, `[1,"2"]`, `{}`}[r.IntN(4)])
}

// give gives the geometry that well-known text says to the feature.
func give(b *geo.Builder, wkt string) error {
	var s shape.Shape
	return errors.Join(s.ParseWKT([]byte(wkt)), s.Give(b))
}

// randomWKT returns a geometry of any kind, with heights everywhere or nowhere.
func randomWKT(r *rand.Rand, height bool) string {
	position := func() string {
		if height {
			return fmt.Sprint(r.Float64()*360-180, r.Float64()*180-90, r.NormFloat64()*1e3)
		}
		return fmt.Sprint(r.Float64()*360-180, r.Float64()*180-90)
	}
	line := func() string { return "(" + position() + "," + position() + "," + position() + ")" }
	rings := func() string {
		first := position()
		return "((" + first + "," + position() + "," + position() + "," + first + "))"
	}
	return []func() string{
		func() string { return "POINT(" + position() + ")" },
		func() string { return "MULTIPOINT" + line() },
		func() string { return "LINESTRING" + line() },
		func() string { return "MULTILINESTRING(" + line() + "," + line() + ")" },
		func() string { return "POLYGON" + rings() },
		func() string { return "MULTIPOLYGON(" + rings() + "," + rings() + ")" },
		func() string { return "GEOMETRYCOLLECTION(POINT(" + position() + "),LINESTRING" + line() + ")" },
	}[r.IntN(7)]()
}

// TestRoundTrip writes tables of features and reads them again: they are the same,
// but that a property that is not there becomes null.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 300 {
		s := newTable()
		points, numeric := r.IntN(2) == 0, r.IntN(2) == 0
		for i := range 1 + r.IntN(20) {
			if numeric {
				s.b.SetNumericID(fmt.Sprint(i - 5))
			} else {
				s.b.SetID(geo.ID([]string{"", "a,", "-", "x"}[r.IntN(4)] + fmt.Sprint(i)))
			}
			switch {
			case i > 0 && r.IntN(5) == 0:
			case points:
				s.b.SetPoint(orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}, nil)
			default:
				must(t, give(s.b, randomWKT(r, r.IntN(2) == 0)))
			}
			for column := range 5 {
				if i == 0 || r.IntN(4) > 0 {
					must(t, s.b.Add([]byte("p"+fmt.Sprint(column)), value(r, column)))
				}
			}
			s.add(t)
		}
		text := s.write(t, s.output())
		again, _, err := readAll(text, csv.Options{})
		if err != nil || len(again) != len(s.features) {
			t.Fatalf("round %d: %d features and %v, want %d:\n%s", round, len(again), err, len(s.features), text)
		}
		for i, f := range s.features {
			same(t, again[i], f, text)
		}
	}
}

func same(t *testing.T, got, want geo.Feature, text string) {
	t.Helper()
	if string(got.RawID()) != string(want.RawID()) || string(got.GeometryJSON()) != string(want.GeometryJSON()) {
		t.Fatalf("got %s, want %s:\n%s", got.GeoJSON(), want.GeoJSON(), text)
	}
	for i, field := range want.Schema().Fields() {
		v := want.Value(i)
		if len(v) == 0 {
			v = geo.Value("null")
		}
		if g := got.Property(field.Name); string(g) != string(v) {
			t.Fatalf("%s of %s: got %s, want %s:\n%s", field.Name, want.RawID(), g, v, text)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteError(t *testing.T) {
	s := places(t)
	w := csv.NewWriter(full{}, s.output())
	for range 100_000 {
		if err := w.Write(s.features[0]); err != nil {
			if !strings.Contains(err.Error(), "disk full") || w.Close() == nil {
				t.Errorf("got %v, want the writer's error, twice", err)
			}
			return
		}
	}
	t.Error("a full disk goes unnoticed")
}
