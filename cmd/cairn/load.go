package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"cairn/geo"
)

const (
	// batchSize is how many features go from the reader to the store at once, so
	// that the one seldom waits for the other.
	batchSize = 5_000
	// peekSize is how much of a file is looked at to tell its format.
	peekSize = 64 << 10
)

// filler is a store that takes a whole collection at once.
type filler interface {
	geo.Store
	// Fill is as geo/memory has it.
	Fill(ctx context.Context, name geo.Name, about *geo.Collection, features iter.Seq2[geo.Feature, error]) (int, error)
}

// loader puts inputs into a store.
type loader struct {
	store filler
	time  []string // names of the properties a feature's period is in; nil to look for them
	bar   *bar     // may be nil
}

// loaded is what became of one input.
type loaded struct {
	input
	count   int
	took    time.Duration
	time    []string // properties that tell the time
	hasTime bool     // every name the user gave is there
	schema  *geo.Schema
}

// load reads one input into a collection of its own. What is wrong with the data
// is told with the input's path in front.
func (l loader) load(ctx context.Context, in input) (loaded, error) {
	start := time.Now()
	about := geo.Collection{Title: in.title, Description: in.description, TimeFields: l.time, Schema: in.schema}
	builder := geo.NewBuilder(nil, l.time...)
	count, err := l.fill(ctx, in, &about, builder)
	if err != nil {
		return loaded{}, fmt.Errorf("%s: %w", in.path, err)
	}
	return loaded{
		input: in, count: count, took: time.Since(start),
		time: geo.TimeFields(builder.Schema(), l.time...), hasTime: hasFields(builder.Schema(), l.time), schema: builder.Schema(),
	}, nil
}

// fill reads features in one goroutine and stores them in this one.
func (l loader) fill(ctx context.Context, in input, about *geo.Collection, b *geo.Builder) (int, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	batches := make(chan batch, 4)
	if in.layer != nil {
		go send(ctx, in.layer.Read(b), batches)
	} else {
		file, err := in.open()
		if err != nil {
			return 0, err
		}
		defer file.Close()
		buffered := bufio.NewReaderSize(l.bar.reading(file), peekSize)
		go func() { send(ctx, formatOf(in.path, buffered).Read(buffered, b), batches) }()
	}
	count, err := l.store.Fill(ctx, in.name, about, arriving(ctx, batches))
	return count, advised(err)
}

// arriving yields the features of the batches as they come, until there are no
// more or ctx ends: the reader may wait for a terminal or a pipe for ever.
func arriving(ctx context.Context, batches <-chan batch) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		for {
			var next batch
			more := false
			select {
			case next, more = <-batches:
			case <-ctx.Done():
				next.err = ctx.Err()
			}
			for _, f := range next.features {
				if !yield(f, nil) {
					return
				}
			}
			if next.err != nil {
				yield(geo.Feature{}, next.err)
			}
			if next.err != nil || !more {
				return
			}
		}
	}
}

// batch is some features, or why there are no more.
type batch struct {
	features []geo.Feature
	err      error
}

// send sends features in batches, and at last closes the channel.
func send(ctx context.Context, features iter.Seq2[geo.Feature, error], to chan<- batch) {
	defer close(to)
	give := func(b batch) bool {
		select {
		case to <- b:
			return true
		case <-ctx.Done():
			return false
		}
	}
	var next batch
	for f, err := range features {
		if err != nil {
			give(batch{err: err})
			return
		}
		next.features = append(next.features, f)
		if len(next.features) == batchSize {
			if !give(next) {
				return
			}
			next.features = make([]geo.Feature, 0, batchSize)
		}
	}
	if len(next.features) > 0 {
		give(next)
	}
}

// advised adds how to mend it to the error of an id that comes twice.
func advised(err error) error {
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != geo.Conflict {
		return err
	}
	named := *e
	named.Msg += "; give every feature an id of its own"
	return &named
}

// hasFields reports whether the schema has a field of each of the names.
func hasFields(s *geo.Schema, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		_, ok := s.Field(name)
		return !ok
	})
}

// fieldNames lists the names of a schema for a message.
func fieldNames(s *geo.Schema) string {
	var names []string
	for _, f := range s.Fields() {
		names = append(names, f.Name)
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
