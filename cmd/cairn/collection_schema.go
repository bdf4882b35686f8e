package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"cairn/geo"
	"cairn/geo/jsonschema"
	"cairn/geo/memory"
	"cairn/geo/sqlite"
)

// declaring are the flags that say what the features of a collection must be like.
type declaring struct {
	Schema string `placeholder:"FILE" xor:"schema" help:"What features must be like: a JSON Schema, as collection show prints it; - for stdin."`
	Like   string `placeholder:"FILE" xor:"schema" help:"The same, as the features in this file are: the types of their properties and of their places."`
}

// declared takes over what the flags say.
func (d *declaring) declared(w world, about *geo.Collection) error {
	switch {
	case d.Schema != "":
		return d.read(w, about)
	case d.Like != "":
		schema, err := schemaLike(w, d.Like)
		about.Schema = schema
		return err
	}
	return nil
}

// read reads the JSON Schema, with what it says of the collection as a whole.
func (d *declaring) read(w world, about *geo.Collection) error {
	text, err := readSmall(w, d.Schema)
	if err != nil {
		return err
	}
	made, err := jsonschema.Read(text)
	if err != nil {
		var lines []string
		for _, e := range eachError(err) {
			lines = append(lines, e.Error())
		}
		return fmt.Errorf("%s cannot be declared: %s", d.Schema, strings.Join(lines, "; "))
	}
	about.Schema = made.Schema
	if made.Title != "" && made.Title != string(about.Name) {
		about.Title = made.Title
	}
	if made.Description != "" {
		about.Description = made.Description
	}
	if made.TimeFields != nil {
		about.TimeFields = made.TimeFields
	}
	return nil
}

// readSmall reads a file that is no larger than a schema may be, or a little.
func readSmall(w world, path string) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(w.stdin, jsonschema.MaxBytes+1))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, jsonschema.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return text, nil
}

// schemaLike declares what the features of a file have in common: for each property the
// types of its values, and the types of geometries. Nothing is required, and further
// properties are allowed.
func schemaLike(w world, path string) (*geo.Schema, error) {
	all, err := fileInputs(w, path)
	if err != nil {
		return nil, err
	}
	if len(all) > 1 {
		return nil, &usageError{fmt.Sprintf("--like %s has %d layers; expected one", path, len(all))}
	}
	store := memory.New(nil)
	if _, err := (loader{store: store}).load(w, all[0]); err != nil {
		return nil, err
	}
	c, err := described(w, store, all[0].name)
	if err != nil {
		return nil, err
	}
	fields := []geo.Field{}
	for _, f := range c.Schema.Fields() {
		f.Limits = &geo.Limits{Kinds: f.Kinds &^ geo.Null}
		if f.Limits.Kinds&geo.Number != 0 {
			f.Limits.Kinds &^= geo.Integer
		}
		if f.Limits.Kinds&geo.Text != 0 {
			f.Limits.Kinds &^= geo.Date | geo.DateTime
		}
		fields = append(fields, geo.Field{Name: f.Name, Title: f.Title, Description: f.Description, Unit: f.Unit, Limits: f.Limits})
	}
	frame := geo.Frame{}
	if c.Geometries != nil {
		frame.Location = &geo.Location{Types: c.Geometries}
	}
	return geo.NewDeclared(frame, fields...), nil
}

// collectionAlter changes what is said and declared of a collection.
type collectionAlter struct {
	Name string `arg:"" name:"name" help:"Which one."`
	writing
	collectionFlags
	declaring
	NoSchema bool `xor:"schema" help:"Let features be like anything."`
}

// Help explains the command.
func (collectionAlter) Help() string {
	return `What is not given stays as it is. A schema is refused, with which features and why, if some that are there
are not like that; one that allows more is always taken. As of a moment before, the collection is as it was.

  cairn collection show --store facts.gpkg wells > wells.json
  cairn collection alter --store facts.gpkg wells --schema wells.json`
}

// Run changes it.
func (c *collectionAlter) Run(w world) error {
	if _, err := sqlite.List(w, c.Store); err != nil {
		return err // it does not come into being by this
	}
	return c.with(w, func(store *sqlite.Store) error {
		about, err := described(w, store, geo.Name(c.Name))
		if err != nil {
			return err
		}
		about.Schema = nil
		if c.NoSchema {
			about.Schema = geo.NewDeclared(geo.Frame{})
		}
		return c.declare(w, &c.writing, &c.declaring, store, about, "changed")
	})
}

// collectionFlags say how a collection is called and what is in it.
type collectionFlags struct {
	Title       string `help:"What it is called for people."`
	Description string `help:"What is in it."`
	Time        fields `placeholder:"FIELD[,FIELD]" help:"The property that tells when a feature holds, or the two for start and end; by default start and end, then datetime, date and the like."`
}

// over puts what the flags say of a collection over what is said of it.
func (c *collectionFlags) over(about *geo.Collection) {
	if c.Title != "" {
		about.Title = c.Title
	}
	if c.Description != "" {
		about.Description = c.Description
	}
	if c.Time != nil {
		about.TimeFields = c.Time
	}
}

// declare has a store note what is said of a collection, and tells that it is done. What
// the flags say counts most, then what the schema says.
func (c *collectionFlags) declare(w world, by *writing, d *declaring, store *sqlite.Store, was geo.Collection, done string) error {
	about := geo.Collection{Name: was.Name, Title: was.Title, Description: was.Description, TimeFields: was.TimeFields, Schema: was.Schema}
	if err := d.declared(w, &about); err != nil {
		return err
	}
	c.over(&about)
	if _, err := store.Apply(w, geo.Change{Op: geo.PutCollection, In: about.Name, Collection: &about, By: by.who(w)}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w.stderr, "The collection %s is %s.\n", about.Name, done)
	return err
}

// collectionShow prints what is declared of a collection.
type collectionShow struct {
	Name string `arg:"" name:"name" help:"Which one."`
	inStore
}

// Help explains the command.
func (collectionShow) Help() string {
	return `Prints a JSON Schema: what is declared of the collection's features, or else what their properties have been;
also while a server has the store open. It can be edited and given to collection alter --schema.

  cairn collection show --store facts.gpkg claims`
}

// Run prints it.
func (c *collectionShow) Run(w world) error {
	about, err := sqlite.Describe(w, c.Store, geo.Name(c.Name))
	if err != nil {
		return err
	}
	e := json.NewEncoder(w.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(jsonschema.Describe(about, 1))
}
