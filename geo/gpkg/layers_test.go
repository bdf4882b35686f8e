package gpkg_test

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// TestForeign reads what other programs and people make of the standard's room.
func TestForeign(t *testing.T) {
	point := "x'" + hex.EncodeToString(blob(t, orb.Point{1, 2}, 4326)) + "'"
	path := edited(t,
		`CREATE TABLE "a]b""c'd" ("the ""key""" INTEGER PRIMARY KEY, shape POINT, "when" DATETIME, small MEDIUMINT, "long" TEXT(10), photo BLOB, v)`,
		`INSERT INTO "a]b""c'd" VALUES (4, `+point+`, '2026-01-20 08:00:00', 1, 'x', x'00', 1.5), (9, NULL, '2026-01-20T08:00Z', 'odd', x'01', NULL, 'text'), (12, NULL, 1700000000, 2.5, 3, NULL, NULL)`,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES ('a]b"c''d', 'features', 'Hostile', 'Its name.')`,
		`INSERT INTO gpkg_geometry_columns VALUES ('A]B"C''D', 'SHAPE', 'POINT', 0, 0, 0)`,

		`CREATE TABLE codes (code TEXT PRIMARY KEY, meaning TEXT)`,
		`INSERT INTO codes VALUES ('a', 'first'), ('b', NULL)`,
		`INSERT INTO gpkg_contents (table_name, data_type) VALUES ('codes', 'attributes')`,

		`CREATE TABLE pairs (a INTEGER, b INTEGER, PRIMARY KEY (a, b))`,
		`INSERT INTO pairs VALUES (1, 2), (1, 3)`,
		`INSERT INTO gpkg_contents (table_name, data_type) VALUES ('pairs', 'attributes')`,

		`CREATE VIEW looked AS SELECT ogc_fid AS OGC_FID, geom, words AS w FROM mixture WHERE ogc_fid IN (1, 4)`,
		`INSERT INTO gpkg_contents (table_name, data_type) VALUES ('looked', 'features')`,
		`INSERT INTO gpkg_geometry_columns VALUES ('looked', 'geom', 'GEOMETRY', 4326, 0, 0)`,
	)
	const null = `"geometry":null,"properties":`
	tests := []struct {
		layer string
		count int
		want  []string
	}{
		{`a]b"c'd`, 3, []string{
			`"id":4,"geometry":{"type":"Point","coordinates":[1,2]},"properties":{"when":"2026-01-20T08:00:00Z","small":1,"long":"x","v":1.5}`,
			`"id":9,` + null + `{"when":"2026-01-20T08:00:00Z","small":"odd","long":null,"v":"text"}`,
			`"id":12,` + null + `{"when":1700000000,"small":2.5,"long":"3","v":null}`}},
		{"codes", 2, []string{`"id":1,` + null + `{"code":"a","meaning":"first"}`, `"id":2,` + null + `{"code":"b","meaning":null}`}},
		{"pairs", 2, []string{`"id":1,` + null + `{"a":1,"b":2}`, `"id":2,` + null + `{"a":1,"b":3}`}},
		{"looked", -1, []string{
			`"id":1,"geometry":{"type":"Point","coordinates":[40.7348,36.0576]},"properties":{"w":"plain"}`,
			`"id":4,"geometry":{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,10],[0,0]],[[2,2],[2,4],[4,4],[4,2],[2,2]]]},"properties":{"w":null}`}},
	}
	layers, err := gpkg.Layers(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(layers) != 1+len(tests) {
		t.Fatalf("%d layers, want %d", len(layers), 1+len(tests))
	}
	for i, test := range tests {
		l := layers[i+1]
		if l.Name != test.layer || l.Count != test.count {
			t.Errorf("layer %d is %q with %d features, want %q with %d", i, l.Name, l.Count, test.layer, test.count)
		}
		features, _ := read(t, path, test.layer)
		for k, f := range features {
			if k >= len(test.want) || string(f.GeoJSON()) != `{"type":"Feature",`+test.want[k]+`}` {
				t.Errorf("%s: got %s, want %s", test.layer, f.GeoJSON(), test.want[min(k, len(test.want)-1)])
			}
		}
	}
	if want := "Its name. Left out, because they hold bytes: photo."; layers[1].Title != "Hostile" || layers[1].Description != want {
		t.Errorf("title %q, description %q; want Hostile, %q", layers[1].Title, layers[1].Description, want)
	}
}

// TestAliases: a name for people in gpkg_data_columns is not the property's name.
func TestAliases(t *testing.T) {
	path := edited(t,
		`INSERT INTO gpkg_data_columns (table_name, column_name, name) VALUES ('mixture', 'whole', 'How many')`,
		`UPDATE gpkg_data_columns SET name = 'YES' WHERE column_name = 'Words_2'`)
	_, schema := read(t, path, "mixture")
	for _, name := range []string{"whole", "yes", "Words_2"} {
		if _, ok := schema.Field(name); !ok {
			t.Errorf("there is no property %q in %v", name, schema.Fields())
		}
	}
}

// TestChangesInALog reads what another program has written but not yet put into the
// file itself.
func TestChangesInALog(t *testing.T) {
	path := written(t, mixture(t))
	db := database(t, path)
	db.SetMaxOpenConns(1) // which stays open, and so does the log
	for _, s := range []string{"PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 0", "DROP TRIGGER rtree_mixture_geom_delete", "DELETE FROM mixture WHERE ogc_fid > 3"} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := read(t, path, "mixture"); len(got) != 3 {
		t.Errorf("%d features, want the 3 that the log leaves", len(got))
	}
}

// TestNothingIsWritten reads a file that cannot be written, in a folder that
// cannot, and leaves nothing there.
func TestNothingIsWritten(t *testing.T) {
	path := written(t, mixture(t))
	before := readFile(t, path)
	dir := filepath.Dir(path)
	for _, p := range []string{path, dir} {
		if err := os.Chmod(p, 0o500); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Error(err)
		}
	})
	if err := faultOf(path); err != nil {
		t.Error(err)
	}
	if !slices.Equal(readFile(t, path), before) {
		t.Error("the file was changed")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("beside the file there are %v, %v", left, err)
	}
}

// TestStop reads one feature and no more.
func TestStop(t *testing.T) {
	layers, err := gpkg.Layers(written(t, mixture(t)))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range layers[0].Read(geo.NewBuilder(nil)) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d features, want 1", n)
	}
}
