package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// olds returns the features that stand in touched rows of a table, by key. Most are
// found by the id that is in the row; where another program may have changed that, or
// removed the row, all of the collection's log is read, once for all rows that wait.
//
// moved are features whose ids are in these rows, while their own rows are not there any
// more though nobody was told: REPLACE takes a row away without a trigger.
func (w *writer) olds(ctx context.Context, now geo.Reader, h *held, rows []touched) (all map[int64]geo.Feature, moved map[int64]geo.Feature, err error) {
	all, moved = map[int64]geo.Feature{}, map[int64]geo.Feature{}
	fidOf, err := w.conn.PrepareContext(ctx, "SELECT ifnull(fid, 0) FROM cairn_log WHERE rev = ?")
	if err != nil {
		return nil, nil, explain(err, "read the log")
	}
	defer fidOf.Close()
	idOf, err := w.conn.PrepareContext(ctx, h.idIn())
	if err != nil {
		return nil, nil, explain(err, "read the table "+h.Name())
	}
	defer idOf.Close()
	var missing []touched
	for _, at := range rows {
		var id sql.NullString
		var fid int64
		if err := idOf.QueryRowContext(ctx, at.fid).Scan(&id); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, nil, explain(err, "read the table "+h.Name())
		}
		f, err := now.Feature(ctx, h.name, geo.ID(id.String))
		if err != nil && geo.KindOf(err) != geo.NotFound {
			return nil, nil, err
		}
		if err == nil {
			if err := fidOf.QueryRowContext(ctx, int64(f.Rev())).Scan(&fid); err != nil {
				return nil, nil, explain(err, "read the log")
			}
		}
		if err == nil && fid == at.fid {
			all[at.fid] = f
			continue
		}
		missing = append(missing, at)
		if err == nil && fid != 0 {
			if gone, err := w.isGone(ctx, h, touched{at.table, fid}); err != nil {
				return nil, nil, err
			} else if gone {
				moved[fid] = f
			}
		}
	}
	if len(missing) == 0 {
		return all, moved, nil
	}
	ids, err := w.standing(ctx, now, h)
	if err != nil {
		return nil, nil, err
	}
	for _, at := range missing {
		if id, there := ids[at.fid]; there {
			f, err := now.Feature(ctx, h.name, id)
			if err != nil && geo.KindOf(err) != geo.NotFound {
				return nil, nil, err
			}
			all[at.fid] = f
		}
	}
	return all, moved, nil
}

// isGone reports whether a row is not there, and nobody has noted that.
func (w *writer) isGone(ctx context.Context, h *held, at touched) (bool, error) {
	var n int
	err := w.conn.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM "+quote(h.Name())+" WHERE "+quote(h.Key())+" = ?2) + (SELECT count(*) FROM cairn_touched WHERE table_name = ?1 AND fid = ?2)",
		at.table, at.fid).Scan(&n)
	return n == 0, explain(err, "read the table "+h.Name())
}

// standing returns the ids of the features that stand in touched rows of a table.
func (w *writer) standing(ctx context.Context, now geo.Reader, h *held) (map[int64]geo.ID, error) {
	if known, done := w.others.stands[h.Name()]; done {
		return known, nil
	}
	all := map[int64]geo.ID{}
	added, err := w.onlyAdded(ctx, now, h)
	if err != nil {
		return nil, err
	}
	if !added {
		rows, err := w.conn.QueryContext(ctx, `SELECT fid, id FROM cairn_log WHERE collection = ? AND next IS NULL AND op IN ('put', 'create')
  AND fid IN (SELECT fid FROM cairn_touched WHERE table_name = ?)`, string(h.name), h.Name())
		if err != nil {
			return nil, explain(err, "read the log")
		}
		defer rows.Close()
		for rows.Next() {
			var key int64
			var id string
			if err := rows.Scan(&key, &id); err != nil {
				return nil, scanned(err, "cairn_log")
			}
			all[key] = geo.ID(id)
		}
		if err := rows.Err(); err != nil {
			return nil, explain(err, "read the log")
		}
	}
	if w.others.stands == nil {
		w.others.stands = map[string]map[int64]geo.ID{}
	}
	w.others.stands[h.Name()] = all
	return all, nil
}

// onlyAdded reports whether all features of a collection stand in rows that nobody
// has touched, so that those which somebody has touched are new.
func (w *writer) onlyAdded(ctx context.Context, now geo.Reader, h *held) (bool, error) {
	c, err := now.Collection(ctx, h.name)
	if err != nil {
		return false, err
	}
	var rows, touched int
	err = w.conn.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM "+quote(h.Name())+"), (SELECT count(*) FROM cairn_touched t JOIN "+
		quote(h.Name())+" r ON r."+quote(h.Key())+" = t.fid WHERE t.table_name = ?)", h.Name()).Scan(&rows, &touched)
	if err != nil {
		return false, explain(err, "read the table "+h.Name())
	}
	return rows-touched == c.Count, nil
}

// idIn asks for the id that a row holds, by its key.
func (h *held) idIn() string {
	id := h.ID()
	if id == "" {
		id = h.Key()
	}
	return "SELECT CAST(" + quote(id) + " AS TEXT) FROM " + quote(h.Name()) + " WHERE " + quote(h.Key()) + " = ?"
}

// rowOf asks for the key of the row that holds an id.
func (h *held) rowOf(id geo.ID) (text string, args []any) {
	if h.Key() == "" {
		return "SELECT NULL", nil
	}
	if column := h.ID(); column != "" {
		return "SELECT " + quote(h.Key()) + " FROM " + quote(h.Name()) + " WHERE " + quote(column) + " = ?", []any{string(id)}
	}
	key, err := strconv.ParseInt(string(id), 10, 64)
	if err != nil {
		return "SELECT NULL", nil
	}
	return "SELECT " + quote(h.Key()) + " FROM " + quote(h.Name()) + " WHERE " + quote(h.Key()) + " = ?", []any{key}
}

// holder returns the key of the row that holds an id, 0 if there is none.
func (h *held) holder(ctx context.Context, db gpkg.Database, id geo.ID) (key int64, err error) {
	text, args := h.rowOf(id)
	var found sql.NullInt64
	err = db.QueryRowContext(ctx, text, args...).Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return found.Int64, explain(err, "read the table "+h.Name())
}
