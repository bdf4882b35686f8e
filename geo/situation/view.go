package situation

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"cairn/geo"
	"cairn/geo/cql2"
)

// View is a state of a store at a moment: a [geo.Reader] whose places carry the
// derived properties. It is made by [Situation.View].
//
// A query's During does not select places: the moment has moved what is told of
// them. Where, Filter and Order may name derived properties like any other: a filter
// is compiled for the collection as the view describes it.
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
	return v.derive(f)
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
	if len(q.Order) > 0 {
		v.sorted(ctx, q, yield)
		return
	}
	asked, told := v.split(q)
	found := 0
	for hit, err := range v.Reader.Find(ctx, asked) {
		if err == nil {
			hit.Feature, err = v.derive(hit.Feature)
		}
		if err != nil {
			yield(geo.Hit{}, err)
			return
		}
		if !told.match(hit.Feature) {
			continue
		}
		if found++; !yield(hit, nil) || found == q.Limit {
			return
		}
	}
}

// sorted finds places in the order of properties. There are few enough to be all
// derived and sorted for each page.
func (v *View) sorted(ctx context.Context, q geo.Query, yield func(geo.Hit, error) bool) {
	all := q
	all.Order, all.AfterKeys, all.After, all.Limit = nil, nil, 0, 0
	var hits []geo.Hit
	failed := false
	v.places(ctx, all, func(hit geo.Hit, err error) bool {
		if failed = err != nil; failed {
			yield(geo.Hit{}, err)
			return false
		}
		if q.After == 0 || comparePlaces(q.Order, valuesOf(hit.Feature, q.Order), hit.At, q.AfterKeys, q.After) > 0 {
			hits = append(hits, hit)
		}
		return true
	})
	if failed {
		return
	}
	slices.SortFunc(hits, func(a, b geo.Hit) int {
		return comparePlaces(q.Order, valuesOf(a.Feature, q.Order), a.At, valuesOf(b.Feature, q.Order), b.At)
	})
	for i, hit := range hits {
		if i == q.Limit && q.Limit > 0 || !yield(hit, nil) {
			return
		}
	}
}

// valuesOf returns the values that an order is by.
func valuesOf(f geo.Feature, order []geo.Order) []geo.Value {
	values, subject := make([]geo.Value, len(order)), geo.Subject{Feature: f}
	for i, o := range order {
		values[i] = subject.Value(o.Field)
	}
	return values
}

// comparePlaces compares by an order's values, which may be fewer than it has
// properties, and then by the collection's order.
func comparePlaces(order []geo.Order, a []geo.Value, at geo.Cursor, b []geo.Value, after geo.Cursor) int {
	for i, o := range order {
		var x, y geo.Value
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if d := o.Compare(x, y); d != 0 {
			return d
		}
	}
	return cmp.Compare(at, after)
}

// derive returns a place with what is told of it.
func (v *View) derive(f geo.Feature) (geo.Feature, error) {
	a, err := v.picture.place(f)
	if err != nil {
		return geo.Feature{}, err
	}
	return a.feature, nil
}

// told is the part of a query that is asked of places once they are derived.
type told struct {
	where  geo.Filter
	filter *cql2.Filter
}

func (t *told) isZero() bool { return t.where.IsZero() && t.filter == nil }

func (t *told) match(f geo.Feature) bool {
	return t.where.Match(f) && (t.filter == nil || t.filter.Match(&geo.Subject{Feature: f}))
}

// split returns the part of a query about places that the state can answer, and
// what is to be asked of what is derived: a filter as a whole.
func (v *View) split(q geo.Query) (geo.Query, told) {
	var stored, derived []geo.Equality
	for _, w := range q.Where {
		if v.picture.epoch.places.derives(w.Property) {
			derived = append(derived, w)
		} else {
			stored = append(stored, w)
		}
	}
	rest := told{geo.CompileFilter(derived, v.picture.epoch.places.schema), q.Filter}
	q.During, q.Where, q.Filter = nil, stored, nil
	if !rest.isZero() {
		q.Limit = 0
	}
	return q, rest
}

// Count returns how many features the query matches; see [geo.Reader].
func (v *View) Count(ctx context.Context, q geo.Query) (int, error) {
	if q.From != Places {
		return v.Reader.Count(ctx, q)
	}
	q.After, q.Limit, q.Order = 0, 0, nil
	asked, rest := v.split(q)
	if rest.isZero() {
		return v.Reader.Count(ctx, asked)
	}
	n := 0
	for _, err := range v.Find(ctx, q) {
		if err != nil {
			return n, fmt.Errorf("count places: %w", err)
		}
		n++
	}
	return n, nil
}
