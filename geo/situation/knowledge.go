package situation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"cairn/geo"
)

// knowledge is what a store has been told, read and put in order. It does not
// change.
type knowledge struct {
	sources   []source // in the collection's order
	byID      map[string]*source
	listed    map[string][]*event // by place, "" for those without one; in the order of (24)
	holds     map[string][]*hold  // by place, the newest last (7)
	claims    map[subject][]*claim
	leftOut   []leftOut
	latest    geo.Instant // the last moment anything speaks of (1)
	first     geo.Value   // the extent of the dated events with a place, as written
	last      geo.Value
	firstFrom geo.Instant
	lastUntil geo.Instant
}

// source is a row of sources.
type source struct {
	id                     string
	name, nameAr           string // the id, and "", if not told
	party                  string
	partyName, partyNameAr string
	speaks                 bool
}

// leftOut is a row that cannot be used, and why.
type leftOut struct {
	from   geo.Name
	id     string
	reason string
}

// nothing is what is known before anything was told: everything lies before t (1).
func nothing() *knowledge {
	return &knowledge{
		byID: map[string]*source{}, listed: map[string][]*event{}, holds: map[string][]*hold{}, claims: map[subject][]*claim{},
		latest: geo.Forever - 1,
	}
}

// reading is the work of making a knowledge from a state.
type reading struct {
	*knowledge
	base  geo.Reader
	is    map[subject]bool // whether there is such a place or event
	dated bool
}

func learn(ctx context.Context, base geo.Reader) (*knowledge, error) {
	r := reading{knowledge: nothing(), base: base, is: map[subject]bool{}}
	steps := []struct {
		from geo.Name
		take func(ctx context.Context, s *sheet) error
	}{{Sources, r.source}, {Events, r.event}, {Control, r.hold}, {Claims, r.claim}}
	for _, step := range steps {
		for hit, err := range base.Find(ctx, geo.Query{From: step.from}) {
			s := &sheet{Feature: hit.Feature}
			if err == nil {
				err = step.take(ctx, s)
			}
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", step.from, err)
			}
			if s.fault != "" {
				r.leftOut = append(r.leftOut, leftOut{step.from, string(s.ID()), s.fault})
			}
		}
	}
	r.sort()
	return r.knowledge, nil
}

// sort puts everything in an order that does not depend on how it was stored.
func (r *reading) sort() {
	for i := range r.sources {
		r.byID[r.sources[i].id] = &r.sources[i]
	}
	for _, list := range r.listed {
		slices.SortFunc(list, func(a, b *event) int {
			return cmp.Or(cmp.Compare(a.begins, b.begins), strings.Compare(a.id, b.id))
		})
	}
	for _, list := range r.holds {
		slices.SortFunc(list, func(a, b *hold) int { return newer(&a.row, &b.row) })
	}
	for _, list := range r.claims {
		slices.SortFunc(list, func(a, b *claim) int { return strings.Compare(a.id, b.id) })
	}
	slices.SortFunc(r.leftOut, func(a, b leftOut) int {
		return cmp.Or(cmp.Compare(a.from, b.from), strings.Compare(a.id, b.id))
	})
}

func (r *reading) source(_ context.Context, s *sheet) error {
	id := string(s.ID())
	x := source{
		id: id, name: cmp.Or(s.text("name"), id), nameAr: s.text("name_ar"), party: s.text("party"),
		partyNameAr: s.text("party_name_ar"), speaks: s.value("speaks").String() != "false",
	}
	x.partyName = cmp.Or(s.text("party_name"), x.party)
	if s.fault == "" {
		r.sources = append(r.sources, x)
		r.is[subject{string(Sources), id}] = true
	}
	return nil
}

func (r *reading) event(ctx context.Context, s *sheet) error {
	e := s.event()
	if err := r.check(ctx, s, "place", Places, e.place); err != nil || s.fault != "" {
		return err
	}
	r.is[subject{string(Events), e.id}] = true
	r.listed[e.place] = append(r.listed[e.place], e)
	r.date(e.start, e.end)
	if e.place != "" {
		r.widen(e.start)
		r.widen(e.end)
	}
	return nil
}

func (r *reading) hold(ctx context.Context, s *sheet) error {
	h := s.hold()
	r.checkSource(s, h.source)
	if err := r.check(ctx, s, "subject", Places, h.place); err != nil || s.fault != "" {
		return err
	}
	r.holds[h.place] = append(r.holds[h.place], h)
	r.date(h.start, h.end)
	return nil
}

func (r *reading) claim(ctx context.Context, s *sheet) error {
	c := s.claim()
	r.checkSource(s, c.source)
	if s.fault != "" {
		return nil
	}
	if err := r.check(ctx, s, "subject", geo.Name(c.subject.collection), c.subject.id); err != nil || s.fault != "" {
		return err
	}
	r.claims[c.subject] = append(r.claims[c.subject], c)
	r.date(c.start, c.end)
	return nil
}

// checkSource blames a sheet whose source is not there.
func (r *reading) checkSource(s *sheet, id string) {
	if !r.is[subject{string(Sources), id}] {
		s.blame("claimed_by", "names no source that there is")
	}
}

// check blames a sheet that refers to a place or an event that is not there, or
// that was itself left out; "" refers to nothing.
func (r *reading) check(ctx context.Context, s *sheet, property string, in geo.Name, id string) error {
	if id == "" || s.fault != "" {
		return nil
	}
	key := subject{string(in), id}
	is, known := r.is[key]
	if !known && in == Places {
		_, err := r.base.Feature(ctx, in, geo.ID(id))
		if err != nil && geo.KindOf(err) != geo.NotFound {
			return err
		}
		is = err == nil
		r.is[key] = is
	}
	if !is {
		s.blame(property, "is no id of "+string(in))
	}
	return nil
}

// date moves the last moment anything speaks of.
func (r *reading) date(times ...geo.Value) {
	for _, v := range times {
		p, ok := v.Period()
		if !ok {
			continue
		}
		if !r.dated || p.Last() > r.latest {
			r.latest, r.dated = p.Last(), true
		}
	}
}

// widen makes the extent of the dated events with a place hold the time v.
func (r *reading) widen(v geo.Value) {
	p, ok := v.Period()
	if !ok {
		return
	}
	if r.first == nil || p.Start < r.firstFrom {
		r.first, r.firstFrom = v, p.Start
	}
	if r.last == nil || p.End > r.lastUntil {
		r.last, r.lastUntil = v, p.End
	}
}
