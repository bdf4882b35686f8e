package sqlite_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
	"cairn/geo/sqlite"
)

// wellSchema declares wells as strictly as can be.
func wellSchema(types ...string) *geo.Schema {
	zero, most := 0.0, 500.0
	return geo.NewDeclared(geo.Frame{Closed: true, Location: &geo.Location{Title: "Where", Description: "In degrees.", Types: types, Required: true}},
		geo.Field{Name: "name", Title: "Name", Description: "What it is called.", Limits: &geo.Limits{Kinds: geo.Text, Required: true, MaxLength: 8}},
		geo.Field{Name: "depth", Unit: "m", Limits: &geo.Limits{Kinds: geo.Number, Minimum: &zero, Maximum: &most}},
		geo.Field{Name: "state", Limits: &geo.Limits{Kinds: geo.Text, Enum: []string{"dry", "wet"}}},
		geo.Field{Name: "near", Limits: &geo.Limits{Kinds: geo.Text, Refers: "places"}},
		geo.Field{Name: "any"})
}

func declare(in geo.Name, s *geo.Schema) geo.Change {
	return geo.Change{Op: geo.PutCollection, In: in, Collection: &geo.Collection{Title: "Wells", Schema: s}}
}

func create(in geo.Name, f geo.Feature) geo.Change {
	return geo.Change{Op: geo.Create, In: in, Feature: f}
}

