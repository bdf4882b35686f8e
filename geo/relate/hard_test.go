package relate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

// hardShapes reads every geometry in the awkward files, as far as it has numbers.
func hardShapes(t *testing.T) (shapes []orb.Geometry) {
	t.Helper()
	files, err := filepath.Glob("../../../shared/data/hard/*.geojson")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		const missing = "../shared/data/hard is not here, so its shapes are not related to one another"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var document any
		if json.Unmarshal(text, &document) == nil {
			shapes = append(shapes, shapesIn(document)...)
		}
	}
	return shapes
}

// shapesIn finds all that has coordinates, however deep they are nested.
func shapesIn(x any) (shapes []orb.Geometry) {
	switch x := x.(type) {
	case []any:
		for _, y := range x {
			shapes = append(shapes, shapesIn(y)...)
		}
	case map[string]any:
		for name, y := range x {
			if name == "coordinates" {
				shapes = append(shapes, shapeOf(y)...)
			} else {
				shapes = append(shapes, shapesIn(y)...)
			}
		}
	}
	return shapes
}

// shapeOf reads a position, a line (as a ring too) or what is nested deeper.
func shapeOf(x any) (shapes []orb.Geometry) {
	list, _ := x.([]any)
	if p, ok := position(list); ok {
		return []orb.Geometry{p}
	}
	var line orb.LineString
	var rings orb.Polygon
	for _, y := range list {
		nested, _ := y.([]any)
		if p, ok := position(nested); ok {
			line = append(line, p)
			continue
		}
		for _, g := range shapeOf(y) {
			if r, ok := g.(orb.Ring); ok {
				rings = append(rings, r)
			}
			shapes = append(shapes, g)
		}
	}
	if len(line) > 0 {
		shapes = append(shapes, line, orb.Ring(line), orb.MultiPoint(line))
	}
	if len(rings) > 0 {
		shapes = append(shapes, rings)
	}
	return shapes
}

func position(x []any) (p orb.Point, ok bool) {
	if len(x) < 2 {
		return p, false
	}
	for i := range p {
		if p[i], ok = x[i].(float64); !ok {
			return p, false
		}
	}
	return p, true
}

// TestHardShapes relates every awkward shape to every other, moved a little too.
func TestHardShapes(t *testing.T) {
	shapes := hardShapes(t)
	if len(shapes) < 50 {
		t.Fatalf("found %d shapes, too few to mean something", len(shapes))
	}
	var literals []*relate.Prepared
	for _, g := range shapes {
		p, err := relate.Prepare(g)
		if err != nil {
			t.Fatal(err)
		}
		literals = append(literals, p)
	}
	for i, g := range shapes {
		if !relate.Is(relate.Equals, g, g) || relate.Is(relate.Disjoint, g, g) {
			t.Errorf("%v is not equal to itself", g)
		}
		for k, h := range shapes {
			for _, op := range ops {
				got, back := literals[k].Is(op, shape{g}), literals[i].IsReversed(op, shape{h})
				if got != back {
					t.Errorf("%v of %v and %v: %v, and asked the other way %v", op, g, h, got, back)
				}
			}
		}
	}
}
