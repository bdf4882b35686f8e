package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// End is how it ended that a row was refused.
type End string

// The ends.
const (
	NotEnded   End = ""         // it is refused
	EndTaken   End = "taken"    // the row was changed again, or what it needed came, and is a change now
	EndSettled End = "settled"  // the row holds again what stands
	EndPutBack End = "put back" // by [PutBack], or because somebody else's feature needed its id
)

// Refusal is a row that another program has changed and that the store refuses. The
// row stays as it was typed, and the feature as it was.
type Refusal struct {
	In     geo.Name
	Table  string
	Row    int64  // its key
	ID     geo.ID // of the feature that stands in the row, or else that is in it; may be ""
	What   string // was done: added, changed or removed
	Reason string
	// Typed is what the row held when it was refused: an object of its columns, texts and
	// numbers as they are, bytes as {"hex":"…"}; "" if it was removed.
	Typed string
	At    time.Time // when it was found
	End   End
	Ended time.Time // zero while it has not

	told bool
}

const (
	// A table that programs show: whoever has changed a row finds here why nobody sees it.
	refusedTable = `CREATE TABLE IF NOT EXISTS cairn_refused (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  collection TEXT NOT NULL,
  table_name TEXT NOT NULL,
  fid INTEGER NOT NULL,
  id TEXT NOT NULL,
  what TEXT NOT NULL,
  reason TEXT NOT NULL,
  typed TEXT,
  at DATETIME NOT NULL,
  how TEXT NOT NULL,
  ended DATETIME
)`
	refusedOrder = `CREATE INDEX IF NOT EXISTS cairn_refused_row ON cairn_refused (table_name, fid)`
	refusedRow   = `INSERT INTO gpkg_extensions SELECT 'cairn_refused', NULL, 'cairn_history', 'The history that Cairn keeps; its package geo/sqlite describes it', 'write-only'
WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions WHERE table_name = 'cairn_refused')`
	refusedContents = `INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
SELECT 'cairn_refused', 'attributes', CASE WHEN NOT EXISTS (SELECT 1 FROM gpkg_contents WHERE identifier = 'cairn_refused') THEN 'cairn_refused' END, 'Rows that were changed here and that Cairn refuses, with the reason. To be looked at only.'
WHERE NOT EXISTS (SELECT 1 FROM gpkg_contents WHERE table_name = 'cairn_refused')`
	refusedColumns = "collection, table_name, fid, id, what, reason, typed, +at, how, +ended"
	momentLayout   = "2006-01-02T15:04:05.000Z"
)

// needRefused makes the table if there is none.
func needRefused(ctx context.Context, db gpkg.Database) error {
	for _, s := range [...]string{refusedTable, refusedOrder, refusedRow, refusedContents} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("make the table of what is refused: %w", err)
		}
	}
	return nil
}

// refuse notes an edit that the store refuses.
func (t *taking) refuse(ctx context.Context, e *edit) error {
	r := &Refusal{In: e.h.name, Table: e.table, Row: e.fid, ID: idOf(e.old), What: "changed", Reason: reason(e.err)}
	var err error
	if r.Typed, err = typed(ctx, t.conn, e.h.Table, e.fid); err != nil {
		return err
	}
	switch {
	case r.Typed == "":
		r.What = "removed"
	case e.old.IsZero():
		r.What, r.ID = "added", idOf(e.f)
	}
	if was := t.others.refused[e.touched]; was != nil && was.Reason == r.Reason && was.Typed == r.Typed {
		return nil
	}
	if t.others.refused == nil {
		t.others.refused = map[touched]*Refusal{}
	}
	t.others.refused[e.touched] = r
	return nil
}

// idOf returns a feature's id, "" if it is zero.
func idOf(f geo.Feature) geo.ID {
	if f.IsZero() {
		return ""
	}
	return f.ID()
}

// reason says why an edit is refused, all that is wrong in one line.
func reason(err error) string {
	var all []string
	for _, e := range actable(err) {
		text, path := e.Msg, e.Path
		if rest, several := strings.CutPrefix(path, "changes["); several { // a row can come to two
			_, path, _ = strings.Cut(rest, "].")
		}
		if path != "" {
			text = path + ": " + text
		}
		all = append(all, text)
	}
	if all == nil {
		return err.Error()
	}
	return strings.Join(all, "; ")
}

