package gpkg_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// database opens a file as any program would.
func database(t testing.TB, path string) *sql.DB {
	t.Helper()
	path = strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f", " ", "%20").Replace(path)
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// list returns what a query finds, columns joined by "|".
func list(t testing.TB, db *sql.DB, query string, args ...any) (found []string) {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		held, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range held {
			into[i] = &held[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		words := make([]string, len(held))
		for i, v := range held {
			words[i] = fmt.Sprint(v)
		}
		found = append(found, strings.Join(words, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// TestValid holds a file to the requirements of GeoPackage 1.3: each is a query and
// what it must find.
func TestValid(t *testing.T) {
	none := []string(nil)
	checks := []struct {
		requirement string
		query       string
		want        []string
	}{
		{"2: application id", `SELECT application_id FROM pragma_application_id`, []string{fmt.Sprint(0x47504B47)}},
		{"2: user version", `SELECT user_version FROM pragma_user_version`, []string{"10300"}},
		{"6: integrity", `PRAGMA integrity_check`, []string{"ok"}},
		{"7: foreign keys", `PRAGMA foreign_key_check`, none},
		{"10, 13, 21, 58: tables", `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'gpkg!_%' ESCAPE '!' ORDER BY 1`,
			[]string{"gpkg_contents", "gpkg_data_column_constraints", "gpkg_data_columns", "gpkg_extensions", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"}},
		{"11: systems that must be there", `SELECT srs_id, organization, organization_coordsys_id, substr(definition, 1, 15) FROM gpkg_spatial_ref_sys ORDER BY 1`,
			[]string{"-1|NONE|-1|undefined", "0|NONE|0|undefined", `4326|EPSG|4326|GEOGCS["WGS 84"`}},
		{"14: contents name tables", `SELECT table_name FROM gpkg_contents WHERE table_name NOT IN (SELECT name FROM sqlite_master)`, none},
		{"15: last change", `SELECT last_change FROM gpkg_contents WHERE last_change NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'`, none},
		{"contents", `SELECT data_type, identifier, description, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents`, []string{"features|The Mixture|'Of' everything|-180|0|40.7348|90|4326"}},
		{"22 to 28: geometry columns", `SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns`, []string{"mixture|geom|GEOMETRY|4326|0|0"}},
		{"5, 29, 31: columns", `SELECT name, type, "notnull", pk FROM pragma_table_info('mixture')`, []string{
			"ogc_fid|INTEGER|1|1", "geom|GEOMETRY|0|0", "id|TEXT|1|0", "yes|BOOLEAN|0|0", "whole|INTEGER|0|0", "part|REAL|0|0", "words|TEXT|0|0",
			"day|DATE|0|0", "moment|DATETIME|0|0", "list|TEXT|0|0", "thing|TEXT|0|0", "any|TEXT|0|0", "fid|TEXT|0|0", "Words_2|TEXT|0|0", "property|TEXT|0|0",
			"a]b\"c'd; DROP TABLE x --|TEXT|0|0", "nothing|TEXT|0|0"}},
		{"the types of values", `SELECT DISTINCT typeof(yes), typeof(whole), typeof(part), typeof(words), typeof(day), typeof(moment) FROM mixture
			WHERE yes + whole + part NOT NULL AND words || day || moment NOT NULL`, []string{"integer|integer|real|text|text|text"}},
		{"moments", `SELECT DISTINCT +moment FROM mixture WHERE moment NOT NULL ORDER BY 1`,
			[]string{"1969-12-31T23:59:59.123456Z", "2026-01-20T08:00:00.000Z", "2026-01-20T08:00:00.250Z"}},
		{"19, 33: geometries", `SELECT count(*) FROM mixture WHERE geom NOT NULL AND hex(substr(geom, 1, 8)) NOT IN ('47500001E6100000', '47500003E6100000')`, []string{"0"}},
		{"58 to 62, 77, 103: extensions", `SELECT table_name, column_name, extension_name, scope FROM gpkg_extensions ORDER BY 3, 1`, []string{
			"mixture|geom|gpkg_rtree_index|write-only", "gpkg_data_column_constraints|<nil>|gpkg_schema|read-write", "gpkg_data_columns|<nil>|gpkg_schema|read-write"}},
		{"75: triggers", `SELECT substr(name, 20) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'mixture' AND name LIKE 'rtree_mixture_geom_%' ORDER BY 1`,
			[]string{"delete", "insert", "update1", "update2", "update3", "update4"}},
		{"76, 77: the index", `SELECT count(*) FROM rtree_mixture_geom`, []string{"21"}},
		{"103: columns described", `SELECT column_name, name, title, description, mime_type, constraint_name FROM gpkg_data_columns ORDER BY rowid`, []string{
			"id|<nil>|<nil>|The feature's id; ogc_fid only numbers the rows.|<nil>|cairn_feature_id",
			"whole|<nil>|How many|Counted (in people)|<nil>|<nil>",
			"list|<nil>|<nil>|<nil>|application/json|<nil>", "thing|<nil>|<nil>|<nil>|application/json|<nil>", "any|<nil>|<nil>|<nil>|application/json|<nil>",
			"Words_2|Words|<nil>|<nil>|<nil>|<nil>", "property||<nil>|<nil>|<nil>|<nil>"}},
		{"105: they are there", `SELECT column_name FROM gpkg_data_columns WHERE column_name NOT IN (SELECT name FROM pragma_table_info('mixture'))`, none},
		{"106: constraints are there", `SELECT constraint_name FROM gpkg_data_columns WHERE constraint_name NOT NULL AND constraint_name NOT IN (SELECT constraint_name FROM gpkg_data_column_constraints)`, none},
	}
	m := mixture(t)
	m.Collection.Title, m.Collection.Description = "The Mixture", "'Of' everything"
	fields := slices.Clone(m.Collection.Schema.Fields())
	fields[1].Title, fields[1].Description, fields[1].Unit = "How many", "Counted", "people"
	m.Collection.Schema = geo.NewSchema(fields...)
	db := database(t, written(t, m))
	for _, c := range checks {
		if got := list(t, db, c.query); !slices.Equal(got, c.want) {
			t.Errorf("requirement %s: got\n %s\nwant\n %s", c.requirement, strings.Join(got, "\n "), strings.Join(c.want, "\n "))
		}
	}
}

// TestHeightsAreDeclared checks what z says of none, all and some.
func TestHeightsAreDeclared(t *testing.T) {
	for _, test := range []struct {
		heights []bool
		want    string
	}{{[]bool{false, false}, "POINT|0"}, {[]bool{true, true}, "POINT|1"}, {[]bool{true, false}, "POINT|2"}} {
		m := collect(t, "tall", len(test.heights), func(b *geo.Builder, i int) {
			b.SetNumericID(fmt.Sprint(i))
			if test.heights[i] {
				b.SetPoint(orb.Point{1, 2}, []byte("[1,2,-10.5]"))
				b.SetHeights()
			} else {
				b.SetPoint(orb.Point{1, 2}, nil)
			}
		})
		path := written(t, m)
		if got := list(t, database(t, path), `SELECT geometry_type_name, z FROM gpkg_geometry_columns`); !slices.Equal(got, []string{test.want}) {
			t.Errorf("heights %v are declared as %v, want %s", test.heights, got, test.want)
		}
		got, _ := read(t, path, "tall")
		same(t, got, m.features)
	}
}

// TestSameBytes checks that equal features make equal files.
func TestSameBytes(t *testing.T) {
	m := mixture(t)
	a, b := written(t, m), written(t, m)
	if got, want := readFile(t, a), readFile(t, b); string(got) != string(want) {
		t.Error("two files of the same features differ")
	}
}