func collectionOf(t *testing.T, s *sqlite.Store, name geo.Name) geo.Collection {
	t.Helper()
	r, err := s.Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	c, err := r.Collection(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// reopened closes a store and opens it again.
func reopened(t *testing.T, s *sqlite.Store) *sqlite.Store {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := sqlite.Open(context.Background(), s.Path(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

// What is declared stands in the file, whole, with its past.
func TestDeclaredIsKept(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "facts.gpkg"), sqlite.Options{})
	first := apply(t, s, declare("wells", wellSchema("Point")), create("wells", point(t, "a", 40, "name", `"A"`, "depth", "40.50")))
	want := collectionOf(t, s, "wells").Schema
	s = reopened(t, s)
	got := collectionOf(t, s, "wells").Schema
	if len(got.Fields()) != len(want.Fields()) || !got.Frame().Closed {
		t.Fatalf("got %+v, want %+v", got.Fields(), want.Fields())
	}
	for i, f := range got.Fields() {
		w := want.Fields()[i]
		if f.Name != w.Name || f.Kinds != w.Kinds || f.Title != w.Title || f.Description != w.Description || f.Unit != w.Unit || !sameLimits(f.Limits, w.Limits) {
			t.Errorf("got %+v %+v, want %+v %+v", f, f.Limits, w, w.Limits)
		}
	}
	if l, w := got.Frame().Location, want.Frame().Location; l.Title != w.Title || l.Description != w.Description || !slices.Equal(l.Types, w.Types) || !l.Required {
		t.Errorf("got %+v, want %+v", l, w)
	}
	if _, err := s.Apply(ctx, create("wells", point(t, "b", 40, "name", `"B"`, "depth", "501"))); geo.KindOf(err) != geo.Invalid {
		t.Errorf("a store that is opened again takes %v", err)
	}
	apply(t, s, declare("wells", geo.NewDeclared(geo.Frame{})), create("wells", point(t, "b", 40, "depth", `"deep"`)))
	s = reopened(t, s)
	if collectionOf(t, s, "wells").Schema.IsDeclared() {
		t.Error("what was taken away is there again")
	}
	r, err := s.ReadAt(ctx, first)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if c, err := r.Collection(ctx, "wells"); err != nil || !c.Schema.Frame().Closed || !sameLimits(c.Schema.Fields()[2].Limits, want.Fields()[2].Limits) {
		t.Errorf("as of then: %+v (%v)", c.Schema.Fields(), err)
	}
	said, err := sqlite.Describe(ctx, s.Path(), "wells")
	if err != nil || said.Title != "Wells" || said.Count != 2 || len(said.Schema.Fields()) != 5 {
		t.Errorf("the file says %+v (%v)", said, err)
	}
	if _, err := sqlite.Describe(ctx, s.Path(), "roads"); geo.KindOf(err) != geo.NotFound {
		t.Errorf("of no collection it says %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if faults, err := sqlite.Check(ctx, s.Path()); err != nil || len(faults) > 0 {
		t.Errorf("faults: %v (%v)", faults, err)
	}
}

func sameLimits(a, b *geo.Limits) bool {
	if a == nil || b == nil {
		return a == b
	}
	same := func(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
	return a.Kinds == b.Kinds && a.Required == b.Required && slices.Equal(a.Enum, b.Enum) && same(a.Minimum, b.Minimum) && same(a.Maximum, b.Maximum) &&
		a.MaxLength == b.MaxLength && a.Refers == b.Refers
}

// The tables follow what is declared, before there is a row and when it is altered.
func TestDeclaredTables(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "facts.gpkg"), sqlite.Options{})
	apply(t, s, declare("wells", wellSchema("Point")))
	db := other(t, s.Path())
	said := func(query string) (list []string) {
		t.Helper()
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var one string
			if err := rows.Scan(&one); err != nil {
				t.Fatal(err)
			}
			list = append(list, one)
		}
		return list
	}
	const columns, words = `SELECT name || ' ' || type FROM pragma_table_info('wells') WHERE name NOT IN ('fid', 'id') ORDER BY name`, `SELECT value FROM gpkg_data_column_constraints WHERE constraint_name = 'wells.state'`
	if got, want := said(columns), []string{"any TEXT", "depth REAL", "geom POINT", "name TEXT", "near TEXT", "state TEXT"}; !slices.Equal(got, want) {
		t.Errorf("columns: got %q, want %q", got, want)
	}
	if got := said(words); !slices.Equal(got, []string{"dry", "wet"}) {
		t.Errorf("words: %q", got)
	}
	wider := geo.NewDeclared(geo.Frame{}, geo.Field{Name: "depth", Limits: &geo.Limits{Kinds: geo.Integer}}, geo.Field{Name: "state", Limits: &geo.Limits{Enum: []string{"new"}, Kinds: geo.Text}})
	apply(t, s, create("wells", point(t, "a", 40, "name", `"A"`, "depth", "7")), declare("wells", wider), create("wells", point(t, "b", 40, "depth", "8", "owner", "true")))
	if got, want := said(columns), []string{"any TEXT", "depth INTEGER", "geom GEOMETRY", "name TEXT", "near TEXT", "owner BOOLEAN", "state TEXT"}; !slices.Equal(got, want) {
		t.Errorf("altered, columns: got %q, want %q", got, want)
	}
	if got := said(words); !slices.Equal(got, []string{"new"}) {
		t.Errorf("altered, words: %q", got)
	}
	db.Close()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if faults, err := sqlite.Check(context.Background(), s.Path()); err != nil || len(faults) > 0 {
		t.Errorf("faults: %v (%v)", faults, err)
	}
}

// What another program does to a row is held to what is declared, too.
func TestDeclaredHoldsOthers(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "facts.gpkg"), sqlite.Options{})
	apply(t, s, declare("wells", wellSchema("Point")), create("wells", point(t, "a", 40, "name", `"A"`, "depth", "7")), create("wells", point(t, "b", 40, "name", `"B"`)))
	db := other(t, s.Path())
	exec1(t, db, `UPDATE wells SET state = 'damp', depth = 900 WHERE id = 'a'`)
	exec1(t, db, `UPDATE wells SET state = 'wet' WHERE id = 'b'`)
	db.Close()
	apply(t, s, create("other", point(t, "x", 40)))
	r, err := s.Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for id, want := range map[geo.ID]string{"a": `{"name":"A","depth":7}`, "b": `{"name":"B","state":"wet"}`} {
		f, err := r.Feature(context.Background(), "wells", id)
		if err != nil || string(f.PropertiesJSON()) != want {
			t.Errorf("%s: got %s (%v), want %s", id, f.PropertiesJSON(), err, want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	faults, err := sqlite.Check(context.Background(), s.Path())
	if err != nil || len(faults) == 0 {
		t.Errorf("the row that is refused is no fault: %v (%v)", faults, err)
	}
}

// A group that is refused leaves the table as it was, also where it declared something.
func TestDeclaredRefused(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "facts.gpkg"), sqlite.Options{})
	apply(t, s, create("wells", point(t, "a", 40, "depth", `"deep"`)))
	_, err := s.Apply(ctx, declare("wells", wellSchema("Point")), create("wells", point(t, "b", 40, "name", `"B"`)))
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != geo.Conflict || !strings.HasPrefix(e.Msg, "1 of 2 features of wells do not fit it: a (depth: is the text") {
		t.Errorf("got %v", err)
	}
	apply(t, s, create("wells", point(t, "c", 40, "more", "1")))
	s = reopened(t, s)
	if c := collectionOf(t, s, "wells"); c.Schema.IsDeclared() || c.Count != 2 {
		t.Errorf("got %+v", c)
	}
}

// A file whose collections have no declarations is written as it always was, so that one
// from before is opened as it always was.
func TestUndeclaredIsWrittenAsBefore(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "facts.gpkg"), sqlite.Options{})
	apply(t, s, create("wells", point(t, "a", 40, "name", `"A"`)), geo.Change{Op: geo.PutCollection, In: "roads", Collection: &geo.Collection{Title: "Roads"}})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db := other(t, s.Path())
	var fields string
	if err := db.QueryRow("SELECT fields FROM cairn_collection WHERE name = 'wells'").Scan(&fields); err != nil || fields != `[{"name":"name","kinds":["text"]}]` {
		t.Errorf("got %s (%v)", fields, err)
	}
	if err := db.QueryRow("SELECT after FROM cairn_log WHERE collection = 'roads'").Scan(&fields); err != nil || fields != `{"title":"Roads"}` {
		t.Errorf("got %s (%v)", fields, err)
	}
}

