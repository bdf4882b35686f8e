package situation

import (
	"context"
	"fmt"
	"iter"

	"cairn/geo"
)

// View is a state of a store at a moment: a [geo.Reader] whose places carry the
// derived properties. It is made by [Situation.View].
//
// A query's During does not select places: the moment has moved what is told of
// them. Where may name derived properties like any other.
type View struct {
	geo.Reader // the state itself
	picture    *picture
	moment     Moment
}

// Collections returns every collection, by name; places with its derived
// properties.
func (v *View) Collections(ctx context.Context) ([]geo.Collection, error) {
	all, err := v.Reader.Collections(ctx)
	for i := range all {
		if all[i].Name == Places {
			all[i] = v.describe(all[i])
		}
	}
	return all, err
}

// Collection returns one; see [geo.Reader]. The Rev of places is that of the last
// change to any of the five collections, for each can change what is told.
func (v *View) Collection(ctx context.Context, name geo.Name) (geo.Collection, error) {
	c, err := v.Reader.Collection(ctx, name)
	if err == nil && name == Places {
		c = v.describe(c)
	}
	return c, err
}

func (v *View) describe(places geo.Collection) geo.Collection {
	e := v.picture.epoch
	places.Schema, places.Rev, places.Updated = e.places.schema, e.rev, e.updated
	return places
}

// Feature returns one feature; see [geo.Reader].
func (v *View) Feature(ctx context.Context, in geo.Name, id geo.ID) (geo.Feature, error) {
	f, err := v.Reader.Feature(ctx, in, id)
	if err != nil || in != Places {
		return f, err
	}
	a, err := v.picture.place(f)
	if err != nil {
		return geo.Feature{}, err
	}
	return a.feature, nil
}

// Find yields what the query asks for; see [geo.Reader].
func (v *View) Find(ctx context.Context, q geo.Query) iter.Seq2[geo.Hit, error] {
	if q.From != Places {
		return v.Reader.Find(ctx, q)
	}
	return func(yield func(geo.Hit, error) bool) { v.places(ctx, q, yield) }
}

// places finds places: what is stored is asked of the state, what is derived is
// tested here.
func (v *View) places(ctx context.Context, q geo.Query, yield func(geo.Hit, error) bool) {
	limit := q.Limit
	q, filter := v.split(q)
	found := 0
	for hit, err := range v.Reader.Find(ctx, q) {
		var a *account
		if err == nil {
			a, err = v.picture.place(hit.Feature)
		}
		if err != nil {
			yield(geo.Hit{}, err)
			return
		}
		hit.Feature = a.feature
		if !filter.Match(hit.Feature) {
			continue
		}
		if found++; !yield(hit, nil) || found == limit {
			return
		}
	}
}

// split returns the part of a query about places that the state can answer, and a
// filter of what is derived.
func (v *View) split(q geo.Query) (geo.Query, geo.Filter) {
	var stored, told []geo.Equality
	for _, w := range q.Where {
		if v.picture.epoch.places.derives(w.Property) {
			told = append(told, w)
		} else {
			stored = append(stored, w)
		}
	}
	q.During, q.Where = nil, stored
	if len(told) > 0 {
		q.Limit = 0
	}
	return q, geo.CompileFilter(told, v.picture.epoch.places.schema)
}

// Count returns how many features the query matches; see [geo.Reader].
func (v *View) Count(ctx context.Context, q geo.Query) (int, error) {
	if q.From != Places {
		return v.Reader.Count(ctx, q)
	}
	asked, filter := v.split(q)
	if filter.IsZero() {
		return v.Reader.Count(ctx, asked)
	}
	q.After, q.Limit = 0, 0
	n := 0
	for _, err := range v.Find(ctx, q) {
		if err != nil {
			return n, fmt.Errorf("count places: %w", err)
		}
		n++
	}
	return n, nil
}
