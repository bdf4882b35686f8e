package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// openBeside opens the file of a store for what can be done beside a [Store] that has
// it open, here or in another process. The error is NotFound if there is no file,
// Invalid if it is no store.
func openBeside(ctx context.Context, path string) (*sql.DB, error) {
	path = resolved(path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, &geo.Error{Kind: geo.NotFound, Path: path, Msg: "there is no such file; cairn serve --store and cairn import make one"}
	case err != nil:
		return nil, fmt.Errorf("open the store: %w", err)
	case info.IsDir():
		return nil, &geo.Error{Kind: geo.Invalid, Path: path, Msg: "it is a folder; expected a file"}
	}
	db, err := gpkg.OpenDatabase(path, "?mode=rw&_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_pragma=trusted_schema(1)&_pragma=cell_size_check(1)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(2)
	there, err := hasTable(ctx, db, "cairn_state")
	if err == nil && !there {
		err = &geo.Error{Kind: geo.Invalid, Msg: "it is no store, though perhaps a GeoPackage; cairn serve --store makes one of it"}
	}
	if err != nil {
		return nil, named(errors.Join(err, db.Close()), path)
	}
	return db, nil
}

func hasTable(ctx context.Context, db *sql.DB, name string) (bool, error) {
	var n int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = ?", name).Scan(&n)
	return n > 0, explain(err, "read the file")
}

// IsStore reports whether the file at path is a store: a GeoPackage with tables of
// ours. It may be open. The error is Invalid if it has the name of a file of SQLite's
// and is none, or one that is damaged, so that nobody can say.
func IsStore(ctx context.Context, path string) (is bool, err error) {
	path = resolved(path)
	if isNew, err := look(path); err != nil || isNew {
		return false, err
	}
	db, err := gpkg.OpenDatabase(path, "?mode=ro&_pragma=busy_timeout(5000)&_pragma=query_only(1)&_pragma=trusted_schema(1)")
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if is, err = hasTable(ctx, db, "cairn_state"); err != nil {
		return false, named(err, path)
	}
	return is, nil
}

// Held is what a store's file says of a collection in it.
type Held struct {
	Name    geo.Name
	Title   string
	Table   string // in the GeoPackage
	Made    bool   // by a store; otherwise the table was there before
	Count   int    // features
	Rev     geo.Rev
	Updated geo.Instant
}

// List returns what the store at path holds, by name, without loading it. Another
// process may have it open. Errors are NotFound and Invalid as those of [OpenTokens].
func List(ctx context.Context, path string) (all []Held, err error) {
	db, err := openBeside(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	all, err = list(ctx, db)
	return all, err
}

// Describe returns what the store at path says of a collection, without its features and
// their extent. Another process may have it open. Errors are those of [List], and NotFound
// if there is no such collection.
func Describe(ctx context.Context, path string, name geo.Name) (c geo.Collection, err error) {
	db, err := openBeside(ctx, path)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var time, fields []byte
	err = db.QueryRowContext(ctx, "SELECT name, title, description, time_fields, fields, count, rev, updated FROM cairn_collection WHERE name = ?", string(name)).
		Scan(&c.Name, &c.Title, &c.Description, &time, &fields, &c.Count, &c.Rev, &c.Updated)
	if errors.Is(err, sql.ErrNoRows) {
		return c, &geo.Error{Kind: geo.NotFound, Path: path, Msg: "there is no collection " + string(name)}
	}
	if err != nil {
		return c, explain(err, "read the collections")
	}
	if err = json.Unmarshal(time, &c.TimeFields); err == nil {
		c.Schema, err = decodeFields(fields)
	}
	if err != nil {
		return c, &geo.Error{Kind: geo.Invalid, Path: path, Msg: "what is said of " + string(name) + " cannot be read", Err: err}
	}
	c.TimeFields = geo.TimeFields(c.Schema, c.TimeFields...)
	return c, nil
}

func list(ctx context.Context, db *sql.DB) (all []Held, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name, title, table_name, made, count, rev, updated FROM cairn_collection ORDER BY name")
	if err != nil {
		return nil, explain(err, "read the collections")
	}
	defer rows.Close()
	for rows.Next() {
		var h Held
		if err := rows.Scan(&h.Name, &h.Title, &h.Table, &h.Made, &h.Count, &h.Rev, &h.Updated); err != nil {
			return nil, explain(err, "read the collections")
		}
		all = append(all, h)
	}
	return all, explain(rows.Err(), "read the collections")
}
