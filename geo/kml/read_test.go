package kml_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"cairn/geo"
	"cairn/geo/kml"
)

func readAll(text string) (features []geo.Feature, err error) {
	for f, err := range kml.Read(strings.NewReader(text), geo.NewBuilder(nil)) {
		if err != nil {
			return features, err
		}
		features = append(features, f)
	}
	return features, nil
}

// document puts elements into a KML document.
func document(inside string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>` + inside + `</Document></kml>`
}

// one is a feature without what is the same in all.
func one(f geo.Feature) string {
	s := strings.TrimPrefix(string(f.GeoJSON()), `{"type":"Feature","id":`)
	return strings.Replace(strings.TrimSuffix(s, "}"), `,"properties":`, " ", 1)
}

func TestRead(t *testing.T) {
	const at = `<Point><coordinates>40.7,36.1</coordinates></Point>`
	const point = `{"type":"Point","coordinates":[40.7,36.1]}`
	for _, c := range []struct {
		name, inside string
		want         []string
	}{
		{"plain", `<name>no property</name><Placemark id="hol"><name> Al-Hol &amp; more </name><description><![CDATA[<b>camp</b>]]></description>` + at + `</Placemark>`,
			[]string{`"hol","geometry":` + point + ` {"name":"Al-Hol & more","description":"<b>camp</b>"}`}},
		{"numbered", `<Placemark/><Placemark>` + at + `</Placemark>`, []string{`1,"geometry":null {}`, `2,"geometry":` + point + ` {}`}},
		{"ids", `<Placemark id="_7"/><Placemark id="_x0037_"/><Placemark id="a_x0020_b"/><Placemark id="_x"/><Placemark id="_-3"/>`,
			[]string{`7,"geometry":null {}`, `"7","geometry":null {}`, `"a b","geometry":null {}`, `"_x","geometry":null {}`, `-3,"geometry":null {}`}},
		{"folders", `<Folder><name>A</name><Folder><Placemark/><Folder><name>B</name><Placemark/></Folder></Folder></Folder><Placemark/>`,
			[]string{`1,"geometry":null {"folder":"A"}`, `2,"geometry":null {"folder":"A / B"}`, `3,"geometry":null {}`}},
		{"styles and others", `<Style id="x"><name>no</name></Style><GroundOverlay><name>no</name></GroundOverlay><NetworkLink><Link><href>http://x</href></Link></NetworkLink>
			<Placemark><styleUrl>#x</styleUrl><visibility>0</visibility><LookAt><longitude>1</longitude><TimeStamp><when>2000</when></TimeStamp></LookAt></Placemark>`,
			[]string{`1,"geometry":null {}`}},
		{"schema", `<Schema id="s" name="n"><SimpleField name="i" type="int"/><SimpleField name="f" type="double"/><SimpleField name="b" type="bool"/><SimpleField name="t" type="string"/></Schema>
			<Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="i">12</SimpleData><SimpleData name="f">1.50</SimpleData><SimpleData name="b">1</SimpleData><SimpleData name="t">007</SimpleData></SchemaData></ExtendedData></Placemark>
			<Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="i">x</SimpleData><SimpleData name="f">.5</SimpleData><SimpleData name="b"/><SimpleData name="u">1</SimpleData></SchemaData></ExtendedData></Placemark>
			<Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="i"/><SimpleData name="f">NaN</SimpleData><SimpleData name="b">False</SimpleData></SchemaData></ExtendedData></Placemark>`,
			[]string{`1,"geometry":null {"i":12,"f":1.50,"b":true,"t":"007"}`, `2,"geometry":null {"i":"x","f":0.5,"b":null,"u":"1"}`, `3,"geometry":null {"i":null,"f":"NaN","b":false}`}},
		{"data", `<Placemark><name>A</name><ExtendedData><Data name="n"><displayName>N</displayName><value>12</value></Data><Data name="n"><value/></Data><Data name="name"><value>B</value></Data><Data name="e"/><x:code xmlns:x="urn:x"> 14 </x:code></ExtendedData></Placemark>`,
			[]string{`1,"geometry":null {"n":"12","n_2":"","name":"B","e":null,"code":"14"}`}},
		{"a text in pieces", `<Placemark><name>a<!-- no -->b<![CDATA[&]]>&#x41;<i>no</i></name></Placemark>`, []string{`1,"geometry":null {"name":"ab&A"}`}},
	} {
		features, err := readAll(document(c.inside))
		var got []string
		for _, f := range features {
			got = append(got, one(f))
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q and %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestGeometry(t *testing.T) {
	const ring = `<LinearRing><coordinates>0,0 0,1 1,0 0,0</coordinates></LinearRing>`
	for _, c := range []struct{ text, want string }{
		{`<Point><coordinates> 1.50,2 </coordinates></Point>`, `{"type":"Point","coordinates":[1.5,2]}`},
		{`<Point><coordinates>1,2,</coordinates></Point>`, `{"type":"Point","coordinates":[1,2]}`},
		{`<Point><coordinates>1,2,0</coordinates></Point>`, `{"type":"Point","coordinates":[1,2]}`},
		{`<Point><coordinates>1,2,298.5</coordinates></Point>`, `{"type":"Point","coordinates":[1,2,298.5]}`},
		{`<Point><altitudeMode>absolute</altitudeMode><coordinates>1,2,0</coordinates></Point>`, `{"type":"Point","coordinates":[1,2,0]}`},
		{`<Point><altitudeMode>relativeToGround</altitudeMode><coordinates>1,2,50</coordinates></Point>`, `{"type":"Point","coordinates":[1,2]}`},
		{`<Point><coordinates></coordinates></Point>`, `null`},
		{`<LineString><tessellate>1</tessellate><coordinates>1,2
			3,4,0 5,6,7</coordinates></LineString>`, `{"type":"LineString","coordinates":[[1,2],[3,4,0],[5,6,7]]}`},
		{ring, `{"type":"LineString","coordinates":[[0,0],[0,1],[1,0],[0,0]]}`},
		{`<Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs><innerBoundaryIs>` + ring + `</innerBoundaryIs></Polygon>`,
			`{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]],[[0,0],[0,1],[1,0],[0,0]]]}`},
		{`<MultiGeometry><Point><coordinates>1,2</coordinates></Point><Point><coordinates>3,4</coordinates></Point></MultiGeometry>`, `{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`},
		{`<MultiGeometry><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>`, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`},
		{`<MultiGeometry><Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon></MultiGeometry>`, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[0,1],[0,0]]]]}`},
		{`<MultiGeometry><Point><coordinates>1,2</coordinates></Point><MultiGeometry/><LineString><coordinates>1,2 3,4</coordinates></LineString></MultiGeometry>`,
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`},
		{`<MultiGeometry/>`, `null`},
		{`<Model><Location><longitude>1</longitude></Location></Model>`, `null`},
		{`<gx:Track><when>2026-01-19T08:00:00Z</when><when>2026-01-19T09:00:00Z</when><gx:coord>1 2 0</gx:coord><gx:coord/><gx:coord>3 4 0</gx:coord></gx:Track>`, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{`<gx:MultiTrack><gx:Track><gx:coord>1 2 5</gx:coord><gx:coord>3 4 6</gx:coord></gx:Track></gx:MultiTrack>`, `{"type":"MultiLineString","coordinates":[[[1,2,5],[3,4,6]]]}`},
	} {
		features, err := readAll(document("<Placemark>" + c.text + "</Placemark>"))
		if err != nil || len(features) != 1 || string(features[0].GeometryJSON()) != c.want {
			t.Errorf("%s: got %v and %v, want %s", c.text, features, err, c.want)
		}
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []struct{ text, properties, period string }{
		{`<TimeStamp><when>2026-01-19</when></TimeStamp>`, `{"start":"2026-01-19","end":"2026-01-19"}`, "2026-01-19"},
		{`<TimeStamp><when>2026-02</when></TimeStamp>`, `{"start":"2026-02-01","end":"2026-02-28"}`, "2026-02-01/2026-02-28"},
		{`<TimeStamp><when>2026</when></TimeStamp>`, `{"start":"2026-01-01","end":"2026-12-31"}`, "2026-01-01/2026-12-31"},
		{`<TimeStamp><when>2026-01-19T08:00:00</when></TimeStamp>`, `{"start":"2026-01-19T08:00:00Z","end":"2026-01-19T08:00:00Z"}`, "2026-01-19T08:00:00Z"},
		{`<TimeSpan><begin>2026-01-19</begin></TimeSpan>`, `{"start":"2026-01-19"}`, "2026-01-19/.."},
		{`<TimeSpan><begin>2026-01-19T08:00:00+03:00</begin><end>2026-02</end></TimeSpan>`, `{"start":"2026-01-19T08:00:00+03:00","end":"2026-02-28"}`, "2026-01-19T05:00:00Z/2026-02-28"},
		{`<TimeSpan/>`, `{}`, ""},
		{`<TimeStamp><when>yesterday</when></TimeStamp>`, `{"start":"yesterday","end":"yesterday"}`, ""},
		{`<TimeStamp><when>2026</when></TimeStamp><ExtendedData><Data name="date"><value>2026-01-19</value></Data></ExtendedData>`, `{"date":"2026-01-19"}`, "2026-01-19"},
		{`<gx:Track><when>2026-01-19T08:00:00Z</when><when>2026-01-19T09:00:00Z</when></gx:Track>`, `{"start":"2026-01-19T08:00:00Z","end":"2026-01-19T09:00:00Z"}`, "2026-01-19T08:00:00Z/2026-01-19T09:00:00Z"},
	} {
		features, err := readAll(document("<Placemark>" + c.text + "</Placemark>"))
		if err != nil || len(features) != 1 {
			t.Errorf("%s: got %v", c.text, err)
			continue
		}
		p, _ := features[0].Period()
		if got := string(features[0].PropertiesJSON()); got != c.properties || p.String() != c.period {
			t.Errorf("%s: got %s, %s, want %s, %s", c.text, got, p, c.properties, c.period)
		}
	}
}

// laughs is a document of entities that would be 3 GB long.
func laughs() string {
	var s strings.Builder
	s.WriteString(`<?xml version="1.0"?>` + "\n" + `<!DOCTYPE kml [<!ENTITY a0 "lol">`)
	for i := range 9 {
		n := string(rune('0' + i))
		s.WriteString(`<!ENTITY a` + string(rune('1'+i)) + ` "` + strings.Repeat("&a"+n+";", 10) + `">`)
	}
	return s.String() + `]><kml><Placemark><name>&a9;</name></Placemark></kml>`
}

func TestRefuse(t *testing.T) {
	point := func(coordinates string) string {
		return document("\n<Placemark><Point>\n<coordinates>" + coordinates + "</coordinates></Point></Placemark>")
	}
	for _, c := range []struct{ text, path, msg string }{
		{"", "line 1", "cut off"},
		{"name,lon,lat\n", "line 1", `starts with "name,lon,lat`},
		{"PK\x03\x04", "line 1", "doc.kml"},
		{"\x1f\x8b\x08\x00", "line 1", "gunzip"},
		{"\xff\xfe<\x00", "line 1", "UTF-16"},
		{"<\x00?\x00", "line 1", "UTF-16"},
		{`<?xml version="1.0" encoding="ISO-8859-1"?><kml/>`, "line 1", "UTF-8"},
		{`<?xml version="2.0"?><kml/>`, "line 1", "version"},
		{"<gpx></gpx>", "line 1", "<gpx>"},
		{"<kml>\n<Placemark>", "line 2", "cut off"},
		{"<kml>\n<Placemark></kml>", "line 2", "not well-formed"},
		{"<kml>\n<Placemark><name>&nbsp;</name></Placemark></kml>", "line 2", "not well-formed"},
		{"<kml>\n<Placemark><name>\xff</name></Placemark></kml>", "line 2", "not well-formed"},
		{"<!DOCTYPE kml SYSTEM \"file:///etc/passwd\">\n<kml/>", "line 1", "document type"},
		{laughs(), "line 2", "document type"},
		{point("40.7, 36.1"), "line 4, coordinates", `"40.7,"`},
		{point("\n\n40.7"), "line 6, coordinates", `"40.7"`},
		{point("40.7,36.1,1,2"), "line 4, coordinates", "no position"},
		{point("40.7,NaN"), "line 4, coordinates", "no position"},
		{point("0x10,1"), "line 4, coordinates", "no position"},
		{point("36.1,140.7"), "line 3, Point", "swapped"},
		{point("1,2 3,4"), "line 4, Point", "2 positions"},
		{document("<Placemark><LineString><coordinates>1,2</coordinates></LineString></Placemark>"), "line 2, LineString", "1 position"},
		{document("<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 0,1 1,1 1,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"), "line 2, Polygon", "not closed"},
		{document("<Placemark><gx:Track><gx:coord>1,2,3</gx:coord></gx:Track></Placemark>"), "line 2, gx:coord", "no position"},
		{document("\n<Placemark><TimeSpan><begin>2026-01-02</begin><end>2026-01-01</end></TimeSpan></Placemark>"), "line 3, properties", "before it starts"},
		{document("<Placemark><Point><coordinates>1,2</coordinates></Point>\n<Point><coordinates>3,4</coordinates></Point></Placemark>"), "line 3, Point", "more than one geometry"},
		{document("<Placemark><Polygon><innerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>"), "line 2, Polygon", "no outer one"},
		{document("<Placemark><ExtendedData>" + strings.Repeat(`<Data name="a"/>`, 100_000) + "</ExtendedData></Placemark>"), "line 2, a_4097", "more than 4096"},
		{document("<Placemark>" + strings.Repeat("<a>", 2000)), "line 2", "more than 1024 elements"},
		{document(strings.Repeat("<Folder>", 100)), "line 2", "more than 64 folders"},
		{document("<Placemark>" + strings.Repeat("<MultiGeometry>", 100)), "line 2, MultiGeometry", "more than 64 geometries"},
	} {
		_, err := readAll(c.text)
		var fault *geo.Error
		if !errors.As(err, &fault) || fault.Kind != geo.Invalid {
			t.Errorf("%.60q: got %v, want a refusal", c.text, err)
			continue
		}
		if fault.Path != c.path || !strings.Contains(fault.Msg, c.msg) {
			t.Errorf("%.60q: got %q, want %q … %q", c.text, err, c.path, c.msg)
		}
	}
}

func TestReadError(t *testing.T) {
	broken := errors.New("broken")
	for _, start := range []string{"", "<kml>"} {
		r := io.MultiReader(strings.NewReader(start), iotest.ErrReader(broken))
		var err error
		for _, err = range kml.Read(r, geo.NewBuilder(nil)) {
		}
		if !errors.Is(err, broken) {
			t.Errorf("%q: got %v, want the reader's error", start, err)
		}
	}
}

func TestStop(t *testing.T) {
	n := 0
	for range kml.Read(strings.NewReader(document("<Placemark/><Placemark/>")), geo.NewBuilder(nil)) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("got %d features, want 1", n)
	}
}
