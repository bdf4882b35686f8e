package sqlite

import (
	"context"
	"fmt"
	"iter"

	"cairn/geo"
)

// ReadAt opens the state that a revision left; see [geo.Keeper]. It takes time for
// each change since.
func (s *Store) ReadAt(ctx context.Context, rev geo.Rev) (geo.Reader, error) {
	if kept := geo.Rev(s.kept.Load()); rev < kept {
		return nil, &geo.Error{Kind: geo.NotFound, Path: "revision", Msg: fmt.Sprintf("revision %d is no longer kept; the oldest that is is %d", rev, kept)}
	}
	return s.mem.Rewind(ctx, rev, &back{s})
}

// back tells what was, for [memory.Store.Rewind].
type back struct{ s *Store }

// Back yields the changes from one down to the one after another, newest first.
func (b *back) Back(ctx context.Context, from, after geo.Rev) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		p, err := b.s.newPast(ctx)
		for err == nil && from > after {
			var page []geo.Change
			page, err = p.page(ctx, "rev <= ? AND rev > ? ORDER BY rev DESC LIMIT ?", int64(from), int64(after), pageSize)
			if err == nil && len(page) == 0 {
				err = &geo.Error{Kind: geo.Internal, Path: "cairn_log", Msg: fmt.Sprintf("change %d is missing", from)}
			}
			if err != nil {
				break
			}
			for _, c := range page {
				if !yield(c, nil) {
					return
				}
			}
			from = page[len(page)-1].Rev - 1
		}
		if err != nil {
			yield(geo.Change{}, err)
		}
	}
}

// Last returns the number and the time of the last change to a collection, or in the
// whole store if in is empty, at or before rev; zeros if there is none.
func (b *back) Last(ctx context.Context, in geo.Name, rev geo.Rev) (geo.Rev, geo.Instant, error) {
	text, args := "SELECT rev, at FROM cairn_log WHERE rev <= ? AND collection = ? ORDER BY rev DESC LIMIT 1", []any{int64(rev), string(in)}
	if in == "" {
		text, args = "SELECT rev, at FROM cairn_log WHERE rev <= ? ORDER BY rev DESC LIMIT 1", args[:1]
	}
	var last geo.Rev
	var at geo.Instant
	rows, err := b.s.db.QueryContext(ctx, text, args...)
	if err != nil {
		return 0, 0, explain(err, "read the log")
	}
	defer rows.Close()
	if rows.Next() {
		if err := rows.Scan(&last, &at); err != nil {
			return 0, 0, explain(err, "read the log")
		}
	}
	return last, at, explain(rows.Err(), "read the log")
}
