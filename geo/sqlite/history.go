package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"cairn/geo"
)

// pageSize is how many changes are read from the log at once, so that nobody who is
// slow keeps the file from anything.
const pageSize = 256

// Changes yields the changes after a revision, oldest first, up to the present one;
// see [geo.Keeper].
func (s *Store) Changes(ctx context.Context, since geo.Rev, of ...geo.Name) iter.Seq2[geo.Change, error] {
	if len(of) > 0 {
		return s.changesOf(ctx, since, of)
	}
	return func(yield func(geo.Change, error) bool) {
		until := s.rev()
		if kept := geo.Rev(s.kept.Load()); since < kept {
			yield(geo.Change{}, gone(since, kept))
			return
		}
		p, err := s.newPast(ctx)
		if err != nil {
			yield(geo.Change{}, err)
			return
		}
		for since < until {
			page, err := p.page(ctx, "rev > ? AND rev <= ? ORDER BY rev LIMIT ?", int64(since), int64(until), pageSize)
			if err == nil && (len(page) == 0 || page[0].Rev != since+1) {
				if err = gone(since, geo.Rev(s.kept.Load())); since >= geo.Rev(s.kept.Load()) {
					err = &geo.Error{Kind: geo.Internal, Path: "cairn_log", Msg: fmt.Sprintf("change %d is missing", since+1)}
				}
			}
			if err != nil {
				yield(geo.Change{}, err)
				return
			}
			for _, c := range page {
				if !yield(c, nil) {
					return
				}
			}
			since = page[len(page)-1].Rev
		}
	}
}

// changesOf yields the changes to some collections after a revision, oldest first.
func (s *Store) changesOf(ctx context.Context, since geo.Rev, of []geo.Name) iter.Seq2[geo.Change, error] {
	of = slices.Compact(slices.Sorted(slices.Values(of)))
	return func(yield func(geo.Change, error) bool) {
		until := s.rev()
		p, err := s.newPast(ctx)
		for err == nil && since < until {
			var page []geo.Change
			end := until
			for _, in := range of {
				var some []geo.Change
				if some, err = p.page(ctx, "collection = ? AND rev > ? AND rev <= ? ORDER BY rev LIMIT ?", string(in), int64(since), int64(end), pageSize); err != nil {
					break
				}
				if len(some) == pageSize {
					end = some[pageSize-1].Rev // what comes later in the others has to wait
				}
				page = append(page, some...)
			}
			// Who prunes says so before it is done: what was let go of meanwhile is known now.
			if kept := geo.Rev(s.kept.Load()); err == nil && since < kept {
				err = gone(since, kept)
			}
			if err != nil {
				break
			}
			slices.SortFunc(page, func(a, b geo.Change) int { return cmp.Compare(a.Rev, b.Rev) })
			for _, c := range page {
				if c.Rev <= end && !yield(c, nil) {
					return
				}
			}
			since = end
		}
		if kept := geo.Rev(s.kept.Load()); err == nil && since < kept {
			err = gone(since, kept)
		}
		if err != nil {
			yield(geo.Change{}, err)
		}
	}
}

func gone(since, kept geo.Rev) error {
	return &geo.Error{Kind: geo.NotFound, Path: "since", Msg: fmt.Sprintf("the changes since revision %d are no longer kept; those since %d are", since, kept)}
}

// History yields the changes to one feature, newest first; see [geo.Keeper].
func (s *Store) History(ctx context.Context, in geo.Name, id geo.ID) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		p, err := s.newPast(ctx)
		before := s.rev() + 1
		for err == nil {
			var page []geo.Change
			page, err = p.page(ctx, "collection = ? AND id = ? AND rev < ? ORDER BY rev DESC LIMIT ?", string(in), string(id), int64(before), pageSize)
			if err != nil {
				break
			}
			for _, c := range page {
				if !yield(c, nil) {
					return
				}
			}
			if len(page) < pageSize {
				return
			}
			before = page[len(page)-1].Rev
		}
		yield(geo.Change{}, err)
	}
}

// past reads changes from the log.
type past struct {
	db      *sql.DB
	now     geo.Reader
	reader  reader
	parsers map[geo.Name]*parser
}

