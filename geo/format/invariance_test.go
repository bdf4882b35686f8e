package format_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/format"
)

// permutations calls do with every order of the parts.
func permutations(parts []string, do func([]string)) {
	var next func(n int)
	next = func(n int) {
		if n == len(parts) {
			do(parts)
			return
		}
		for i := n; i < len(parts); i++ {
			parts[n], parts[i] = parts[i], parts[n]
			next(n + 1)
			parts[n], parts[i] = parts[i], parts[n]
		}
	}
	next(0)
}

// TestOrderOfMembers reads the same text with its members in every order: nothing
// else may come of it.
func TestOrderOfMembers(t *testing.T) {
	want := `{"type":"Feature","id":"a","geometry":{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]]]},"properties":{"b":1}}` + "\n"
	object := func(members []string) string { return "{" + strings.Join(members, ",") + "}" }
	n := 0
	check := func(text string) {
		n++
		features, err := readText(text)
		if got := written(features); err != nil || got != want {
			t.Fatalf("%s:\ngot  %s (%v)\nwant %s", text, got, err, want)
		}
	}
	permutations([]string{`"type":"Polygon"`, `"coordinates":[[[0,0],[9,9],[9,0],[0,0]]]`, `"bbox":[0,0,9,9]`}, func(geometry []string) {
		feature := []string{`"type":"Feature"`, `"id":"a"`, `"geometry":` + object(geometry), `"properties":{"b":1}`, `"title":"x"`}
		permutations(feature, func(members []string) {
			check(object(members))
		})
		permutations([]string{`"type":"FeatureCollection"`, `"features":[` + object(feature) + `]`, `"name":"x"`, `"crs":null`}, func(members []string) {
			check(object(members))
		})
	})
	if n != 6*(120+24) {
		t.Errorf("%d texts were read, want %d", n, 6*(120+24))
	}
}

// randomShape makes a geometry whose rings are closed and run as the RFC asks.
func randomShape(random *rand.Rand, depth int) orb.Geometry {
	at := func() orb.Point {
		return orb.Point{float64(random.IntN(3600)-1800) / 10, random.Float64()*180 - 90}
	}
	line := func() orb.LineString {
		l := orb.LineString{at(), at()}
		for range random.IntN(5) {
			l = append(l, at())
		}
		return l
	}
	polygon := func() orb.Polygon {
		x, y, size := random.Float64()*300-150, random.Float64()*140-70, 1+random.Float64()*9
		ring := orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
		hole := orb.Ring{{x + .2, y + .2}, {x + .2, y + .8}, {x + .8, y + .8}, {x + .8, y + .2}, {x + .2, y + .2}}
		return orb.Polygon{ring, hole}[:1+random.IntN(2)]
	}
	switch random.IntN(7 + min(depth, 1)) {
	case 0:
		return orb.MultiPoint{at(), at()}
	case 1:
		return line()
	case 2:
		return orb.MultiLineString{line(), line(), line()}[:1+random.IntN(3)]
	case 3:
		return polygon()
	case 4:
		return orb.MultiPolygon{polygon(), polygon()}[:1+random.IntN(2)]
	case 7:
		c := orb.Collection{}
		for range 1 + random.IntN(4) {
			c = append(c, randomShape(random, depth-1))
		}
		return c
	}
	return at()
}

// turnedAround turns some of the rings of a geometry round.
func turnedAround(g orb.Geometry, random *rand.Rand) orb.Geometry {
	g = orb.Clone(g)
	var polygons []orb.Polygon
	switch g := g.(type) {
	case orb.Polygon:
		polygons = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		polygons = g
	}
	for _, p := range polygons {
		for _, ring := range p {
			if random.IntN(2) == 0 {
				ring.Reverse()
			}
		}
	}
	return g
}

