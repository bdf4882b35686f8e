package gpkg_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// newTable makes a GeoPackage with an empty table "places".
func newTable(t testing.TB) (*gpkg.Table, *sql.DB) {
	t.Helper()
	db, err := gpkg.OpenDatabase(filepath.Join(t.TempDir(), "t.gpkg"), "?mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	if err := gpkg.CreateFile(ctx, db); err != nil {
		t.Fatal(err)
	}
	table, err := gpkg.CreateTable(ctx, db, &geo.Collection{Name: "places", Title: "Places", Description: "All of them."})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { table.Forget() })
	return table, db
}

// placed makes a feature; properties are name and JSON by turns.
func placed(t testing.TB, b *geo.Builder, id geo.ID, properties ...string) geo.Feature {
	t.Helper()
	b.SetID(id)
	b.SetPoint(orb.Point{40, 36}, []byte("[40.0,36.00]"))
	for i := 0; i+1 < len(properties); i += 2 {
		if err := b.Add([]byte(properties[i]), geo.Value(properties[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// put fits the table and adds a feature.
func put(t testing.TB, table *gpkg.Table, db *sql.DB, f geo.Feature) int64 {
	t.Helper()
	if _, err := table.Fit(context.Background(), db, f.Schema()); err != nil {
		t.Fatal(err)
	}
	key, err := table.Insert(context.Background(), db, f)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestTableRows(t *testing.T) {
	table, db := newTable(t)
	ctx, b := context.Background(), geo.NewBuilder(nil)
	one := put(t, table, db, placed(t, b, "a", "n", "1", "list", "[1,2]", "FID", `"x"`))
	two := put(t, table, db, placed(t, b, "b", "n", "2"))
	if one != 1 || two != 2 {
		t.Errorf("keys are %d and %d, want 1 and 2", one, two)
	}
	if found, err := table.Update(ctx, db, one, placed(t, b, "a", "n", "3")); err != nil || !found {
		t.Errorf("Update: %v, %v", found, err)
	}
	if found, err := table.Update(ctx, db, 99, placed(t, b, "z")); err != nil || found {
		t.Errorf("Update of no row: %v, %v", found, err)
	}
	if found, err := table.Delete(ctx, db, two); err != nil || !found {
		t.Errorf("Delete: %v, %v", found, err)
	}
	var got []string
	for row, err := range table.Rows(ctx, db, geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(row.Feature.GeoJSON()))
	}
	want := `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[40,36]},"properties":{"n":3}}`
	if strings.Join(got, "\n") != want {
		t.Errorf("the rows are %s, want %s", got, want)
	}
	if title, about := table.Title(); title != "" || about != "" || table.Key() != "fid" || table.Name() != "places" {
		t.Errorf("the table is %q %q %q %q", title, about, table.Key(), table.Name())
	}
	again, err := gpkg.OpenTables(ctx, db)
	if err != nil || len(again) != 1 {
		t.Fatalf("OpenTables: %v, %v", again, err)
	}
	if title, about := again[0].Title(); title != "Places" || about != "All of them." {
		t.Errorf("the table is called %q, %q", title, about)
	}
}

// TestTableMerge changes one column and looks whether the others keep what only the
// feature knew.
func TestTableMerge(t *testing.T) {
	table, db := newTable(t)
	ctx := context.Background()
	old := placed(t, geo.NewBuilder(nil), "a", "none", "null", "real", "1.50", "n", "7", "yes", "true", "when", `"2026-01-19T12:00:00+03:00"`)
	key := put(t, table, db, old)
	for _, c := range []struct{ change, from, to string }{
		{"n = 7", "", ""},
		{"n = 8", `"n":7`, `"n":8`},
		{"n = NULL", `"n":7`, `"n":null`},
		{"real = 1.5", "", ""},
		{"real = 2.5", "1.50", "2.5"},
		{"yes = 0", "true", "false"},
		{"id = 'b'", `"id":"a"`, `"id":"b"`},
		{`"when" = '2027-01-01T00:00:00Z'`, "2026-01-19T12:00:00+03:00", "2027-01-01T00:00:00Z"},
		{"geom = NULL", `{"type":"Point","coordinates":[40.0,36.00]}`, "null"},
		{"none = 'x'", `"none":null`, `"none":"x"`},
	} {
		if _, err := table.Update(ctx, db, key, old); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("UPDATE places SET " + c.change); err != nil {
			t.Fatal(err)
		}
		got, found, err := table.Merge(ctx, db, key, old, geo.NewBuilder(nil))
		want := string(old.GeoJSON())
		if c.from != "" {
			want = strings.Replace(want, c.from, c.to, 1)
		}
		if err != nil || !found || string(got.GeoJSON()) != want {
			t.Errorf("%s:\n got %s (%v, %v)\nwant %s", c.change, got.GeoJSON(), found, err, want)
		}
	}
	if _, found, err := table.Merge(ctx, db, 99, old, geo.NewBuilder(nil)); err != nil || found {
		t.Errorf("Merge of no row: %v, %v", found, err)
	}
}

func TestTableCompare(t *testing.T) {
	table, db := newTable(t)
	ctx := context.Background()
	f := placed(t, geo.NewBuilder(nil), "a", "n", "7", "text", `"x"`)
	key := put(t, table, db, f)
	for _, c := range []struct{ change, want string }{
		{"n = 7", ""}, {"n = 8", "n"}, {"text = NULL", "text"}, {"id = 'z'", "id"}, {"geom = NULL", "geom"},
	} {
		if _, err := table.Update(ctx, db, key, f); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("UPDATE places SET " + c.change); err != nil {
			t.Fatal(err)
		}
		for d, err := range table.Compare(ctx, db, func(int64) geo.Feature { return f }) {
			if err != nil || d.Key != key || d.Differs != c.want {
				t.Errorf("%s: %+v (%v) differs, want %q", c.change, d, err, c.want)
			}
		}
	}
}

// TestTableFill adds many rows, whose columns change meanwhile, with an R-tree and
// without the order of ids.
func TestTableFill(t *testing.T) {
	table, db := newTable(t)
	ctx, b := context.Background(), geo.NewBuilder(nil)
	if err := table.Index(ctx, db); err != nil {
		t.Fatal(err)
	}
	again, err := table.WithoutIDs(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := table.Fill(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	values := []string{"1", "2.5", `"text"`, `{"a":1}`, "null"}
	for i := range 500 {
		if _, err := rows.Add(placed(t, b, geo.ID(rune('a'+i)), "v", values[i/100])); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	if err := again(); err != nil {
		t.Fatal(err)
	}
	var n, indexed int
	if err := db.QueryRow(`SELECT (SELECT count(*) FROM places), (SELECT count(*) FROM rtree_places_geom)`).Scan(&n, &indexed); err != nil || n != 500 || indexed != 500 {
		t.Errorf("%d rows, %d in the R-tree, %v; want 500", n, indexed, err)
	}
	got := map[string]int{}
	for row, err := range table.Rows(ctx, db, geo.NewBuilder(nil)) {
		if err != nil {
			t.Fatal(err)
		}
		got[row.Feature.Property("v").String()]++
	}
	for want, n := range map[string]int{"1.0": 100, "2.5": 100, "text": 100, `{"a":1}`: 100, "": 100} {
		if got[want] != n {
			t.Errorf("%d features have %q, want %d", got[want], want, n)
		}
	}
	if there, err := table.Indexed(ctx, db); err != nil || !there {
		t.Errorf("Indexed: %v, %v", there, err)
	}
	if err := table.Drop(ctx, db); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE name LIKE '%places%'`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d things are left of a table that was dropped (%v)", left, err)
	}
}
