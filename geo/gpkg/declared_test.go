package gpkg_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// declaredWells declares something that a GeoPackage can tell, and something it cannot.
func declaredWells(types ...string) *geo.Schema {
	zero, most := 0.0, 500.0
	return geo.NewDeclared(geo.Frame{Location: &geo.Location{Types: types}},
		geo.Field{Name: "name", Title: "Name", Description: "What it is called.", Limits: &geo.Limits{Kinds: geo.Text, Required: true}},
		geo.Field{Name: "depth", Unit: "m", Limits: &geo.Limits{Kinds: geo.Number, Minimum: &zero, Maximum: &most}},
		geo.Field{Name: "taps", Limits: &geo.Limits{Kinds: geo.Integer, Minimum: &zero}},
		geo.Field{Name: "state", Limits: &geo.Limits{Kinds: geo.Text, Enum: []string{"dry", "it's wet"}}},
		geo.Field{Name: "dug", Limits: &geo.Limits{Kinds: geo.Date}},
		geo.Field{Name: "seen", Limits: &geo.Limits{Kinds: geo.DateTime}},
		geo.Field{Name: "works", Limits: &geo.Limits{Kinds: geo.Boolean}},
		geo.Field{Name: "tags", Limits: &geo.Limits{Kinds: geo.Array}},
		geo.Field{Name: "any"})
}

// declaredTable makes a file with a table of wells.
func declaredTable(t *testing.T, schema *geo.Schema) (path string, table *gpkg.Table, db *sql.DB) {
	t.Helper()
	path, ctx := filepath.Join(t.TempDir(), "wells.gpkg"), context.Background()
	db, err := gpkg.OpenDatabase(path, "?mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if err := gpkg.CreateFile(ctx, db); err != nil {
		t.Fatal(err)
	}
	if table, err = gpkg.CreateTable(ctx, db, &geo.Collection{Name: "wells", Schema: schema}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { table.Forget() })
	if err := table.Declare(ctx, db, schema); err != nil {
		t.Fatal(err)
	}
	return path, table, db
}

// What is declared stands in the file before there is a row: types of columns, titles,
// words and ranges, and the type of geometries.
func TestDeclare(t *testing.T) {
	_, table, db := declaredTable(t, declaredWells("Point"))
	checks := []struct {
		query string
		want  []string
	}{
		{`SELECT name, type, "notnull" FROM pragma_table_info('wells')`, []string{"fid|INTEGER|1", "geom|POINT|0", "id|TEXT|0", "name|TEXT|0", "depth|REAL|0", "taps|INTEGER|0", "state|TEXT|0",
			"dug|DATE|0", "seen|DATETIME|0", "works|BOOLEAN|0", "tags|TEXT|0", "any|TEXT|0"}},
		{`SELECT geometry_type_name, z, m FROM gpkg_geometry_columns`, []string{"POINT|2|0"}},
		{`SELECT column_name, title, description, mime_type, constraint_name FROM gpkg_data_columns WHERE column_name <> 'id' ORDER BY rowid`, []string{
			"name|Name|What it is called.|<nil>|<nil>", "depth|<nil>|In m|<nil>|wells.depth", "state|<nil>|<nil>|<nil>|wells.state", "tags|<nil>|<nil>|application/json|<nil>"}},
		{`SELECT constraint_name, constraint_type, value, min, min_is_inclusive, max, max_is_inclusive FROM gpkg_data_column_constraints WHERE constraint_name LIKE 'wells.%' ORDER BY rowid`, []string{
			"wells.depth|range|<nil>|0|1|500|1", "wells.state|enum|dry|<nil>|<nil>|<nil>|<nil>", "wells.state|enum|it's wet|<nil>|<nil>|<nil>|<nil>"}},
		{"PRAGMA foreign_key_check", nil},
	}
	for _, c := range checks {
		if got := list(t, db, c.query); !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n %s\nwant\n %s", c.query, strings.Join(got, "\n "), strings.Join(c.want, "\n "))
		}
	}
	if err := table.Drop(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	if got := list(t, db, `SELECT constraint_name FROM gpkg_data_column_constraints UNION ALL SELECT column_name FROM gpkg_data_columns`); !slices.Equal(got, []string{"cairn_feature_id"}) {
		t.Errorf("a table that is dropped leaves %q", got)
	}
}

