package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite"

	"cairn/geo"
	"cairn/geo/gpkg"
	"cairn/geo/sqlite"
)

func point(t testing.TB, id geo.ID, lon float64, properties ...string) geo.Feature {
	t.Helper()
	b := geo.NewBuilder(nil)
	b.SetID(id)
	b.SetPoint(orb.Point{lon, 36}, nil)
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

func apply(t testing.TB, s geo.Store, changes ...geo.Change) geo.Rev {
	t.Helper()
	rev, err := s.Apply(context.Background(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

// other opens a file as another program does.
func other(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := gpkg.OpenDatabase(path, "?mode=rw&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func exec1(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func TestOneProcess(t *testing.T) {
	path := fresh(t)
	s := open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40)})
	if _, err := sqlite.Open(context.Background(), path, sqlite.Options{}); geo.KindOf(err) != geo.Busy || !strings.Contains(err.Error(), "another Cairn") {
		t.Errorf("opened twice: %v", err)
	}
	if _, err := sqlite.Check(context.Background(), path); geo.KindOf(err) != geo.Busy {
		t.Errorf("checked while it is open: %v", err)
	}
	s.Close()
	if beside, _ := filepath.Glob(path + "-*"); len(beside) > 0 {
		t.Errorf("after Close there is %v beside the file", beside)
	}
	sound(t, path)
	open(t, path, sqlite.Options{})
}

// TestTouched changes rows as QGIS does, between two openings and while the store is
// open.
func TestTouched(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	s := open(t, path, sqlite.Options{})
	for id, lon := range map[geo.ID]float64{"a": 40, "b": 41, "c": 42} {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, id, lon, "n", "1.50", "none", "null", "when", `"2026-01-19T12:00:00+03:00"`)})
	}
	s.Close()
	db := other(t, path)
	exec1(t, db, `UPDATE p SET n = 7 WHERE id = 'a'`)
	exec1(t, db, `DELETE FROM p WHERE id = 'b'`)
	exec1(t, db, `INSERT INTO p (geom, n) SELECT geom, 9 FROM p WHERE id = 'c'`)
	s = open(t, path, sqlite.Options{})
	want := map[geo.ID]string{
		"a": `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[40,36]},"properties":{"n":7,"none":null,"when":"2026-01-19T12:00:00+03:00"}}`,
		"b": "",
		"4": `{"type":"Feature","id":"4","geometry":{"type":"Point","coordinates":[42,36]},"properties":{"n":9}}`,
	}
	holds := func(want map[geo.ID]string) {
		t.Helper()
		for id, text := range want {
			f, err := read(t, s).Feature(ctx, "p", id)
			if text == "" && geo.KindOf(err) != geo.NotFound || text != "" && (err != nil || string(f.GeoJSON()) != text) {
				t.Errorf("%s is %s (%v), want %s", id, f.GeoJSON(), err, text)
			}
		}
	}
	holds(want)
	rev, _ := read(t, s).Rev()
	if rev != 6 {
		t.Errorf("three rows that were touched make revision %d, want 6", rev)
	}
	exec1(t, db, `UPDATE p SET id = 'new', n = 8.5 WHERE id = 'a'`)
	if err := s.Wait(timeout(t), rev); err != nil {
		t.Fatalf("what another program changes while the store is open is not seen: %v", err)
	}
	holds(map[geo.ID]string{"a": "", "new": strings.NewReplacer(`"id":"a"`, `"id":"new"`, `"n":7`, `"n":8.5`).Replace(want["a"])})
	// Before a change of ours, too: it must not be written over what is new.
	exec1(t, db, `UPDATE p SET n = 10 WHERE id = 'c'`)
	now, _ := read(t, s).Feature(ctx, "p", "c")
	_, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "c", 1), If: now.Rev()})
	if geo.KindOf(err) != geo.Stale {
		t.Errorf("a change that expects what was before another program's: %v", err)
	}
	past := 0
	for c, err := range s.History(ctx, "p", "c") {
		if past++; err != nil || past == 1 && string(c.Old.Property("n")) != "1.50" {
			t.Errorf("history of c: %+v, %v", c, err)
		}
	}
	if past != 2 {
		t.Errorf("c has a history of %d, want 2", past)
	}
	s.Close()
	db.Close()
	sound(t, path)
}

func timeout(t testing.TB) context.Context {
	t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(stop)
	return ctx
}

