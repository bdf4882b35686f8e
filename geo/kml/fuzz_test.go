package kml_test

import (
	"bytes"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/kml"
)

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		document(`<Folder><name>A</name><Placemark id="_7"><name>n</name><Point><coordinates>1,2,3</coordinates></Point></Placemark></Folder>`),
		document(`<Schema id="s"><SimpleField name="i" type="int"/></Schema><Placemark><TimeSpan><begin>2026</begin></TimeSpan><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="i">1</SimpleData></SchemaData><Data name="x"><value>y</value></Data></ExtendedData></Placemark>`),
		document(`<Placemark><MultiGeometry><LineString><altitudeMode>absolute</altitudeMode><coordinates>1,2 3,4,5</coordinates></LineString><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 0,1 1,0 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>`),
		document(`<Placemark><gx:Track><when>2026-01-19T08:00:00Z</when><gx:coord>1 2 3</gx:coord></gx:Track></Placemark>`),
		laughs(), "<kml/>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l := newLayer()
		for feature, err := range kml.Read(bytes.NewReader(text), l.b) {
			if err != nil {
				if geo.KindOf(err) != geo.Invalid || !strings.HasPrefix(err.Error(), "line ") {
					t.Fatalf("%q: the error is %v", text, err)
				}
				return
			}
			l.features = append(l.features, feature)
		}
		var again bytes.Buffer
		w := kml.NewWriter(&again, l.output())
		for _, feature := range l.features {
			if err := w.Write(feature); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		features, err := readAll(again.String())
		if err != nil || len(features) != len(l.features) {
			t.Fatalf("%q: wrote %d features, read %d and %v:\n%s", text, len(l.features), len(features), err, &again)
		}
		for i, feature := range features {
			if got, want := feature.Located(), l.features[i].Located(); got != want {
				t.Fatalf("%q: got %s, want %s", text, feature.GeoJSON(), l.features[i].GeoJSON())
			}
		}
	})
}