// What is declared anew is told anew, and the rows stay what they are.
func TestDeclareAnew(t *testing.T) {
	_, table, db := declaredTable(t, declaredWells("Point"))
	ctx, b := context.Background(), geo.NewBuilder(nil)
	f := placed(t, b, "a", "name", `"A"`, "depth", "40", "any", `[1]`, "tags", `["x"]`, "dug", `"2026-01-20"`)
	key := put(t, table, db, f)
	if err := table.Index(ctx, db); err != nil {
		t.Fatal(err)
	}
	wider := geo.NewDeclared(geo.Frame{}, geo.Field{Name: "name", Kinds: geo.Text, Title: "Called"}, geo.Field{Name: "depth", Kinds: geo.Integer, Limits: &geo.Limits{Kinds: geo.Integer}},
		geo.Field{Name: "state", Limits: &geo.Limits{Kinds: geo.Text, Enum: []string{"new"}}}, geo.Field{Name: "any", Kinds: geo.Array})
	if err := table.Declare(ctx, db, wider); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string][]string{
		`SELECT type FROM pragma_table_info('wells') WHERE name IN ('geom', 'depth') ORDER BY name`:                       {"INTEGER", "GEOMETRY"},
		`SELECT geometry_type_name FROM gpkg_geometry_columns`:                                                            {"GEOMETRY"},
		`SELECT title FROM gpkg_data_columns WHERE column_name = 'name'`:                                                  {"Called"},
		`SELECT value FROM gpkg_data_column_constraints WHERE constraint_name LIKE 'wells.%'`:                             {"new"},
		`SELECT count(*) FROM rtree_wells_geom`:                                                                           {"1"},
		`SELECT typeof(depth), depth, "any", tags FROM wells WHERE geom NOT NULL`:                                         {`integer|40|[1]|["x"]`},
		`SELECT count(*) FROM gpkg_data_columns WHERE constraint_name = 'wells.depth'`:                                    {"0"},
		`SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree_wells_geom%'`:                     {"6"},
		`SELECT extension_name FROM gpkg_extensions WHERE table_name = 'wells'`:                                           {"gpkg_rtree_index"},
		`SELECT count(*) FROM pragma_table_info('wells') WHERE name = 'cairn_column'`:                                     {"0"},
		`SELECT constraint_name FROM gpkg_data_columns WHERE column_name = 'id' AND constraint_name = 'cairn_feature_id'`: {"cairn_feature_id"},
	} {
		if got := list(t, db, query); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
	got, found, err := table.Merge(ctx, db, key, f, geo.NewBuilder(nil))
	if err != nil || !found || string(got.GeoJSON()) != string(f.GeoJSON()) {
		t.Errorf("the row is %s (%v), want %s", got.GeoJSON(), err, f.GeoJSON())
	}
	put(t, table, db, placed(t, b, "b"))
	if got := list(t, db, `SELECT count(*) FROM rtree_wells_geom`); got[0] != "2" {
		t.Errorf("the index has %s rows, want 2", got[0])
	}
}

// A column whose values were of several kinds gets the type of the one that is declared,
// and its values back.
func TestDeclareOneOfSeveralKinds(t *testing.T) {
	table, db := newTable(t)
	ctx, b := context.Background(), geo.NewBuilder(nil)
	mixed := []geo.Feature{placed(t, b, "a", "v", `"it's"`, "n", `"x"`), placed(t, b, "b", "v", "[1]", "n", "5"), placed(t, b, "c", "v", `"2026-01-20"`, "n", "2.5")}
	var keys []int64
	for _, f := range mixed {
		keys = append(keys, put(t, table, db, f))
	}
	if found, err := table.Delete(ctx, db, keys[1]); err != nil || !found {
		t.Fatal(found, err)
	}
	if err := table.Declare(ctx, db, geo.NewDeclared(geo.Frame{}, geo.Field{Name: "v", Limits: &geo.Limits{Kinds: geo.Text}}, geo.Field{Name: "n", Kinds: geo.Text, Limits: &geo.Limits{}})); err != nil {
		t.Fatal(err)
	}
	if got, want := list(t, db, `SELECT v, n FROM places ORDER BY fid`), []string{"it's|x", "2026-01-20|2.5"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// GDAL reads types, words, ranges and the type of geometries, and finds nothing to warn
// of.
func TestGDALReadsWhatIsDeclared(t *testing.T) {
	path, table, db := declaredTable(t, declaredWells("Point"))
	put(t, table, db, placed(t, geo.NewBuilder(nil), "a", "name", `"A"`, "depth", "40.5", "state", `"dry"`, "dug", `"2026-01-20"`))
	if err := table.Index(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	if err := table.Forget(); err != nil {
		t.Fatal(err)
	}
	db.Close()
	checkGDAL(t, gdal(t, "ogrinfo", "-so", path, "wells"))
	// And what is written as a file.
	c := collect(t, "wells", 1, func(b *geo.Builder, _ int) {
		b.SetID("a")
		b.SetPoint(orb.Point{40, 36}, nil)
		if err := b.AddText("state", "dry"); err != nil {
			t.Fatal(err)
		}
	})
	schema, err := c.Collection.Schema.Declare(declaredWells("Point"), nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Collection.Schema = schema
	checkGDAL(t, gdal(t, "ogrinfo", "-so", written(t, c), "wells"))
}

func checkGDAL(t *testing.T, said string) {
	t.Helper()
	for _, want := range []string{"Point\nFeature Count: 1", "depth: Real", "domain name=wells.depth", "taps: Integer", "domain name=wells.state", "dug: Date", "seen: DateTime", "works: Integer(Boolean)"} {
		if !strings.Contains(said, want) {
			t.Errorf("GDAL says nothing of %q:\n%s", want, said)
		}
	}
}

// The domains themselves, and geometries of several types.
func TestGDALReadsDomains(t *testing.T) {
	path, table, db := declaredTable(t, declaredWells("Point", "MultiPoint"))
	if err := table.Forget(); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for domain, wants := range map[string][]string{"wells.state": {"Type: coded", "  dry", "  it's wet"}, "wells.depth": {"Type: range", "Minimum value: 0", "Maximum value: 500"}} {
		said := gdal(t, "ogrinfo", path, "-fielddomain", domain)
		for _, want := range wants {
			if !strings.Contains(said, want) {
				t.Errorf("GDAL says nothing of %q:\n%s", want, said)
			}
		}
	}
	if said := gdal(t, "ogrinfo", "-so", path, "wells"); !strings.Contains(said, "Unknown (any)") {
		t.Errorf("geometries of two types:\n%s", said)
	}
}
