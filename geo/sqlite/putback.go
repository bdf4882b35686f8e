package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// PutBack writes the rows that the store at path refuses, and that which chooses, as
// their features stand: those that were added go, those that were removed come back.
// What they held when this was done stays in cairn_refused ([ListRefused] with those that
// have ended). Another process may have the store open. It returns the rows that were
// put back. now tells the time; nil is the clock.
//
// Errors: NotFound and Invalid as those of [OpenTokens]; Conflict if an id that a row
// gets back is in another that is not chosen; Busy, Full.
func PutBack(ctx context.Context, path string, now func() time.Time, which func(Refusal) bool) (done []Refusal, err error) {
	if now == nil {
		now = time.Now
	}
	db, err := openBeside(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, explain(err, "begin to write")
	}
	defer tx.Rollback()
	all, err := listRefused(ctx, tx, false)
	if err != nil {
		return nil, err
	}
	b := &backWriter{ctx: ctx, db: tx, at: now().UTC().Truncate(time.Millisecond)}
	for _, r := range all {
		if which(r) {
			b.rows = append(b.rows, r)
		}
	}
	if len(b.rows) == 0 {
		return nil, nil
	}
	if err := b.run(); err != nil {
		return nil, explain(err, "put the rows back")
	}
	return b.rows, explain(tx.Commit(), "put the rows back")
}

// backWriter puts rows back in a transaction.
type backWriter struct {
	ctx    context.Context
	db     gpkg.Database
	at     time.Time
	rows   []Refusal
	tables map[string]*gpkg.Table
	stands map[touched]geo.Feature
}

func (b *backWriter) run() error {
	if err := b.open(); err != nil {
		return err
	}
	if _, err := b.db.ExecContext(b.ctx, "UPDATE cairn_state SET busy = 1"); err != nil {
		return err
	}
	// First the ids are let go, which another of the rows may get back.
	for i := range b.rows {
		r := &b.rows[i]
		t := b.tables[r.Table]
		if t == nil {
			continue
		}
		var err error
		if r.Typed, err = typed(b.ctx, b.db, t, r.Row); err != nil {
			return err
		}
		if t.ID() != "" {
			if _, err := b.db.ExecContext(b.ctx, "UPDATE "+quote(t.Name())+" SET "+quote(t.ID())+" = NULL WHERE "+quote(t.Key())+" = ?", r.Row); err != nil {
				return err
			}
		}
	}
	for i := range b.rows {
		r := &b.rows[i]
		if t := b.tables[r.Table]; t != nil {
			if err := b.back(t, r); err != nil {
				return err
			}
		}
		r.End, r.Ended = EndPutBack, b.at
		if err := keep(b.ctx, b.db, r, b.at); err != nil {
			return err
		}
		if err := end(b.ctx, b.db, r); err != nil {
			return err
		}
	}
	for _, t := range b.tables {
		if err := t.Forget(); err != nil {
			return err
		}
	}
	_, err := b.db.ExecContext(b.ctx, "UPDATE cairn_state SET busy = 0")
	return err
}

// open finds the tables, and the features that stand in the rows.
func (b *backWriter) open() error {
	tables, err := gpkg.OpenTables(b.ctx, b.db)
	if err != nil {
		return err
	}
	b.tables, b.stands = map[string]*gpkg.Table{}, map[touched]geo.Feature{}
	of := map[string]*gpkg.Table{}
	for _, t := range tables {
		of[t.Name()] = t
	}
	for _, r := range b.rows {
		if t := of[r.Table]; t != nil && b.tables[r.Table] == nil {
			b.tables[r.Table] = t
			if err := b.standing(t, r.In); err != nil {
				return err
			}
		}
	}
	return nil
}

