package format_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"
	"testing/iotest"

	"cairn/geo"
	"cairn/geo/format"
)

// collect gathers what a reader yields, and its error.
func collect(features iter.Seq2[geo.Feature, error]) (all []geo.Feature, err error) {
	for f, err := range features {
		if err != nil {
			return all, err
		}
		all = append(all, f)
	}
	return all, nil
}

func readText(text string) ([]geo.Feature, error) {
	return collect(format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)))
}

// written returns the features' GeoJSON, one on a line.
func written(features []geo.Feature) string {
	var b strings.Builder
	for _, f := range features {
		b.Write(f.GeoJSON())
		b.WriteByte('\n')
	}
	return b.String()
}

// sameAgain checks that what was written is JSON, and reads as it was written.
func sameAgain(t *testing.T, features []geo.Feature) {
	t.Helper()
	text := written(features)
	again, err := collect(format.ReadSequence(strings.NewReader(text), geo.NewBuilder(nil)))
	if err != nil {
		t.Fatalf("what was written is not read: %v\n%s", err, text)
	}
	if got := written(again); got != text {
		t.Errorf("read again: got %s want %s", got, text)
	}
	for i, f := range features {
		var compact bytes.Buffer
		if err := json.Compact(&compact, f.GeoJSON()); err != nil || !bytes.Equal(compact.Bytes(), f.GeoJSON()) {
			t.Errorf("not compact JSON: %s (%v)", f.GeoJSON(), err)
		}
		if fmt.Sprint(again[i].Geometry()) != fmt.Sprint(f.Geometry()) {
			t.Errorf("geometry read again: got %v, want %v", again[i].Geometry(), f.Geometry())
		}
	}
}

