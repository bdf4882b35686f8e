package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"cairn/geo"
	"cairn/geo/memory"
)

// edit is what another program has made of a row.
type edit struct {
	touched
	h      *held
	old    geo.Feature // that stands in it; zero for none
	f      geo.Feature // that is in it now
	found  bool        // there is such a row
	fillID bool        // the row has to be told the id
	err    error       // why it is refused
}

// errNothing ends a transaction that has nothing to write.
var errNothing = errors.New("there is nothing to write")

// take takes over some rows, by one transaction: those that are refused stay noted. The
// rows are read in the transaction, so that what they hold is what becomes of them.
func (w *writer) take(ctx context.Context, rows []touched) error {
	now, err := w.s.mem.Read(ctx)
	if err != nil {
		return err
	}
	defer now.Close()
	t := &taking{writer: w, now: now}
	defer t.drop()
	err = w.transaction(ctx, func() error {
		if err := t.read(ctx, rows); err != nil {
			return err
		}
		if err := t.prepare(ctx); err != nil {
			return err
		}
		return t.write(ctx)
	})
	if err != nil && !errors.Is(err, errNothing) {
		return err
	}
	if t.pending != nil {
		t.pending.Publish()
	}
	t.note()
	return nil
}

// taking is the taking over of some rows.
type taking struct {
	*writer
	now     geo.Reader
	edits   []*edit
	lost    []touched // rows of tables that are no collection
	claimed map[row]bool
	pending *memory.Pending // nil if there is nothing to change
	there   map[row]int64   // the rows of what is put, which are written
}

func (t *taking) drop() {
	if t.pending != nil {
		t.pending.Drop()
		t.pending = nil
	}
}

// read finds out what has become of the rows.
func (t *taking) read(ctx context.Context, rows []touched) error {
	of := map[string]*held{}
	for _, h := range t.held {
		of[h.Name()] = h
	}
	t.claimed = map[row]bool{}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].table == rows[0].table {
			n++
		}
		h := of[rows[0].table]
		if h == nil || h.Key() == "" {
			t.lost = append(t.lost, rows[:n]...)
		} else if err := t.readTable(ctx, h, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func (t *taking) readTable(ctx context.Context, h *held, rows []touched) error {
	olds, moved, err := t.olds(ctx, t.now, h, rows)
	if err != nil {
		return err
	}
	for fid, f := range moved {
		t.edits = append(t.edits, &edit{touched: touched{h.Name(), fid}, h: h, old: f})
	}
	b := geo.NewBuilder(h.schema, h.time...)
	for _, at := range rows {
		e := &edit{touched: at, h: h, old: olds[at.fid]}
		e.f, e.found, e.err = h.Merge(ctx, t.conn, at.fid, e.old, b)
		if e.err != nil && geo.KindOf(e.err) != geo.Invalid {
			return explain(e.err, "read what another program has changed")
		}
		if e.err == nil && e.found {
			if e.err = t.identify(ctx, e); e.err != nil && !ofChanges(e.err) {
				return e.err
			}
		}
		t.edits = append(t.edits, e)
	}
	return nil
}

// identify gives a feature an id where its row has none: the one that it had, or one
// that is free: the row's number, if that is.
func (t *taking) identify(ctx context.Context, e *edit) error {
	if !e.h.made || !e.f.HasNumericID() || !e.old.IsZero() && e.f.ID() == e.old.ID() {
		return nil
	}
	id := strconv.FormatInt(e.fid, 10)
	for n := 2; e.old.IsZero(); n++ {
		_, err := t.now.Feature(ctx, e.h.name, geo.ID(id))
		if geo.KindOf(err) == geo.NotFound && !t.claimed[row{e.h.name, geo.ID(id)}] {
			break
		}
		if err != nil && geo.KindOf(err) != geo.NotFound {
			return err
		}
		id = strconv.FormatInt(e.fid, 10) + "-" + strconv.Itoa(n)
	}
	if !e.old.IsZero() {
		id = string(e.old.ID())
	}
	if other, err := e.h.holder(ctx, t.conn, geo.ID(id)); err != nil {
		return err
	} else if other != 0 && other != e.fid {
		return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: fmt.Sprintf("the row has no id, and %q is that of row %d", id, other)}
	}
	t.claimed[row{e.h.name, geo.ID(id)}] = true
	p := newParser(geo.NewBuilder(e.f.Schema(), e.h.time...))
	f, err := p.renamed(e.f, geo.ID(id))
	e.f, e.fillID = f, true
	return err
}

