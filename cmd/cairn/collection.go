package main

import (
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// collection is about the collections of a store.
type collection struct {
	List  collectionList  `cmd:"" help:"List the collections of a store."`
	Show  collectionShow  `cmd:"" help:"Print the schema of a collection."`
	Make  collectionMake  `cmd:"" help:"Make an empty collection, or say something else of one."`
	Alter collectionAlter `cmd:"" help:"Change what is said and declared of a collection."`
	Drop  collectionDrop  `cmd:"" help:"Drop a collection with all that is in it; its past is kept."`

	Refused collectionRefused `cmd:"" help:"List rows that other programs have changed and that are refused, or put them back."`
}

// Help explains the command.
func (collection) Help() string {
	return `A collection comes into being with what is imported into it; to make one by hand says how it is called, which
properties tell the time, and what features must be like, which every write is held to from then on. While a server
has the store open, it can do the same: PUT and DELETE /collections/NAME, with a token that may.

  cairn collection list --store facts.gpkg
  cairn collection make --store facts.gpkg checkpoints --title Checkpoints --time since,until
  cairn collection make --store facts.gpkg wells --like wells.geojson
  cairn collection show --store facts.gpkg wells > wells.json
  cairn collection alter --store facts.gpkg wells --schema wells.json
  cairn collection drop --store facts.gpkg checkpoints`
}

// collectionList lists collections.
type collectionList struct{ inStore }

// Help explains the command.
func (collectionList) Help() string {
	return `Reads what the file says of itself, also while a server has it open.

  cairn collection list --store facts.gpkg`
}

// Run lists them.
func (c *collectionList) Run(w world) error {
	all, err := sqlite.List(w, c.Store)
	if err != nil {
		return err
	}
	return writeHeld(w, all)
}

// writeHeld writes what a store holds as a table.
func writeHeld(w world, all []sqlite.Held) error {
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tFEATURES\tREVISION\tUPDATED\tTITLE")
	for _, h := range all {
		updated := "never"
		if h.Rev > 0 {
			updated = shownTime(time.UnixMicro(int64(h.Updated)))
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\n", h.Name, h.Count, h.Rev, updated, cell(h.Title))
	}
	return t.Flush()
}

// collectionMake makes a collection.
type collectionMake struct {
	Name string `arg:"" name:"name" help:"What it is called in addresses."`
	writing
	collectionFlags
	declaring
}

// Help explains the command.
func (collectionMake) Help() string {
	return `Makes the store, too, if there is none. What is not given stays as it is.

  cairn collection make --store facts.gpkg checkpoints --title Checkpoints
  cairn collection make --store facts.gpkg wells --schema wells.json`
}

// Run makes it.
func (c *collectionMake) Run(w world) error {
	name, err := geo.ParseName(c.Name)
	if err != nil {
		return &usageError{err.Error()}
	}
	return c.with(w, func(store *sqlite.Store) error {
		about, err := described(w, store, name)
		isNew := geo.KindOf(err) == geo.NotFound
		if err != nil && !isNew {
			return err
		}
		about.Name, about.Schema = name, nil
		done := "changed"
		if isNew {
			done = "made"
		}
		return c.declare(w, &c.writing, &c.declaring, store, about, done)
	})
}

// with opens the store for a while to change it.
func (c *writing) with(w world, do func(*sqlite.Store) error) error {
	store, err := c.openStore(w, c.Store)
	if err != nil {
		return err
	}
	return errors.Join(do(store), store.Close())
}

// described returns what a store says of a collection.
func described(w world, store geo.Store, name geo.Name) (geo.Collection, error) {
	r, err := store.Read(w)
	if err != nil {
		return geo.Collection{}, err
	}
	defer r.Close()
	return r.Collection(w, name)
}

// collectionDrop drops a collection.
type collectionDrop struct {
	Name string `arg:"" name:"name" help:"Which one."`
	writing
	Yes bool `help:"Drop it even if there are features in it."`
}

// Help explains the command.
func (collectionDrop) Help() string {
	return `What was in it can be read as of a moment before, for as long as the past is kept.

  cairn collection drop --store facts.gpkg checkpoints --yes`
}

// Run drops it.
func (c *collectionDrop) Run(w world) error {
	if _, err := sqlite.List(w, c.Store); err != nil {
		return err // it does not come into being by this
	}
	return c.with(w, func(store *sqlite.Store) error {
		about, err := described(w, store, geo.Name(c.Name))
		if err != nil {
			return err
		}
		if about.Count > 0 && !c.Yes {
			return &usageError{"there are " + strconv.Itoa(about.Count) + " features in " + c.Name + "; --yes drops it all the same"}
		}
		if _, err := store.Apply(w, geo.Change{Op: geo.DropCollection, In: about.Name, By: c.who(w)}); err != nil {
			return err
		}
		_, err = fmt.Fprintf(w.stderr, "The collection %s is dropped, with %s.\n", about.Name, features(about.Count))
		return err
	})
}
