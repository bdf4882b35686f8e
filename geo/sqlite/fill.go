package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"

	"cairn/geo"
	"cairn/geo/memory"
)

// manyFrom is from how many features on the log's order by feature is made anew after
// a filling instead of along with it.
const manyFrom = 20_000

// Fill makes a collection of all the features at once, or nothing, as
// [memory.Store.Fill] does; they are on the disk when it returns. Nobody else can write
// meanwhile.
func (s *Store) Fill(ctx context.Context, name geo.Name, about *geo.Collection, features iter.Seq2[geo.Feature, error]) (int, error) {
	return s.FillBy(ctx, name, about, "", features)
}

// FillBy is Fill by somebody, who is kept with each change.
func (s *Store) FillBy(ctx context.Context, name geo.Name, about *geo.Collection, by string, features iter.Seq2[geo.Feature, error]) (int, error) {
	n := 0
	_, err := s.ask(ctx, &request{ctx: ctx, do: func(ctx context.Context) (rev geo.Rev, err error) {
		n, err = s.w.fill(ctx, name, about, by, features)
		return s.rev(), err
	}})
	return n, err
}

func (w *writer) fill(ctx context.Context, name geo.Name, about *geo.Collection, by string, features iter.Seq2[geo.Feature, error]) (int, error) {
	if err := w.takeTouched(ctx); err != nil {
		return 0, err
	}
	pending, err := w.s.mem.PrepareFill(ctx, name, about, by, features)
	if err != nil {
		return 0, err
	}
	defer pending.Drop()
	c, err := pending.Next().Collection(ctx, name)
	if err != nil {
		return 0, err
	}
	// New pages need not be kept twice where the log beside the file is not used.
	if c.Count >= manyFrom {
		defer w.journal("DELETE")()
	}
	err = w.transaction(context.WithoutCancel(ctx), func() error { return w.writeFill(ctx, pending, &c) })
	if err != nil {
		return 0, err
	}
	pending.Publish()
	return c.Count, nil
}

// journal changes how a transaction can be undone, if no other program has the file
// open; the function that it returns changes it back.
func (w *writer) journal(mode string) (back func()) {
	ctx := context.Background()
	set := func(mode string) {
		var now string
		// Either way is as safe. Others who have the file open keep it from changing, and
		// are not waited for.
		w.s.db.SetMaxIdleConns(-1)
		defer w.s.db.SetMaxIdleConns(idle)
		_ = w.all(ctx, "PRAGMA busy_timeout = 0")
		_ = w.conn.QueryRowContext(ctx, "PRAGMA journal_mode = "+mode).Scan(&now)
		_ = w.all(ctx, "PRAGMA busy_timeout = 5000")
	}
	if err := w.forget(); err != nil {
		return func() {}
	}
	set(mode)
	return func() {
		if w.forget() == nil {
			set("WAL")
		}
	}
}

// writeFill writes how a collection was filled.
func (w *writer) writeFill(ctx context.Context, pending *memory.Pending, c *geo.Collection) error {
	many := c.Count >= manyFrom
	ids := func() error { return nil }
	if many {
		if _, err := w.conn.ExecContext(ctx, "DROP INDEX cairn_log_feature"); err != nil {
			return err
		}
	}
	var rows interface {
		Add(geo.Feature) (int64, error)
		Close() error
	}
	var h *held
	log := bulkLog{w: w, ctx: ctx}
	for change := range pending.Each() {
		if change.Rev%4096 == 0 && ctx.Err() != nil {
			return fmt.Errorf("fill %s: %w", c.Name, ctx.Err())
		}
		r := recordOf(&change)
		if change.Op != geo.Create {
			var err error
			if h, err = w.of(ctx, &change); err != nil {
				return err
			}
			h.time = change.Collection.TimeFields
			if err := h.Writable(); err != nil {
				return err
			}
			if many {
				if ids, err = h.WithoutIDs(ctx, w.conn); err != nil {
					return err
				}
			}
			if _, err := h.Fit(ctx, w.conn, c.Schema); err != nil {
				return err
			}
			if rows, err = h.Fill(ctx, w.conn); err != nil {
				return err
			}
		} else {
			var err error
			if r.fid, err = rows.Add(change.Feature); err != nil {
				return err
			}
		}
		if err := log.add(&r); err != nil {
			return err
		}
	}
	if err := rows.Close(); err != nil {
		return err
	}
	if err := log.close(); err != nil {
		return err
	}
	if err := ids(); err != nil {
		return err
	}
	if many {
		if _, err := w.conn.ExecContext(ctx, logOrder); err != nil {
			return err
		}
	}
	return w.account(ctx, pending.Next(), []geo.Change{{In: c.Name}})
}

// bulkLog adds many records to the log, several with each statement.
type bulkLog struct {
	w    *writer
	ctx  context.Context
	args []any
	full *sql.Stmt
}

const recordsTogether = 64

func (b *bulkLog) add(r *record) (err error) {
	b.args = b.w.arguments(b.args, r)
	if len(b.args) < recordsTogether*logColumns {
		return nil
	}
	if b.full == nil {
		if b.full, err = b.w.conn.PrepareContext(b.ctx, insertRecords(recordsTogether)); err != nil {
			return err
		}
	}
	_, err = b.full.ExecContext(b.ctx, b.args...)
	clear(b.args)
	b.args = b.args[:0]
	return err
}

// close adds those that wait.
func (b *bulkLog) close() (err error) {
	if b.full != nil {
		err = b.full.Close()
	}
	if n := len(b.args) / logColumns; n > 0 && err == nil {
		_, err = b.w.conn.ExecContext(b.ctx, insertRecords(n), b.args...)
	}
	return err
}

func insertRecords(n int) string {
	row := "(" + strings.Repeat("?, ", logColumns-1) + "?)"
	return "INSERT INTO cairn_log VALUES " + strings.Repeat(row+", ", n-1) + row
}
