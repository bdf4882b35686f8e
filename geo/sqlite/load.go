package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"

	"modernc.org/sqlite"

	"cairn/geo"
	"cairn/geo/memory"
)

// saved is a collection as the file has it.
type saved struct {
	about    geo.Collection
	parser   *parser
	features []geo.Hit
	sorted   bool
}

// load reads what stands into memory.
func (s *Store) load(ctx context.Context) error {
	var rev, at, kept, busy, sum int64
	if err := s.w.conn.QueryRowContext(ctx, "SELECT rev, at, kept, busy, sum FROM cairn_state").Scan(&rev, &at, &kept, &busy, &sum); err != nil {
		return scanned(err, "cairn_state")
	}
	if busy != 0 || sum != sumOf(rev, at, kept) {
		return altered("cairn_state")
	}
	s.kept.Store(kept)
	s.mem = memory.Open(memory.Options{Now: s.o.Now, Rules: s.o.Rules, Rev: geo.Rev(rev), At: geo.Instant(at)})
	all, order, err := s.collections(ctx)
	if err != nil {
		return err
	}
	if err := s.complete(ctx, geo.Rev(rev), geo.Rev(kept)); err != nil {
		return err
	}
	if err := s.features(ctx, all); err != nil {
		return err
	}
	for _, name := range order {
		if err := s.give(ctx, all[name]); err != nil {
			return err
		}
	}
	return nil
}

// altered says that a row is not what was written.
func altered(where string) error {
	return &geo.Error{Kind: geo.Invalid, Path: where, Msg: "the row is not as it was written: its checksum does not fit; cairn check tells what else is wrong, cairn restore brings a backup back"}
}

// scanned makes an error of a row that could not be read: where names it.
func scanned(err error, where string) error {
	var e *sqlite.Error
	if err == nil || errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return explain(err, "read "+where)
	}
	return altered(where) // a value is of another kind than what was written, or there is no row
}

// complete looks whether the log has every change that it should have.
func (s *Store) complete(ctx context.Context, rev, kept geo.Rev) error {
	var n, last int64
	err := s.w.conn.QueryRowContext(ctx, "SELECT count(*), ifnull(max(rev), 0) FROM cairn_log WHERE rev > ?", int64(kept)).Scan(&n, &last)
	if err != nil {
		return explain(err, "read the log")
	}
	if want := rev - kept; geo.Rev(n) != want || rev > kept && geo.Rev(last) != rev {
		return &geo.Error{Kind: geo.Invalid, Path: "cairn_log", Msg: fmt.Sprintf("the log has %d changes up to number %d; expected %d up to number %d: the file is damaged; cairn check tells more, cairn restore brings a backup back", n, last, want, rev)}
	}
	return nil
}

// collections reads which there are.
func (s *Store) collections(ctx context.Context) (map[geo.Name]*saved, []geo.Name, error) {
	rows, err := s.w.conn.QueryContext(ctx, "SELECT name, table_name, made, title, description, time_fields, fields, count, rev, updated, sum FROM cairn_collection ORDER BY name")
	if err != nil {
		return nil, nil, explain(err, "read the collections")
	}
	defer rows.Close()
	all, order := map[geo.Name]*saved{}, []geo.Name(nil)
	for rows.Next() {
		c := &saved{sorted: true}
		a := &c.about
		var time, fields []byte
		var table string
		var made bool
		var sum int64
		if err := rows.Scan(&a.Name, &table, &made, &a.Title, &a.Description, &time, &fields, &a.Count, &a.Rev, &a.Updated, &sum); err != nil {
			return nil, nil, scanned(err, "cairn_collection")
		}
		if sum != sumOf(a.Name, table, made, a.Title, a.Description, string(time), string(fields), a.Count, int64(a.Rev), int64(a.Updated)) {
			return nil, nil, altered("cairn_collection, " + string(a.Name))
		}
		if err = json.Unmarshal(time, &a.TimeFields); err == nil {
			a.Schema, err = decodeFields(fields)
		}
		if err != nil {
			return nil, nil, &geo.Error{Kind: geo.Invalid, Path: "cairn_collection", Msg: "what is said of " + string(a.Name) + " cannot be read", Err: err}
		}
		c.parser = newParser(geo.NewBuilder(a.Schema, a.TimeFields...))
		c.features = make([]geo.Hit, 0, a.Count)
		all[a.Name] = c
		order = append(order, a.Name)
	}
	return all, order, explain(rows.Err(), "read the collections")
}

