package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// bulk measures how long it takes until a file of points is durable in a store, and
// until a server that is started with that store answers; beside it, how long
// PostgreSQL takes to copy the same points and to make the two indexes that the
// store's answers need. It is given them as rows, without GeoJSON to read.
func bulk(ctx context.Context, cairn, place, dir string, features int, peer *durablePeer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	points := generate(features)
	file := filepath.Join(dir, fmt.Sprintf("events-%d.geojsonl", features))
	if err := write(file, points); err != nil {
		return fmt.Errorf("write the data: %w", err)
	}
	store := filepath.Join(place, "bulk.gpkg")
	start := time.Now()
	if said, err := exec.CommandContext(ctx, cairn, "import", file, "--store", store, "--collection", "events").CombinedOutput(); err != nil {
		return fmt.Errorf("import: %w: %s", err, said)
	}
	imported := time.Since(start)
	info, err := os.Stat(store)
	if err != nil {
		return err
	}
	started, resident, err := startUp(ctx, cairn, store, features)
	if err != nil {
		return fmt.Errorf("start with the store: %w", err)
	}
	fmt.Printf("%d points: imported from GeoJSON lines, durable, in %.1f s; the file has %d MB; a server answers %.1f s after its start, with %d MB resident\n",
		features, imported.Seconds(), info.Size()/1e6, started.Seconds(), resident/1e6)
	if peer == nil {
		return nil
	}
	copied, indexed, err := copyDurably(ctx, peer.conns[0], points)
	if err != nil {
		return fmt.Errorf("copy into PostgreSQL: %w", err)
	}
	fmt.Printf("PostgreSQL: copied from rows in %.1f s, primary key and place indexed in %.1f s more; the store takes %.1f times as long\n",
		copied.Seconds(), indexed.Seconds(), imported.Seconds()/(copied+indexed).Seconds())
	return nil
}

// startUp starts a server with a store and returns when it answered from it.
func startUp(ctx context.Context, cairn, store string, features int) (took time.Duration, resident int, err error) {
	begun := time.Now()
	server, err := start(ctx, cairn, "serve", "--listen", "127.0.0.1:0", "--log-level", "warn", "--store", store)
	if err != nil {
		return 0, 0, err
	}
	defer server.stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		body, status, err := fetch(ctx, server.address+"/collections/events/items?limit=1&f=json")
		if err == nil && status == http.StatusOK {
			if want := fmt.Sprintf(`"numberMatched":%d,`, features); !strings.Contains(body, want) {
				return 0, 0, fmt.Errorf("the answer has no %s: %.200s", want, body)
			}
			break
		}
		if err == nil && status != http.StatusServiceUnavailable {
			err = fmt.Errorf("status %d: %s", status, body)
		}
		if err != nil {
			return 0, 0, err
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return 0, 0, ctx.Err()
		}
	}
	took = time.Since(begun)
	resident, err = server.resident()
	return took, resident, err
}

func fetch(ctx context.Context, url string) (body string, status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", 0, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", 0, err
	}
	text, err := io.ReadAll(answer.Body)
	return string(text), answer.StatusCode, errors.Join(err, answer.Body.Close())
}

// copyDurably copies the points into a table of a PostgreSQL that syncs.
func copyDurably(ctx context.Context, conn *pgx.Conn, points []point) (copied, indexed time.Duration, err error) {
	if _, err := conn.Exec(ctx, strings.Replace(raw, "UNLOGGED ", "", 1)); err != nil {
		return 0, 0, err
	}
	start := time.Now()
	in, out := io.Pipe()
	go func() { out.CloseWithError(writeRows(out, points)) }()
	_, err = conn.PgConn().CopyFrom(ctx, in, "COPY raw FROM STDIN")
	in.Close()
	if err != nil {
		return 0, 0, err
	}
	copied = time.Since(start)
	start = time.Now()
	for _, s := range []string{"ALTER TABLE raw ADD PRIMARY KEY (id)", "CREATE INDEX ON raw USING gist (geom)"} {
		if _, err := conn.Exec(ctx, s); err != nil {
			return 0, 0, err
		}
	}
	return copied, time.Since(start), nil
}
