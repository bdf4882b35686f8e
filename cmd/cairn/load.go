package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"cairn/geo"
)

const (
	// batchSize is how many features are given to the store at once: enough
	// that making a state costs little beside them.
	batchSize = 100_000
	// peekSize is how much of a file is looked at to tell its format.
	peekSize = 64 << 10
)

// loader puts inputs into a store.
type loader struct {
	store geo.Store
	time  []string // names of the properties a feature's period is in; nil to look for them
	bar   *bar     // may be nil
}

// arranger is a store that can lay a collection out by place once it is filled.
type arranger interface {
	Arrange(ctx context.Context, name geo.Name) error
}

// arrangeFrom is how many features are worth arranging.
const arrangeFrom = 10_000

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
	file, err := in.open()
	if err != nil {
		return loaded{}, err
	}
	defer file.Close()
	about := geo.Change{Op: geo.PutCollection, In: in.name, Collection: &geo.Collection{Title: in.title, Description: in.description, TimeFields: l.time}}
	if _, err := l.store.Apply(ctx, about); err != nil {
		return loaded{}, fmt.Errorf("make collection %s: %w", in.name, err)
	}
	builder := geo.NewBuilder(nil, l.time...)
	count, err := l.fill(ctx, in, file, builder)
	if err != nil {
		return loaded{}, fmt.Errorf("%s: %w", in.path, err)
	}
	if a, ok := l.store.(arranger); ok && count >= arrangeFrom {
		if err := a.Arrange(ctx, in.name); err != nil {
			return loaded{}, fmt.Errorf("arrange %s: %w", in.name, err)
		}
	}
	return loaded{
		input: in, count: count, took: time.Since(start),
		time: geo.TimeFields(builder.Schema(), l.time...), hasTime: hasFields(builder.Schema(), l.time), schema: builder.Schema(),
	}, nil
}

// fill reads features in one goroutine and stores them in this one.
func (l loader) fill(ctx context.Context, in input, file io.Reader, b *geo.Builder) (int, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	batches := make(chan batch, 1)
	go read(ctx, in.path, l.bar.reading(file), b, batches)
	for count := 0; ; {
		var next batch
		more := false
		select {
		case next, more = <-batches:
		case <-ctx.Done(): // the reader may wait for a terminal or a pipe for ever
		}
		switch {
		case ctx.Err() != nil:
			return count, ctx.Err()
		case !more || next.err != nil:
			return count, next.err
		}
		if _, err := l.store.Apply(ctx, next.changes(in.name)...); err != nil {
			return count, numbered(err, count)
		}
		count += len(next.features)
	}
}

// batch is some features, or why there are no more.
type batch struct {
	features []geo.Feature
	err      error
}

func (b batch) changes(in geo.Name) []geo.Change {
	changes := make([]geo.Change, len(b.features))
	for i, f := range b.features {
		changes[i] = geo.Change{Op: geo.Create, In: in, Feature: f}
	}
	return changes
}

// read sends what is in a file, and at last closes the channel.
func read(ctx context.Context, path string, file io.Reader, b *geo.Builder, to chan<- batch) {
	defer close(to)
	send := func(b batch) bool {
		select {
		case to <- b:
			return true
		case <-ctx.Done():
			return false
		}
	}
	buffered := bufio.NewReaderSize(file, peekSize)
	var next batch
	for f, err := range formatOf(path, buffered).Read(buffered, b) {
		if err != nil {
			send(batch{err: err})
			return
		}
		next.features = append(next.features, f)
		if len(next.features) == batchSize {
			if !send(next) {
				return
			}
			next.features = make([]geo.Feature, 0, batchSize)
		}
	}
	if len(next.features) > 0 {
		send(next)
	}
}

// numbered says which feature of the file the store refused. before is how many
// it took before this batch.
func numbered(err error, before int) error {
	var e *geo.Error
	var i int
	if !errors.As(err, &e) {
		return err
	}
	rest := e.Path
	if _, scan := fmt.Sscanf(e.Path, "changes[%d]", &i); scan == nil {
		_, rest, _ = strings.Cut(e.Path, "].")
	}
	named := *e
	named.Path = fmt.Sprintf("features[%d].%s", before+i, rest)
	if e.Kind == geo.Conflict {
		named.Msg += "; give every feature an id of its own"
	}
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
