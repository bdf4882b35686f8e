package server

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/situation"
)

// situation answers with what is known at a moment, claims side by side.
func (s *Server) situation(x *exchange) error {
	wrong, err := x.see(true)
	if err != nil || wrong != nil {
		return cmp.Or(err, wrong.orNil())
	}
	view, ok := x.state.(*situation.View)
	if !ok {
		return &geo.Error{Kind: geo.NotFound, Msg: "the data tell of no situation"}
	}
	place := geo.ID(x.param("place"))
	if place != "" { // whether there is one decides before what is new about it
		if _, err := view.Feature(x.ctx, situation.Places, place); err != nil {
			return err
		}
	}
	if settled, err := x.settled(); settled {
		return err
	}
	body, err := view.Document(x.ctx, place, x.base())
	if err != nil {
		return fmt.Errorf("write the situation: %w", err)
	}
	if x.form.is("html") {
		return x.tree("Situation", body)
	}
	return x.send(http.StatusOK, x.media, body)
}

// rule answers with the text of the rule that the situation follows.
func (s *Server) rule(x *exchange) error {
	if settled, err := x.settled(); settled {
		return err
	}
	if x.form.is("html") {
		return x.page("text", textPage{string(s.config.Rule)}, "The rule")
	}
	return x.send(http.StatusOK, x.media, s.config.Rule)
}

// see puts in place of the current state the one that the request asks for:
// derived as of datetime, as-of and according-to where the resource is derived,
// as of as-of anywhere else.
func (x *exchange) see(derived bool) (wrong faults, err error) {
	var m situation.Moment
	for i := range x.query {
		p := &x.query[i]
		var fault error
		switch p.name {
		case "datetime":
			x.during, fault = geo.ParsePeriod(mendTime(p.value))
			m.At = &x.during
		case "as-of":
			x.asOf, fault = situation.ParseAsOf(mendTime(p.value))
			m.AsOf = &x.asOf
		case "according-to":
			m.AccordingTo, fault = situation.ParseSources(p.value)
		}
		if fault != nil {
			wrong = append(wrong, faultOf(p, fault))
		}
	}
	if wrong == nil && m.AsOf != nil {
		if err := x.goBack(*m.AsOf); err != nil {
			return nil, err
		}
	}
	_, keeps := x.server.keeper()
	switch {
	case wrong != nil:
		return wrong, nil
	case derived:
		return x.viewThen(m)
	case keeps:
	case m.AsOf != nil && x.isPast(m.AsOf.String()):
		x.state = nothing{x.state}
	}
	return nil, nil
}

// viewThen is view, and of a moment when not all that a situation is made of had been
// made yet, too: what had not been is empty. Features of a collection are NotFound
// until there is one.
func (x *exchange) viewThen(m situation.Moment) (faults, error) {
	if rev, _ := x.state.Rev(); rev == x.moment.rev {
		return x.view(m)
	}
	if x.collection != "" {
		if _, err := x.described(); err != nil {
			return nil, err
		}
	}
	whole, err := situation.Complete(x.ctx, x.state)
	if err != nil {
		return nil, err
	}
	x.state = whole
	return x.view(m)
}

// view puts the situation at a moment in place of the plain state. Data that
// tell of no situation are shown as they are.
func (x *exchange) view(m situation.Moment) (faults, error) {
	view, err := x.server.config.Situation.View(x.ctx, x.state, m)
	switch {
	case err == nil:
		x.state = view
	case geo.KindOf(err) == geo.Invalid:
		for i := range x.query {
			if p := &x.query[i]; p.name == "according-to" {
				return faults{faultOf(p, err)}, nil
			}
		}
		return nil, err
	case geo.KindOf(err) != geo.NotFound:
		return nil, err
	}
	return nil, nil
}

// isPast reports whether as-of, an instant or a revision, lies before the last
// change: all that a store holds counts as told by then.
func (x *exchange) isPast(asOf string) bool {
	if p, ok := geo.ParseInstant([]byte(asOf)); ok {
		return p.Last() < x.moment.at
	}
	rev, err := strconv.ParseInt(asOf, 10, 64)
	return err == nil && geo.Rev(rev) < x.moment.rev
}

// isDerived reports whether what the path names differs with the moment.
func (x *exchange) isDerived() bool {
	return x.server.config.Situation != nil && (x.collection == situation.Places || x.rt.known != nil && slices.Contains(x.rt.known, "place"))
}

// mendTime mends what clients who mean well write for a time: an offset whose +
// was taken for a space, because it was not written as %2B, and a day that ends
// in T, as GDAL has it.
func mendTime(s string) string {
	s = strings.Replace(s, "T/", "/", 1)
	if len(s) > 0 && s[len(s)-1] == 'T' {
		s = s[:len(s)-1]
	}
	if !strings.Contains(s, " ") {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if c == ' ' && i+6 <= len(b) && b[i+3] == ':' && (i+6 == len(b) || b[i+6] == '/') {
			b[i] = '+'
		}
	}
	return string(b)
}

// nothing is a state in which nothing had been told yet: its collections are
// empty.
type nothing struct{ geo.Reader }

// Feature finds none.
func (nothing) Feature(context.Context, geo.Name, geo.ID) (geo.Feature, error) {
	return geo.Feature{}, &geo.Error{Kind: geo.NotFound, Path: "as-of", Msg: "nothing had been told by then"}
}

// Find yields nothing.
func (nothing) Find(context.Context, geo.Query) iter.Seq2[geo.Hit, error] {
	return func(func(geo.Hit, error) bool) {}
}

// Count counts none.
func (nothing) Count(context.Context, geo.Query) (int, error) { return 0, nil }
