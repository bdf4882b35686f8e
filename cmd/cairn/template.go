package main

import (
	"errors"
	"fmt"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/memory"
	"cairn/seeds"
)

// template writes an empty table to fill in.
type template struct {
	Collection string `arg:"" enum:"claims,control,events,places,sources" name:"collection" help:"Which: claims, control, events, places or sources."`
	Example    bool   `help:"Add a row of the seeds, which shows how to fill it in; delete it before you import."`
	Explain    bool   `help:"Write what each column means instead."`
}

// Help explains the command.
func (template) Help() string {
	return `A table (CSV in UTF-8, which spreadsheet programs open) with a column for each property of the collection, and
those for id and position. Filled in, it imports back; what is bad is told with its line, and a cell that is left
empty says nothing.

  cairn template claims --explain
  cairn template claims > claims.csv
  cairn import claims.csv --store facts.gpkg --dry-run
  cairn import claims.csv --store facts.gpkg`
}

// Run writes it.
func (c *template) Run(w world) (err error) {
	set := seeds.Sets()[0]
	store := memory.New(nil)
	defer func() { err = errors.Join(err, store.Close()) }()
	for _, in := range seedInputs(set) {
		if string(in.name) != c.Collection {
			continue
		}
		if _, err := (loader{store: store}).load(w, in); err != nil {
			return err
		}
	}
	r, err := store.Read(w)
	if err != nil {
		return err
	}
	defer r.Close()
	about, err := r.Collection(w, geo.Name(c.Collection))
	if err != nil {
		return err
	}
	if c.Explain {
		return explainColumns(w, about.Schema)
	}
	csv, _ := format.ByName("csv")
	to := csv.Write(w.stdout, geo.Output{Collection: about, Spreadsheet: true})
	if c.Example {
		return writeAll(r.Find(w, geo.Query{From: about.Name, Limit: 1}), to)
	}
	return to.Close()
}

// explainColumns says what each column of a template means.
func explainColumns(w world, s *geo.Schema) error {
	var b strings.Builder
	b.WriteString("id: names the row; each needs one of its own.\nlongitude, latitude: where, in degrees (WGS 84); both empty if that is not known.\n")
	for _, f := range s.Fields() {
		b.WriteString(f.Name)
		if f.Description != "" {
			b.WriteString(": " + f.Description)
		}
		if f.Unit != "" {
			b.WriteString(" In " + f.Unit + ".")
		}
		if l := f.Limits; l != nil && l.Enum != nil {
			b.WriteString(" One of: " + strings.Join(l.Enum, ", ") + ".")
		}
		if l := f.Limits; l != nil && l.Required {
			b.WriteString(" Each row needs it.")
		}
		b.WriteByte('\n')
	}
	_, err := fmt.Fprint(w.stdout, b.String())
	return err
}
