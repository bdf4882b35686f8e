package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// Fault is something that is wrong with a store's file.
type Fault struct {
	Where string // a table with a row, or the file
	Msg   string
}

// String joins both.
func (f Fault) String() string { return f.Where + ": " + f.Msg }

// Check looks at all of a store's file, which must not be open, and lists what is
// wrong: with SQLite's pages and orders, with each change of the log and the list of
// them, with the features' rows, and with those that another program has changed and
// that could not be taken over. Nothing is written to the file, except that what a
// process that died has left beside it is put into it. The error is of kind NotFound if there is
// no file, Busy if it is open.
func Check(ctx context.Context, path string) ([]Fault, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, &geo.Error{Kind: geo.NotFound, Path: path, Msg: "there is no such file", Err: err}
	}
	path = resolved(path)
	isNew, err := look(path)
	if isNew {
		return []Fault{{"file", "it is empty"}}, nil
	}
	if err != nil {
		return asFault(err)
	}
	mode := "rw"
	l, err := lock(path)
	if errors.Is(err, os.ErrPermission) || isReadOnly(err) {
		mode = "ro" // nobody can have it open to write here
	} else if err != nil {
		return nil, err
	}
	c := &checker{noted: map[touched]bool{}}
	err = c.run(ctx, path, mode)
	if l != nil {
		if err := l.release(); err != nil {
			return c.faults, err
		}
	}
	if err != nil {
		faults, err := asFault(unfit(err, "read the file"))
		return append(c.faults, faults...), err
	}
	return c.faults, nil
}

// asFault makes a fault of an error that is about what is in the file.
func asFault(err error) ([]Fault, error) {
	var e *geo.Error
	if errors.As(err, &e) && e.Kind == geo.Invalid {
		where := e.Path
		if where == "" {
			where = "file"
		}
		return []Fault{{where, e.Msg}}, nil
	}
	return nil, err
}

// mostFaults is how many faults are listed.
const mostFaults = 1000

type checker struct {
	faults []Fault
	noted  map[touched]bool // rows that other programs have changed: they differ for that
	db     *sql.DB
	conn   *sql.Conn
}

func (c *checker) add(where, format string, args ...any) {
	if len(c.faults) < mostFaults {
		c.faults = append(c.faults, Fault{where, fmt.Sprintf(format, args...)})
	}
}

func (c *checker) run(ctx context.Context, path, mode string) (err error) {
	if c.db, err = gpkg.OpenDatabase(path, "?mode="+mode+"&_pragma=busy_timeout(5000)&_pragma=trusted_schema(1)&_pragma=query_only(1)&_pragma=cell_size_check(1)"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.db.Close()) }()
	if c.conn, err = c.db.Conn(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.conn.Close()) }()
	if err := c.pages(ctx); err != nil {
		return err
	}
	var there int
	if err := c.conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'cairn_state'").Scan(&there); err != nil {
		return err
	}
	if there == 0 {
		c.add("file", "it has no table cairn_state: it is no store")
		return nil
	}
	s := &Store{path: path, db: c.db}
	s.w = writer{s: s, conn: c.conn, sum: newSum()}
	defer func() { err = errors.Join(err, s.w.forget()) }()
	if err := s.w.hold(ctx); err != nil {
		return err
	}
	if _, _, err := s.collections(ctx); err != nil {
		faults, err := asFault(err)
		if err != nil {
			return err
		}
		c.faults = append(c.faults, faults...)
	}
	standing, err := c.log(ctx)
	if err != nil {
		return err
	}
	if err := c.counts(ctx, standing); err != nil {
		return err
	}
	if err := c.touched(ctx); err != nil {
		return err
	}
	for name, h := range s.w.held {
		if err := c.table(ctx, h, standing[name]); err != nil {
			return err
		}
	}
	return nil
}

// pages asks SQLite.
func (c *checker) pages(ctx context.Context) error {
	rows, err := c.conn.QueryContext(ctx, "PRAGMA integrity_check")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var msg string
		if err := rows.Scan(&msg); err != nil {
			return err
		}
		if msg != "ok" {
			c.add("file", "%s", msg)
		}
	}
	return rows.Err()
}

