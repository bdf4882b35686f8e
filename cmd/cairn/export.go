package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// export writes a collection of a store to a file.
type export struct {
	Out        string `arg:"" name:"out" help:"The file to write; its ending says the format; - for standard output."`
	Store      string `placeholder:"FILE" help:"The store: a GeoPackage."`
	Server     string `placeholder:"URL" help:"Instead of --store: a server."`
	Collection string `short:"c" required:"" placeholder:"NAME" help:"Which collection."`
	selection
	Properties []string `short:"p" placeholder:"NAME,…" help:"Only these properties, in this order."`
	Sort       order    `placeholder:"NAME,-NAME" help:"Sorted by these properties; - before a name sorts down."`
	Limit      int      `short:"n" placeholder:"N" help:"At most so many features."`
	Format     string   `short:"f" placeholder:"FORMAT" help:"The format, where the ending does not say it."`
	CRS        string   `name:"crs" placeholder:"CRS" help:"The coordinate reference system of what is written, such as EPSG:3857."`
}

// Help explains the command.
func (export) Help() string {
	return `Writes what stands in a collection, or what of it is chosen, as it is at one moment. A server may have the store
open meanwhile: then a copy of the file is read. The file appears under its name when it is whole.

  cairn export --store facts.gpkg --collection claims claims.csv
  cairn export --server https://map.example.org --collection claims claims.csv
  cairn export --store facts.gpkg --collection wells --filter "depth > 100" --crs EPSG:3857 deep.fgb`
}

// Run exports.
func (c *export) Run(w world) error {
	q := query{
		Source: []string{c.Store}, Collection: c.Collection, selection: c.selection, Properties: c.Properties,
		Sort: c.Sort, Limit: c.Limit, Format: c.Format, Output: c.Out, CRS: c.CRS,
	}
	if c.Out == "-" {
		q.Output = ""
	}
	at := somewhere{Store: c.Store, Server: c.Server}
	if server, err := at.choose(w); err != nil {
		return err
	} else if server {
		q.Source = []string{at.Server}
		return q.Run(w)
	}
	return q.answer(w, func(ask question) (*found, error) { return c.open(w, ask) })
}

// open opens the store, or a copy of it.
func (c *export) open(w world, ask question) (*found, error) {
	if _, err := sqlite.List(w, c.Store); err != nil {
		return nil, err // it is no store, and does not become one by this
	}
	store, err := sqlite.Open(w, c.Store, sqlite.Options{})
	if geo.KindOf(err) != geo.Busy {
		if err != nil {
			return nil, err
		}
		return opened(w, store, geo.Name(c.Collection), ask)
	}
	folder, err := os.MkdirTemp("", "cairn-*")
	if err != nil {
		return nil, fmt.Errorf("copy the store: %w", err)
	}
	copied := filepath.Join(folder, "store.gpkg")
	_, err = sqlite.Backup(w, c.Store, copied)
	if err == nil {
		store, err = sqlite.Open(w, copied, sqlite.Options{})
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return opened(w, &scratch{store, folder}, geo.Name(c.Collection), ask)
}

// scratch is a store that goes away when it is closed.
type scratch struct {
	*sqlite.Store
	folder string
}

// Close closes and removes it.
func (s *scratch) Close() error { return errors.Join(s.Store.Close(), os.RemoveAll(s.folder)) }