func TestReadGeoJSON(t *testing.T) {
	const point = `"geometry":{"type":"Point","coordinates":[1,2]}`
	one := func(feature string) string { return `{"type":"FeatureCollection","features":[` + feature + `]}` }
	with := func(properties string) string {
		return `{"type":"Feature","id":1,` + point + `,"properties":` + properties + `}`
	}
	shaped := func(geometry string) string {
		return `{"type":"Feature","id":1,"geometry":` + geometry + `,"properties":null}`
	}
	for _, c := range []struct{ name, text, want string }{
		{"no features", one(``), ``},
		{"white space", " \r\n\t{ \"type\" :\n\"FeatureCollection\" , \"features\" : [ ] } \n", ``},
		{"a feature", one(with(`{"a":1}`)), with(`{"a":1}`)},
		{"lone feature", with(`{}`), with(`{}`)},
		{"bare geometry", `{"type":"Point","coordinates":[1,2]}`, with(`null`)},
		{"bare geometry, type last", `{"coordinates":[1,2],"type":"Point"}`, with(`null`)},
		{"type last", `{"features":[` + with(`{}`) + `],"type":"FeatureCollection"}`, with(`{}`)},
		{"members in any order", one(`{"properties":{"b":2,"a":1},"geometry":{"coordinates":[1,2],"type":"Point"},"id":1,"type":"Feature"}`),
			with(`{"b":2,"a":1}`)},
		{"lone feature, type last", `{"properties":null,` + point + `,"id":1,"type":"Feature"}`, with(`null`)},
		{"foreign members", `{"a":{"type":"x"},"type":"FeatureCollection","bbox":[0,0,1,1],"features":[{"type":"Feature","id":1,"bbox":[1],"features":[],` +
			`"geometry":{"type":"Point","x":null,"coordinates":[1,2],"bbox":[1,2,1,2],"geometries":1},"properties":{},"when":{"b":[1,{"c":"\ud83d\udccd"}]}}],"z":1e3}`, with(`{}`)},
		{"a member called features", `{"features":{},"type":"Feature","id":1,` + point + `,"properties":{}}`, with(`{}`)},
		{"numbered", one(`{"type":"Feature",` + point + `,"properties":null},` + `{"type":"Feature","id":"x",` + point + `,"properties":null},` +
			`{"type":"Feature","id":null,` + point + `,"properties":null}`),
			with(`null`) + "\n" + strings.Replace(with(`null`), `:1,"g`, `:"x","g`, 1) + "\n" + strings.Replace(with(`null`), `:1,"g`, `:3,"g`, 1)},
		{"numbers as ids", one(`{"type":"Feature","id":-0,"geometry":null,"properties":null},{"type":"Feature","id":-12,"geometry":null,"properties":null},` +
			`{"type":"Feature","id":12345678901234567890,"geometry":null,"properties":null}`),
			`{"type":"Feature","id":0,"geometry":null,"properties":null}` + "\n" + `{"type":"Feature","id":-12,"geometry":null,"properties":null}` + "\n" +
				`{"type":"Feature","id":12345678901234567890,"geometry":null,"properties":null}`},
		{"escapes", with(`{"\u0061\/":"\u0041\n\"\\\/\b\f\u001f\u00e9\ud83d\udccd","k":{"\u0062":"\t"}}`),
			with(`{"a/":"A\n\"\\/\u0008\u000c\u001fé📍","k":{"b":"\t"}}`)},
		{"escaped member names", `{"t\u0079pe":"F\u0065ature","id":"\u0031","geometry":{"type":"P\u006fint","coordinates":[1,2]},"properties":{}}`,
			strings.Replace(with(`{}`), `:1,"g`, `:"1","g`, 1)},
		{"values", with(`{ "a" : [ 1 , "x" , null , true , false , [ ] , { } ] , "b" : { "c" : { "d" : -0.0 } } , "e" : 1E+2 , "f" : "" }`),
			with(`{"a":[1,"x",null,true,false,[],{}],"b":{"c":{"d":-0.0}},"e":1E+2,"f":""}`)},
		{"numbers as written", one(shaped(`{"type":"MultiPoint","coordinates":[[1.50,-2e1],[ 0.1000000000000000055511151231257827 , 36.0561 ],[-0,0.0]]}`)),
			shaped(`{"type":"MultiPoint","coordinates":[[1.50,-2e1],[0.1000000000000000055511151231257827,36.0561],[-0,0.0]]}`)},
		{"rounding noise", one(shaped(`{"type":"MultiPoint","coordinates":[[180.00000000000006,-90.00000000000001],[-180.0000000009,90.0000000001,3]]}`)),
			shaped(`{"type":"MultiPoint","coordinates":[[180,-90],[-180,90,3]]}`)},
		{"heights", one(shaped(`{"type":"LineString","coordinates":[[1,2,3],[4,5,-6.50]]}`)), shaped(`{"type":"LineString","coordinates":[[1,2,3],[4,5,-6.50]]}`)},
		{"rings turned", one(shaped(`{"type":"MultiPolygon","coordinates":[[[[0,0,7],[0,9.0,8],[9,9],[0,0,7]],[[1,2],[1.5,3],[1,3],[1,2]]],[[[0,0],[1,0],[0,1],[0,0]]]]}`)),
			shaped(`{"type":"MultiPolygon","coordinates":[[[[0,0,7],[9,9],[0,9.0,8],[0,0,7]],[[1,2],[1,3],[1.5,3],[1,2]]],[[[0,0],[1,0],[0,1],[0,0]]]]}`)},
		{"small ring far out", shaped(`{"type":"Polygon","coordinates":[[[179.000001,80],[179.000001,80.000001],[179.000002,80],[179.000001,80]]]}`),
			shaped(`{"type":"Polygon","coordinates":[[[179.000001,80],[179.000002,80],[179.000001,80.000001],[179.000001,80]]]}`)},
		{"lines", shaped(`{"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3,3],[4,4]]]}`), shaped(`{"type":"MultiLineString","coordinates":[[[0,0],[1,1]],[[2,2],[3,3],[4,4]]]}`)},
		{"collection in a collection", shaped(`{"geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Polygon","coordinates":[]},` +
			`{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[3,4],[5,6]]}]},{"type":"Point","coordinates":[7,8]}],"type":"GeometryCollection"}`),
			shaped(`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},` +
				`{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[3,4],[5,6]]}]},{"type":"Point","coordinates":[7,8]}]}`)},
		{"empty parts", shaped(`{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[]}]}`), shaped(`null`)},
		{"empty collection", shaped(`{"type":"GeometryCollection","geometries":[]}`), shaped(`null`)},
		{"crs of GDAL", `{"type":"FeatureCollection","name":"x","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[` + with(`{}`) + `]}`, with(`{}`)},
		{"crs EPSG:4326", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4326"}},"features":[` + with(`{}`) + `]}`, with(`{}`)},
		{"crs urn of 4326", `{"type":"FeatureCollection","crs":{"properties":{"x":["name",{"name":1}],"name":"urn:ogc:def:crs:EPSG::4326"},"type":"name"},"features":[` + with(`{}`) + `]}`, with(`{}`)},
		{"crs as a URI", `{"type":"Feature","crs":{"type":"name","properties":{"name":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"}},"id":1,` + point + `,"properties":{}}`, with(`{}`)},
		{"crs null", `{"type":"FeatureCollection","crs":null,"features":[` + with(`{}`) + `]}`, with(`{}`)},
		{"byte order mark", "\xef\xbb\xbf" + with(`{}`), with(`{}`)},
		{"a sequence", "\x1e" + with(`{}`) + "\n", with(`{}`)},
		{"delete character", with("{\"a\":\"\x7f\"}"), with("{\"a\":\"\x7f\"}")},
	} {
		t.Run(c.name, func(t *testing.T) {
			features, err := readText(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimSuffix(written(features), "\n"); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			sameAgain(t, features)
		})
	}
}

func TestReadSequence(t *testing.T) {
	const a, b = `{"type":"Feature","id":1,"geometry":null,"properties":{"a":1}}`, `{"type":"Feature","id":2,"geometry":null,"properties":null}`
	const bare = `{"type":"Feature","id":2,"geometry":{"type":"Point","coordinates":[1,2]},"properties":null}`
	const want = a + "\n" + b + "\n"
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"blank lines", "\n \r\n\t\n", ""},
		{"lines", a + "\n" + b + "\n", want},
		{"no line break at the end", a + "\n" + b, want},
		{"CR LF and blank lines", "\r\n" + a + "\r\n\r\n" + b + "\r\n\r\n", want},
		{"byte order mark", "\xef\xbb\xbf" + a + "\n" + b, want},
		{"numbered through", a + "\n" + `{"properties":null,"geometry":null,"type":"Feature"}`, want},
		{"geometry", a + "\n" + `{"type":"Point","coordinates":[1,2]}`, a + "\n" + bare + "\n"},
		{"separators", "\x1e" + a + "\n\x1e" + b + "\n", want},
		{"separators without line breaks", "\x1e" + a + "\x1e" + b, want},
		{"empty records", "\x1e\x1e\n\x1e" + a + "\x1e\x1e \n" + b + "\x1e", want},
		{"records of several lines", "\x1e" + strings.ReplaceAll(a, ",", ",\n ") + "\n\x1e" + b + "\n", want},
	} {
		t.Run(c.name, func(t *testing.T) {
			features, err := collect(format.ReadSequence(strings.NewReader(c.text), geo.NewBuilder(nil)))
			if got := written(features); err != nil || got != c.want {
				t.Errorf("got %v and\n%swant\n%s", err, got, c.want)
			}
		})
	}
}

