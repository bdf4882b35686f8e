package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
	"cairn/geo/situation"
)

// maxWritten is how many features one request may make.
const maxWritten = 100_000

// create makes the features sent: one, or all of a collection or none (OGC 20-002
// §7.3).
func (s *Server) create(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	c, err := x.described()
	if err != nil {
		return err
	}
	b := geo.NewBuilder(nil, c.TimeFields...)
	b.NameMissing(nameNew)
	body, err := x.bodyOf(sentAs...)
	if err != nil {
		return err
	}
	if body, err = x.fromSystem(body); err != nil {
		return err
	}
	var changes []geo.Change
	var begin beginning
	for f, err := range format.ReadGeoJSON(io.TeeReader(body, &begin), b) {
		if err != nil {
			return unreadable(err)
		}
		if len(changes) == maxWritten {
			return &refusal{http.StatusUnprocessableEntity, "there are more than " + strconv.Itoa(maxWritten) + " features in the body"}
		}
		if f, err = x.toStore(c, f); err != nil {
			return err
		}
		changes = append(changes, geo.Change{Op: geo.Create, In: c.Name, Feature: f, By: x.who.Name})
	}
	if len(changes) == 0 {
		return &refusal{http.StatusUnprocessableEntity, "there is no feature in the body"}
	}
	rev, err := x.apply(changes...)
	if u := (*unusable)(nil); len(changes) == 1 && errors.As(err, &u) && begin.isCollection() {
		u.within("/features/0")
	}
	if err != nil {
		return err
	}
	return x.created(changes, rev)
}

