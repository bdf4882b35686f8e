package kml_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/kml"
	"cairn/geo/shape"
)

// layer gathers features that belong to one collection.
type layer struct {
	b        *geo.Builder
	features []geo.Feature
}

func newLayer() *layer { return &layer{b: geo.NewBuilder(nil)} }

// add ends the feature that is under construction in the builder.
func (l *layer) add(t testing.TB, errs ...error) {
	t.Helper()
	f, err := l.b.Feature()
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	l.features = append(l.features, f)
}

func (l *layer) output() geo.Output {
	return geo.Output{Collection: geo.Collection{Name: "layer", Schema: l.b.Schema()}}
}

func (l *layer) write(t testing.TB, o geo.Output) string {
	t.Helper()
	var text bytes.Buffer
	w := kml.NewWriter(&text, o)
	for _, f := range l.features {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	wellFormed(t, text.String())
	return text.String()
}

// wellFormed reads a document as XML, and looks that no id is there twice.
func wellFormed(t testing.TB, text string) {
	t.Helper()
	ids := map[string]bool{}
	for in := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := in.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v:\n%s", err, text)
		}
		if e, ok := token.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "id" && (ids[a.Value] || a.Value == "") {
					t.Fatalf("the id %q is there twice, or empty:\n%s", a.Value, text)
				}
				ids[a.Value] = a.Name.Local == "id" || ids[a.Value]
			}
		}
	}
}

func TestWrite(t *testing.T) {
	l := newLayer()
	l.b.SetID("hol")
	l.b.SetPoint(orb.Point{41.15, 36.37}, nil)
	l.add(t, l.b.AddText("title", "Al-Hol <camp>"), l.b.AddText("description", "a < b"), l.b.AddNumber("n", 1.5),
		l.b.AddText("start", "2026-01-19"), l.b.AddText("end", "2026-01-20"), l.b.Add([]byte("ok"), geo.Value("true")), l.b.Add([]byte("tags"), geo.Value(`["a"]`)))
	l.b.SetNumericID("7")
	l.add(t, l.b.Add([]byte("n"), geo.Value("null")), l.b.AddText("start", "2026-01-19T08:00:00Z"))
	o := l.output()
	o.Collection.Title, o.Collection.Description, o.Source = "A & B", "x", "http://127.0.0.1/?a=1&b=2"
	want := `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">
<Document>
<name>A &amp; B</name>
<atom:link rel="self" href="http://127.0.0.1/?a=1&amp;b=2"/>
<description>x</description>
<Schema id="_x_schema" name="layer">
<SimpleField type="string" name="title"/>
<SimpleField type="string" name="description"/>
<SimpleField type="double" name="n"/>
<SimpleField type="string" name="start"/>
<SimpleField type="string" name="end"/>
<SimpleField type="bool" name="ok"/>
<SimpleField type="string" name="tags"/>
</Schema>
<Placemark id="hol"><name>Al-Hol &lt;camp&gt;</name><description>a &amp;lt; b</description><TimeSpan><begin>2026-01-19</begin><end>2026-01-20</end></TimeSpan>` +
		`<ExtendedData><SchemaData schemaUrl="#_x_schema"><SimpleData name="title">Al-Hol &lt;camp&gt;</SimpleData><SimpleData name="description">a &lt; b</SimpleData><SimpleData name="n">1.5</SimpleData>` +
		`<SimpleData name="start">2026-01-19</SimpleData><SimpleData name="end">2026-01-20</SimpleData><SimpleData name="ok">1</SimpleData><SimpleData name="tags">[&#34;a&#34;]</SimpleData></SchemaData></ExtendedData>` +
		`<Point><coordinates>41.15,36.37</coordinates></Point></Placemark>
<Placemark id="_7"><name>7</name><TimeSpan><begin>2026-01-19T08:00:00Z</begin></TimeSpan><ExtendedData><SchemaData schemaUrl="#_x_schema"><SimpleData name="start">2026-01-19T08:00:00Z</SimpleData></SchemaData></ExtendedData></Placemark>
</Document>
</kml>
`
	if got := l.write(t, o); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	o = l.output()
	o.Fields, o.SkipGeometry = []int{2}, true
	if got := l.write(t, o); strings.Contains(got, "camp") || strings.Contains(got, "coordinates") || !strings.Contains(got, "<name>hol</name>") {
		t.Errorf("with one field and no geometry: got %s", got)
	}
}