// typed returns what a row holds, as [Refusal.Typed] says; "" if there is none.
func typed(ctx context.Context, db gpkg.Database, t *gpkg.Table, key int64) (string, error) {
	names, err := columnNames(ctx, db, t.Name())
	if err != nil {
		return "", err
	}
	list := make([]string, len(names))
	held, into := make([]any, len(names)), make([]any, len(names))
	for i, name := range names {
		list[i], into[i] = "+"+quote(name), &held[i]
	}
	err = db.QueryRowContext(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+quote(t.Name())+" WHERE "+quote(t.Key())+" = ?", key).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", explain(err, "read the table "+t.Name())
	}
	b := []byte("{")
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(geo.AppendString(b, name), ':')
		b = appendTyped(b, held[i])
	}
	return string(append(b, '}')), nil
}

func columnNames(ctx context.Context, db gpkg.Database, table string) ([]string, error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, explain(err, "read the table "+table)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, explain(err, "read the table "+table)
		}
		names = append(names, name)
	}
	return names, explain(rows.Err(), "read the table "+table)
}

// writeRefused keeps in the file what became of rows.
func (w *writer) writeRefused(ctx context.Context, told Others, at time.Time) error {
	return w.transaction(ctx, func() error {
		if err := needRefused(ctx, w.conn); err != nil {
			return err
		}
		for i := range told.Settled {
			r := &told.Settled[i]
			r.Ended = at
			if !r.told { // what was typed is kept, though it was soon written over
				if err := keep(ctx, w.conn, r, at); err != nil {
					return err
				}
			}
			if err := end(ctx, w.conn, r); err != nil {
				return err
			}
		}
		for i := range told.Refused {
			if err := keep(ctx, w.conn, &told.Refused[i], at); err != nil {
				return err
			}
		}
		return nil
	})
}

// keep writes a refusal into the file, or what it has become.
func keep(ctx context.Context, db gpkg.Database, r *Refusal, at time.Time) error {
	var kept any
	if r.Typed != "" {
		kept = r.Typed
	}
	done, err := db.ExecContext(ctx, "UPDATE cairn_refused SET id = ?, what = ?, reason = ?, typed = ? WHERE table_name = ? AND fid = ? AND ended IS NULL",
		string(r.ID), r.What, r.Reason, kept, r.Table, r.Row)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	r.At = at
	_, err = db.ExecContext(ctx, "INSERT INTO cairn_refused (collection, table_name, fid, id, what, reason, typed, at, how) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
		string(r.In), r.Table, r.Row, string(r.ID), r.What, r.Reason, kept, at.Format(momentLayout))
	return err
}

// end notes how it ended that a row was refused.
func end(ctx context.Context, db gpkg.Database, r *Refusal) error {
	_, err := db.ExecContext(ctx, "UPDATE cairn_refused SET how = ?, ended = ? WHERE table_name = ? AND fid = ? AND ended IS NULL",
		string(r.End), r.Ended.Format(momentLayout), r.Table, r.Row)
	return err
}

// ListRefused returns the rows that other programs have changed and the store at path
// refuses, by table and row; with those that it refused once, too, if ended is set,
// newest last. Another process may have it open. Errors are NotFound and Invalid as those
// of [OpenTokens].
func ListRefused(ctx context.Context, path string, ended bool) (all []Refusal, err error) {
	db, err := openBeside(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return listRefused(ctx, db, ended)
}

func listRefused(ctx context.Context, db gpkg.Database, ended bool) ([]Refusal, error) {
	var there int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'cairn_refused'").Scan(&there); err != nil || there == 0 {
		return nil, explain(err, "read the file")
	}
	text := "SELECT " + refusedColumns + " FROM cairn_refused WHERE ended IS NULL ORDER BY table_name, fid"
	if ended {
		text = "SELECT " + refusedColumns + " FROM cairn_refused ORDER BY n"
	}
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return nil, explain(err, "read what is refused")
	}
	defer rows.Close()
	var all []Refusal
	for rows.Next() {
		var r Refusal
		var at string
		var typed, ended sql.NullString
		if err := rows.Scan(&r.In, &r.Table, &r.Row, &r.ID, &r.What, &r.Reason, &typed, &at, &r.End, &ended); err != nil {
			return nil, scanned(err, "cairn_refused")
		}
		// A time that another program has spoilt is no time.
		r.At, _ = time.Parse(momentLayout, at)
		r.Ended, _ = time.Parse(momentLayout, ended.String)
		r.Typed = typed.String
		all = append(all, r)
	}
	return all, explain(rows.Err(), "read what is refused")
}

func appendTyped(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return geo.AppendString(b, strconv.FormatFloat(v, 'g', -1, 64))
		}
		return geo.AppendFloat(b, v)
	case string:
		if utf8.ValidString(v) {
			return geo.AppendString(b, v)
		}
		return fmt.Appendf(b, `{"hex":"%x"}`, v)
	case []byte:
		return fmt.Appendf(b, `{"hex":"%x"}`, v)
	}
	return geo.AppendString(b, fmt.Sprint(v))
}
