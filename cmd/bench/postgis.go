package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"cairn/geo/pgtest"
)

// settings are those of PostgreSQL, for a machine that does nothing else: as much
// memory as it can use, all of the data in it, and no compiling of short queries.
var settings = []string{
	"shared_buffers=1GB", "work_mem=64MB", "maintenance_work_mem=256MB", "effective_cache_size=4GB",
	"jit=off", "random_page_cost=1.1", "synchronous_commit=off", "max_wal_size=4GB",
}

// connections is the most that are tried.
const connections = 32

// database is a PostgreSQL with PostGIS that holds the points.
type database struct {
	conns  []*pgx.Conn
	loaded time.Duration // of copying, sorting and indexing
	sizes  string        // of the table and its indexes
}

// load makes a table of the points in a database that has PostGIS, sorted along
// the Hilbert curve as Cairn has them, and every index that the queries can use.
const (
	raw = `CREATE UNLOGGED TABLE raw (id text, geom geometry(Point, 4326), kind text, source text, number int,
		accuracy int, verified bool, at timestamptz, json text)`
	table = `CREATE TABLE events AS SELECT * FROM raw ORDER BY geom;
		DROP TABLE raw;
		ALTER TABLE events ADD PRIMARY KEY (id);
		CREATE INDEX events_geom ON events USING gist (geom);
		CREATE INDEX events_number ON events (number);
		CREATE INDEX events_kind_at ON events (kind, at);
		CREATE INDEX events_at ON events (at)`
	sizes = `SELECT string_agg(CASE relkind WHEN 'r' THEN 'table ' ELSE '' END || relname || ' ' || pg_table_size(oid) / 1000000 || ' MB', ', ' ORDER BY relkind DESC, relname)
		FROM pg_class WHERE relname ~ '^events'`
)

// launch starts a PostgreSQL of our own and loads the points. Where it is not
// installed it says so, and there is no database.
func launch(ctx context.Context, points []point) (d *database, stop func() error, err error) {
	if why := pgtest.Missing(); why != "" {
		fmt.Fprintln(os.Stderr, "bench:", why)
		return nil, func() error { return nil }, nil
	}
	server, err := pgtest.Launch(settings...)
	if err != nil {
		return nil, nil, fmt.Errorf("start PostGIS: %w", err)
	}
	if d, err = connect(ctx, server.Address(), points); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("load PostGIS: %w", err), server.Stop())
	}
	return d, func() error { return errors.Join(d.close(), server.Stop()) }, nil
}

// connect loads the points into a database, and opens all connections.
func connect(ctx context.Context, address string, points []point) (*database, error) {
	d := &database{}
	for range connections {
		conn, err := pgx.Connect(ctx, address)
		if err != nil {
			return nil, errors.Join(err, d.close())
		}
		d.conns = append(d.conns, conn)
	}
	start := time.Now()
	if err := load(ctx, d.conns[0], points); err != nil {
		return nil, errors.Join(err, d.close())
	}
	d.loaded = time.Since(start)
	if err := d.conns[0].QueryRow(ctx, sizes).Scan(&d.sizes); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

func load(ctx context.Context, conn *pgx.Conn, points []point) error {
	if _, err := conn.Exec(ctx, raw); err != nil {
		return err
	}
	in, out := io.Pipe()
	go func() { out.CloseWithError(writeRows(out, points)) }()
	_, err := conn.PgConn().CopyFrom(ctx, in, "COPY raw FROM STDIN")
	in.Close()
	if err != nil {
		return err
	}
	for step := range strings.SplitSeq(table, ";") {
		if _, err := conn.Exec(ctx, step); err != nil {
			return err
		}
	}
	_, err = conn.Exec(ctx, "VACUUM ANALYZE events") // visible to all: counts need only the index
	return err
}

// writeRows writes the points in the text format of COPY.
func writeRows(w io.Writer, points []point) error {
	var b bytes.Buffer
	text := strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`)
	for i, p := range points {
		fmt.Fprintf(&b, "%s\tSRID=4326;POINT(%v %v)\t%s\t%s\t%d\t%d\t%v\t%s\t%s\n", p.id, p.lon, p.lat, p.kind, p.source,
			p.number, p.accuracy, p.verified, p.at.Format(time.RFC3339), text.Replace(p.json))
		if b.Len() > 1<<20 || i == len(points)-1 {
			if _, err := w.Write(b.Bytes()); err != nil {
				return err
			}
			b.Reset()
		}
	}
	return nil
}

func (d *database) close() error {
	var all error
	for _, c := range d.conns {
		all = errors.Join(all, c.Close(context.Background()))
	}
	return all
}

// processor returns how much processor time the database has used so far: its
// backends, and the workers of theirs that have ended.
func (d *database) processor() (time.Duration, error) {
	parent := 0
	var sum time.Duration
	for _, c := range d.conns {
		t, err := timesOf(int(c.PgConn().PID()))
		if err != nil {
			return 0, err
		}
		sum, parent = sum+t.own, t.parent
	}
	t, err := timesOf(parent)
	return sum + t.own + t.ended, err
}

// plan is a way in which PostgreSQL plans a prepared statement.
type plan struct{ name, mode, bitmaps string }

// plans are those that are tried: as PostgreSQL thinks best; anew for each query;
// and that without bitmap scans, for which it combines indexes where reading one
// would be faster.
var plans = []plan{
	{"its own", "auto", "on"},
	{"anew", "force_custom_plan", "on"},
	{"anew, no bitmaps", "force_custom_plan", "off"},
}

// each does something with the first n connections at once.
func (d *database) each(n int, do func(i int, c *pgx.Conn) error) error {
	var wait sync.WaitGroup
	faults := make([]error, n)
	for i, c := range d.conns[:n] {
		wait.Go(func() { faults[i] = do(i, c) })
	}
	wait.Wait()
	return errors.Join(faults...)
}

// use sets how statements are planned from now on.
func (d *database) use(ctx context.Context, p plan) error {
	return d.each(len(d.conns), func(_ int, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "SET plan_cache_mode = "+p.mode+"; SET enable_bitmapscan = "+p.bitmaps)
		return err
	})
}
