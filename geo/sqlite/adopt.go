package sqlite

import (
	"context"
	"fmt"
	"strconv"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// adopt makes a store of another program's GeoPackage: each of its tables of features
// or attributes becomes a collection, whose features are noted in the log.
func (w *writer) adopt(ctx context.Context) error {
	tables, err := gpkg.OpenTables(ctx, w.conn)
	if err != nil {
		return err
	}
	at := geo.InstantOf(w.s.o.Now())
	if err := createOurs(ctx, w.conn, at); err != nil {
		return err
	}
	w.held = map[geo.Name]*held{}
	rev := geo.Rev(0)
	for _, t := range tables {
		h := &held{Table: t, name: w.freeName(t.Name())}
		w.held[h.name] = h
		if rev, err = w.adoptTable(ctx, h, rev, at); err != nil {
			return err
		}
	}
	_, err = w.conn.ExecContext(ctx, "UPDATE cairn_state SET rev = ?, at = ?, sum = ?", int64(rev), int64(at), sumOf(int64(rev), int64(at), int64(0)))
	return err
}

// freeName returns a name for a table's collection that no other has.
func (w *writer) freeName(table string) geo.Name {
	name := geo.NameFrom(table)
	for n := 2; w.held[name] != nil; n++ {
		name = geo.NameFrom(table + "_" + strconv.Itoa(n))
	}
	return name
}

func (w *writer) adoptTable(ctx context.Context, h *held, rev geo.Rev, at geo.Instant) (geo.Rev, error) {
	title, description := h.Title()
	c := geo.Collection{Name: h.name, Title: title, Description: description}
	if err := w.enter(ctx, h, &c); err != nil {
		return rev, err
	}
	rev++
	log := bulkLog{w: w, ctx: ctx}
	first := recordOf(&geo.Change{Op: geo.PutCollection, In: h.name, Rev: rev, At: at, Collection: &c, Was: new(geo.Collection)})
	if err := log.add(&first); err != nil {
		return rev, err
	}
	b := geo.NewBuilder(nil)
	count := 0
	for row, err := range h.Rows(ctx, w.conn, b) {
		if err != nil {
			return rev, err
		}
		rev++
		count++
		if count%4096 == 0 && ctx.Err() != nil {
			return rev, fmt.Errorf("take over %s: %w", h.Name(), ctx.Err())
		}
		r := recordOf(&geo.Change{Op: geo.Create, In: h.name, Feature: row.Feature, Rev: rev, At: at, Place: geo.Cursor(count)})
		r.fid = row.Key
		if err := log.add(&r); err != nil {
			return rev, err
		}
	}
	if err := log.close(); err != nil {
		return rev, err
	}
	c.Count, c.Rev, c.Updated = count, rev, at
	h.fields = encodeFields(b.Schema())
	_, err := w.conn.ExecContext(ctx, "UPDATE cairn_collection SET fields = ?, count = ?, rev = ?, updated = ?, sum = ? WHERE name = ?",
		h.fields, count, int64(rev), int64(at), h.sum(&c), string(h.name))
	return rev, err
}