// batchSize is how many records go from the reader to the parser at once.
const batchSize = 1000

// features reads the features that stand: one goroutine reads, this one parses.
func (s *Store) features(ctx context.Context, all map[geo.Name]*saved) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	of := 0
	for _, c := range all {
		of += c.about.Count
	}
	batches := make(chan batch, 4)
	go s.standing(ctx, batches)
	done := 0
	for b := range batches {
		if b.err != nil {
			return b.err
		}
		for i := range b.records {
			r := &b.records[i]
			c := all[r.in]
			if c == nil {
				return &geo.Error{Kind: geo.Invalid, Path: fmt.Sprintf("cairn_log, rev %d", r.rev), Msg: "it is about the collection " + string(r.in) + ", which is not there"}
			}
			f, err := c.parser.feature(r.after)
			if err != nil {
				return &geo.Error{Kind: geo.Invalid, Path: fmt.Sprintf("cairn_log, rev %d", r.rev), Msg: "its feature cannot be read", Err: err}
			}
			if n := len(c.features); n > 0 && c.features[n-1].At >= r.place {
				c.sorted = false
			}
			c.features = append(c.features, geo.Hit{Feature: f.WithRev(r.rev), At: r.place})
		}
		done += len(b.records)
		if s.o.Progress != nil {
			s.o.Progress(done, of)
		}
	}
	return ctx.Err()
}

// batch is some records, or why there are no more.
type batch struct {
	records []record
	err     error
}

// standing sends the records of the features that stand.
func (s *Store) standing(ctx context.Context, to chan<- batch) {
	defer close(to)
	send := func(b batch) bool {
		select {
		case to <- b:
			return true
		case <-ctx.Done():
			return false
		}
	}
	// SQLite reads the log from its beginning to its end.
	rows, err := s.w.conn.QueryContext(ctx, "SELECT "+recordColumns+" FROM cairn_log WHERE next IS NULL AND op IN ('put', 'create') ORDER BY rev")
	if err != nil {
		send(batch{err: explain(err, "read the log")})
		return
	}
	defer rows.Close()
	read := reader{sum: newSum()}
	next := batch{records: make([]record, 0, batchSize)}
	var r record
	for rows.Next() {
		if err := read.scan(rows, &r); err != nil {
			send(batch{err: err})
			return
		}
		if next.records = append(next.records, r); len(next.records) == batchSize {
			if !send(next) {
				return
			}
			next.records = make([]record, 0, batchSize)
		}
	}
	next.err = explain(rows.Err(), "read the log")
	if next.err != nil || len(next.records) > 0 {
		send(next)
	}
}

// give puts a collection into memory.
func (s *Store) give(ctx context.Context, c *saved) error {
	if len(c.features) != c.about.Count {
		return &geo.Error{Kind: geo.Invalid, Path: "cairn_log", Msg: fmt.Sprintf("it has %d features of %s; expected %d: the file is damaged; cairn check tells more, cairn restore brings a backup back", len(c.features), c.about.Name, c.about.Count)}
	}
	if !c.sorted {
		slices.SortFunc(c.features, func(a, b geo.Hit) int { return int(a.At) - int(b.At) })
	}
	given := c.about
	err := s.mem.Load(ctx, given, hits(c.features))
	c.features = nil
	return err
}

func hits(all []geo.Hit) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		for i := range all {
			if !yield(all[i], nil) {
				return
			}
		}
	}
}