func (s *Store) newPast(ctx context.Context) (*past, error) {
	if err := s.lock.still(); err != nil {
		return nil, err // another file has another past
	}
	now, err := s.mem.Read(ctx)
	if err != nil {
		return nil, err
	}
	return &past{db: s.db, now: now, reader: reader{sum: newSum()}, parsers: map[geo.Name]*parser{}}, nil
}

// parser returns what makes features of a collection.
func (p *past) parser(ctx context.Context, in geo.Name) *parser {
	made := p.parsers[in]
	if made == nil {
		c, err := p.now.Collection(ctx, in)
		if err != nil { // it was dropped
			c = geo.Collection{}
		}
		made = newParser(geo.NewBuilder(c.Schema, c.TimeFields...))
		p.parsers[in] = made
	}
	return made
}

// page reads the changes that a condition is true of, with what was there before.
func (p *past) page(ctx context.Context, where string, args ...any) ([]geo.Change, error) {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return nil, explain(err, "read the log")
	}
	defer conn.Close()
	records, err := p.records(ctx, conn, where, args...)
	if err != nil {
		return nil, err
	}
	before, err := conn.PrepareContext(ctx, "SELECT "+recordColumns+" FROM cairn_log WHERE collection = ? AND id = ? AND rev < ? ORDER BY rev DESC LIMIT 1")
	if err != nil {
		return nil, explain(err, "read the log")
	}
	defer before.Close()
	changes := make([]geo.Change, len(records))
	for i := range records {
		r := &records[i]
		if changes[i], err = r.change(p.parser(ctx, r.in)); err != nil {
			return nil, err
		}
		if r.id == "" || r.op == geo.Create {
			continue
		}
		olds, err := p.read(before.QueryContext(ctx, string(r.in), string(r.id), int64(r.rev)))
		if err != nil {
			return nil, err
		}
		if len(olds) == 1 {
			old, err := olds[0].change(p.parser(ctx, r.in))
			if err != nil {
				return nil, err
			}
			changes[i].Old = old.Feature
		}
	}
	return changes, nil
}

// records reads the rows of the log that a condition is true of.
func (p *past) records(ctx context.Context, conn *sql.Conn, where string, args ...any) ([]record, error) {
	return p.read(conn.QueryContext(ctx, "SELECT "+recordColumns+" FROM cairn_log WHERE "+where, args...))
}

func (p *past) read(rows *sql.Rows, err error) ([]record, error) {
	if err != nil {
		return nil, explain(err, "read the log")
	}
	defer rows.Close()
	var all []record
	for rows.Next() {
		var r record
		if err := p.reader.scan(rows, &r); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, explain(rows.Err(), "read the log")
}

// Kept returns the oldest revision that ReadAt can open, and that Changes can go on
// from.
func (s *Store) Kept(context.Context) (geo.Rev, error) { return geo.Rev(s.kept.Load()), nil }

// RevAt returns the last revision made at or before a moment, 0 if there is none; see
// [geo.Keeper]. The error is NotFound if it is not kept any more which it is.
func (s *Store) RevAt(ctx context.Context, at geo.Instant) (geo.Rev, error) {
	now, err := s.mem.Read(ctx)
	if err != nil {
		return 0, err
	}
	defer now.Close()
	rev, last := now.Rev()
	if at >= last {
		return rev, nil
	}
	// Moments never go back, so that halves can be searched.
	low, high := geo.Rev(s.kept.Load()), rev
	for low < high {
		middle := low + (high-low+1)/2
		var then int64
		if err := s.db.QueryRowContext(ctx, "SELECT at FROM cairn_log WHERE rev = ?", int64(middle)).Scan(&then); err != nil {
			return 0, explain(err, "read the log")
		}
		if geo.Instant(then) <= at {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if kept := geo.Rev(s.kept.Load()); low <= kept && kept > 0 {
		var then int64
		err := s.db.QueryRowContext(ctx, "SELECT at FROM cairn_log WHERE rev = ?", int64(kept)).Scan(&then)
		switch {
		case errors.Is(err, sql.ErrNoRows) || err == nil && geo.Instant(then) > at:
			return 0, &geo.Error{Kind: geo.NotFound, Path: "revision", Msg: "the changes of that time are no longer kept"}
		case err != nil:
			return 0, explain(err, "read the log")
		}
	}
	return low, nil
}
