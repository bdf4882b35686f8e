package format_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"cairn/geo"
	"cairn/geo/crs"
	"cairn/geo/format"
)

// jsonFGRules are those of JSON-FG that a schema can say, in words of our own
// (OGC 21-045r1 §§7, 8 and 13; RFC 7946 §3).
const jsonFGRules = `{
"$defs": {
	"date": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"},
	"timestamp": {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$"},
	"dateEnd": {"anyOf": [{"$ref": "#/$defs/date"}, {"const": ".."}]},
	"timestampEnd": {"anyOf": [{"$ref": "#/$defs/timestamp"}, {"const": ".."}]},
	"time": {"anyOf": [{"type": "null"}, {"type": "object", "minProperties": 1, "additionalProperties": false, "properties": {
		"date": {"$ref": "#/$defs/date"},
		"timestamp": {"$ref": "#/$defs/timestamp"},
		"interval": {"minItems": 2, "maxItems": 2, "not": {"const": ["..", ".."]}, "anyOf": [
			{"type": "array", "items": {"$ref": "#/$defs/dateEnd"}}, {"type": "array", "items": {"$ref": "#/$defs/timestampEnd"}}]}}}]},
	"geometry": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["type", "coordinates"], "properties": {
		"type": {"enum": ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]}}},
		{"type": "object", "required": ["type", "geometries"], "properties": {"type": {"const": "GeometryCollection"}}}]},
	"feature": {"type": "object", "required": ["type", "id", "time", "place", "geometry", "properties"], "properties": {
		"type": {"const": "Feature"}, "id": {"type": ["string", "integer"]}, "time": {"$ref": "#/$defs/time"},
		"place": {"$ref": "#/$defs/geometry"}, "geometry": {"$ref": "#/$defs/geometry"}, "properties": {"type": ["object", "null"]}}},
	"document": {"required": ["conformsTo", "featureType"], "properties": {
		"conformsTo": {"type": "array", "contains": {"const": "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"}},
		"featureType": {"type": "string", "minLength": 1}, "coordRefSys": {"type": "string", "format": "uri", "not": {"pattern": "CRS84"}},
		"geometryDimension": {"enum": [0, 1, 2, 3]}}}
},
"oneOf": [
	{"allOf": [{"$ref": "#/$defs/document"}, {"$ref": "#/$defs/feature"}]},
	{"allOf": [{"$ref": "#/$defs/document"}, {"type": "object", "required": ["type", "features"], "properties": {
		"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": {"allOf": [{"$ref": "#/$defs/feature"}, {"not": {"required": ["conformsTo"]}}]}}}}]}
]}`

// checkJSONFG holds a document to the rules.
func checkJSONFG(t *testing.T, text []byte) {
	t.Helper()
	rules, err := jsonschema.UnmarshalJSON(strings.NewReader(jsonFGRules))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("jsonfg.json", rules); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("jsonfg.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	if err := schema.Validate(document); err != nil {
		t.Errorf("%v: %s", err, text)
	}
}

