package situation

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"cairn/geo"
)

// Complete returns a state in which those of the five collections that it lacks are
// there, and empty: that of a moment when not all of them had been made yet is a
// situation, too, of what was known by then. Closing it closes base.
func Complete(ctx context.Context, base geo.Reader) (geo.Reader, error) {
	c := completed{Reader: base}
	for _, name := range names() {
		_, err := base.Collection(ctx, name)
		if geo.KindOf(err) == geo.NotFound {
			c.lacks = append(c.lacks, name)
		} else if err != nil {
			return nil, fmt.Errorf("look for collection %s: %w", name, err)
		}
	}
	if c.lacks == nil {
		return base, nil
	}
	return &c, nil
}

// completed is a state with empty collections beside what it has.
type completed struct {
	geo.Reader
	lacks []geo.Name
}

// Collections returns those that there are, and the empty ones.
func (c *completed) Collections(ctx context.Context) ([]geo.Collection, error) {
	all, err := c.Reader.Collections(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.Clone(all)
	for _, name := range c.lacks {
		all = append(all, empty(name))
	}
	slices.SortFunc(all, func(a, b geo.Collection) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func empty(name geo.Name) geo.Collection {
	return geo.Collection{Name: name, Schema: geo.NewSchema()}
}

// Collection returns one that there is, or an empty one.
func (c *completed) Collection(ctx context.Context, name geo.Name) (geo.Collection, error) {
	if slices.Contains(c.lacks, name) {
		return empty(name), nil
	}
	return c.Reader.Collection(ctx, name)
}

// Find yields nothing from the empty ones.
func (c *completed) Find(ctx context.Context, q geo.Query) iter.Seq2[geo.Hit, error] {
	if slices.Contains(c.lacks, q.From) {
		return func(func(geo.Hit, error) bool) {}
	}
	return c.Reader.Find(ctx, q)
}

// Count counts nothing in the empty ones.
func (c *completed) Count(ctx context.Context, q geo.Query) (int, error) {
	if slices.Contains(c.lacks, q.From) {
		return 0, nil
	}
	return c.Reader.Count(ctx, q)
}
