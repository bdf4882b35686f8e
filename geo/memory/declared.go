package memory

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cairn/geo"
)

// declare puts another declaration in the place of what was declared before. What
// kinds of value the fields have had is looked up, so that a declaration that is
// taken back leaves no trace.
func (e *edit) declare(by *geo.Schema) error {
	made, err := e.info.Schema.Declare(by, e.seen())
	if err != nil {
		return err
	}
	e.info.Schema, e.from, e.number = made, nil, nil
	return nil
}

// seen returns the kinds of value that the features have, by field.
func (s *set) seen() []geo.Kinds {
	kinds := make([]geo.Kinds, len(s.info.Schema.Fields()))
	for slot := range uint32(s.table.n) {
		f := s.feature(slot)
		if f.IsZero() {
			continue
		}
		for field, v := range f.Properties {
			kinds[field] |= v.Kind()
		}
	}
	return kinds
}

// beginDeclared gives a collection that is filled what is declared of it, or was.
func (e *edit) beginDeclared(now, was *geo.Schema) error {
	switch {
	case now.IsDeclared():
		return e.declare(now)
	case was.IsDeclared():
		return e.declare(was)
	}
	return nil
}

// isDeclared reports whether anything is declared of a collection.
func (s *snapshot) isDeclared() bool {
	for _, c := range s.sets {
		if c.info.Schema.IsDeclared() {
			return true
		}
	}
	return false
}

// declares reports whether one of the changes declares something.
func declares(changes []geo.Change) bool {
	return slices.ContainsFunc(changes, func(c geo.Change) bool { return c.Collection != nil && c.Collection.Schema.IsDeclared() })
}

// misfit says in which ways a change that was made leaves what is not as it is declared
// to be, in the state that the group leaves. If it is only counted, it is not written how.
func (b *batch) misfit(c *geo.Change, counted bool) error {
	e := b.edits[c.In]
	if e == nil || !e.info.Schema.IsDeclared() {
		return nil
	}
	switch c.Op {
	case geo.Put, geo.Create:
		return check(e.info.Schema, c.Feature, counted)
	case geo.PutCollection:
		if c.Collection.Schema.IsDeclared() {
			return e.misfits(b.group.rev)
		}
	}
	return nil
}

// errMisfit stands for what is only counted.
var errMisfit = &geo.Error{Kind: geo.Invalid, Msg: "is not as it is declared to be"}

// check looks whether a feature is as it is declared to be; if that is only counted, the
// error does not say how.
func check(s *geo.Schema, f geo.Feature, counted bool) error {
	switch {
	case !counted:
		return s.Check(f)
	case s.CountFaults(f) > 0:
		return errMisfit
	}
	return nil
}

// toldMisfits is of how many features it is told why a declaration does not fit them.
const toldMisfits = 10

// misfits returns an error of kind Conflict if features that have stood since a revision
// are not as they are declared to be: which, and how many.
func (e *edit) misfits(since geo.Rev) error {
	count, told := 0, []string(nil)
	for slot := range uint32(e.table.n) {
		f := e.feature(slot)
		if f.IsZero() || f.Rev() > since { // of what the group puts itself it is told apart
			continue
		}
		faults := e.info.Schema.CountFaults(f)
		if faults == 0 {
			continue
		}
		if count++; count <= toldMisfits {
			told = append(told, fmt.Sprintf("%s (%s)", f.ID(), briefly(e.info.Schema.Check(f), faults)))
		}
	}
	if count == 0 {
		return nil
	}
	if more := count - toldMisfits; more > 0 {
		told = append(told, fmt.Sprintf("and %d more", more))
	}
	return &geo.Error{Kind: geo.Conflict, Path: "schema", Msg: fmt.Sprintf("%d of %d features of %s do not fit it: %s", count, e.stats.count, e.info.Name, strings.Join(told, ", "))}
}

// toldFaults is how many faults of one of them are told.
const toldFaults = 3

// briefly tells the first faults of a feature, which has so many.
func briefly(err error, faults int) string {
	var told []string
	all := parts(err)
	for _, e := range all[:min(toldFaults, len(all))] {
		told = append(told, e.Error())
	}
	if more := faults - toldFaults; more > 0 {
		told = append(told, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(told, "; ")
}

// besides joins what a rule says with what is declared, as far as that is about other
// properties: what a rule says of one is the finer.
func besides(rule, declared error) error {
	switch {
	case rule == nil:
		return declared
	case declared == nil || geo.KindOf(rule) == geo.Internal:
		return rule
	}
	said := parts(rule)
	all := slices.Clone(said)
	for _, e := range parts(declared) {
		if !slices.ContainsFunc(said, func(r error) bool { return pathOf(r) == pathOf(e) }) {
			all = append(all, e)
		}
	}
	if len(all) == len(said) {
		return rule
	}
	return errors.Join(all...)
}

// parts returns the errors that are joined in one.
func parts(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

func pathOf(err error) string {
	if e := (*geo.Error)(nil); errors.As(err, &e) {
		return e.Path
	}
	return ""
}
