package main

import (
	"fmt"
	"strings"

	"cairn/geo/memory"
)

type check struct {
	Files []string `arg:"" name:"file" help:"GeoJSON, a GeoJSON text sequence, newline-delimited features, or any format that serve reads, or a store; - for stdin."`
	Time  fields   `placeholder:"FIELD[,FIELD]" help:"The property that tells when a feature holds, or the two for start and end."`
}

// Help explains the command.
func (check) Help() string {
	return `Reads each file as serve would and prints what it holds. What is wrong is printed with line, column and
member, the first fault of each file, and the exit code is 1. Of a store that serve --store or import has made
all of the file is looked at, what stands and the past, and every fault is printed; no server may have it open.

  cairn check wells.geojson
  cairn check facts.gpkg`
}

// Run checks each file by itself.
func (c *check) Run(w world) error {
	stores, files := apart(w, c.Files)
	all, err := inputs(w, files)
	if err != nil {
		return err
	}
	bad := 0
	for _, path := range stores {
		if !checkStore(w, path) {
			bad++
		}
	}
	for _, in := range all {
		one, err := loader{store: memory.New(nil), time: c.Time}.load(w, in)
		switch {
		case w.Err() != nil:
			return w.Err()
		case err != nil:
			bad++
			fmt.Fprintln(w.stderr, harmless(err.Error()))
		default:
			fmt.Fprintln(w.stdout, harmless(one.String()))
		}
	}
	if bad > 0 {
		return fmt.Errorf("%d of %d files cannot be loaded", bad, len(all)+len(stores))
	}
	return nil
}

// String says in one line what an input holds.
func (l loaded) String() string {
	features := "features"
	if l.count == 1 {
		features = "feature"
	}
	s := fmt.Sprintf("%s: %d %s for collection %q; ", l.path, l.count, features, l.name)
	if len(l.time) == 0 {
		return s + "no property tells the time"
	}
	return s + "time from " + strings.Join(l.time, " and ")
}