func TestWriteGeometry(t *testing.T) {
	for _, c := range []struct{ wkt, want string }{
		{"POINT Z (1 2 0)", `<Point><altitudeMode>absolute</altitudeMode><coordinates>1,2,0</coordinates></Point>`},
		{"MULTIPOINT ((0 0), (1 0))", `<MultiGeometry><Point><coordinates>0,0</coordinates></Point><Point><coordinates>1,0</coordinates></Point></MultiGeometry>`},
		{"MULTIPOINT Z ((0 0 1), (1 0 2))", `<MultiGeometry><Point><altitudeMode>absolute</altitudeMode><coordinates>0,0,1</coordinates></Point><Point><altitudeMode>absolute</altitudeMode><coordinates>1,0,2</coordinates></Point></MultiGeometry>`},
		{"LINESTRING (0 0, 1 0)", `<LineString><coordinates>0,0 1,0</coordinates></LineString>`},
		{"LINESTRING (0 0, 1 0 2)", `<LineString><altitudeMode>absolute</altitudeMode><coordinates>0,0 1,0,2</coordinates></LineString>`},
		{"MULTILINESTRING ((0 0, 1 0), (2 2, 3 3))", `<MultiGeometry><LineString><coordinates>0,0 1,0</coordinates></LineString><LineString><coordinates>2,2 3,3</coordinates></LineString></MultiGeometry>`},
		{"POLYGON ((0 0, 1 0, 1 1, 0 0), (0 0, 1 0, 1 1, 0 0))",
			`<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>0,0 1,1 1,0 0,0</coordinates></LinearRing></innerBoundaryIs></Polygon>`},
		{"GEOMETRYCOLLECTION (POINT (1 0), MULTIPOINT ((1 1)))",
			`<MultiGeometry><Point><coordinates>1,0</coordinates></Point><MultiGeometry><Point><coordinates>1,1</coordinates></Point></MultiGeometry></MultiGeometry>`},
	} {
		l := newLayer()
		l.b.SetID("a")
		l.add(t, give(l.b, c.wkt))
		got := l.write(t, l.output())
		_, got, _ = strings.Cut(got, "<name>a</name>")
		if got, _, _ = strings.Cut(got, "</Placemark>"); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// give gives the geometry that well-known text says to the feature.
func give(b *geo.Builder, wkt string) error {
	var s shape.Shape
	return errors.Join(s.ParseWKT([]byte(wkt)), s.Give(b))
}

// TestHostile writes what would break out of an element, or be run by a viewer.
func TestHostile(t *testing.T) {
	texts := []string{"</name></Placemark>", "]]>", "<script>alert(1)</script>", `" onload="x`, "&amp;", "a\x00b\x0bc", "\ufffe\uffff", "\r\n\t", "\u202e", "<!--", "é🎈"}
	for _, s := range texts {
		l := newLayer()
		l.b.SetID(geo.ID(s))
		l.add(t, l.b.AddText("name", s), l.b.AddText("description", s), l.b.AddText(s, s))
		o := l.output()
		o.Collection.Title, o.Collection.Description, o.Source = s, s, s
		text := l.write(t, o)
		if strings.Contains(text, "<script>") || strings.Contains(text, "&lt;script") && !strings.Contains(text, "&amp;lt;script") {
			t.Errorf("%q: a viewer would run it:\n%s", s, text)
		}
		features, err := readAll(text)
		if err != nil || len(features) != 1 {
			t.Errorf("%q: got %d features and %v", s, len(features), err)
			continue
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
				return 0xfffd
			}
			return r
		}, s)
		if f := features[0]; f.Property("name").String() != want || f.Property("description").String() != want {
			t.Errorf("%q: got %s", s, f.GeoJSON())
		} else if want == s && (f.ID() != geo.ID(s) || f.Property(s).String() != s) {
			t.Errorf("%q: got %s", s, f.GeoJSON())
		}
	}
}