// standing reads which features stand in rows of a table that are refused.
func (b *backWriter) standing(t *gpkg.Table, in geo.Name) error {
	var fields string
	var made bool
	err := b.db.QueryRowContext(b.ctx, "SELECT fields, made FROM cairn_collection WHERE name = ? AND table_name = ?", string(in), t.Name()).Scan(&fields, &made)
	if errors.Is(err, sql.ErrNoRows) {
		delete(b.tables, t.Name()) // the collection was dropped
		return nil
	}
	if err != nil {
		return scanned(err, "cairn_collection")
	}
	if made {
		t.Made()
	}
	schema, err := decodeFields([]byte(fields))
	if err != nil {
		return &geo.Error{Kind: geo.Invalid, Path: "cairn_collection", Msg: "the fields of " + string(in) + " cannot be read", Err: err}
	}
	rows, err := b.db.QueryContext(b.ctx, "SELECT "+recordColumns+` FROM cairn_log WHERE collection = ? AND next IS NULL AND op IN ('put', 'create')
  AND fid IN (SELECT fid FROM cairn_refused WHERE table_name = ? AND ended IS NULL)`, string(in), t.Name())
	if err != nil {
		return explain(err, "read the log")
	}
	defer rows.Close()
	p, d, r := newParser(geo.NewBuilder(schema)), reader{newSum()}, record{}
	for rows.Next() {
		if err := d.scan(rows, &r); err != nil {
			return err
		}
		c, err := r.change(p)
		if err != nil {
			return err
		}
		b.stands[touched{t.Name(), r.fid}] = c.Feature
	}
	return explain(rows.Err(), "read the log")
}

// back writes one row.
func (b *backWriter) back(t *gpkg.Table, r *Refusal) error {
	at := touched{r.Table, r.Row}
	changed, err := restoreRow(b.ctx, b.db, t, r.Row, b.stands[at])
	if isTaken(err) {
		return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: fmt.Sprintf("row %d of %s cannot get the id %q back: another row has it, which is to be put back, too", r.Row, r.Table, r.ID), Err: err}
	}
	if err != nil || changed {
		return err // who has the store open learns of the new columns, because the row stays noted
	}
	_, err = b.db.ExecContext(b.ctx, "DELETE FROM cairn_touched WHERE table_name = ? AND fid = ?", r.Table, r.Row)
	return err
}

// restoreRow writes a row as a feature says; a feature that is zero has none. changed is
// set if the table has got columns by that.
func restoreRow(ctx context.Context, db gpkg.Database, t *gpkg.Table, key int64, f geo.Feature) (changed bool, err error) {
	if f.IsZero() {
		_, err := t.Delete(ctx, db, key)
		return false, err
	}
	if changed, err = t.Fit(ctx, db, f.Schema()); err != nil {
		return changed, err
	}
	if found, err := t.Update(ctx, db, key, f); err != nil || found {
		return changed, err
	}
	return changed, t.InsertAt(ctx, db, key, f)
}

// isTaken reports whether a row could not be written because another has its id.
func isTaken(err error) bool {
	const primaryKey, unique = 19 | 6<<8, 19 | 8<<8
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == primaryKey || e.Code() == unique)
}

// evict puts back the row that has an id which a feature of the store's needs: only
// one that the store refuses can have it. ok is false if there is no such row.
func (w *writer) evict(ctx context.Context, h *held, id geo.ID) (ok bool, err error) {
	key, err := h.holder(ctx, w.conn, id)
	if err != nil || key == 0 {
		return false, err
	}
	at := touched{h.Name(), key}
	var noted int
	if err := w.conn.QueryRowContext(ctx, "SELECT count(*) FROM cairn_touched WHERE table_name = ? AND fid = ?", at.table, at.fid).Scan(&noted); err != nil || noted == 0 {
		return false, err
	}
	now, err := w.s.mem.Read(ctx)
	if err != nil {
		return false, err
	}
	defer now.Close()
	olds, _, err := w.olds(ctx, now, h, []touched{at})
	if err != nil {
		return false, err
	}
	r := Refusal{In: h.name, Table: at.table, Row: key, ID: idOf(olds[key]), What: "changed", End: EndPutBack,
		Reason: fmt.Sprintf("its id %q was given to another feature", id), Ended: w.s.o.Now().UTC().Truncate(time.Millisecond)}
	if olds[key].IsZero() {
		r.ID, r.What = id, "added"
	}
	if was := w.others.refused[at]; was != nil {
		r.Reason, was.told = was.Reason, true
	}
	if r.Typed, err = typed(ctx, w.conn, h.Table, key); err != nil {
		return false, err
	}
	if err := needRefused(ctx, w.conn); err != nil {
		return false, err
	}
	if _, err := restoreRow(ctx, w.conn, h.Table, key, olds[key]); err != nil {
		return false, err
	}
	if err := errors.Join(keep(ctx, w.conn, &r, r.Ended), end(ctx, w.conn, &r)); err != nil {
		return false, err
	}
	_, err = w.conn.ExecContext(ctx, "DELETE FROM cairn_touched WHERE table_name = ? AND fid = ?", at.table, at.fid)
	return err == nil, err
}
