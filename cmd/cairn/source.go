package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cairn/geo"
	"cairn/geo/memory"
)

// found is what a question is asked of: a state of a store, and the question for
// it.
type found struct {
	reader     geo.Reader
	collection geo.Collection
	query      geo.Query
	store      geo.Store
}

func (f *found) close() error {
	if f.reader != nil {
		f.reader.Close()
	}
	return f.store.Close()
}

// from opens what the question is asked of.
func (c *query) from(w world, ask question) (*found, error) {
	if isAddress(c.Source[0]) {
		if len(c.Source) > 1 {
			return nil, &usageError{"one address of a server at a time"}
		}
		return c.fromServer(w, ask)
	}
	return c.fromFiles(w, ask)
}

func isAddress(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// fromFiles loads files.
func (c *query) fromFiles(w world, ask question) (*found, error) {
	all, err := inputs(w, c.Source)
	if err != nil {
		return nil, err
	}
	one, err := c.chosen(all)
	if err != nil {
		return nil, err
	}
	shown := newBar(w.stderr, []input{one})
	defer shown.end()
	store := memory.New(nil)
	if _, err := (loader{store: store, time: c.Time, bar: shown}).load(w, one); err != nil {
		return nil, err
	}
	return opened(w, store, one.name, ask)
}

// chosen returns the input that the question is about.
func (c *query) chosen(all []input) (input, error) {
	var names []string
	for _, in := range all {
		if string(in.name) == c.Collection || c.Collection == "" && len(all) == 1 {
			return in, nil
		}
		names = append(names, string(in.name))
	}
	if c.Collection == "" {
		return input{}, &usageError{"there are several collections; choose one with --collection: " + strings.Join(names, ", ")}
	}
	return input{}, &usageError{fmt.Sprintf("--collection %s: there is no such collection; there are: %s", c.Collection, strings.Join(names, ", "))}
}

// opened opens a collection of a store for a question. The store is closed with what
// is returned, and after an error.
func opened(ctx context.Context, store geo.Store, name geo.Name, ask question) (*found, error) {
	f := &found{store: store}
	err := f.open(ctx, name, ask)
	if err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

func (f *found) open(ctx context.Context, name geo.Name, ask question) (err error) {
	if f.reader, err = f.store.Read(ctx); err != nil {
		return err
	}
	if f.collection, err = f.reader.Collection(ctx, name); err != nil {
		return err
	}
	f.query, err = ask.of(f.collection)
	return err
}