// TestColumnsChange gives a property values of other kinds, and looks at the columns.
func TestColumnsChange(t *testing.T) {
	path := fresh(t)
	s := open(t, path, sqlite.Options{})
	declared := func() (kind string) {
		t.Helper()
		if err := other(t, path).QueryRow(`SELECT type FROM pragma_table_info('p') WHERE name = 'v'`).Scan(&kind); err != nil {
			t.Fatal(err)
		}
		return kind
	}
	for i, c := range []struct{ value, want string }{
		{"null", "TEXT"}, {"true", "BOOLEAN"}, {"null", "BOOLEAN"}, {"1", "TEXT"}, {`"x"`, "TEXT"}, {`{"a":[1]}`, "TEXT"},
	} {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, geo.ID(rune('a'+i)), 40, "v", c.value)})
		if got := declared(); got != c.want {
			t.Errorf("after %s the column is %s, want %s", c.value, got, c.want)
		}
	}
	apply(t, s, geo.Change{Op: geo.DropCollection, In: "p"})
	for i, c := range []struct{ value, want string }{{"1", "INTEGER"}, {"2.5", "REAL"}, {"3", "REAL"}} {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, geo.ID(rune('a'+i)), 40, "v", c.value)})
		if got := declared(); got != c.want {
			t.Errorf("after %s the column is %s, want %s", c.value, got, c.want)
		}
	}
	for i, value := range []string{"1.50", `"text"`} { // numbers become text, in other digits
		apply(t, s, geo.Change{Op: geo.Put, In: "q", Feature: point(t, geo.ID(rune('a'+i)), 40, "v", value)})
	}
	for i, value := range []string{`"2026-01-19T12:00:00+03:00"`, `"text"`, "[1]"} { // moments, too
		apply(t, s, geo.Change{Op: geo.Put, In: "r", Feature: point(t, geo.ID(rune('a'+i)), 40, "v", value)})
	}
	s.Close()
	sound(t, path)
}

// adoptable writes a GeoPackage that is none of ours, with wells 5 and 8.
func adoptable(t testing.TB, path string) *geo.Builder {
	t.Helper()
	var file strings.Builder
	w := gpkg.NewWriter(&file, geo.Output{Collection: geo.Collection{Name: "wells", Title: "Wells", Schema: schemaOf(t), NumericIDs: true, Count: 2, Geometries: []string{"Point"}}})
	b := geo.NewBuilder(schemaOf(t))
	for _, id := range []string{"5", "8"} {
		b.SetNumericID(id)
		b.SetPoint(orb.Point{40, 36}, nil)
		b.AddText("name", "well "+id)
		f, err := b.Feature()
		if err == nil {
			err = w.Write(f)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(file.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestAdopt opens a GeoPackage that is none of ours, with an R-tree and a column of bytes.
func TestAdopt(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	b := adoptable(t, path)
	db := other(t, path)
	exec1(t, db, `ALTER TABLE wells ADD COLUMN picture BLOB`)
	exec1(t, db, `UPDATE wells SET picture = x'0102'`)
	s := open(t, path, sqlite.Options{})
	c, err := read(t, s).Collection(ctx, "wells")
	if err != nil || c.Count != 2 || c.Title != "Wells" || c.Rev != 3 {
		t.Fatalf("adopted: %+v, %v", c, err)
	}
	b.SetNumericID("5")
	b.SetPoint(orb.Point{10, 20}, nil)
	b.AddNumber("depth", 12)
	moved, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, geo.Change{Op: geo.Put, In: "wells", Feature: moved}, geo.Change{Op: geo.Delete, In: "wells", ID: "8"})
	if _, err := s.Apply(ctx, geo.Change{Op: geo.Put, In: "wells", Feature: point(t, "text", 1)}); geo.KindOf(err) != geo.Invalid {
		t.Errorf("an id that the table cannot hold: %v", err)
	}
	var n, indexed int
	var depth float64
	var name sql.NullString
	var picture []byte
	if err := db.QueryRow(`SELECT count(*), max(depth), max(name), max(picture) FROM wells`).Scan(&n, &depth, &name, &picture); err != nil {
		t.Fatal(err)
	}
	if n != 1 || depth != 12 || name.Valid || string(picture) != "\x01\x02" {
		t.Errorf("the table has %d rows, depth %v, name %v, picture %x", n, depth, name, picture)
	}
	if err := db.QueryRow(`SELECT count(*) FROM rtree_wells_geom WHERE id = 5 AND minx BETWEEN 9.9 AND 10.1 AND maxy BETWEEN 19.9 AND 20.1`).Scan(&indexed); err != nil || indexed != 1 {
		t.Errorf("the R-tree is stale: %d, %v", indexed, err)
	}
	want := dump(t, read(t, s))
	s.Close()
	db.Close()
	s = open(t, path, sqlite.Options{})
	same(t, "opened again", dump(t, read(t, s)), want)
	s.Close()
	sound(t, path)
}

func schemaOf(t testing.TB) *geo.Schema {
	t.Helper()
	return geo.NewSchema(geo.Field{Name: "name", Kinds: geo.Text})
}

func TestIndex(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	s := open(t, path, sqlite.Options{})
	if _, err := s.Fill(ctx, "p", nil, points(500)); err != nil {
		t.Fatal(err)
	}
	if err := s.Index(ctx); err != nil {
		t.Fatal(err)
	}
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "new", 12)}, geo.Change{Op: geo.Delete, In: "p", ID: "7"})
	s.Close()
	db := other(t, path)
	var stale int
	if err := db.QueryRow(`SELECT (SELECT count(*) FROM p) - (SELECT count(*) FROM p JOIN rtree_p_geom r ON r.id = fid AND ST_MinX(geom) BETWEEN minx AND maxx) + (SELECT count(*) FROM rtree_p_geom) - 500`).Scan(&stale); err != nil || stale != 0 {
		t.Errorf("the R-tree is stale by %d rows: %v", stale, err)
	}
	db.Close()
	sound(t, path)
}

