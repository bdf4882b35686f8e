package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"cairn/geo"
	"cairn/geo/memory"
)

// row tells a feature's row.
type row struct {
	in geo.Name
	id geo.ID
}

// write writes what is pending into the tables and the log.
func (w *writer) write(ctx context.Context, pending *memory.Pending, there map[row]int64) error {
	changes := pending.Changes()
	dropped := map[geo.Name]geo.Rev{}
	for i := range changes {
		if changes[i].Op == geo.DropCollection {
			dropped[changes[i].In] = changes[i].Rev
		}
	}
	for i := range changes {
		c := &changes[i]
		if err := w.one(ctx, c, there, c.Rev < dropped[c.In]); err != nil {
			return err
		}
	}
	return w.account(ctx, pending.Next(), changes)
}

// one writes a change. The rows of a table that is dropped later on need no care.
func (w *writer) one(ctx context.Context, c *geo.Change, there map[row]int64, dropped bool) error {
	r := recordOf(c)
	h, err := w.of(ctx, c)
	if err != nil {
		return err
	}
	if !c.Old.IsZero() {
		if r.fid, err = w.replaced(ctx, c.Old.Rev(), c.Rev); err != nil {
			return err
		}
	}
	fid, own := there[row{c.In, c.ID}]
	switch {
	case own:
		r.fid = fid
	case dropped:
	case c.Op == geo.Put || c.Op == geo.Create:
		r.fid, err = w.put(ctx, h, c, r.fid)
	case c.Op == geo.Delete:
		_, err = h.Delete(ctx, w.conn, r.fid)
	}
	if err != nil {
		return err
	}
	switch c.Op {
	case geo.PutCollection:
		h.time = c.Collection.TimeFields
	case geo.DropCollection:
		if err := w.drop(ctx, h); err != nil {
			return err
		}
	}
	return w.tell(ctx, &r)
}

// put writes a feature over its row, or adds one.
func (w *writer) put(ctx context.Context, h *held, c *geo.Change, fid int64) (int64, error) {
	if err := h.Writable(); err != nil {
		return 0, err
	}
	if _, err := h.Fit(ctx, w.conn, c.Feature.Schema()); err != nil {
		return 0, err
	}
	at, err := w.putRow(ctx, h, c.Feature, fid)
	if err != nil && isTaken(err) {
		if ok, err := w.evict(ctx, h, c.ID); err != nil || !ok {
			return 0, errors.Join(&geo.Error{Kind: geo.Internal, Path: "table " + h.Name(), Msg: fmt.Sprintf("another row has the id %q", c.ID)}, err)
		}
		if _, err := h.Fit(ctx, w.conn, c.Feature.Schema()); err != nil {
			return 0, err
		}
		return w.putRow(ctx, h, c.Feature, fid)
	}
	return at, err
}

func (w *writer) putRow(ctx context.Context, h *held, f geo.Feature, fid int64) (int64, error) {
	if fid != 0 {
		found, err := h.Update(ctx, w.conn, fid, f)
		if err != nil || found {
			return fid, err
		}
	}
	return h.Insert(ctx, w.conn, f)
}

// of returns what is held of a change's collection, which comes into being with the
// change if there is none.
func (w *writer) of(ctx context.Context, c *geo.Change) (*held, error) {
	h := w.held[c.In]
	if h != nil {
		return h, nil
	}
	var said geo.Collection
	if c.Collection != nil {
		said = *c.Collection
	}
	said.Name = c.In
	return w.create(ctx, &said)
}

// replaced notes in the log that a change is replaced, and returns the row of its
// feature.
func (w *writer) replaced(ctx context.Context, old, by geo.Rev) (fid int64, err error) {
	err = w.get(ctx, &fid, "UPDATE cairn_log SET next = ? WHERE rev = ? RETURNING ifnull(fid, 0)", int64(by), int64(old))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, &geo.Error{Kind: geo.Internal, Path: fmt.Sprintf("cairn_log, rev %d", old), Msg: "the change that is replaced is not there"}
	}
	return fid, err
}

// tell adds a record to the log.
func (w *writer) tell(ctx context.Context, r *record) error {
	w.args = w.arguments(w.args[:0], r)
	return w.do(ctx, "INSERT INTO cairn_log VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", w.args...)
}

// arguments appends the values of a record's columns.
func (w *writer) arguments(args []any, r *record) []any {
	var fid, after, was any
	if r.fid != 0 {
		fid = r.fid
	}
	if r.after != nil {
		after = string(r.after)
	}
	if r.was != nil {
		was = string(r.was)
	}
	return append(args, int64(r.rev), int64(r.at), r.who, opNames[r.op], string(r.in), string(r.id), fid, nil, int64(r.place), after, was, w.sum(r))
}

// logColumns are the columns that [writer.arguments] gives values for.
const logColumns = 12

// account writes what the collections and the store have become.
func (w *writer) account(ctx context.Context, next geo.Reader, changes []geo.Change) error {
	done := map[geo.Name]bool{}
	for i := range changes {
		name := changes[i].In
		if done[name] {
			continue
		}
		done[name] = true
		if h := w.held[name]; h != nil {
			if err := w.sumUp(ctx, next, h); err != nil {
				return err
			}
		}
	}
	rev, at := next.Rev()
	kept := w.s.kept.Load()
	return w.do(ctx, "UPDATE cairn_state SET rev = ?, at = ?, sum = ?", int64(rev), int64(at), sumOf(int64(rev), int64(at), kept))
}

// sumUp writes what a collection has become.
func (w *writer) sumUp(ctx context.Context, next geo.Reader, h *held) error {
	c, err := next.Collection(ctx, h.name)
	if err != nil {
		return err
	}
	if c.Schema != h.schema {
		if !c.Schema.IsDeclaredAs(h.schema) && h.Writable() == nil {
			if err := h.Declare(ctx, w.conn, c.Schema); err != nil {
				return err
			}
		}
		h.schema, h.fields = c.Schema, encodeFields(c.Schema)
		if _, err := w.conn.ExecContext(ctx, "UPDATE cairn_collection SET fields = ? WHERE name = ?", h.fields, string(h.name)); err != nil {
			return err
		}
	}
	if err := w.tellHeights(ctx, h, &c); err != nil {
		return err
	}
	c.TimeFields = h.time
	return w.do(ctx, "UPDATE cairn_collection SET title = ?, description = ?, time_fields = ?, count = ?, rev = ?, updated = ?, sum = ? WHERE name = ?",
		c.Title, c.Description, encode(h.time), c.Count, int64(c.Rev), int64(c.Updated), h.sum(&c), string(h.name))
}

// tellHeights says in the file whether there are heights, where a type of geometry is
// declared. Of a table of any geometries it says that there may be.
func (w *writer) tellHeights(ctx context.Context, h *held, c *geo.Collection) error {
	if l := c.Schema.Frame().Location; !h.made || l == nil || len(l.Types) != 1 {
		h.heightsTold = false
		return nil
	}
	if h.heightsTold && h.heights == c.Heights {
		return nil
	}
	h.heightsTold, h.heights = true, c.Heights
	return h.AllowHeights(ctx, w.conn, c.Heights)
}

// sum is the checksum of the collection's row.
func (h *held) sum(c *geo.Collection) int64 {
	return sumOf(h.name, h.Name(), h.made, c.Title, c.Description, encode(h.time), h.fields, c.Count, int64(c.Rev), int64(c.Updated))
}
