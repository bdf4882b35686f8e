package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// touchedTable is made again if another program has dropped it.
const touchedTable = `CREATE TABLE IF NOT EXISTS cairn_touched (
  table_name TEXT NOT NULL,
  fid INTEGER NOT NULL,
  PRIMARY KEY (table_name, fid)
)`

// mend makes again what another program has dropped and the store needs: the table of a
// collection, of what the log says stands in it; the list of what others change; and the
// triggers that write that, as they are dropped with a table that a program makes anew to
// change its columns. What was changed meanwhile is found by comparing each row with the
// log. Nothing else is looked at if all is there.
func (w *writer) mend(ctx context.Context) error {
	f, err := w.lookFor(ctx)
	if err != nil || f.none() {
		return err
	}
	if err := w.forget(); err != nil {
		return err
	}
	w.stale = false // what is held is not there any more, and is read when this is done
	err = w.transaction(ctx, func() (err error) {
		// A program may have been in the midst of something.
		if f, err = w.lookFor(ctx); err != nil || f.none() {
			return err
		}
		if err := w.do(ctx, touchedTable); err != nil {
			return err
		}
		for _, c := range f.gone {
			if err := w.rebuild(ctx, c); err != nil {
				return err
			}
		}
		for _, c := range f.unwatched {
			if err := w.watchAgain(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	w.stale = true
	if err != nil {
		return err
	}
	for _, c := range f.gone {
		w.others.mended = append(w.others.mended, fmt.Sprintf("the table %s of the collection %s was dropped; it has been made again from the log", c.table, c.about.Name))
	}
	for _, c := range f.unwatched {
		w.others.mended = append(w.others.mended, fmt.Sprintf("the triggers of the table %s were dropped; they have been made again, and its rows compared with the log", c.table))
	}
	return nil
}

// lacking is what is not there.
type lacking struct {
	touched   bool // the list of what others change
	gone      []kept
	unwatched []kept
}

func (f *lacking) none() bool { return !f.touched && len(f.gone) == 0 && len(f.unwatched) == 0 }

// kept is a row of cairn_collection.
type kept struct {
	about        geo.Collection
	table        string
	time, fields string
}

// triggersOf are the names of the triggers that watch a table; see [watch].
func triggersOf(table string) [4]string {
	return [...]string{"cairn_" + table + "_INSERT_NEW", "cairn_" + table + "_UPDATE_OLD", "cairn_" + table + "_UPDATE_NEW", "cairn_" + table + "_DELETE_OLD"}
}

func (w *writer) lookFor(ctx context.Context) (f lacking, err error) {
	there, err := w.names(ctx)
	if err != nil {
		return f, err
	}
	f.touched = !there["cairn_touched"]
	rows, err := w.conn.QueryContext(ctx, "SELECT name, table_name, title, description, time_fields, fields, count, rev, updated FROM cairn_collection ORDER BY name")
	if err != nil {
		return f, explain(err, "read the collections")
	}
	defer rows.Close()
	for rows.Next() {
		var c kept
		a := &c.about
		if err := rows.Scan(&a.Name, &c.table, &a.Title, &a.Description, &c.time, &c.fields, &a.Count, &a.Rev, &a.Updated); err != nil {
			return f, scanned(err, "cairn_collection")
		}
		watched := !f.touched
		for _, name := range triggersOf(c.table) {
			watched = watched && there[name]
		}
		switch {
		case !there[c.table]:
			f.gone = append(f.gone, c)
		case !watched:
			f.unwatched = append(f.unwatched, c)
		}
	}
	if err := rows.Err(); err != nil {
		return f, explain(err, "read the collections")
	}
	if len(f.unwatched) == 0 {
		return f, nil
	}
	f.unwatched, err = w.watchable(ctx, f.unwatched)
	return f, err
}

// names returns what there is in the file.
func (w *writer) names(ctx context.Context) (map[string]bool, error) {
	rows, err := w.conn.QueryContext(ctx, "SELECT name FROM sqlite_master")
	if err != nil {
		return nil, explain(err, "read the file")
	}
	defer rows.Close()
	there := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, explain(err, "read the file")
		}
		there[name] = true
	}
	return there, explain(rows.Err(), "read the file")
}

// watchable leaves out tables that cannot be watched, such as views.
func (w *writer) watchable(ctx context.Context, all []kept) (some []kept, err error) {
	tables, err := gpkg.OpenTables(ctx, w.conn)
	if err != nil {
		return nil, err
	}
	can := map[string]bool{}
	for _, t := range tables {
		can[t.Name()] = t.Key() != "" && t.Writable() == nil
	}
	for _, c := range all {
		if can[c.table] {
			some = append(some, c)
		}
	}
	return some, nil
}

// schema reads what is known of a collection's fields.
func (c *kept) schema() (*geo.Schema, error) {
	if err := json.Unmarshal([]byte(c.time), &c.about.TimeFields); err != nil {
		return nil, altered("cairn_collection, " + string(c.about.Name))
	}
	s, err := decodeFields([]byte(c.fields))
	if err != nil {
		return nil, altered("cairn_collection, " + string(c.about.Name))
	}
	return s, nil
}

// rebuild makes a collection's table again, which is ours then, of what the log says.
func (w *writer) rebuild(ctx context.Context, c kept) error {
	schema, err := c.schema()
	if err != nil {
		return err
	}
	about := c.about
	about.Schema = schema
	for _, of := range [...]string{"gpkg_data_columns", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_contents"} { // what is left of it
		if _, err := w.conn.ExecContext(ctx, "DELETE FROM "+of+" WHERE lower(table_name) = lower(?)", c.table); err != nil {
			return err
		}
	}
	t, err := gpkg.CreateTable(ctx, w.conn, &about)
	if err != nil {
		return err
	}
	if err := t.Declare(ctx, w.conn, schema); err != nil {
		return err
	}
	err = w.eachStanding(ctx, &about, func(fid int64, f geo.Feature) error {
		if _, err := t.Fit(ctx, w.conn, f.Schema()); err != nil {
			return err
		}
		return t.InsertAt(ctx, w.conn, fid, f)
	})
	if err != nil {
		return err
	}
	h := &held{Table: t, name: about.Name, made: true, time: about.TimeFields, schema: schema, fields: c.fields}
	if _, err := w.conn.ExecContext(ctx, "UPDATE cairn_collection SET table_name = ?, made = 1, sum = ? WHERE name = ?", t.Name(), h.sum(&about), string(about.Name)); err != nil {
		return err
	}
	for _, name := range triggersOf(t.Name()) { // of a table that was renamed
		if _, err := w.conn.ExecContext(ctx, "DROP TRIGGER IF EXISTS "+quote(name)); err != nil {
			return err
		}
	}
	if _, err := w.conn.ExecContext(ctx, "DELETE FROM cairn_touched WHERE table_name IN (?, ?)", c.table, t.Name()); err != nil {
		return err
	}
	if err := watch(ctx, w.conn, t.Name(), t.Key()); err != nil {
		return err
	}
	return t.Forget()
}

// eachStanding calls do with each feature that stands in a collection, and its row.
func (w *writer) eachStanding(ctx context.Context, about *geo.Collection, do func(fid int64, f geo.Feature) error) error {
	p := newParser(geo.NewBuilder(about.Schema, about.TimeFields...))
	d, after := reader{newSum()}, geo.Rev(0)
	for {
		rows, err := w.conn.QueryContext(ctx, "SELECT "+recordColumns+" FROM cairn_log WHERE rev > ? AND collection = ? AND next IS NULL AND op IN ('put', 'create') ORDER BY rev LIMIT ?",
			int64(after), string(about.Name), batchSize)
		if err != nil {
			return explain(err, "read the log")
		}
		var page []record
		for rows.Next() {
			var r record
			if err := d.scan(rows, &r); err != nil {
				rows.Close()
				return err
			}
			page = append(page, r)
		}
		if err := rows.Close(); err != nil {
			return explain(err, "read the log")
		}
		for i := range page {
			c, err := page[i].change(p)
			if err != nil {
				return err
			}
			if err := do(page[i].fid, c.Feature); err != nil {
				return err
			}
		}
		if len(page) < batchSize {
			return nil
		}
		after = page[len(page)-1].rev
	}
}

// watchAgain makes a table's triggers again, and notes the rows that are not as the log
// says.
func (w *writer) watchAgain(ctx context.Context, c kept) error {
	schema, err := c.schema()
	if err != nil {
		return err
	}
	tables, err := gpkg.OpenTables(ctx, w.conn)
	if err != nil {
		return err
	}
	var t *gpkg.Table
	for _, one := range tables {
		if one.Name() == c.table {
			t = one
		}
	}
	about := c.about
	about.Schema = schema
	standing := map[int64]geo.Feature{}
	if err := w.eachStanding(ctx, &about, func(fid int64, f geo.Feature) error {
		standing[fid] = f
		schema = f.Schema()
		return nil
	}); err != nil {
		return err
	}
	if _, err := t.Fit(ctx, w.conn, schema); err != nil {
		return err
	}
	differ, err := rowsThatDiffer(ctx, w.conn, t, standing)
	if err != nil {
		return err
	}
	for _, fid := range differ {
		if err := w.do(ctx, "INSERT OR IGNORE INTO cairn_touched VALUES (?, ?)", c.table, fid); err != nil {
			return err
		}
	}
	for _, name := range triggersOf(c.table) {
		if _, err := w.conn.ExecContext(ctx, "DROP TRIGGER IF EXISTS "+quote(name)); err != nil {
			return err
		}
	}
	if err := watch(ctx, w.conn, c.table, t.Key()); err != nil {
		return err
	}
	return t.Forget()
}

// rowsThatDiffer returns the rows that are not as the features in them, those without
// one, and those that are missing.
func rowsThatDiffer(ctx context.Context, db gpkg.Database, t *gpkg.Table, standing map[int64]geo.Feature) (differ []int64, err error) {
	seen := map[int64]bool{}
	for row, err := range t.Compare(ctx, db, func(key int64) geo.Feature { return standing[key] }) {
		if err != nil && geo.KindOf(err) != geo.Invalid {
			return nil, err
		}
		if err != nil {
			break // a row that cannot be read; those behind it are all looked at
		}
		seen[row.Key] = true
		if f := standing[row.Key]; f.IsZero() || row.Differs != "" {
			differ = append(differ, row.Key)
		}
	}
	rows, err := db.QueryContext(ctx, "SELECT "+quote(t.Key())+" FROM "+quote(t.Name()))
	if err != nil {
		return nil, explain(err, "read the table "+t.Name())
	}
	defer rows.Close()
	for rows.Next() {
		var key int64
		if err := rows.Scan(&key); err != nil {
			return nil, explain(err, "read the table "+t.Name())
		}
		if !seen[key] {
			seen[key] = true
			differ = append(differ, key)
		}
	}
	for key := range standing {
		if !seen[key] {
			differ = append(differ, key)
		}
	}
	return differ, explain(rows.Err(), "read the table "+t.Name())
}
