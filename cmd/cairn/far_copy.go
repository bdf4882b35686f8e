package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/jsonschema"
	"cairn/geo/memory"
	"cairn/geo/situation"
)

// taker is what an import goes into.
type taker interface {
	Apply(ctx context.Context, changes ...geo.Change) (geo.Rev, error)
	FillBy(ctx context.Context, name geo.Name, about *geo.Collection, by string, features iter.Seq2[geo.Feature, error]) (int, error)
}

// likeness is what some collections of a server hold, to be looked at and tried on.
type likeness struct {
	*memory.Store
	has map[geo.Name]bool // which of them the server has
}

// FillBy fills a collection.
func (l *likeness) FillBy(ctx context.Context, name geo.Name, about *geo.Collection, _ string, features iter.Seq2[geo.Feature, error]) (int, error) {
	return l.Fill(ctx, name, about, features)
}

// situationNames are the collections that the rules of a situation look at, in an
// order in which each may name what came before.
var situationNames = [...]geo.Name{situation.Sources, situation.Places, situation.Events, situation.Control, situation.Claims}

// like copies collections of the server, and with one of the situation's all of those:
// the copy has the rules that the server has, so that what these refuse is known, all at
// once and with its line, before anything is sent.
func (f *far) like(ctx context.Context, names ...geo.Name) (*likeness, error) {
	for _, name := range situationNames {
		if slices.Contains(names, name) {
			names = append(names, situationNames[:]...)
			break
		}
	}
	begun := false // what is there already is not asked about
	rule := func(ctx context.Context, next geo.Reader, c geo.Change) error {
		if !begun {
			return nil
		}
		return situation.WriteRule(ctx, next, c)
	}
	l := &likeness{Store: memory.Open(memory.Options{Rules: []geo.Rule{rule}}), has: map[geo.Name]bool{}}
	for _, name := range names {
		if l.has[name] {
			continue
		}
		if err := f.copyInto(ctx, l, name); err != nil {
			return nil, fmt.Errorf("read %s of the server: %w", name, err)
		}
	}
	begun = true
	return l, nil
}

// copyInto copies one collection, if the server has it.
func (f *far) copyInto(ctx context.Context, l *likeness, name geo.Name) error {
	about := geo.Collection{Name: name}
	var said struct{ Title, Description string }
	err := f.read(ctx, collectionPath(name)+"?f=json", &said)
	if isAnswer(err, http.StatusNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	about.Title, about.Description = said.Title, said.Description
	text, err := f.text(ctx, collectionPath(name)+"/schema?f=json")
	if err != nil {
		return err
	}
	declared, unread := jsonschema.Read(text)
	about.TimeFields = declared.TimeFields
	l.has[name] = true
	body, err := f.ask(ctx, http.MethodGet, collectionPath(name)+"/items?f=geojsonseq", "", nil)
	if err != nil {
		return err
	}
	defer body.Close()
	features := underived(name, format.ReadSequence(body, geo.NewBuilder(nil, about.TimeFields...)), about.TimeFields)
	if _, err = l.Fill(ctx, name, &about, features); err != nil {
		return err
	}
	if unread == nil && declared.Declared {
		about.Schema = declared.Schema
		_, _ = l.Apply(ctx, geo.Change{Op: geo.PutCollection, In: name, Collection: &about})
	}
	return nil
}

func (f *far) text(ctx context.Context, path string) ([]byte, error) {
	body, err := f.ask(ctx, http.MethodGet, path, "", nil)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return io.ReadAll(io.LimitReader(body, 16<<20))
}

func (f *far) read(ctx context.Context, path string, into any) error {
	text, err := f.text(ctx, path)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// underived yields features without what the server derives, which it keeps of nobody.
func underived(name geo.Name, all iter.Seq2[geo.Feature, error], time []string) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		b := geo.NewBuilder(nil, time...)
		for f, err := range all {
			if err == nil {
				f, err = plain(name, f, b)
			}
			if !yield(f, err) || err != nil {
				return
			}
		}
	}
}

// plain returns a feature as it was put.
func plain(name geo.Name, f geo.Feature, b *geo.Builder) (geo.Feature, error) {
	part := format.Selection{Fields: []int{}}
	for i, field := range f.Schema().Fields() {
		if !situation.Derives(name, field.Name) {
			part.Fields = append(part.Fields, i)
		}
	}
	if len(part.Fields) == len(f.Schema().Fields()) {
		return f, nil
	}
	text, err := format.AppendFeature(nil, f, part)
	if err != nil {
		return f, err
	}
	for one, err := range format.ReadGeoJSON(bytes.NewReader(text), b) {
		return one, err
	}
	return f, errors.New("a feature is none without what is derived")
}
