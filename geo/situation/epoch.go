package situation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"cairn/geo"
)

// epoch is one state of the five collections, and what was derived from it.
type epoch struct {
	stamp   [5]stamp
	rev     geo.Rev     // of the last change to one of them
	updated geo.Instant // when that was
	now     *knowledge
	before  *knowledge // as of any state before
	latest  *picture   // at the latest moment, by all: kept ready

	places *extension

	mu    sync.Mutex // guards what follows
	other []*picture // the one asked for last at the end; at most mostPictures
}

// mostPictures is how many pictures an epoch keeps besides the latest.
const mostPictures = 16

// stamp tells states of a collection apart.
type stamp struct {
	rev     geo.Rev
	updated geo.Instant
	count   int
}

// stamps returns the stamps of the five collections, and that of places.
func stamps(ctx context.Context, base geo.Reader) (all [5]stamp, places geo.Collection, err error) {
	for i, name := range names() {
		c, err := base.Collection(ctx, name)
		if geo.KindOf(err) == geo.NotFound {
			return all, places, &geo.Error{Kind: geo.NotFound, Path: "collection", Err: err,
				Msg: "there is no situation here: it is made of the collections places, events, claims, control and sources"}
		}
		if err != nil {
			return all, places, fmt.Errorf("look for collection %s: %w", name, err)
		}
		all[i] = stamp{c.Rev, c.Updated, c.Count}
		if name == Places {
			places = c
		}
	}
	return all, places, nil
}

func newEpoch(ctx context.Context, base geo.Reader, stamps [5]stamp, places geo.Collection) (*epoch, error) {
	known, err := learn(ctx, base)
	if err != nil {
		return nil, err
	}
	e := &epoch{stamp: stamps, now: known, before: nothing(), places: newExtension(places)}
	for _, s := range stamps {
		e.rev, e.updated = max(e.rev, s.rev), max(e.updated, s.updated)
	}
	e.latest = newPicture(e, known, known.latest, nil)
	return e, nil
}

// picture returns the picture of a moment.
func (e *epoch) picture(m Moment) (*picture, error) {
	by, err := e.heard(m.AccordingTo)
	if err != nil {
		return nil, err
	}
	k := e.now
	if m.AsOf != nil && m.AsOf.isBefore(e.rev, e.updated) {
		k = e.before
	}
	t := k.latest
	if !m.isLatest() {
		t = m.At.Last()
	}
	if e.latest.is(k, t, by) {
		return e.latest, nil
	}
	return e.kept(k, t, by), nil
}

// kept returns the picture of these, from those kept or made now.
func (e *epoch) kept(k *knowledge, t geo.Instant, by []string) *picture {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := slices.IndexFunc(e.other, func(p *picture) bool { return p.is(k, t, by) })
	var p *picture
	switch {
	case i >= 0:
		p = e.other[i]
		e.other = slices.Delete(e.other, i, i+1)
	case len(e.other) == mostPictures:
		e.other = slices.Delete(e.other, 0, 1)
	}
	if p == nil {
		p = newPicture(e, k, t, by)
	}
	e.other = append(e.other, p)
	return p
}

// heard returns the sources asked for in order, nil for all. The error is Invalid
// with Path "according-to".
func (e *epoch) heard(ids []string) ([]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	by := slices.Clone(ids)
	slices.Sort(by)
	by = slices.Compact(by)
	for _, id := range by {
		if e.now.byID[id] == nil {
			return nil, &geo.Error{Kind: geo.Invalid, Path: "according-to",
				Msg: strconv.Quote(id) + " is no source; there are " + e.now.sourceIDs()}
		}
	}
	return by, nil
}

// mostNamed is how many sources an error names.
const mostNamed = 50

// sourceIDs lists the ids of the sources for a person.
func (k *knowledge) sourceIDs() string {
	var ids []string
	for _, s := range k.sources {
		ids = append(ids, s.id)
	}
	slices.Sort(ids)
	switch n := len(ids); {
	case n == 0:
		return "none"
	case n > mostNamed:
		return strings.Join(ids[:mostNamed], ", ") + " and " + strconv.Itoa(n-mostNamed) + " more"
	}
	return strings.Join(ids, ", ")
}
