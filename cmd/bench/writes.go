package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5"

	"cairn/geo/pgtest"
)

// durable are the settings of a PostgreSQL that has written what it acknowledges.
var durable = []string{"fsync=on", "full_page_writes=on", "synchronous_commit=on", "shared_buffers=256MB"}

// writes measures single durable writes: a server with a store over HTTP, each POST
// acknowledged when it is on the disk, and PostgreSQL with synchronous_commit=on
// over a socket, in the same run and in turn.
//
//	go run ./cmd/bench writes
func writes(ctx context.Context, args []string) (err error) {
	flags := flag.NewFlagSet("writes", flag.ExitOnError)
	cairn := flags.String("cairn", "bin/cairn", "the program to measure")
	seconds := flags.Int("seconds", 5, "length of a round")
	dir := flags.String("dir", ".", "a folder on the disk to measure")
	data := flags.String("data", "bench", "folder for the generated data, kept between runs")
	features := flags.Int("features", 1_000_000, "number of points to import; 0 for no import")
	if err := flags.Parse(args); err != nil {
		return err
	}
	place, err := os.MkdirTemp(*dir, "bench-store-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(place)
	store := filepath.Join(place, "store.gpkg")
	server, err := start(ctx, *cairn, "serve", "--listen", "127.0.0.1:0", "--log-level", "warn", "--store", store, "--seed")
	if err != nil {
		return fmt.Errorf("start %s: %w", *cairn, err)
	}
	defer server.stop()
	token, err := exec.CommandContext(ctx, *cairn, "token", "create", "--store", store, "--name", "bench", "--can", "admin").Output()
	if err != nil {
		return fmt.Errorf("make a token: %w", err)
	}
	post := poster(server.address, strings.TrimSpace(string(token)))
	if err := post(ctx, http.MethodPut, "/collections/written", "application/json", `{"title":"Written"}`); err != nil {
		return err
	}
	peer, err := launchDurable(ctx)
	if err != nil {
		return err
	}
	if peer != nil {
		defer func() { err = errors.Join(err, peer.stop()) }()
	}
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "writers\tcairn /s (HTTP)\tPostgreSQL /s (socket)\tratio\t")
	for _, n := range []int{1, 8, 32} {
		var id atomic.Int64
		lines, err := dialAll(ctx, n, server.address, strings.TrimSpace(string(token)))
		if err != nil {
			return err
		}
		ours, err := written(ctx, n, *seconds, func(_ context.Context, worker int) error {
			i := id.Add(1)
			return lines[worker].send(feature(n, i), http.StatusCreated)
		})
		for _, l := range lines {
			err = errors.Join(err, l.conn.Close())
		}
		if err != nil {
			return err
		}
		if peer == nil {
			fmt.Fprintf(t, "%d\t%.0f\t–\t–\t\n", n, ours)
			continue
		}
		theirs, err := written(ctx, n, *seconds, func(ctx context.Context, worker int) error {
			i := id.Add(1)
			_, err := peer.conns[worker].Exec(ctx, "INSERT INTO written VALUES ($1, ST_SetSRID(ST_MakePoint($2, $3), 4326), $4, $5)", fmt.Sprintf("p%d-%d", n, i), 40.5, 36.5, "escape", i)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(t, "%d\t%.0f\t%.0f\t%.1f\t\n", n, ours, theirs, ours/theirs)
	}
	if err := t.Flush(); err != nil || *features == 0 {
		return err
	}
	return bulk(ctx, *cairn, place, *data, *features, peer)
}

const mediaFeature = "application/geo+json"

func feature(n int, i int64) string {
	return fmt.Sprintf(`{"type":"Feature","id":"w%d-%d","geometry":{"type":"Point","coordinates":[40.5,36.5]},"properties":{"kind":"escape","number":%d}}`, n, i, i)
}

// poster sends bodies to a server, by connections that stay open.
func poster(address, token string) func(ctx context.Context, method, path, media, body string) error {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	return func(ctx context.Context, method, path, media, body string) error {
		r, err := http.NewRequestWithContext(ctx, method, address+path, strings.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", media)
		answer, err := client.Do(r)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		said, err := io.ReadAll(answer.Body)
		if err == nil && answer.StatusCode != http.StatusCreated {
			err = fmt.Errorf("%s %s: %s: %s", method, path, answer.Status, said)
		}
		return err
	}
}

// dialAll makes n lines that post features.
func dialAll(ctx context.Context, n int, address, token string) ([]*line, error) {
	lines := make([]*line, n)
	for i := range lines {
		var err error
		if lines[i], err = dial(ctx, address, http.MethodPost, "/collections/written/items", mediaFeature, token); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// written lets n workers write for some seconds and returns how many writes a second
// were acknowledged.
func written(ctx context.Context, n, seconds int, write func(ctx context.Context, worker int) error) (float64, error) {
	var done atomic.Int64
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	faults := make(chan error, n)
	for worker := range n {
		go func() {
			for time.Now().Before(end) {
				if err := write(ctx, worker); err != nil {
					faults <- err
					return
				}
				done.Add(1)
			}
			faults <- nil
		}()
	}
	var all error
	for range n {
		all = errors.Join(all, <-faults)
	}
	return float64(done.Load()) / float64(seconds), all
}

// durablePeer is a PostgreSQL that syncs what it commits.
type durablePeer struct {
	server *pgtest.Server
	conns  []*pgx.Conn
}

// launchDurable starts one, nil where it is not installed.
func launchDurable(ctx context.Context) (*durablePeer, error) {
	if why := pgtest.Missing(); why != "" {
		fmt.Fprintln(os.Stderr, "bench:", why)
		return nil, nil
	}
	server, err := pgtest.Launch(durable...)
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	p := &durablePeer{server: server}
	for range connections {
		conn, err := pgx.Connect(ctx, server.Address())
		if err != nil {
			return nil, errors.Join(err, p.stop())
		}
		p.conns = append(p.conns, conn)
	}
	_, err = p.conns[0].Exec(ctx, "CREATE TABLE written (id text PRIMARY KEY, geom geometry(Point, 4326), kind text, number bigint); CREATE INDEX ON written USING gist (geom)")
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return p, nil
}

func (p *durablePeer) stop() error {
	for _, c := range p.conns {
		_ = c.Close(context.Background()) // the server goes anyway
	}
	return p.server.Stop()
}
