package gpkg_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// edited writes the mixture and changes the file with SQL. The triggers are away:
// they call functions that only programs with geometries have.
func edited(t testing.TB, statements ...string) string {
	t.Helper()
	return editedFile(t, readFile(t, written(t, mixture(t))), statements...)
}

// editedFile changes a file of the mixture with SQL, all at once and without waiting
// for the disk.
func editedFile(t testing.TB, whole []byte, statements ...string) string {
	t.Helper()
	path := file(t, whole)
	all := "PRAGMA synchronous = OFF; BEGIN;"
	for _, name := range []string{"insert", "update1", "update2", "update3", "update4", "delete"} {
		all += "DROP TRIGGER rtree_mixture_geom_" + name + ";"
	}
	all += strings.Join(statements, ";") + ";COMMIT"
	if _, err := database(t, path).Exec(all); err != nil {
		t.Fatalf("%s: %v", all, err)
	}
	return path
}

// faultOf reads a file to its end and returns the first error.
func faultOf(path string) error {
	layers, err := gpkg.Layers(path)
	if err != nil {
		return err
	}
	for _, l := range layers {
		for _, err := range l.Read(geo.NewBuilder(nil)) {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func file(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.gpkg")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLayersRefuses(t *testing.T) {
	whole := readFile(t, written(t, mixture(t)))
	flipped := slices.Clone(whole)
	for i := 4096; i < len(flipped); i += 97 {
		flipped[i] ^= 0xFF
	}
	edited := func(statements ...string) string { return editedFile(t, whole, statements...) }
	place := func(b []byte) string {
		return edited("UPDATE mixture SET geom = x'" + hex.EncodeToString(b) + "' WHERE ogc_fid = 5")
	}
	const table, row = `table "mixture"`, `table "mixture", fid 5, geometry`
	tests := []struct {
		name, path  string
		kind        geo.Kind
		where, want string
	}{
		{"no file", filepath.Join(t.TempDir(), "none.gpkg"), geo.NotFound, "none.gpkg", "no such file"},
		{"empty", file(t, nil), geo.Invalid, "file", "empty"},
		{"text", file(t, []byte("id,name\n1,a\n")), geo.Invalid, "file", "no SQLite"},
		{"the header alone", file(t, whole[:100]), geo.Invalid, "file", "damaged"},
		{"cut off", file(t, whole[:len(whole)/2]), geo.Invalid, "", "damaged"},
		{"flipped", file(t, flipped), geo.Invalid, "", "damaged"},
		{"another database", file(t, plain(t)), geo.Invalid, "file", "no table gpkg_contents"},
		{"another shape", edited("ALTER TABLE gpkg_contents RENAME table_name TO x"), geo.Invalid, "file", "not as a GeoPackage should be"},
		{"tiles alone", edited("UPDATE gpkg_contents SET data_type = 'tiles'"), geo.Invalid, "file", "no table of features"},
		{"a table that is not there", edited("UPDATE gpkg_contents SET table_name = 'gone'"), geo.Invalid, `table "gone"`, "not there"},
		{"a column that is not there", edited("UPDATE gpkg_geometry_columns SET column_name = 'gone'"), geo.Invalid, table, `"gone"`},
		{"a system not known", edited("INSERT INTO gpkg_spatial_ref_sys VALUES ('OSGB36', 27700, 'EPSG', 27700, 'PROJCS[…]', '')", "UPDATE gpkg_geometry_columns SET srs_id = 27700"),
			geo.Invalid, table, "ogr2ogr -t_srs EPSG:4326 out.gpkg in.gpkg"},
		{"a system not defined", edited("UPDATE gpkg_geometry_columns SET srs_id = -1"), geo.Invalid, table, "ogr2ogr -s_srs EPSG:NUMBER -t_srs EPSG:4326"},
		{"a system that is not in the table", edited("UPDATE gpkg_geometry_columns SET srs_id = 77"), geo.Invalid, table, "ogr2ogr"},
		{"no geometry in the blob", place([]byte("hello, geometry")), geo.Invalid, row, "begin with GP"},
		{"a curve", place(hexed(t, header+"01 08000000 00000000")), geo.Invalid, row, "CONVERT_TO_LINEAR"},
		{"not on Earth", place(blob(t, orb.Point{500000, 4649776}, 4326)), geo.Invalid, row, "not in degrees"},
		{"half a position", place(hexed(t, header+"01 01000000"+oneLE+nanLE)), geo.Invalid, row, "NaN"},
		{"an open ring", place(blob(t, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}, 4326)), geo.Invalid, row, "not closed"},
		{"a text for a geometry", edited("UPDATE mixture SET geom = 'POINT(1 2)' WHERE ogc_fid = 5"), geo.Invalid, row, `the geometry is the text "POINT(1 2)"; expected the bytes`},
		{"a long text for a geometry", edited("UPDATE mixture SET geom = printf('%.*c', 100000, 'x') WHERE ogc_fid = 5"), geo.Invalid, row, `"` + strings.Repeat("x", 40) + `"; expected the bytes`},
		{"a number for a geometry", edited("UPDATE mixture SET geom = 7 WHERE ogc_fid = 5"), geo.Invalid, row, "the geometry is 7; expected"},
		{"an id that is too long", edited("UPDATE mixture SET id = printf('%.*c', 2000, 'x') WHERE ogc_fid = 5"), geo.Invalid, `table "mixture", fid 5, id`, "1024"},
	}
	for _, test := range tests {
		err := faultOf(test.path)
		if geo.KindOf(err) != test.kind || !strings.Contains(fmt.Sprint(err), test.where) || !strings.Contains(fmt.Sprint(err), test.want) {
			t.Errorf("%s: got %v (%v), want %v at %q with %q", test.name, err, geo.KindOf(err), test.kind, test.where, test.want)
		}
	}
}

// plain is a SQLite database that is no GeoPackage.
func plain(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plain.db")
	db := database(t, path)
	if _, err := db.Exec("CREATE TABLE t (x)"); err != nil {
		t.Fatal(err)
	}
	return readFile(t, path)
}

// TestCutOffAnywhere cuts a file off at many places: an error, and no panic.
func TestCutOffAnywhere(t *testing.T) {
	whole := readFile(t, written(t, mixture(t)))
	for n := 0; n < len(whole); n += 5003 {
		if err := faultOf(file(t, whole[:n])); geo.KindOf(err) != geo.Invalid {
			t.Errorf("cut off after %d of %d bytes: %v, want Invalid", n, len(whole), err)
		}
	}
}

// TestHotJournal: a file that a program left in the middle of a change is not read.
func TestHotJournal(t *testing.T) {
	path := written(t, mixture(t))
	if err := os.WriteFile(path+"-journal", []byte("not empty"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := faultOf(path); geo.KindOf(err) != geo.Invalid || !strings.Contains(err.Error(), "journal") {
		t.Errorf("got %v, want Invalid about the journal", err)
	}
}

// TestPassOver reads on after rows that are no features, and tells of each.
func TestPassOver(t *testing.T) {
	whole := written(t, mixture(t))
	layers, err := gpkg.Layers(edited(t, "UPDATE mixture SET geom = 'POINT(1 2)' WHERE ogc_fid = 5", "UPDATE mixture SET id = printf('%.*c', 2000, 'x') WHERE ogc_fid = 7"))
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for _, l := range layers {
		for f, err := range l.PassOver(geo.NewBuilder(nil), func(err error) bool { return true }) {
			if err != nil {
				t.Errorf("after %d features: %v", all, err)
			}
			if !f.IsZero() {
				all++
			}
		}
	}
	want := 0
	unharmed, err := gpkg.Layers(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range unharmed {
		want += l.Count
	}
	if all != want-2 {
		t.Errorf("got %d features, want %d", all, want-2)
	}
	var told []string
	for range layers[0].PassOver(geo.NewBuilder(nil), func(err error) bool {
		told = append(told, err.Error())
		return len(told) < 2
	}) {
	}
	if len(told) != 2 || !strings.HasPrefix(told[0], `table "mixture", fid 5, geometry: `) || !strings.HasPrefix(told[1], `table "mixture", fid 7, id: `) {
		t.Errorf("was told %q, want fids 5 and 7", told)
	}
}