// timed makes a feature that has a point and, if they are not empty, a start and an
// end.
func timed(t *testing.T, b *geo.Builder, start, end string) geo.Feature {
	t.Helper()
	b.SetNumericID("1")
	b.SetPoint(orb.Point{39, 36}, nil)
	var errs []error
	if start != "" {
		errs = append(errs, b.AddText("start", start))
	}
	if end != "" {
		errs = append(errs, b.AddText("end", end))
	}
	f, err := b.Feature()
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestJSONFGTime(t *testing.T) {
	for _, c := range []struct{ start, end, want string }{
		{"", "", "null"},
		{"2026-01-19", "2026-01-19", `{"date":"2026-01-19"}`},
		{"2026-01-19", "2026-01-20", `{"interval":["2026-01-19","2026-01-20"]}`},
		{"2026-01-19", "", `{"interval":["2026-01-19",".."]}`},
		{"", "2026-01-19", `{"interval":["..","2026-01-19"]}`},
		{"2026-01-19T08:00:00Z", "2026-01-19T08:00:00Z", `{"timestamp":"2026-01-19T08:00:00Z"}`},
		{"2026-01-19T08:00:00+03:00", "2026-01-19T08:00:00.5+03:00", `{"interval":["2026-01-19T05:00:00Z","2026-01-19T05:00:00.5Z"]}`},
		{"2026-01-19", "2026-01-20T08:00:00Z", `{"interval":["2026-01-19T00:00:00Z","2026-01-20T08:00:00Z"]}`},
		{"2026-01-19T08:00:00Z", "2026-01-20", `{"interval":["2026-01-19T08:00:00Z","2026-01-20T23:59:59.999999Z"]}`},
		{"2026-01-19T00:00:00Z", "", `{"interval":["2026-01-19",".."]}`},
		{"0000-01-01", "9999-12-31", `{"interval":["0000-01-01","9999-12-31"]}`},
		{"yesterday", "", "null"},
	} {
		f := timed(t, geo.NewBuilder(nil), c.start, c.end)
		got, err := format.AppendJSONFGDocument(nil, f, geo.Output{Collection: geo.Collection{Name: "events"}}, format.Selection{})
		if err != nil {
			t.Fatal(err)
		}
		checkJSONFG(t, got)
		if !strings.Contains(string(got), `"time":`+c.want+`,"place"`) {
			t.Errorf("%s to %s: got %s, want %s", c.start, c.end, got, c.want)
		}
	}
}

func TestJSONFG(t *testing.T) {
	b := geo.NewBuilder(nil)
	f := timed(t, b, "2026-01-19", "")
	laea, err := crs.Parse("EPSG:3035")
	if err != nil {
		t.Fatal(err)
	}
	wgs84, err := crs.Parse("EPSG:4326")
	if err != nil {
		t.Fatal(err)
	}
	heights, err := crs.Parse("OGC:CRS84h")
	if err != nil {
		t.Fatal(err)
	}
	const head = `{"type":"FeatureCollection","conformsTo":["http://www.opengis.net/spec/json-fg-1/1.0/conf/core","http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas"],"featureType":"places"`
	const first = `{"type":"Feature","id":1,"time":{"interval":["2026-01-19",".."]},"place":`
	const point, rest = `{"type":"Point","coordinates":[39,36]}`, `,"properties":{"start":"2026-01-19"}}`
	o := geo.Output{Collection: geo.Collection{Name: "places", Schema: b.Schema(), Geometries: []string{"Point", "MultiPoint"}}}
	for _, c := range []struct {
		name   string
		change func(*geo.Output)
		want   string
	}{
		{"CRS84", func(*geo.Output) {}, head + `,"geometryDimension":0,"features":[` + "\n" + first + `null,"geometry":` + point + rest + "\n]}\n"},
		{"CRS84h", func(o *geo.Output) { o.CRS = heights }, head + `,"geometryDimension":0,"features":[` + "\n" + first + `null,"geometry":` + point + rest + "\n]}\n"},
		{"EPSG:4326", func(o *geo.Output) { o.CRS = wgs84 }, head + `,"coordRefSys":"http://www.opengis.net/def/crs/EPSG/0/4326","geometryDimension":0,"features":[` + "\n" +
			first + `{"type":"Point","coordinates":[36,39]},"geometry":` + point + rest + "\n]}\n"},
		{"no geometry", func(o *geo.Output) { o.SkipGeometry, o.CRS = true, wgs84 }, head + `,"coordRefSys":"http://www.opengis.net/def/crs/EPSG/0/4326","features":[` + "\n" +
			first + `null,"geometry":null` + rest + "\n]}\n"},
		{"no properties", func(o *geo.Output) { o.Fields = []int{} }, head + `,"geometryDimension":0,"features":[` + "\n" + first + `null,"geometry":` + point + `,"properties":{}}` + "\n]}\n"},
	} {
		asked := o
		c.change(&asked)
		var got bytes.Buffer
		w := format.NewJSONFG(&got, asked)
		if err := errors.Join(w.Write(f), w.Close()); err != nil {
			t.Fatal(err)
		}
		checkJSONFG(t, got.Bytes())
		if got.String() != c.want {
			t.Errorf("%s: got %s, want %s", c.name, &got, c.want)
		}
	}
	// What has no place can be in any system; what is not in Europe is not in Europe's.
	o.CRS = laea
	nowhere := b
	nowhere.SetNumericID("2")
	none, err := nowhere.Feature()
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	w := format.NewJSONFG(&got, o)
	nowhere.SetNumericID("3")
	nowhere.SetPoint(orb.Point{-100, 36}, nil)
	far, err := nowhere.Feature()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(far); geo.KindOf(err) != geo.Invalid {
		t.Errorf("America in Europe: got %v, want a refusal", err)
	}
	if err := errors.Join(w.Write(none), w.Write(none), w.Close()); err != nil {
		t.Fatal(err)
	}
	checkJSONFG(t, got.Bytes())
	if _, err := format.AppendJSONFGDocument(nil, far, o, format.Selection{CRS: laea}); geo.KindOf(err) != geo.Invalid {
		t.Errorf("America in Europe, alone: got %v, want a refusal", err)
	}
}

func TestJSONFGDimension(t *testing.T) {
	for _, c := range []struct {
		types []string
		want  string
	}{
		{nil, "-"}, {[]string{"Point"}, "0"}, {[]string{"LineString", "MultiLineString"}, "1"}, {[]string{"Polygon", "MultiPolygon"}, "2"},
		{[]string{"Point", "Polygon"}, "-"}, {[]string{"GeometryCollection"}, "-"}, {[]string{"Polygon", "GeometryCollection"}, "-"},
	} {
		head := append(format.AppendJSONFGHead(nil, geo.Output{Collection: geo.Collection{Name: "a", Geometries: c.types}}), "]}"...)
		checkJSONFG(t, head)
		var d struct{ GeometryDimension *int }
		if err := json.Unmarshal(head, &d); err != nil {
			t.Fatal(err)
		}
		got := "-"
		if d.GeometryDimension != nil {
			got = fmt.Sprint(*d.GeometryDimension)
		}
		if got != c.want {
			t.Errorf("%v: got %s, want %s", c.types, got, c.want)
		}
	}
}

// TestReadJSONFG reads what was written as the GeoJSON that it is, and refuses what
// has its geometry only in another system.
func TestReadJSONFG(t *testing.T) {
	b := geo.NewBuilder(nil)
	f := timed(t, b, "2026-01-19", "2026-01-20")
	wgs84, err := crs.Parse("EPSG:4326")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	w := format.NewJSONFG(&text, geo.Output{Collection: geo.Collection{Name: "places", Schema: b.Schema()}, CRS: wgs84})
	if err := errors.Join(w.Write(f), w.Close()); err != nil {
		t.Fatal(err)
	}
	features, err := collect(format.ReadGeoJSON(&text, geo.NewBuilder(nil)))
	if err != nil || len(features) != 1 || string(features[0].GeoJSON()) != string(f.GeoJSON()) {
		t.Errorf("got %v and %v, want %s", features, err, f.GeoJSON())
	}
	for _, c := range []struct {
		feature string
		refused bool
	}{
		{`{"type":"Feature","place":{"type":"Point","coordinates":[500000,4000000]},"geometry":null,"properties":{}}`, true},
		{`{"type":"Feature","geometry":null,"place":{"type":"Point","coordinates":[500000,4000000]},"properties":{}}`, true},
		{`{"type":"Feature","place":{"type":"Point","coordinates":[500000,4000000]},"geometry":{"type":"Point","coordinates":[39,36]},"properties":{}}`, false},
		{`{"type":"Feature","place":null,"geometry":null,"properties":{}}`, false},
		{`{"type":"Feature","place":"Raqqa","geometry":null,"properties":{}}`, false},
	} {
		_, err := collect(format.ReadGeoJSON(strings.NewReader(c.feature), geo.NewBuilder(nil)))
		if c.refused != (err != nil) || err != nil && !strings.Contains(err.Error(), `"place"`) {
			t.Errorf("%s: got %v", c.feature, err)
		}
	}
}