// created tells of features that were made by a revision.
func (x *exchange) created(changes []geo.Change, rev geo.Rev) error {
	var doc struct {
		Created []string `json:"created"`
	}
	for _, c := range changes {
		doc.Created = append(doc.Created, itemURL(x.base(), c.In, c.Feature.ID()))
	}
	if len(changes) == 1 {
		x.w.Header().Set("Location", doc.Created[0])
		if err := x.leaves(rev, changes[0].In, changes[0].Feature.ID()); err != nil {
			return err
		}
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return x.send(http.StatusCreated, []string{mediaJSON}, body)
}

// nameNew gives a feature that comes without an id one that nobody else has: 80
// random bits.
func nameNew(b *geo.Builder, _ int) {
	b.SetID(geo.ID(strings.ToLower(rand.Text()[:16])))
}

// replace makes or replaces the feature that the path names (OGC 20-002 §7.4).
func (s *Server) replace(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	c, err := x.described()
	if err != nil {
		return err
	}
	body, err := x.bodyOf(sentAs...)
	if err != nil {
		return err
	}
	if body, err = x.fromSystem(body); err != nil {
		return err
	}
	f, err := x.readOne(c, body)
	if err != nil {
		return err
	}
	change := geo.Change{Op: geo.Put, In: c.Name, Feature: f, By: x.who.Name}
	if err := x.conditions(&change); err != nil {
		return err
	}
	_, err = x.state.Feature(x.ctx, c.Name, x.feature)
	isNew := geo.KindOf(err) == geo.NotFound
	if err != nil && !isNew {
		return err
	}
	rev, err := x.applyToAny(change)
	if err != nil {
		return err
	}
	if isNew {
		return x.created([]geo.Change{change}, rev)
	}
	return x.changed(rev)
}

// readOne reads the one feature of a body, which has the path's id or none.
func (x *exchange) readOne(c geo.Collection, body io.Reader) (geo.Feature, error) {
	_, err := geo.ParseID(string(x.feature))
	if err != nil {
		return geo.Feature{}, err
	}
	b := geo.NewBuilder(nil, c.TimeFields...)
	b.NameMissing(func(b *geo.Builder, _ int) { x.setID(b, c) })
	var one geo.Feature
	for f, err := range format.ReadGeoJSON(body, b) {
		if err != nil {
			return geo.Feature{}, unreadable(err)
		}
		if !one.IsZero() {
			return geo.Feature{}, &refusal{http.StatusBadRequest, "the body has several features; expected one"}
		}
		one = f
	}
	switch {
	case one.IsZero():
		return geo.Feature{}, &refusal{http.StatusBadRequest, "the body has no feature; expected one"}
	case one.ID() != x.feature:
		return geo.Feature{}, &refusal{http.StatusUnprocessableEntity, "the feature in the body has the id " + strconv.Quote(string(one.ID())) + ", the address another; an id does not change"}
	}
	if one, err = x.sameID(c, one); err != nil {
		return geo.Feature{}, err
	}
	return x.toStore(c, one)
}

// sameID returns a feature whose id is a number, or a text, as it is in the feature that
// there is.
func (x *exchange) sameID(c geo.Collection, f geo.Feature) (geo.Feature, error) {
	old, err := x.state.Feature(x.ctx, c.Name, x.feature)
	if err != nil || old.HasNumericID() == f.HasNumericID() {
		return f, nil // what else is wrong, whoever looks for it tells
	}
	const head = `{"type":"Feature","id":`
	text := slices.Concat([]byte(head), old.RawID(), f.GeoJSON()[len(head)+len(f.RawID()):])
	for same, err := range format.ReadGeoJSON(bytes.NewReader(text), geo.NewBuilder(nil, c.TimeFields...)) {
		return same, err
	}
	return f, nil
}

// toStore returns a feature without its derived properties, which come along when
// somebody reads a feature and writes it back.
func (x *exchange) toStore(c geo.Collection, f geo.Feature) (geo.Feature, error) {
	if x.server.config.Situation == nil {
		return f, nil
	}
	part, all := format.Selection{Fields: []int{}}, true
	for i, field := range f.Schema().Fields() {
		if situation.Derives(c.Name, field.Name) {
			all = false
			continue
		}
		part.Fields = append(part.Fields, i)
	}
	if all {
		return f, nil
	}
	text, err := format.AppendFeature(nil, f, part)
	if err != nil {
		return f, err
	}
	for kept, err := range format.ReadGeoJSON(bytes.NewReader(text), geo.NewBuilder(nil, c.TimeFields...)) {
		return kept, err
	}
	return f, nil
}

// setID gives a feature the path's id, written as the collection writes its ids.
func (x *exchange) setID(b *geo.Builder, c geo.Collection) {
	id := string(x.feature)
	n, err := strconv.ParseInt(id, 10, 64)
	number := c.NumericIDs && err == nil && strconv.FormatInt(n, 10) == id // 007 is no number in JSON
	if old, err := x.state.Feature(x.ctx, c.Name, x.feature); err == nil {
		number = old.HasNumericID()
	}
	if number {
		b.SetNumericID(id)
		return
	}
	b.SetID(x.feature)
}

// remove deletes the feature that the path names (OGC 20-002 §7.5).
func (s *Server) remove(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	change := geo.Change{Op: geo.Delete, In: x.collection, ID: x.feature, By: x.who.Name}
	if err := x.conditions(&change); err != nil {
		return err
	}
	if _, err := x.applyToAny(change); err != nil {
		return err
	}
	return x.send(http.StatusNoContent, nil, nil)
}

// applyToAny makes a change; where the condition is only that there is a feature, again
// if somebody was faster to change it, for as long as the request has time.
func (x *exchange) applyToAny(c geo.Change) (geo.Rev, error) {
	for {
		rev, err := x.apply(c)
		if geo.KindOf(err) != geo.Stale || strings.TrimSpace(header(x.r, "If-Match")) != "*" || x.ctx.Err() != nil {
			return rev, err
		}
		if other := x.again(); other != nil {
			return 0, other
		}
		if _, gone := x.state.Feature(x.ctx, c.In, x.feature); gone != nil {
			return 0, err
		}
		c.If, _ = x.state.Rev()
	}
}

// again has the request see the latest state.
func (x *exchange) again() error {
	now, err := x.server.config.Store.Read(x.ctx)
	if err != nil {
		return err
	}
	x.state.Close()
	x.state = now
	return nil
}

// apply makes changes to the features of a collection, which must still be there: the
// store would make it anew, with nothing said or declared of it.
func (x *exchange) apply(changes ...geo.Change) (geo.Rev, error) {
	x.server.shaping.RLock()
	defer x.server.shaping.RUnlock()
	now, err := x.server.config.Store.Read(x.ctx)
	if err != nil {
		return 0, err
	}
	_, err = now.Collection(x.ctx, changes[0].In)
	now.Close()
	if err != nil {
		return 0, err
	}
	return x.make(changes...)
}

// make makes changes. What the data's rules refuse is 422.
func (x *exchange) make(changes ...geo.Change) (geo.Rev, error) {
	rev, err := x.server.config.Store.Apply(context.WithoutCancel(x.ctx), changes...)
	var theirs *geo.Error
	if errors.As(err, &theirs) && theirs.Kind == geo.Invalid {
		return 0, unusableFor(err) // all of them
	}
	return rev, err
}

// unreadable is the error of a body that cannot be read.
func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &refusal{http.StatusRequestEntityTooLarge, "the body has more than " + strconv.FormatInt(large.Limit, 10) + " bytes"}
	}
	if geo.KindOf(err) == geo.Invalid {
		return err
	}
	return fmt.Errorf("read the body: %w", err)
}

// noParameters refuses what a write has no use for.
func (x *exchange) noParameters() error {
	var wrong faults
	for i := range x.query {
		wrong = append(wrong, unknown(&x.query[i], nil, nil))
	}
	return wrong.orNil()
}

// readAll reads a small body.
func readAll(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, unreadable(err)
	}
	return b, nil
}