// log reads every change, and returns by collection and row the features that stand.
func (c *checker) log(ctx context.Context) (map[geo.Name]map[int64]geo.Feature, error) {
	var rev, kept geo.Rev
	var stateAt, busy, sum int64
	if err := c.conn.QueryRowContext(ctx, "SELECT rev, at, kept, busy, sum FROM cairn_state").Scan(&rev, &stateAt, &kept, &busy, &sum); err != nil {
		return nil, scanned(err, "cairn_state")
	}
	if busy != 0 {
		c.add("cairn_state", "busy is %d; expected 0: changes of other programs were not noted", busy)
	}
	if sum != sumOf(int64(rev), stateAt, int64(kept)) {
		c.add("cairn_state", "it is not as it was written: its checksum does not fit")
	}
	rows, err := c.conn.QueryContext(ctx, "SELECT "+recordColumns+" FROM cairn_log ORDER BY rev")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	standing := map[geo.Name]map[int64]geo.Feature{}
	parsers := map[geo.Name]*parser{}
	read := reader{sum: newSum()}
	expected, at := kept+1, geo.Instant(0)
	for rows.Next() {
		var r record
		if err := read.scan(rows, &r); err != nil {
			faults, err := asFault(err)
			if err != nil {
				return nil, err
			}
			c.faults = append(c.faults, faults...)
			if r.rev >= expected {
				expected = r.rev + 1
			}
			continue
		}
		where := fmt.Sprintf("cairn_log, rev %d", r.rev)
		if r.rev > kept {
			if r.rev != expected {
				c.add(where, "the changes %d to %d are missing", expected, r.rev-1)
			}
			expected = r.rev + 1
			if r.at < at {
				c.add(where, "it was made at %v, before the change before it", r.at)
			}
			at = r.at
		}
		p := parsers[r.in]
		if p == nil {
			p = newParser(geo.NewBuilder(nil))
			parsers[r.in] = p
		}
		change, err := r.change(p)
		if err != nil {
			c.add(where, "%v", err)
			continue
		}
		if r.next == 0 && !change.Feature.IsZero() {
			if standing[r.in] == nil {
				standing[r.in] = map[int64]geo.Feature{}
			}
			if other, there := standing[r.in][r.fid]; there {
				c.add(where, "its row %d is that of %s, too", r.fid, other.RawID())
			}
			standing[r.in][r.fid] = change.Feature
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if expected != rev+1 {
		c.add("cairn_log", "the last change is number %d; expected %d", expected-1, rev)
	}
	return standing, nil
}

// counts compares how many features stand with what is said.
func (c *checker) counts(ctx context.Context, standing map[geo.Name]map[int64]geo.Feature) error {
	rows, err := c.conn.QueryContext(ctx, "SELECT name, count FROM cairn_collection")
	if err != nil {
		return err
	}
	defer rows.Close()
	known := map[geo.Name]bool{}
	for rows.Next() {
		var name geo.Name
		var count int
		if err := rows.Scan(&name, &count); err != nil {
			return scanned(err, "cairn_collection")
		}
		known[name] = true
		if len(standing[name]) != count {
			c.add("cairn_log", "%d features of %s stand; expected %d", len(standing[name]), name, count)
		}
	}
	for name := range standing {
		if !known[name] {
			c.add("cairn_log", "there are features of %s, which is no collection", name)
		}
	}
	return rows.Err()
}

// table compares the rows of a table with the features that stand.
func (c *checker) table(ctx context.Context, h *held, standing map[int64]geo.Feature) error {
	where := "table " + h.Name()
	if _, err := h.Fit(ctx, c.conn, h.schema); err != nil {
		c.add(where, "its columns do not fit: %v", err)
		return nil
	}
	seen := 0
	for row, err := range h.Compare(ctx, c.conn, func(key int64) geo.Feature { return standing[key] }) {
		if err != nil {
			faults, err := asFault(unfit(err, "read "+where))
			if err != nil {
				return err
			}
			c.faults = append(c.faults, faults...)
			return nil
		}
		at := fmt.Sprintf("%s, %s %d", where, h.Key(), row.Key)
		_, there := standing[row.Key]
		switch {
		case c.noted[touched{h.Name(), row.Key}]:
			continue
		case !there:
			c.add(at, "the log knows no such row")
			continue
		case row.Differs != "":
			c.add(at, "the column %s does not hold what the log says", row.Differs)
		}
		seen++
	}
	expected := 0
	for key := range standing {
		if !c.noted[touched{h.Name(), key}] {
			expected++
		}
	}
	if seen < expected {
		c.add(where, "%d rows are missing", expected-seen)
	}
	return nil
}

// touched lists the rows that could not be taken over, with the reason if it is known.
func (c *checker) touched(ctx context.Context) error {
	reasons := map[touched]string{}
	refused, err := listRefused(ctx, c.conn, false)
	if err != nil {
		c.add("table cairn_refused", "it cannot be read: %v", err)
	}
	for _, r := range refused {
		reasons[touched{r.Table, r.Row}] = r.Reason
	}
	rows, err := c.conn.QueryContext(ctx, "SELECT table_name, fid FROM cairn_touched ORDER BY table_name, fid")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var at touched
		if err := rows.Scan(&at.table, &at.fid); err != nil {
			return scanned(err, "cairn_touched")
		}
		c.noted[at] = true
		where := fmt.Sprintf("table %s, row %d", at.table, at.fid)
		if reason, told := reasons[at]; told {
			c.add(where, "another program has changed it, and the store refuses that: %s", reason)
		} else {
			c.add(where, "another program has changed it since the store was open")
		}
	}
	return rows.Err()
}
