package kml_test

import (
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/kml"
)

// TestUnite holds what a MultiGeometry becomes: one of GeoJSON's multiple kinds where
// all is of one kind, whatever stands empty among it, and a collection otherwise.
func TestUnite(t *testing.T) {
	const point = `<Point><coordinates>1,2</coordinates></Point>`
	const high = `<Point><coordinates>3,4,5</coordinates></Point>`
	const line = `<LineString><coordinates>1,2 3,4</coordinates></LineString>`
	const tall = `<LineString><coordinates>5,6,7 8,9,10</coordinates></LineString>`
	const none = `<Point><coordinates/></Point>`
	const ring = `<LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates></LinearRing>`
	const hole = `<innerBoundaryIs><LinearRing><coordinates>3,1 8,1 8,6 3,1</coordinates></LinearRing></innerBoundaryIs>`
	multi := func(inside string) string { return "<MultiGeometry>" + inside + "</MultiGeometry>" }
	for _, c := range []struct{ text, want string }{
		{multi(point), `{"type":"MultiPoint","coordinates":[[1,2]]}`},
		{multi(point + high + point), `{"type":"MultiPoint","coordinates":[[1,2],[3,4,5],[1,2]]}`},
		{multi(none + point + none), `{"type":"MultiPoint","coordinates":[[1,2]]}`},
		{multi(none + multi(none)), `null`},
		{multi(line + tall), `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6,7],[8,9,10]]]}`},
		{multi(ring + line), `{"type":"MultiLineString","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[1,2],[3,4]]]}`},
		{multi(point + line), `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`},
		{multi(multi(point+point) + point), `{"type":"GeometryCollection","geometries":[{"type":"MultiPoint","coordinates":[[1,2],[1,2]]},{"type":"Point","coordinates":[1,2]}]}`},
		{multi(multi(point) + multi(high)), `{"type":"GeometryCollection","geometries":[{"type":"MultiPoint","coordinates":[[1,2]]},{"type":"MultiPoint","coordinates":[[3,4,5]]}]}`},
		{`<Polygon>` + hole + `<outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`, `{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[3,1],[8,6],[8,1],[3,1]]]}`},
		{multi(`<Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs>` + hole + hole + `</Polygon>` + `<Polygon><outerBoundaryIs>` + ring + `</outerBoundaryIs></Polygon>`),
			`{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,0]],[[3,1],[8,6],[8,1],[3,1]],[[3,1],[8,6],[8,1],[3,1]]],[[[0,0],[9,0],[9,9],[0,0]]]]}`},
		{`<Polygon><outerBoundaryIs><LinearRing><altitudeMode>absolute</altitudeMode><coordinates/></LinearRing></outerBoundaryIs></Polygon>`, `null`},
	} {
		features, err := readAll(document("<Placemark>" + c.text + "</Placemark>"))
		if err != nil || len(features) != 1 || string(features[0].GeometryJSON()) != c.want {
			t.Errorf("%s: got %v and %v, want %s", c.text, features, err, c.want)
		}
	}
	for text, want := range map[string]string{
		`<Polygon>` + hole + `</Polygon>`: "no outer one",
		`<Polygon><outerBoundaryIs><LinearRing><coordinates/></LinearRing></outerBoundaryIs>` + hole + `</Polygon>`: "no outer one",
		point + line: "more than one geometry",
		`<Polygon><outerBoundaryIs>` + ring + ring + `</outerBoundaryIs></Polygon>`:                                                        "more than one list of coordinates",
		`<LineString><coordinates>1,2 3,4</coordinates><coordinates>5,6 7,8</coordinates></LineString>`:                                    "more than one list of coordinates",
		multi(point + `<LineString><coordinates>1,2</coordinates></LineString>`):                                                           "1 position",
		multi(point + `<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon>`): "2 positions",
	} {
		if _, err := readAll(document("<Placemark>" + text + "</Placemark>")); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want Invalid with %q", text, err, want)
		}
	}
}

// TestHeightsThatSayNothing holds which heights are kept (12-007r2 §9.20): those above
// the sea, not those above the ground, and not the zeros that programs write who have
// none.
func TestHeightsThatSayNothing(t *testing.T) {
	for mode, want := range map[string][3]string{ // of heights 0 0, 5 0 and none
		"":                   {"[1,2],[3,4]", "[1,2,5],[3,4,0]", "[1,2],[3,4]"},
		"absolute":           {"[1,2,0],[3,4,0]", "[1,2,5],[3,4,0]", "[1,2],[3,4]"},
		" absolute\n":        {"[1,2,0],[3,4,0]", "[1,2,5],[3,4,0]", "[1,2],[3,4]"},
		"clampToGround":      {"[1,2],[3,4]", "[1,2,5],[3,4,0]", "[1,2],[3,4]"},
		"relativeToGround":   {"[1,2],[3,4]", "[1,2],[3,4]", "[1,2],[3,4]"},
		"relativeToSeaFloor": {"[1,2],[3,4]", "[1,2],[3,4]", "[1,2],[3,4]"},
		"clampToSeaFloor":    {"[1,2],[3,4]", "[1,2],[3,4]", "[1,2],[3,4]"},
	} {
		for i, coordinates := range []string{"1,2,0 3,4,0", "1,2,5 3,4,0", "1,2 3,4"} {
			features, err := readAll(document("<Placemark><LineString><altitudeMode>" + mode + "</altitudeMode><coordinates>" + coordinates + "</coordinates></LineString></Placemark>"))
			if err != nil || len(features) != 1 || string(features[0].GeometryJSON()) != `{"type":"LineString","coordinates":[`+want[i]+`]}` {
				t.Errorf("%q, %s: got %v and %v, want %s", mode, coordinates, features, err, want[i])
			}
		}
	}
}

// TestGeometryOfTheOneBefore holds that a placemark has nothing of the one before it,
// whose memory it has.
func TestGeometryOfTheOneBefore(t *testing.T) {
	const text = `<Placemark><MultiGeometry><LineString><coordinates>1,2,3 4,5,6</coordinates></LineString><LineString><coordinates>1,2,3 4,5,6</coordinates></LineString></MultiGeometry></Placemark>
<Placemark><name>nowhere</name></Placemark>
<Placemark><Point><coordinates>7,8</coordinates></Point></Placemark>
<Placemark><MultiGeometry/></Placemark>
<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`
	want := []string{`{"type":"MultiLineString","coordinates":[[[1,2,3],[4,5,6]],[[1,2,3],[4,5,6]]]}`, `null`, `{"type":"Point","coordinates":[7,8]}`, `null`,
		`{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`}
	i := 0
	for f, err := range kml.Read(strings.NewReader(document(text)), geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		if got := string(f.GeometryJSON()); got != want[i] {
			t.Errorf("placemark %d: got %s, want %s", i+1, got, want[i])
		}
		i++
	}
	if i != len(want) {
		t.Errorf("got %d placemarks, want %d", i, len(want))
	}
}