// TestChunks reads the same text in pieces of every kind.
func TestChunks(t *testing.T) {
	text := townsJSON(200, true)
	want, err := collect(format.ReadGeoJSON(bytes.NewReader(text), geo.NewBuilder(nil)))
	if err != nil {
		t.Fatal(err)
	}
	for name, wrap := range map[string]func(io.Reader) io.Reader{
		"one byte": iotest.OneByteReader, "half": iotest.HalfReader, "error with the data": iotest.DataErrReader,
	} {
		got, err := collect(format.ReadGeoJSON(wrap(bytes.NewReader(text)), geo.NewBuilder(nil)))
		if err != nil || written(got) != written(want) {
			t.Errorf("%s: got %d features (%v), want the same %d", name, len(got), err, len(want))
		}
		lines := written(want)
		got, err = collect(format.ReadSequence(wrap(strings.NewReader(lines)), geo.NewBuilder(nil)))
		if err != nil || written(got) != lines {
			t.Errorf("sequence, %s: got %d features (%v), want the same %d", name, len(got), err, len(want))
		}
	}
}

// TestLongFeature reads features that take more than the buffer has at first, next
// to short ones.
func TestLongFeature(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"type":"FeatureCollection","features":[`)
	sizes := []int{10, 3 << 20, 20, 1 << 20, 1<<20 + 1, 30, 500_000, 500_000, 500_000, 5 << 20}
	for i, size := range sizes {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"type":"Feature","geometry":null,"properties":{"text":%q}}`, strings.Repeat("ä", size/2))
	}
	b.WriteString(`]}`)
	features, err := readText(b.String())
	if err != nil || len(features) != len(sizes) {
		t.Fatalf("got %d features and %v, want %d", len(features), err, len(sizes))
	}
	for i, f := range features {
		if got := len(f.Property("text")) - 2; got != sizes[i]/2*2 {
			t.Errorf("feature %d: a text of %d bytes, want %d", i, got, sizes[i]/2*2)
		}
	}
}

func TestReadStops(t *testing.T) {
	n := 0
	for range format.ReadGeoJSON(bytes.NewReader(townsJSON(10, false)), geo.NewBuilder(nil)) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("got %d features after breaking off at 3", n)
	}
}

func TestReaderError(t *testing.T) {
	broken := errors.New("the cable is cut")
	for _, text := range []string{"", `{"type":"FeatureCollection","features":[`} {
		r := io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))
		_, err := collect(format.ReadGeoJSON(r, geo.NewBuilder(nil)))
		if !errors.Is(err, broken) || geo.KindOf(err) != geo.Internal {
			t.Errorf("after %q: got %v, want %v", text, err, broken)
		}
	}
	_, err := collect(format.ReadSequence(silent{}, geo.NewBuilder(nil)))
	if !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("a reader that gives nothing: got %v", err)
	}
}

// silent never gives anything.
type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

// TestSchemaGrows checks that one builder serves several files.
func TestSchemaGrows(t *testing.T) {
	b := geo.NewBuilder(nil)
	for _, text := range []string{`{"type":"Feature","geometry":null,"properties":{"a":1}}`, `{"type":"Feature","geometry":null,"properties":{"b":"x","a":null}}`} {
		if _, err := collect(format.ReadGeoJSON(strings.NewReader(text), b)); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, f := range b.Schema().Fields() {
		got = append(got, fmt.Sprint(f.Name, f.Kinds))
	}
	if want := fmt.Sprintf("[a%d b%d]", geo.Integer|geo.Null, geo.Text); fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
