package sqlite

import (
	"context"
	"errors"
	"strconv"

	"cairn/geo"
)

// touched is a row that another program has changed, added or removed.
type touched struct {
	table string
	fid   int64
}

// look takes over what another program has changed, if one has changed anything.
func (w *writer) look(ctx context.Context) {
	var version int64
	if err := w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil || version == w.version {
		return
	}
	// What cannot be taken now is tried again before the next change.
	_ = w.takeTouched(ctx)
}

// takeTouched takes over the rows that other programs have touched: each becomes a
// change like any other, by nobody that is known. What the store refuses stays in
// cairn_touched, where [Check] finds it.
func (w *writer) takeTouched(ctx context.Context) error {
	var version int64
	if err := w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil {
		return explain(err, "look for changes of other programs")
	}
	if version == w.version {
		return nil
	}
	list, err := w.listTouched(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		w.version = version
		return nil
	}
	w.stale = true // the tables may have other columns
	if err := w.refresh(ctx); err != nil {
		return err
	}
	for _, h := range w.held {
		if mine := list[h.Name()]; len(mine) > 0 {
			if err := w.take(ctx, h, mine); err != nil {
				return err
			}
		}
	}
	w.version = version
	return nil
}

// listTouched returns the keys of rows that have been touched, by table.
func (w *writer) listTouched(ctx context.Context) (map[string][]int64, error) {
	rows, err := w.conn.QueryContext(ctx, "SELECT table_name, fid FROM cairn_touched ORDER BY table_name, fid")
	if err != nil {
		return nil, explain(err, "look for changes of other programs")
	}
	defer rows.Close()
	list := map[string][]int64{}
	for rows.Next() {
		var t touched
		if err := rows.Scan(&t.table, &t.fid); err != nil {
			return nil, scanned(err, "cairn_touched")
		}
		list[t.table] = append(list[t.table], t.fid)
	}
	return list, explain(rows.Err(), "look for changes of other programs")
}

// take takes over rows of one table.
func (w *writer) take(ctx context.Context, h *held, keys []int64) error {
	now, err := w.s.mem.Read(ctx)
	if err != nil {
		return err
	}
	defer now.Close()
	olds, err := w.standing(ctx, h, keys)
	if err != nil {
		return err
	}
	b := geo.NewBuilder(h.schema, h.time...)
	for _, key := range keys {
		old := geo.Feature{}
		if rev := olds[key]; rev.id != "" {
			if old, err = now.Feature(ctx, h.name, rev.id); err != nil {
				return err
			}
		}
		f, found, err := h.Merge(ctx, w.conn, key, old, b)
		if geo.KindOf(err) == geo.Invalid {
			continue // it stays in the list
		}
		if err != nil {
			return explain(err, "read what another program has changed")
		}
		if err := w.takeOne(ctx, now, h, key, old, f, found); err != nil && !ofChanges(err) {
			return err
		}
	}
	return nil
}

// standing returns which features stand in the rows with these keys.
func (w *writer) standing(ctx context.Context, h *held, keys []int64) (map[int64]row, error) {
	want := map[int64]bool{}
	for _, key := range keys {
		want[key] = true
	}
	rows, err := w.conn.QueryContext(ctx, "SELECT fid, id FROM cairn_log WHERE collection = ? AND next IS NULL AND op IN ('put', 'create')", string(h.name))
	if err != nil {
		return nil, explain(err, "read the log")
	}
	defer rows.Close()
	all := map[int64]row{}
	for rows.Next() {
		var key int64
		var id string
		if err := rows.Scan(&key, &id); err != nil {
			return nil, explain(err, "read the log")
		}
		if want[key] {
			all[key] = row{h.name, geo.ID(id)}
		}
	}
	return all, explain(rows.Err(), "read the log")
}

// takeOne makes the change that another program has made to a row.
func (w *writer) takeOne(ctx context.Context, now geo.Reader, h *held, key int64, old, f geo.Feature, found bool) error {
	var changes []geo.Change
	gone := !found || !old.IsZero() && old.ID() != f.ID()
	if !old.IsZero() && gone {
		changes = append(changes, geo.Change{Op: geo.Delete, In: h.name, ID: old.ID()})
	}
	fillID := false
	if found {
		if old.IsZero() && f.HasNumericID() {
			var err error
			if f, err = w.freeID(ctx, now, h, key, f); err != nil {
				return err
			}
			fillID = true
		}
		if old.IsZero() || gone || string(old.GeoJSON()) != string(f.GeoJSON()) {
			op := geo.Create
			if !old.IsZero() && !gone {
				op = geo.Put
			}
			changes = append(changes, geo.Change{Op: op, In: h.name, Feature: f})
		}
	}
	there := map[row]int64{}
	for _, c := range changes {
		id := c.ID
		if c.Op != geo.Delete {
			id = c.Feature.ID()
		}
		there[row{h.name, id}] = key
	}
	return w.record(ctx, h, key, changes, there, fillID)
}

// record writes changes whose rows are written, and takes the row off the list.
func (w *writer) record(ctx context.Context, h *held, key int64, changes []geo.Change, there map[row]int64, fillID bool) error {
	pending, err := w.s.mem.Prepare(ctx, changes)
	if err != nil {
		return err
	}
	defer pending.Drop()
	if err := pending.Errs()[0]; err != nil {
		return errors.Join(err)
	}
	err = w.transaction(ctx, func() error {
		if len(changes) > 0 {
			if err := w.write(ctx, pending, there); err != nil {
				return err
			}
		}
		if fillID && h.made {
			if err := h.SetID(ctx, w.conn, key, changes[len(changes)-1].Feature.ID()); err != nil {
				return err
			}
		}
		_, err := w.conn.ExecContext(ctx, "DELETE FROM cairn_touched WHERE table_name = ? AND fid = ?", h.Name(), key)
		return err
	})
	if err == nil {
		pending.Publish()
	}
	return err
}

// freeID gives a feature that another program has added without an id one that is
// free: the row's number, if that is.
func (w *writer) freeID(ctx context.Context, now geo.Reader, h *held, key int64, f geo.Feature) (geo.Feature, error) {
	if !h.made {
		return f, nil
	}
	p := newParser(geo.NewBuilder(f.Schema(), h.time...))
	id := strconv.FormatInt(key, 10)
	for n := 2; ; n++ {
		if _, err := now.Feature(ctx, h.name, geo.ID(id)); err != nil {
			if geo.KindOf(err) != geo.NotFound {
				return f, err
			}
			break
		}
		id = strconv.FormatInt(key, 10) + "-" + strconv.Itoa(n)
	}
	return p.renamed(f, geo.ID(id))
}