// Another program's table is held to what is declared of it, and gets only columns that
// are missing.
func TestDeclaredOfAnothersTable(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "theirs.gpkg")
	db, err := gpkg.OpenDatabase(path, "?mode=rwc")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if err := gpkg.CreateFile(ctx, db); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		`CREATE TABLE wells (fid INTEGER PRIMARY KEY, geom GEOMETRY, state TEXT, depth INTEGER)`,
		`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('wells', 'features', 'wells', 4326)`,
		`INSERT INTO gpkg_geometry_columns VALUES ('wells', 'geom', 'GEOMETRY', 4326, 0, 0)`,
		`INSERT INTO gpkg_data_columns VALUES ('wells', 'state', NULL, 'Their title', NULL, NULL, NULL)`,
		`INSERT INTO wells (fid, state) VALUES (1, 'dry')`,
	} {
		exec1(t, db, s)
	}
	db.Close()
	s := open(t, path, sqlite.Options{})
	most := 5.0
	apply(t, s, declare("wells", geo.NewDeclared(geo.Frame{}, geo.Field{Name: "state", Title: "Ours", Limits: &geo.Limits{Kinds: geo.Text, Enum: []string{"dry", "wet"}}},
		geo.Field{Name: "depth", Limits: &geo.Limits{Kinds: geo.Number, Maximum: &most}}, geo.Field{Name: "owner", Limits: &geo.Limits{Kinds: geo.Boolean}})))
	if _, err := s.Apply(ctx, declare("wells", geo.NewDeclared(geo.Frame{Location: &geo.Location{Required: true}}))); geo.KindOf(err) != geo.Conflict {
		t.Errorf("a row without a place fits where one is needed: %v", err)
	}
	b := geo.NewBuilder(nil)
	b.SetNumericID("2")
	if err := b.AddNumber("depth", 6); err != nil {
		t.Fatal(err)
	}
	f, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, create("wells", f)); geo.KindOf(err) != geo.Invalid {
		t.Errorf("too deep: %v", err)
	}
	s = reopened(t, s)
	if c := collectionOf(t, s, "wells"); !c.Schema.IsDeclared() || c.Schema.Fields()[0].Title != "Ours" {
		t.Errorf("got %+v", c.Schema.Fields())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db = other(t, path)
	var title, kind string
	if err := db.QueryRow(`SELECT title FROM gpkg_data_columns WHERE column_name = 'state'`).Scan(&title); err != nil || title != "Their title" {
		t.Errorf("their title is %q now (%v)", title, err)
	}
	if err := db.QueryRow(`SELECT group_concat(name || ' ' || type) FROM pragma_table_info('wells')`).Scan(&kind); err != nil || kind != "fid INTEGER,geom GEOMETRY,state TEXT,depth INTEGER,owner BOOLEAN" {
		t.Errorf("columns: %s (%v)", kind, err)
	}
}

// A table of points has heights if a point has one, and none otherwise, so that QGIS
// makes points without.
func TestDeclaredHeights(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "facts.gpkg"), sqlite.Options{})
	apply(t, s, declare("wells", wellSchema("Point")), create("wells", point(t, "a", 40, "name", `"A"`)))
	db := other(t, s.Path())
	z := func(want int) {
		t.Helper()
		var got int
		if err := db.QueryRow("SELECT z FROM gpkg_geometry_columns WHERE table_name = 'wells'").Scan(&got); err != nil || got != want {
			t.Errorf("z is %d (%v), want %d", got, err, want)
		}
	}
	z(0)
	b := geo.NewBuilder(nil)
	b.SetID("b")
	b.SetPoint(orb.Point{40, 36}, []byte("[40,36,120]"))
	b.SetHeights()
	if err := b.AddText("name", "B"); err != nil {
		t.Fatal(err)
	}
	tall, err := b.Feature()
	if err != nil {
		t.Fatal(err)
	}
	apply(t, s, create("wells", tall))
	z(2)
	db.Close()
	s = reopened(t, s)
	apply(t, s, geo.Change{Op: geo.Delete, In: "wells", ID: "b"})
	db = other(t, s.Path())
	z(0)
	apply(t, s, declare("wells", geo.NewDeclared(geo.Frame{})))
	z(2)
	apply(t, s, create("roads", point(t, "a", 40)))
	if err := db.QueryRow("SELECT z FROM gpkg_geometry_columns WHERE table_name = 'roads'").Scan(new(int)); err != nil {
		t.Error(err)
	}
}

// A property may be called what a column is called for the time that it takes to change
// another's type.
func TestColumnBetween(t *testing.T) {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "between.gpkg"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	schema := geo.NewDeclared(geo.Frame{}, geo.Field{Name: "cairn_column", Limits: &geo.Limits{}}, geo.Field{Name: "CAIRN_COLUMN_2", Limits: &geo.Limits{}}, geo.Field{Name: "a", Limits: &geo.Limits{Kinds: geo.Integer}})
	if _, err := s.Apply(ctx, declare("wells", schema)); err != nil {
		t.Fatal(err)
	}
	schema = geo.NewDeclared(geo.Frame{Location: &geo.Location{Types: []string{"Point"}}}, geo.Field{Name: "a", Limits: &geo.Limits{Kinds: geo.Text}})
	if _, err := s.Apply(ctx, declare("wells", schema)); err != nil {
		t.Fatal(err)
	}
}