func TestIDs(t *testing.T) {
	l := newLayer()
	ids := []string{"a", "7", "_7", "_x", "_x0037_", "a b", "-7", "_-7", ".a", "a:b", "é", "𝒳", "·", "a·", "_x_schema", "_", "__x0037_", "x0037_", "a/b?c#d", "7_x", "´"}
	for _, id := range ids {
		l.b.SetID(geo.ID(id))
		l.add(t)
	}
	for _, id := range []string{"7", "-7", "0"} {
		l.b.SetNumericID(id)
		l.add(t)
	}
	features, err := readAll(l.write(t, l.output()))
	if err != nil || len(features) != len(l.features) {
		t.Fatalf("got %d features and %v", len(features), err)
	}
	for i, f := range l.features {
		if got, want := string(features[i].GeoJSON()), string(f.GeoJSON()); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
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

// TestRoundTrip writes features and reads them again: they are the same, but that a
// property that is null is not there.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	texts := []string{"", "x", "12", "<b>", "a\r\nb", " ", "2026-01-19", "true", "é"}
	for round := range 200 {
		l := newLayer()
		for i := range 1 + r.IntN(10) {
			l.b.SetNumericID(fmt.Sprint(i - 3))
			if r.IntN(2) == 0 {
				l.b.SetID(geo.ID([]string{"a ", "", "_", "-"}[r.IntN(4)] + fmt.Sprint(i)))
			}
			var errs []error
			if r.IntN(5) > 0 {
				errs = append(errs, give(l.b, randomWKT(r, r.IntN(2) == 0)))
			}
			for _, name := range []string{"name", "title", "description", "folder", "date", "a<b"} {
				if r.IntN(3) > 0 {
					errs = append(errs, l.b.AddText(name, texts[r.IntN(len(texts))]))
				}
			}
			if r.IntN(3) > 0 {
				errs = append(errs, l.b.AddNumber("n", r.NormFloat64()), l.b.Add([]byte("ok"), geo.Value(fmt.Sprint(r.IntN(2) == 0))))
			}
			l.add(t, errs...)
		}
		text := l.write(t, l.output())
		again, err := readAll(text)
		if err != nil || len(again) != len(l.features) {
			t.Fatalf("round %d: got %d features and %v, want %d:\n%s", round, len(again), err, len(l.features), text)
		}
		for i, f := range l.features {
			same(t, again[i], f, text)
		}
	}
}

func same(t *testing.T, got, want geo.Feature, text string) {
	t.Helper()
	p, timed := got.Period()
	q, wasTimed := want.Period()
	if string(got.RawID()) != string(want.RawID()) || string(got.GeometryJSON()) != string(want.GeometryJSON()) || p != q || timed != wasTimed {
		t.Fatalf("got %s, want %s:\n%s", got.GeoJSON(), want.GeoJSON(), text)
	}
	n := 0
	for i, v := range want.Properties {
		n++
		if name := want.Schema().Fields()[i].Name; string(got.Property(name)) != string(v) {
			t.Fatalf("%s of %s: got %s, want %s:\n%s", name, want.RawID(), got.Property(name), v, text)
		}
	}
	for range got.Properties {
		n--
	}
	if n != 0 {
		t.Fatalf("got %s, want %s:\n%s", got.GeoJSON(), want.GeoJSON(), text)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteError(t *testing.T) {
	l := newLayer()
	l.b.SetID("a")
	l.add(t)
	w := kml.NewWriter(full{}, l.output())
	for range 100_000 {
		if err := w.Write(l.features[0]); err != nil {
			if !strings.Contains(err.Error(), "disk full") || w.Close() == nil {
				t.Errorf("got %v, want the writer's error, twice", err)
			}
			return
		}
	}
	t.Error("a full disk goes unnoticed")
}
