// Bench measures Cairn over HTTP against the ceiling: a chi handler on net/http
// that writes a ready-made buffer of the same size. Both are loaded by wrk with
// one thread and 32 connections and the same requests, in turn, in one run; the
// medians and the ratio are printed.
//
// The data are a million points with seven properties around the towns of the
// world, the same on every machine. Every answer is checked against a plain loop
// over all points before anything is timed.
//
// What PostGIS can be asked as well it is asked, in the same run and in turn with
// Cairn, in a database of its own with proper indexes: see [printRivals] for what
// is compared.
//
//	go run ./cmd/bench -cairn bin/cairn
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

type options struct {
	cairn    string
	dir      string
	features int
	queries  int
	rounds   int
	seconds  int
	only     string
	postgis  bool
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "ceiling" {
		exit(serveCeiling(os.Args[2:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) > 1 && os.Args[1] == "listeners" {
		exit(listeners(ctx, os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == "writes" {
		exit(writes(ctx, os.Args[2:]))
	}
	var o options
	flag.StringVar(&o.cairn, "cairn", "bin/cairn", "the program to measure")
	flag.StringVar(&o.dir, "dir", "bench", "folder for the generated data, kept between runs")
	flag.IntVar(&o.features, "features", 1_000_000, "number of points")
	flag.IntVar(&o.queries, "queries", 400, "different requests of each kind")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds of which the median is taken")
	flag.IntVar(&o.seconds, "seconds", 5, "length of a round")
	flag.StringVar(&o.only, "only", "", "only the cases of these names, with ; between them")
	flag.BoolVar(&o.postgis, "postgis", true, "ask PostGIS the same")
	flag.Parse()
	exit(run(ctx, o))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(ctx context.Context, o options) error {
	if err := os.MkdirAll(o.dir, 0o755); err != nil {
		return err
	}
	points := generate(o.features)
	file := filepath.Join(o.dir, fmt.Sprintf("events-%d.geojsonl", o.features))
	if err := write(file, points); err != nil {
		return fmt.Errorf("write the data: %w", err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	all, err := cases(points, o.queries, filepath.Base(file), o.only)
	if err != nil {
		return err
	}
	var d *database
	if o.postgis {
		var stop func() error
		if d, stop, err = launch(ctx, points); err != nil {
			return err
		}
		defer stop()
	}
	start := time.Now()
	server, err := startServer(ctx, o.cairn, file)
	if err != nil {
		return fmt.Errorf("start %s: %w", o.cairn, err)
	}
	defer server.stop()
	loaded := time.Since(start)
	resident, err := server.resident()
	if err != nil {
		return err
	}
	fmt.Printf("%d points, %d bytes each as GeoJSON; loaded in %.2f s (%.0f MB/s); %d MB resident, %d bytes a feature\n",
		o.features, int(info.Size())/o.features, loaded.Seconds(), float64(info.Size())/1e6/loaded.Seconds(),
		resident/1e6, resident/o.features)
	rows, err := measureAll(ctx, o, server, d, all)
	if err != nil {
		return err
	}
	after, err := server.resident()
	if err != nil {
		return err
	}
	print(os.Stdout, rows)
	fmt.Printf("after all rounds: %d MB resident, %d bytes a feature\n", after/1e6, after/o.features)
	if d != nil {
		printRivals(os.Stdout, d, rows)
	}
	return nil
}

func measureAll(ctx context.Context, o options, server *process, d *database, all []bench) ([]row, error) {
	var rows []row
	for _, c := range all {
		row, err := measure(ctx, o, server, d, c)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		rows = append(rows, row)
		fmt.Fprintln(os.Stderr, row)
	}
	return rows, nil
}
