package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// version is of our tables in the file; see doc.go.
const version = 1

// ours are the tables that are ours.
var ours = [...]string{
	`CREATE TABLE cairn_state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL,
  busy INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  sum INTEGER NOT NULL
)`,
	`CREATE TABLE cairn_collection (
  name TEXT PRIMARY KEY NOT NULL,
  table_name TEXT NOT NULL,
  made INTEGER NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  time_fields TEXT NOT NULL,
  fields TEXT NOT NULL,
  count INTEGER NOT NULL,
  rev INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  sum INTEGER NOT NULL
)`,
	`CREATE TABLE cairn_log (
  rev INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  op TEXT NOT NULL,
  collection TEXT NOT NULL,
  id TEXT NOT NULL,
  fid INTEGER,
  next INTEGER,
  place INTEGER NOT NULL,
  after TEXT,
  was TEXT,
  sum INTEGER NOT NULL
)`,
	logOrder,
	collectionOrder,
	`CREATE TABLE cairn_touched (
  table_name TEXT NOT NULL,
  fid INTEGER NOT NULL,
  PRIMARY KEY (table_name, fid)
)`,
	`INSERT INTO gpkg_extensions VALUES
  ('cairn_state', NULL, 'cairn_history', 'The history that Cairn keeps; its package geo/sqlite describes it', 'write-only'),
  ('cairn_collection', NULL, 'cairn_history', 'The history that Cairn keeps; its package geo/sqlite describes it', 'write-only'),
  ('cairn_log', NULL, 'cairn_history', 'The history that Cairn keeps; its package geo/sqlite describes it', 'write-only'),
  ('cairn_touched', NULL, 'cairn_history', 'The history that Cairn keeps; its package geo/sqlite describes it', 'write-only')`,
	// Programs that find a table of attributes among the contents do not show the tables
	// that are not: this one is worth seeing, the others are not.
	`INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
  VALUES ('cairn_log', 'attributes', 'cairn_log', 'Every change: when, by whom, what. To be looked at only.')`,
}

// logOrder is the order of the log by feature.
const logOrder = `CREATE INDEX cairn_log_feature ON cairn_log (collection, id, rev)`

// collectionOrder is the order of the log by collection, in which SQLite keeps the
// number of each change as its row's. Files of before have it from when they are opened.
const collectionOrder = `CREATE INDEX IF NOT EXISTS cairn_log_collection ON cairn_log (collection)`

// extensions is needed in files that have none (annex C); rows of ours go into it.
const extensions = `CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
)`

// createOurs adds our tables to a GeoPackage.
func createOurs(ctx context.Context, db gpkg.Database, at geo.Instant) error {
	for _, s := range append([]string{extensions}, ours[:]...) {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("make the tables of the store: %w", err)
		}
	}
	if _, err := db.ExecContext(ctx, `INSERT INTO cairn_state VALUES (1, ?, 0, 0, ?, 0, ?)`, version, int64(at), sumOf(int64(0), int64(at), int64(0))); err != nil {
		return fmt.Errorf("make the tables of the store: %w", err)
	}
	return nil
}

// watch adds the triggers that note which rows of a table other programs touch. Our
// own writes say that they are ours by cairn_state.busy.
func watch(ctx context.Context, db gpkg.Database, table, key string) error {
	for _, t := range [...]struct{ what, row string }{{"INSERT", "NEW"}, {"UPDATE", "OLD"}, {"UPDATE", "NEW"}, {"DELETE", "OLD"}} {
		name := "cairn_" + table + "_" + t.what + "_" + t.row
		text := fmt.Sprintf(`CREATE TRIGGER IF NOT EXISTS %s AFTER %s ON %s WHEN (SELECT busy FROM cairn_state) = 0
BEGIN
  INSERT OR IGNORE INTO cairn_touched VALUES (%s, %s.%s);
END`, quote(name), t.what, quote(table), literal(table), t.row, quote(key))
		if _, err := db.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("watch the table %s: %w", table, err)
		}
	}
	return nil
}

// encode writes what cannot fail to be JSON.
func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic("sqlite: what is always JSON is not: " + err.Error())
	}
	return string(b)
}
