package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// trial is how long each number of connections is tried.
const trial = time.Second

// answered is how PostGIS did in one case: with the number of connections and the
// way of planning that are the fastest for it.
type answered struct {
	d             *database
	c             bench
	connections   int
	plan          plan
	own           result   // the trial that did best with PostgreSQL's own plans
	pages, counts []result // each round; counts: of the page and then its count
}

// ask reads one answer, and how many there are if counted and the page is full,
// and returns the number of rows. row is called with each.
func ask(ctx context.Context, conn *pgx.Conn, c bench, q query, counted bool, row func(json []byte)) (matched int, err error) {
	rows, err := conn.Query(ctx, c.sql, q.args...)
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		row(rows.RawValues()[0])
		matched++
	}
	if rows.Close(); rows.Err() != nil {
		return 0, rows.Err()
	}
	if counted && q.limit > 0 && matched == q.limit {
		err = conn.QueryRow(ctx, c.count, q.args...).Scan(&matched)
	}
	return matched, err
}

// verify asks every query once and checks the answers like those of the server.
func (d *database) verify(ctx context.Context, c bench) error {
	for _, q := range c.queries {
		var features []string
		matched, err := ask(ctx, d.conns[0], c, q, true, func(json []byte) { features = append(features, string(json)) })
		if err != nil {
			return err
		}
		body := fmt.Sprintf(`{"numberMatched":%d,"features":[%s]}`, matched, strings.Join(features, ","))
		if err := q.check([]byte(body), true); err != nil {
			return err
		}
	}
	return nil
}

// prepare checks all answers and finds out how many connections and which way of
// planning are best for the case.
func (d *database) prepare(ctx context.Context, c bench) (*answered, error) {
	if err := d.verify(ctx, c); err != nil {
		return nil, err
	}
	a := &answered{d: d, c: c}
	best := 0.0
	for _, p := range plans {
		if err := d.use(ctx, p); err != nil {
			return nil, err
		}
		for _, n := range []int{1, 4, 8, connections} {
			if (n == 1) != (c.connections == 1) {
				continue
			}
			r, err := d.run(ctx, c, n, false, trial)
			if err != nil {
				return nil, err
			}
			if p == plans[0] && r.perSecond > a.own.perSecond {
				a.own = r
			}
			if r.perSecond > best {
				best, a.connections, a.plan = r.perSecond, n, p
			}
		}
	}
	return a, nil
}

// round times the pages, and the pages with their counts where there are any.
func (a *answered) round(ctx context.Context, length time.Duration) error {
	if err := a.d.use(ctx, a.plan); err != nil {
		return err
	}
	r, err := a.d.run(ctx, a.c, a.connections, false, length)
	if err != nil {
		return err
	}
	a.pages = append(a.pages, r)
	if a.c.count == "" {
		return nil
	}
	if r, err = a.d.run(ctx, a.c, a.connections, true, length); err != nil {
		return err
	}
	a.counts = append(a.counts, r)
	return nil
}

// run asks the queries one after the other on n connections for some time; one at
// least on each.
func (d *database) run(ctx context.Context, c bench, n int, counted bool, length time.Duration) (result, error) {
	var next atomic.Int64
	took := make([][]time.Duration, n)
	before, err := d.processor()
	if err != nil {
		return result{}, err
	}
	start := time.Now()
	err = d.each(n, func(i int, conn *pgx.Conn) error {
		for {
			begin := time.Now()
			if begin.Sub(start) > length && len(took[i]) > 0 {
				return nil
			}
			q := c.queries[int(next.Add(1)-1)%len(c.queries)]
			if _, err := ask(ctx, conn, c, q, counted, func([]byte) {}); err != nil {
				return err
			}
			took[i] = append(took[i], time.Since(begin))
		}
	})
	if err != nil {
		return result{}, err
	}
	length = time.Since(start)
	after, err := d.processor()
	all := slices.Sorted(slices.Values(slices.Concat(took...)))
	return result{
		perSecond: float64(len(all)) / length.Seconds(),
		p50:       all[len(all)/2],
		p99:       all[len(all)*99/100],
		processor: (after - before) / time.Duration(len(all)),
	}, err
}
