package sqlite_test

import (
	"context"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// dropping is what another program may do to a store's file, and what is then there of
// the features a (n 1) and b (n 2) of p.
var dropping = []struct {
	name, do string
	mended   int
	a, b     string // n; "" if the feature is not there
}{
	{"a layer is deleted", `DROP TABLE p; DELETE FROM gpkg_geometry_columns WHERE table_name = 'p'; DELETE FROM gpkg_contents WHERE table_name = 'p'`, 1, "1", "2"},
	{"the triggers are dropped, and rows changed", `DROP TRIGGER cairn_p_UPDATE_OLD; DROP TRIGGER cairn_p_UPDATE_NEW; DROP TRIGGER cairn_p_DELETE_OLD;
 UPDATE p SET n = 7 WHERE id = 'a'; DELETE FROM p WHERE id = 'b'`, 1, "7", ""},
	{"the table is made anew with another column", `CREATE TABLE anew (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom GEOMETRY, id TEXT, n INTEGER, more TEXT);
 INSERT INTO anew (fid, geom, id, n) SELECT fid, geom, id, n + 10 FROM p; DROP TABLE p; ALTER TABLE anew RENAME TO p`, 1, "11", "12"},
	{"the list is dropped", `DROP TRIGGER cairn_p_INSERT_NEW; DROP TRIGGER cairn_p_UPDATE_OLD; DROP TRIGGER cairn_p_UPDATE_NEW; DROP TRIGGER cairn_p_DELETE_OLD; DROP TABLE cairn_touched; UPDATE p SET n = 8 WHERE id = 'a'`, 1, "8", "2"},
	{"the list is called otherwise", `ALTER TABLE cairn_touched RENAME TO away; UPDATE p SET n = 8 WHERE id = 'a'`, 1, "8", "2"},
	{"a column is dropped", `ALTER TABLE p DROP COLUMN n; UPDATE p SET id = id`, 0, "null", "null"},
	{"a row takes the place of another", `REPLACE INTO p (id, geom, n) SELECT id, geom, 9 FROM p WHERE id = 'a'`, 0, "9", "2"},
	{"rows are moved", `UPDATE p SET fid = fid + 100`, 0, "1", "2"},
	{"nothing that matters", `CREATE TABLE notes (text TEXT); CREATE INDEX p_n ON p (n); VACUUM`, 0, "1", "2"},
}

// TestDropped has other programs drop and change what a store needs, while it is open
// and while it is not.
func TestDropped(t *testing.T) {
	ctx := context.Background()
	for _, c := range dropping {
		for _, while := range []string{"open", "closed"} {
			t.Run(c.name+", while it is "+while, func(t *testing.T) {
				path := fresh(t)
				s, h := refusing(t, path)
				apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "a", 40, "n", "1")}, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "b", 41, "n", "2")},
					geo.Change{Op: geo.Put, In: "q", Feature: point(t, "x", 40, "n", "1")})
				if while == "closed" {
					s.Close()
				}
				db := other(t, path)
				if strings.Contains(c.do, "VACUUM") {
					exec1(t, db, c.do)
				} else {
					exec1(t, db, "BEGIN; "+c.do+"; COMMIT")
				}
				if while == "closed" {
					s, h = refusing(t, path)
				}
				if c.mended > 0 {
					if o := h.next(t, "what was mended", func(o sqlite.Others) bool { return len(o.Mended) > 0 }); !strings.Contains(o.Mended[0], "the table p") && !strings.Contains(o.Mended[0], "table p ") {
						t.Errorf("told: %q", o.Mended)
					}
				}
				apply(t, s, geo.Change{Op: geo.Put, In: "q", Feature: point(t, "x", 40, "n", "2")}) // looks first
				for id, want := range map[geo.ID]string{"a": c.a, "b": c.b} {
					f, err := read(t, s).Feature(ctx, "p", id)
					if got := ""; err == nil {
						if got = string(f.Property("n")); got != want {
							t.Errorf("n of %s is %q, want %q: %s", id, got, want, f.GeoJSON())
						}
					} else if want != "" {
						t.Errorf("%s: %v", id, err)
					}
				}
				// And it goes on.
				exec1(t, db, `UPDATE p SET id = 'c' WHERE id = 'a'`)
				h.next(t, "a row", func(o sqlite.Others) bool { return o.Taken > 0 })
				apply(t, s, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "d", 42, "n", "5")}, geo.Change{Op: geo.Put, In: "p", Feature: point(t, "c", 42, "n", "5")})
				want := dump(t, read(t, s))
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				db.Close()
				sound(t, path)
				s = open(t, path, sqlite.Options{})
				same(t, "opened again", dump(t, read(t, s)), want)
				s.Close()
			})
		}
	}
}
