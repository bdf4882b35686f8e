package sqlite

import (
	"context"

	"cairn/geo"
)

// prune lets go of changes that are older than the store is to keep, if it is not to
// keep all. What stood then stays, and the last change to each
// collection.
func (w *writer) prune(ctx context.Context) error {
	if w.s.o.Keep <= 0 {
		return nil
	}
	before := geo.InstantOf(w.s.o.Now().Add(-w.s.o.Keep))
	to, err := w.s.RevAt(ctx, before)
	if geo.KindOf(err) == geo.NotFound {
		return nil // that far nothing is kept already
	}
	if err != nil || to <= geo.Rev(w.s.kept.Load()) {
		return err
	}
	now, err := w.s.mem.Read(ctx)
	if err != nil {
		return err
	}
	defer now.Close()
	kept := w.s.kept.Swap(int64(to)) // before: who reads on finds out that something is missing
	err = w.transaction(ctx, func() error {
		if _, err := w.conn.ExecContext(ctx, `DELETE FROM cairn_log WHERE rev <= ?1
  AND NOT ((next IS NULL OR next > ?1) AND op IN ('put', 'create'))
  AND rev NOT IN (SELECT max(rev) FROM cairn_log WHERE rev <= ?1 GROUP BY collection)`, int64(to)); err != nil {
			return err
		}
		rev, at := now.Rev()
		_, err := w.conn.ExecContext(ctx, "UPDATE cairn_state SET kept = ?, sum = ?", int64(to), sumOf(int64(rev), int64(at), int64(to)))
		return err
	})
	if err != nil {
		w.s.kept.Store(kept)
	}
	return err
}

// Prune lets go now of the changes that are older than [Options.Keep] says; Open does
// so, too.
func (s *Store) Prune(ctx context.Context) error {
	_, err := s.ask(ctx, &request{ctx: ctx, do: func(ctx context.Context) (geo.Rev, error) {
		return s.rev(), s.w.prune(context.WithoutCancel(ctx))
	}})
	return err
}

// Index gives every table the R-tree that other programs look for, so that they draw
// a part of a large one fast. From then on each change takes a little longer. See the
// package comment.
func (s *Store) Index(ctx context.Context) error {
	_, err := s.ask(ctx, &request{ctx: ctx, do: func(ctx context.Context) (geo.Rev, error) {
		return s.rev(), s.w.index(context.WithoutCancel(ctx))
	}})
	return err
}

func (w *writer) index(ctx context.Context) error {
	return w.transaction(ctx, func() error {
		for _, h := range w.held {
			if err := h.Index(ctx, w.conn); err != nil {
				return err
			}
		}
		return nil
	})
}
