//go:build qgis

package main_test

import (
	"slices"
	"strings"
	"testing"
)

// qgisBoxes looks at places: the map's window, and expressions about geometry.
func qgisBoxes(t *testing.T, q *qgis, w *witness) {
	box := []any{-10.0, 0.0, 20.0, 15.0}
	inside := func(c town) bool { return inBox(c, -10, 0, 20, 15) }
	w.take()
	r := q.ask(t, on(w.address, "towns", "find", "field", "key", "box", box))
	if got, want := r.keys(t), keysOf(towns, inside); !slices.Equal(got, want) {
		t.Errorf("in a box: got %s, want %s", shortly(got), shortly(want))
	}
	if pages := items(w.take()); len(pages) != 1 || pages[0].query.Get("bbox") == "" {
		t.Errorf("in a box QGIS asks %+v, want one page with bbox", pages)
	}
	r = q.ask(t, on(w.address, "towns", "find", "field", "key", "box", box, "subset", `"kind" = 'camp'`, "where", `"key" > 15000`))
	both := func(c town) bool { return inside(c) && c.Kind == "camp" && c.Key > 15000 }
	if got, want := r.keys(t), keysOf(towns, both); !slices.Equal(got, want) || len(want) == 0 {
		t.Errorf("in a box, filtered twice: got %s, want %s", shortly(got), shortly(want))
	}
	pages := items(w.take())
	if q.version >= cql2Since {
		if want := "((kind = 'camp')) AND ((key > 15000))"; len(pages) != 1 || pages[0].query.Get("filter") != want {
			t.Errorf("filtered twice QGIS asks %+v, want filter=%s", pages, want)
		}
	}
	qgisGeometry(t, q, w)
}

func qgisGeometry(t *testing.T, q *qgis, w *witness) {
	tests := []pushed{
		{expression: `intersects($geometry, geom_from_wkt('POINT(-30 -72)'))`, cql2: `S_INTERSECTS(geometry,POINT(-30 -72))`,
			match: func(c town) bool { return c.lon == -30 && c.lat == -72 }},
		{expression: `intersects_bbox($geometry, geom_from_wkt('POLYGON((-10 -75,20 -75,20 -69,-10 -69,-10 -75))'))`, cql2: `S_INTERSECTS(geometry,BBOX(-10,-75,20,-69))`,
			match: func(c town) bool { return inBox(c, -10, -75, 20, -69) }},
		{expression: `within($geometry, geom_from_wkt('POLYGON((-10 -75,20 -75,20 -69,-10 -69,-10 -75))'))`, cql2: "",
			match: func(c town) bool { return c.lon > -10 && c.lon < 20 && c.lat > -75 && c.lat < -69 }},
	}
	for _, p := range tests {
		t.Run(p.expression, func(t *testing.T) {
			w.take()
			r := q.ask(t, on(w.address, "hamlets", "find", "field", "key", "subset", p.expression))
			if got, want := r.keys(t), keysOf(hamlets, p.match); !slices.Equal(got, want) {
				t.Errorf("got %s, want %s", shortly(got), shortly(want))
			}
			p.check(t, q, "subset", items(w.take()))
		})
	}
}

// qgisSystems adds the layer in other systems. Before it knew of them, QGIS took
// the first that the collection names.
func qgisSystems(t *testing.T, q *qgis, w *witness) {
	if q.version < cql2Since {
		t.Skip("this QGIS opens a collection in its first system only")
	}
	for _, tt := range []struct {
		system string
		box    []any
		shape  string // of the town at 0 0
	}{
		{"EPSG:3857", []any{-1000.0, -1000.0, 1000.0, 1000.0}, "(0 0)"},
		{"EPSG:4326", []any{-150.5, -75.5, -149.5, -74.5}, "(-150 -75)"},
		{"EPSG:32631", []any{160000.0, -1000.0, 170000.0, 1000.0}, "(166021."},
	} {
		t.Run(tt.system, func(t *testing.T) {
			w.take()
			question := on(w.address, "towns", "find", "field", "key", "box", tt.box)
			question["source"] = question["source"].(string) + " srsname='" + tt.system + "'"
			r := q.ask(t, question)
			pages := items(w.take())
			if r.CRS != tt.system {
				t.Fatalf("the layer is in %s", r.CRS)
			}
			if len(r.Values) != 1 || !strings.Contains(r.Shapes[0], tt.shape) {
				t.Errorf("got %v at %v, want one at %s", r.Values, r.Shapes, tt.shape)
			}
			code := tt.system[len("EPSG:"):]
			if len(pages) == 0 || !strings.HasSuffix(pages[0].query.Get("crs"), "/"+code) || !strings.HasSuffix(pages[0].query.Get("bbox-crs"), "/"+code) {
				t.Errorf("asked %+v", pages)
			}
		})
	}
}