// TestShapes writes random geometries, their rings turned at random, in one file,
// and reads them: each comes back as it was, however the file is laid out.
func TestShapes(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	var shapes []orb.Geometry
	text := []byte(`{"type":"FeatureCollection","features":[`)
	for i := range 3000 {
		shape := randomShape(random, 2)
		shapes = append(shapes, shape)
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, `{"type":"Feature","properties":null,"geometry":`...)
		text = append(geo.AppendGeometry(text, turnedAround(shape, random)), '}')
	}
	text = append(text, `]}`...)
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "\t"); err != nil {
		t.Fatal(err)
	}
	for layout, text := range map[string][]byte{"compact": text, "indented": indented.Bytes(), "CR LF": bytes.ReplaceAll(indented.Bytes(), []byte("\n"), []byte("\r\n"))} {
		features, err := collect(format.ReadGeoJSON(bytes.NewReader(text), geo.NewBuilder(nil)))
		if err != nil || len(features) != len(shapes) {
			t.Fatalf("%s: got %d features and %v", layout, len(features), err)
		}
		for i, f := range features {
			if got := f.Geometry(); !reflect.DeepEqual(got, shapes[i]) {
				t.Fatalf("%s, feature %d: got %v, want %v", layout, i, got, shapes[i])
			}
			if got, want := string(f.GeometryJSON()), string(geo.AppendGeometry(nil, shapes[i])); got != want {
				t.Fatalf("%s, feature %d: got %s, want %s", layout, i, got, want)
			}
			if bound, _ := f.Bound(); bound != shapes[i].Bound() || string(f.RawID()) != fmt.Sprint(i+1) {
				t.Fatalf("%s, feature %d: id %s, bound %v", layout, i, f.RawID(), bound)
			}
		}
	}
}

// TestCutOff reads every beginning of a text: none is taken for the whole, and
// the place is where it ends.
func TestCutOff(t *testing.T) {
	text := `{"type":"FeatureCollection","a":"\u00e9\ud83d\udccd","features":[{"type":"Feature","id":-1,"geometry":{"type":"Polygon",` +
		`"coordinates":[[[0,0.5],[9e0,0],[9,9,1],[0,0.5]]]},"properties":{"é":[true,null,{"b":-1.5e+3}]}},{"type":"Feature","geometry":null,"properties":null}],"b":false}`
	if _, err := readText(text); err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(text); n++ {
		_, err := readText(text[:n])
		place := fmt.Sprintf("line 1, column %d", len([]rune(text[:n]))+1)
		if text[n-1] >= 0x80 && text[n] >= 0x80 {
			continue // within a character
		}
		if err == nil || !strings.HasPrefix(err.Error(), place) || !strings.Contains(err.Error(), "cut off") {
			t.Errorf("after %d bytes, %q: got %v, want it cut off at %s", n, text[max(0, n-10):n], err, place)
		}
	}
}

// TestRealFiles reads the files of other programs that lie beside the hard set.
func TestRealFiles(t *testing.T) {
	shared := filepath.Dir(hardSet(t))
	for pattern, want := range map[string]int{
		"ne110/ne_110m_admin_0_countries.geojson": 177, "ne110/ne_110m_populated_places_simple.geojson": 243, "ne110/ne_110m_rivers_lake_centerlines.geojson": 13,
		"ne110/cql2-ne_110m_admin_0_countries.geojson": 177, "region/admin1-ne10m.geojson": 75, "region/countries-ne10m.geojson": 9,
		"region/disputed-ne10m.geojson": 4, "region/lakes-ne10m.geojson": 9, "region/rivers-ne10m.geojson": 15,
	} {
		text, err := os.ReadFile(filepath.Join(shared, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		features, err := collect(format.ReadGeoJSON(bytes.NewReader(text), geo.NewBuilder(nil)))
		if err != nil || len(features) != want {
			t.Errorf("%s: got %d features and %v, want %d", pattern, len(features), err, want)
		}
		sameAgain(t, features)
	}
}