func TestKeep(t *testing.T) {
	path, ctx := fresh(t), context.Background()
	now := time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)
	o := sqlite.Options{Now: func() time.Time { return now }, Keep: 30 * 24 * time.Hour}
	s := open(t, path, o)
	for i := range 5 {
		apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", float64(i))}, geo.Change{Op: geo.Put, In: "p", Feature: point(t, geo.ID(rune('b'+i)), 1)})
		now = now.Add(10 * 24 * time.Hour)
	}
	want := dump(t, read(t, s))
	s.Close()
	s = open(t, path, o)
	same(t, "after letting go", dump(t, read(t, s)), want)
	kept, _ := s.Kept(ctx)
	if kept != 6 {
		t.Errorf("Kept = %d, want 6", kept)
	}
	if _, err := s.ReadAt(ctx, kept-1); geo.KindOf(err) != geo.NotFound {
		t.Errorf("ReadAt of what is not kept: %v", err)
	}
	then, err := s.ReadAt(ctx, kept)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := then.Count(ctx, geo.Query{From: "p"}); err != nil || n != 4 {
		t.Errorf("the oldest state that is kept has %d features (%v), want 4", n, err)
	}
	for _, err := range s.Changes(ctx, 0) {
		if geo.KindOf(err) != geo.NotFound {
			t.Errorf("Changes of what is not kept: %v", err)
		}
		break
	}
	s.Close()
	sound(t, path)
}

// TestGDAL reads and changes the file that a store has open by another program.
func TestGDAL(t *testing.T) {
	ogrinfo, err := exec.LookPath("ogrinfo")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("ogrinfo is not here")
		}
		t.Skip("ogrinfo (GDAL) is not here: opening a store with it is left out")
	}
	path := fresh(t)
	s := open(t, path, sqlite.Options{})
	apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1", "list", "[1,2]")})
	ask := func(args ...string) string {
		t.Helper()
		out, err := exec.Command(ogrinfo, args...).CombinedOutput()
		if err != nil || strings.Contains(string(out), "Warning") || strings.Contains(string(out), "ERROR") {
			t.Fatalf("ogrinfo %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	if out := ask("-ro", path); !strings.Contains(out, "1: p") || strings.Contains(out, "cairn_state") {
		t.Errorf("what is in the file:\n%s", out)
	}
	if out := ask("-ro", "-al", path, "p"); !strings.Contains(out, "POINT (40 36)") || !strings.Contains(out, "String(JSON)") || !strings.Contains(out, "id (String) = a") {
		t.Errorf("what is in the table:\n%s", out)
	}
	rev, _ := read(t, s).Rev()
	ask(path, "-dialect", "SQLite", "-sql", "UPDATE p SET n = 2 WHERE id = 'a'")
	if err := s.Wait(timeout(t), rev); err != nil {
		t.Fatal(err)
	}
	if f, err := read(t, s).Feature(context.Background(), "p", "a"); err != nil || string(f.Property("n")) != "2" {
		t.Errorf("after an edit by GDAL: %s, %v", f.GeoJSON(), err)
	}
	if err := errors.Join(s.Close()); err != nil {
		t.Fatal(err)
	}
	sound(t, path)
}
