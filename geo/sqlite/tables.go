package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// prepare makes of the file what a store must be, if it is not.
func (w *writer) prepare(ctx context.Context, isNew bool) error {
	w.sum = newSum()
	if !isNew {
		// Whoever made the file may have been killed before it was a store. It is
		// empty again when SQLite has undone what it has of that.
		var pages int
		if err := w.conn.QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
			return explain(err, "read the file")
		}
		isNew = pages == 0
	}
	if isNew {
		if err := w.all(ctx, "PRAGMA page_size = 4096", "PRAGMA journal_mode = DELETE"); err != nil {
			return err
		}
		if err := w.plainly(ctx, func() error {
			if err := gpkg.CreateFile(ctx, w.conn); err != nil {
				return err
			}
			return createOurs(ctx, w.conn, geo.InstantOf(w.s.o.Now()))
		}); err != nil {
			return err
		}
	}
	var there int
	if err := w.conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'cairn_state'").Scan(&there); err != nil {
		return explain(err, "read the file")
	}
	if there == 0 {
		if err := w.plainly(ctx, func() error { return w.adopt(ctx) }); err != nil {
			return err
		}
	}
	var of int
	if err := w.conn.QueryRowContext(ctx, "SELECT version FROM cairn_state").Scan(&of); err != nil {
		return scanned(err, "cairn_state")
	}
	if of != version {
		return &geo.Error{Kind: geo.Invalid, Path: "cairn_state", Msg: fmt.Sprintf("the store is of version %d; this Cairn knows version %d", of, version)}
	}
	return nil
}

// beginWriting makes the file ready for changes.
func (w *writer) beginWriting(ctx context.Context) error {
	// A commit is then one write to a log beside the file, which others can read
	// meanwhile; see the package comment.
	var mode string
	if err := w.conn.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return explain(err, "prepare to write")
	}
	if err := w.all(ctx, "PRAGMA cache_size = -32768", "PRAGMA journal_size_limit = 67108864"); err != nil {
		return err
	}
	if err := w.all(ctx, collectionOrder); geo.KindOf(err) != geo.Full {
		return err
	}
	return nil // without room for it, it takes longer to tell what changed in one collection
}

// all runs statements that give nothing.
func (w *writer) all(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := w.conn.ExecContext(ctx, s); err != nil {
			return explain(err, "prepare the file")
		}
	}
	return nil
}

// plainly runs do in a transaction of a file that is no store yet.
func (w *writer) plainly(ctx context.Context, do func() error) error {
	if err := w.all(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := do()
	if err == nil {
		_, err = w.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		w.conn.ExecContext(ctx, "ROLLBACK") // what counts is the error before
		return explain(err, "make the store")
	}
	return nil
}

// hold reads which collections there are and how their tables are made.
func (w *writer) hold(ctx context.Context) error {
	if err := w.forget(); err != nil {
		return err
	}
	tables, err := gpkg.OpenTables(ctx, w.conn)
	if err != nil {
		return err
	}
	of := map[string]*gpkg.Table{}
	for _, t := range tables {
		of[t.Name()] = t
	}
	rows, err := w.conn.QueryContext(ctx, "SELECT name, table_name, made, time_fields, fields FROM cairn_collection")
	if err != nil {
		return explain(err, "read the collections")
	}
	defer rows.Close()
	w.held = map[geo.Name]*held{}
	for rows.Next() {
		h := &held{}
		var table, time string
		if err := rows.Scan(&h.name, &table, &h.made, &time, &h.fields); err != nil {
			return scanned(err, "cairn_collection")
		}
		if h.Table = of[table]; h.Table == nil {
			return &geo.Error{Kind: geo.Invalid, Path: "cairn_collection", Msg: fmt.Sprintf("the collection %s is in the table %q, which is not there any more", h.name, table)}
		}
		if h.made {
			h.Made()
		}
		if err := json.Unmarshal([]byte(time), &h.time); err != nil {
			return &geo.Error{Kind: geo.Invalid, Path: "cairn_collection", Msg: "the time fields of " + string(h.name) + " cannot be read", Err: err}
		}
		if h.schema, err = decodeFields([]byte(h.fields)); err != nil {
			return &geo.Error{Kind: geo.Invalid, Path: "cairn_collection", Msg: "the fields of " + string(h.name) + " cannot be read", Err: err}
		}
		w.held[h.name] = h
	}
	return explain(rows.Err(), "read the collections")
}

// create makes a collection's table.
func (w *writer) create(ctx context.Context, c *geo.Collection) (*held, error) {
	t, err := gpkg.CreateTable(ctx, w.conn, c)
	if err != nil {
		return nil, err
	}
	h := &held{Table: t, name: c.Name, made: true, time: c.TimeFields}
	if err := w.enter(ctx, h, c); err != nil {
		return nil, err
	}
	w.held[c.Name] = h
	return h, nil
}

// enter notes a collection and watches its table.
func (w *writer) enter(ctx context.Context, h *held, c *geo.Collection) error {
	h.fields = encodeFields(nil)
	_, err := w.conn.ExecContext(ctx, "INSERT INTO cairn_collection VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)",
		string(h.name), h.Name(), h.made, c.Title, c.Description, encode(h.time), h.fields, h.sum(&geo.Collection{Title: c.Title, Description: c.Description}))
	if err != nil {
		return err
	}
	if h.Key() == "" || h.Writable() != nil {
		return nil
	}
	return watch(ctx, w.conn, h.Name(), h.Key())
}

// drop removes a collection's table.
func (w *writer) drop(ctx context.Context, h *held) error {
	if err := h.Drop(ctx, w.conn); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, "DELETE FROM cairn_collection WHERE name = ?", string(h.name)); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, "DELETE FROM cairn_touched WHERE table_name = ?", h.Name()); err != nil {
		return err
	}
	delete(w.held, h.name)
	return nil
}

// finish writes what programs show of the tables, and makes the file one again.
func (w *writer) finish(ctx context.Context) error {
	r, err := w.s.mem.Read(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	_ = w.tellOthers(ctx) // it is told again by whoever opens the file
	err = w.transaction(ctx, func() error {
		for _, h := range w.held {
			c, err := r.Collection(ctx, h.name)
			if err != nil {
				return err
			}
			if err := h.Tell(ctx, w.conn, &c); err != nil {
				return err
			}
		}
		return nil
	})
	if geo.KindOf(err) == geo.Full || geo.KindOf(err) == geo.Busy {
		err = nil // it only helps those who look
	}
	if err != nil {
		return err
	}
	if err := w.forget(); err != nil {
		return err
	}
	// Another program that has the file open keeps it as it is; it is sound, too.
	var mode string
	w.s.db.SetMaxIdleConns(-1)
	if err := w.all(ctx, "PRAGMA busy_timeout = 100"); err != nil {
		return err
	}
	if err := w.conn.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil && geo.KindOf(explain(err, "")) != geo.Busy && geo.KindOf(explain(err, "")) != geo.Full {
		return explain(err, "finish the file")
	}
	return nil
}
