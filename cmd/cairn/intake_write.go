package main

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
)

// mostAtOnce is how many features are changed by one group of changes. More are
// imported collection by collection.
const mostAtOnce = 200_000

// write writes the piles. What the rules of the store refuse is bad, too.
func (t *intake) write(store taker, piles []*pile) error {
	total := 0
	for _, h := range piles {
		total += len(h.features)
	}
	if len(piles) > 1 && total <= mostAtOnce {
		return t.try(piles, func() error {
			var changes []geo.Change
			for _, h := range piles {
				changes = append(changes, t.changes(h)...)
			}
			_, err := store.Apply(t, changes...)
			return err
		})
	}
	var done []string
	for _, h := range piles {
		err := t.try([]*pile{h}, func() error {
			if h.isNew {
				_, err := store.FillBy(t, h.name, &h.about, t.who, each(h.features))
				return err
			}
			_, err := store.Apply(t, t.changes(h)...)
			return err
		})
		if err != nil && len(done) > 0 {
			return fmt.Errorf("%w (imported before that: %s)", err, strings.Join(done, ", "))
		}
		if err != nil {
			return err
		}
		done = append(done, string(h.name))
	}
	return nil
}

func each(features []geo.Feature) iter.Seq2[geo.Feature, error] {
	return func(yield func(geo.Feature, error) bool) {
		for _, f := range features {
			if !yield(f, nil) {
				return
			}
		}
	}
}

// changes are those that put a pile into its collection.
func (t *intake) changes(h *pile) []geo.Change {
	op := geo.Create
	if t.Update {
		op = geo.Put
	}
	var changes []geo.Change
	if h.isNew {
		changes = append(changes, geo.Change{Op: geo.PutCollection, In: h.name, Collection: &h.about, By: t.who})
	}
	for _, f := range h.features {
		changes = append(changes, geo.Change{Op: op, In: h.name, Feature: f, By: t.who})
	}
	return changes
}

// try writes, again without what was refused as often as that is to be left out.
func (t *intake) try(piles []*pile, write func() error) error {
	for {
		err := write()
		refused := t.refused(piles, err)
		if err == nil || len(refused) == 0 {
			return err
		}
		if err := t.bad.refusal(t.SkipBad); err != nil {
			return err
		}
		for _, r := range slices.Backward(refused) {
			r.pile.features = slices.Delete(r.pile.features, r.at, r.at+1)
			r.pile.from = slices.Delete(r.pile.from, r.at, r.at+1)
		}
	}
}

// place is where a feature stands.
type place struct {
	pile *pile
	at   int
}

// refused tells which features an error of the store is about, in their order.
func (t *intake) refused(piles []*pile, err error) []place { return t.blamed(piles, eachError(err)) }

// blamed tells which features errors are about, in their order.
func (t *intake) blamed(piles []*pile, list []*geo.Error) (all []place) {
	for _, e := range list {
		p, rest, ok := t.find(piles, e)
		if !ok {
			continue
		}
		if slices.Contains(all, p) {
			t.bad.count-- // it is bad in several ways
		} else {
			all = append(all, p)
		}
		in, line := t.origin(p)
		if rest != "" {
			rest += ": "
		}
		t.bad.add(fmt.Sprintf("%s: %sfeature %q: %s%s", in, line, p.pile.features[p.at].ID(), rest, e.Msg))
	}
	slices.SortFunc(all, func(a, b place) int {
		return (slices.Index(piles, a.pile)-slices.Index(piles, b.pile))<<32 + a.at - b.at
	})
	return all
}

// eachError returns what a caller can act on in an error of several.
func eachError(err error) (all []*geo.Error) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range several.Unwrap() {
			all = append(all, eachError(e)...)
		}
		return all
	}
	if e := (*geo.Error)(nil); errors.As(err, &e) {
		all = append(all, e)
	}
	return all
}

// find tells which feature an error is about: its path begins with changes[i], or
// features[i] where a collection was filled. rest is what comes behind.
func (t *intake) find(piles []*pile, e *geo.Error) (p place, rest string, ok bool) {
	head, rest, ok := strings.Cut(e.Path, "]")
	kind, number, _ := strings.Cut(head, "[")
	i, err := strconv.Atoi(number)
	if !ok || err != nil || kind != "changes" && kind != "features" {
		// One change by itself is not numbered.
		alone := len(piles) == 1 && !piles[0].isNew && len(piles[0].features) == 1 && e.Kind == geo.Invalid
		if alone {
			return place{piles[0], 0}, e.Path, true
		}
		return p, "", false
	}
	for _, h := range piles {
		if kind == "changes" && h.isNew {
			i--
		}
		if i >= 0 && i < len(h.features) {
			return place{h, i}, strings.TrimPrefix(rest, "."), true
		}
		i -= len(h.features)
	}
	return p, "", false
}

// origin tells the file that a feature comes from, and the line if it has lines: it
// reads the file again.
func (t *intake) origin(p place) (path, line string) {
	from := p.pile.from[p.at]
	in := p.pile.inputs[from.input]
	if line, known := p.pile.lines[p.at]; known {
		return in.path, line
	}
	if in.layer != nil || in.path == "stdin" {
		return in.path, ""
	}
	r, file, err := t.begin(in, geo.NewBuilder(nil), nil, func(error) {})
	if err != nil {
		return in.path, ""
	}
	defer file.Close()
	for range r.yields {
		if r.number++; r.number == int(from.number) {
			return in.path, r.line()
		}
	}
	return in.path, ""
}
