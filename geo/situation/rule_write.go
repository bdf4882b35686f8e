package situation

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
)

// WriteRule is a [geo.Rule] for stores that hold a situation, and for any other. It
// is asked of changes to the five collections, where there are sources, and claims or
// control:
//
//   - A row that answers would leave out is refused: see the package. So is one that
//     refers ([References]) to a place, an event or a source that is not there. A row and
//     what it refers to may come in one group.
//   - A source, a place or an event is not deleted, and their collections are not
//     dropped, while a row refers to them.
//
// The errors are Invalid with the property as Path, all of a row joined; and Conflict
// with Path "id" or "collection" for what is not deleted. A deletion looks through the
// rows once; everything else takes a few microseconds.
func WriteRule(ctx context.Context, next geo.Reader, c geo.Change) error {
	switch c.Op {
	case geo.Put, geo.Create:
		return checkRow(ctx, next, c)
	case geo.Delete:
		return checkDelete(ctx, next, c)
	case geo.DropCollection:
		return checkDrop(ctx, next, c.In)
	}
	return nil
}

// has reports whether the state has a collection.
func has(ctx context.Context, r geo.Reader, name geo.Name) (bool, error) {
	_, err := r.Collection(ctx, name)
	if geo.KindOf(err) == geo.NotFound {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for collection %s: %w", name, err)
	}
	return true, nil
}

// governs reports whether the state has sources and somebody who may name them.
func governs(ctx context.Context, r geo.Reader) (bool, error) {
	for _, name := range [...]geo.Name{Claims, Control} {
		if there, err := has(ctx, r, name); err != nil {
			return false, err
		} else if there {
			return has(ctx, r, Sources)
		}
	}
	return false, nil
}

// checkRow refuses a row that cannot be used.
func checkRow(ctx context.Context, next geo.Reader, c geo.Change) error {
	if references[c.In] == nil && c.In != Sources {
		return nil
	}
	if governed, err := governs(ctx, next); err != nil || !governed {
		return err
	}
	s := &sheet{Feature: c.Feature}
	switch c.In {
	case Claims:
		row := s.claim()
		if to := row.subject; to.collection == string(Places) || to.collection == string(Events) {
			if err := s.refers(ctx, next, "subject", geo.Name(to.collection), to.id); err != nil {
				return err
			}
		}
	case Control:
		s.hold()
	case Events:
		s.event()
	case Sources:
		for _, property := range [...]string{"name", "name_ar", "party", "party_name", "party_name_ar"} {
			s.text(property)
		}
	}
	for _, property := range slices.Sorted(maps.Keys(references[c.In])) {
		v := s.value(property)
		if v == nil || s.isBlamed(property) {
			continue
		}
		if v[0] != '"' {
			s.blame(property, "is no text")
			continue
		}
		if err := s.refers(ctx, next, property, references[c.In][property], v.String()); err != nil {
			return err
		}
	}
	return s.error()
}

// refers blames the sheet if what a property names is not there; "" names nothing.
func (s *sheet) refers(ctx context.Context, next geo.Reader, property string, to geo.Name, id string) error {
	if id == "" {
		return nil
	}
	_, err := next.Feature(ctx, to, geo.ID(id))
	if err != nil && geo.KindOf(err) != geo.NotFound {
		return fmt.Errorf("look for %s in %s: %w", id, to, err)
	}
	if err != nil {
		s.blame(property, strconv.Quote(id)+" is no id of "+string(to))
	}
	return nil
}

func (s *sheet) isBlamed(property string) bool {
	return slices.ContainsFunc(s.all, func(f fault) bool { return f.property == property })
}

// error returns all that the sheet is blamed for, nil if that is nothing.
func (s *sheet) error() error {
	var all []error
	for i, f := range s.all {
		if slices.ContainsFunc(s.all[:i], func(g fault) bool { return g.property == f.property }) {
			continue
		}
		what := f.what
		if list := wordsOf(f.property); list != "" {
			what += "; it is one of " + list
		}
		all = append(all, &geo.Error{Kind: geo.Invalid, Path: f.property, Msg: what})
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}

// wordsOf returns the closed list of a property, "" if it has none.
func wordsOf(property string) string {
	switch property {
	case "status":
		return listed(Statuses())
	case "qualifier":
		return listed(Qualifiers())
	case "stance":
		return listed(Stances())
	}
	return ""
}

func listed[W ~string](words []Word[W]) string {
	var all []string
	for _, w := range words {
		all = append(all, string(w.Word))
	}
	return strings.Join(all, ", ")
}

// reference is a property that names features of another collection.
type reference struct {
	from     geo.Name
	property string
}

// referring lists what may name features of a collection.
func referring(to geo.Name) (list []reference) {
	for _, from := range names() {
		for _, property := range slices.Sorted(maps.Keys(references[from])) {
			if references[from][property] == to {
				list = append(list, reference{from, property})
			}
		}
	}
	if to == Places || to == Events {
		list = append(list, reference{Claims, "subject"})
	}
	return list
}

// checkDelete refuses to delete what a row refers to. Of a whole collection that is
// dropped, checkDrop asks once.
func checkDelete(ctx context.Context, next geo.Reader, c geo.Change) error {
	list := referring(c.In)
	if list == nil {
		return nil
	}
	if there, err := has(ctx, next, c.In); err != nil || !there {
		return err
	}
	if _, err := next.Feature(ctx, c.In, c.ID); err == nil {
		return nil // the group makes it again
	}
	return eachReferring(ctx, next, c.In, list, string(c.ID), func(r reference, row geo.ID) error {
		return &geo.Error{Kind: geo.Conflict, Path: "id", Msg: fmt.Sprintf("%q cannot be deleted: it is %s of %s/%s", c.ID, r.property, r.from, row)}
	})
}

// checkDrop refuses to drop a collection that a row refers to.
func checkDrop(ctx context.Context, next geo.Reader, name geo.Name) error {
	list := referring(name)
	if list == nil {
		return nil
	}
	if there, err := has(ctx, next, name); err != nil || there {
		return err // the group makes it again, and is asked of what it puts into it
	}
	return eachReferring(ctx, next, name, list, "", func(r reference, row geo.ID) error {
		return &geo.Error{Kind: geo.Conflict, Path: "collection", Msg: fmt.Sprintf("%s cannot be dropped: %s of %s/%s is in it", name, r.property, r.from, row)}
	})
}

// eachReferring returns what refuse says of the first row that names a feature of a
// collection; any feature if id is empty.
func eachReferring(ctx context.Context, next geo.Reader, to geo.Name, list []reference, id string, refuse func(reference, geo.ID) error) error {
	for _, r := range list {
		if there, err := has(ctx, next, r.from); err != nil {
			return err
		} else if !there {
			continue
		}
		q := geo.Query{From: r.from}
		if id != "" {
			q.Where, q.Limit = []geo.Equality{{Property: r.property, Value: id}}, 1
		}
		if r.from == Claims && r.property == "subject" {
			q.Where = append(q.Where, geo.Equality{Property: "subject_collection", Value: string(to)})
		}
		for hit, err := range next.Find(ctx, q) {
			if err != nil {
				return fmt.Errorf("look for %s of %s: %w", r.property, r.from, err)
			}
			if v := hit.Property(r.property); id != "" || len(v) > len(`""`) && v[0] == '"' {
				return refuse(r, hit.ID())
			}
		}
	}
	return nil
}