// changes are those that an edit comes to.
func (e *edit) changes() (deletes, puts []geo.Change) {
	gone := !e.found || !e.old.IsZero() && e.old.ID() != e.f.ID()
	if !e.old.IsZero() && gone {
		deletes = []geo.Change{{Op: geo.Delete, In: e.h.name, ID: e.old.ID()}}
	}
	switch {
	case !e.found:
	case e.old.IsZero() || gone:
		puts = []geo.Change{{Op: geo.Create, In: e.h.name, Feature: e.f}}
	case string(e.old.GeoJSON()) != string(e.f.GeoJSON()):
		puts = []geo.Change{{Op: geo.Put, In: e.h.name, Feature: e.f}}
	}
	return deletes, puts
}

// locate notes the rows of the features that are put.
func (t *taking) locate() {
	t.there = map[row]int64{}
	for _, e := range t.edits {
		if e.err != nil {
			continue
		}
		if !e.old.IsZero() {
			if id := (row{e.h.name, e.old.ID()}); t.there[id] == 0 {
				t.there[id] = e.fid
			}
		}
		if e.found {
			t.there[row{e.h.name, e.f.ID()}] = e.fid
		}
	}
}

// write writes what the edits come to, and takes their rows off the list.
func (t *taking) write(ctx context.Context) error {
	if t.pending != nil {
		t.locate()
		if err := t.writer.write(ctx, t.pending, t.there); err != nil {
			return err
		}
	}
	done := t.lost
	for _, e := range t.edits {
		if e.err != nil {
			if err := t.refuse(ctx, e); err != nil {
				return err
			}
			continue
		}
		done = append(done, e.touched)
		if err := t.tidy(ctx, e); err != nil {
			return err
		}
	}
	if len(done) == 0 {
		return errNothing
	}
	off, err := t.conn.PrepareContext(ctx, "DELETE FROM cairn_touched WHERE table_name = ? AND fid = ?")
	if err != nil {
		return err
	}
	defer off.Close()
	for _, at := range done {
		if _, err := off.ExecContext(ctx, at.table, at.fid); err != nil {
			return err
		}
	}
	return nil
}

// tidy writes a feature over its row, which then holds what is served: rings turned
// as they are there, moments in UTC, an id. In a table that is not ours it is left as
// it is.
func (t *taking) tidy(ctx context.Context, e *edit) error {
	if _, puts := e.changes(); !e.h.made || !e.found || len(puts) == 0 && !e.fillID {
		return nil
	}
	if _, err := e.h.Fit(ctx, t.conn, e.f.Schema()); err != nil {
		return err
	}
	_, err := e.h.Update(ctx, t.conn, e.fid, e.f)
	return err
}

// note remembers what became of the rows.
func (t *taking) note() {
	o := &t.others
	settle := func(at touched, end End) {
		if was := o.refused[at]; was != nil {
			was.End = end
			o.settled = append(o.settled, *was)
			delete(o.refused, at)
		}
	}
	for _, at := range t.lost {
		settle(at, EndSettled)
	}
	for _, e := range t.edits {
		if e.err != nil {
			continue // refuse has noted it
		}
		d, p := e.changes()
		if len(d)+len(p) == 0 {
			settle(e.touched, EndSettled)
		} else {
			settle(e.touched, EndTaken)
			o.taken++
			o.again = true
		}
	}
}
