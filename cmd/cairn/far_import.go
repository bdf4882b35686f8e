package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"cairn/geo"
	"cairn/geo/jsonschema"
)

const (
	// A part is what one request makes, all of it or nothing. Nobody else waits for
	// long then, and it is less than a server takes.
	partFeatures = 10_000
	partBytes    = 8 << 20
	// farTries is how often a part is sent that the server did not answer, or had no
	// time for, and has not taken.
	farTries = 4
)

// intoServer imports into what a server has open. All is read and tried on a copy of what
// the server holds first; then it goes out in parts.
func (c *importFiles) intoServer(w world, all []input) error {
	to, err := c.reach(w, !c.DryRun)
	if err != nil {
		return err
	}
	var names []geo.Name
	for _, in := range all {
		names = append(names, in.name)
	}
	like, err := to.like(w, names...)
	if err != nil {
		return err
	}
	now, err := like.Read(w)
	if err != nil {
		return err
	}
	defer now.Close()
	t := &intake{world: w, importFiles: c, now: now, bad: &faultList{out: w.stderr}}
	piles, err := t.gather(all)
	if err != nil {
		return err
	}
	if err := t.bad.refusal(c.SkipBad); err != nil {
		return err
	}
	slices.SortStableFunc(piles, func(a, b *pile) int {
		return slices.Index(situationNames[:], a.name) - slices.Index(situationNames[:], b.name)
	})
	if err := t.write(like, piles); err != nil {
		return err
	}
	if !c.DryRun {
		s := &sending{intake: t, to: to, has: like.has}
		if err := s.send(piles); err != nil {
			return s.truly(err, piles)
		}
	}
	t.told(piles)
	return nil
}

// sending sends what was read to a server.
type sending struct {
	*intake
	to   *far
	has  map[geo.Name]bool
	made []geo.Name       // collections that were not there
	done map[geo.Name]int // features that the server has taken
	open string           // what it is not known of
}

// send sends pile after pile: features that are new in parts, each of the others by
// itself.
func (s *sending) send(piles []*pile) error {
	s.done = map[geo.Name]int{}
	for _, h := range piles {
		if !s.has[h.name] {
			if err := s.makeCollection(h); err != nil {
				return err
			}
		}
		var added []int
		for i, f := range h.features {
			_, err := s.now.Feature(s, h.name, f.ID())
			if geo.KindOf(err) == geo.NotFound {
				added = append(added, i)
				continue
			}
			if err != nil {
				return err
			}
			if err := s.replace(h, i); err != nil {
				return err
			}
		}
		for len(added) > 0 {
			n := partOf(h.features, added)
			if err := s.part(h, added[:n]); err != nil {
				return err
			}
			added = added[n:]
		}
	}
	return nil
}

// makeCollection makes a pile's collection.
func (s *sending) makeCollection(h *pile) error {
	said := struct {
		Title       string               `json:"title,omitempty"`
		Description string               `json:"description,omitempty"`
		TimeFields  []string             `json:"timeFields,omitempty"`
		Schema      *jsonschema.Document `json:"schema,omitempty"`
	}{Title: h.about.Title, Description: h.about.Description, TimeFields: h.about.TimeFields}
	if h.about.Schema.IsDeclared() {
		doc := jsonschema.Describe(geo.Collection{Schema: h.about.Schema, TimeFields: h.about.TimeFields}, 1)
		said.Schema = &doc
	}
	body, err := json.Marshal(said)
	if err != nil {
		return fmt.Errorf("describe %s: %w", h.name, err)
	}
	err = s.to.do(s, http.MethodPut, collectionPath(h.name), "application/json", body)
	if isAnswer(err, http.StatusForbidden) {
		return fmt.Errorf("%s is not there, and to make it takes a token that may: --can admin: %w", h.name, err)
	}
	if err == nil {
		s.made = append(s.made, h.name)
	}
	return err
}

// partOf returns how many of the features go into one part.
func partOf(all []geo.Feature, which []int) int {
	bytes := 0
	for n, i := range which {
		if bytes += len(all[i].GeoJSON()) + 1; n > 0 && (bytes > partBytes || n == partFeatures) {
			return n
		}
	}
	return len(which)
}

// part sends some new features of a pile, all or none; without those that are refused,
// if they are to be left out.
func (s *sending) part(h *pile, which []int) error {
	for len(which) > 0 {
		body := []byte(`{"type":"FeatureCollection","features":[`)
		for n, i := range which {
			if n > 0 {
				body = append(body, ',')
			}
			body = append(body, h.features[i].GeoJSON()...)
		}
		body = append(body, "]}"...)
		err := s.insist(h, which, func() error {
			return s.to.do(s, http.MethodPost, collectionPath(h.name)+"/items", "application/geo+json", body)
		})
		if err == nil {
			s.done[h.name] += len(which)
			return nil
		}
		bad, err := s.refusedOf(h, which, err)
		if err != nil {
			return err
		}
		which = slices.DeleteFunc(slices.Clone(which), func(i int) bool { return bad[i] })
	}
	return nil
}

// replace sends a feature in place of another.
func (s *sending) replace(h *pile, i int) error {
	f := h.features[i]
	err := s.to.do(s, http.MethodPut, itemPath(h.name, f.ID()), "application/geo+json", f.GeoJSON())
	if err == nil {
		s.done[h.name]++
		return nil
	}
	if !errors.As(err, new(*answerError)) {
		s.open = fmt.Sprintf("whether feature %q of %s was replaced is not known", f.ID(), h.name)
	}
	_, err = s.refusedOf(h, []int{i}, err)
	if err == nil {
		h.replaced-- // it is left out
	}
	return err
}

// insist sends a part again that got no answer, or found the server busy, if it has not
// been taken: of a part all features are there, or none.
func (s *sending) insist(h *pile, which []int, send func() error) error {
	for try := 1; ; try++ {
		err := send()
		var answer *answerError
		if err == nil || errors.As(err, &answer) && answer.status != http.StatusServiceUnavailable && answer.status != http.StatusTooManyRequests && answer.status/100 != 5 {
			return err
		}
		taken, looked := s.to.has(s, itemPath(h.name, h.features[which[0]].ID()))
		switch {
		case looked != nil:
			s.open = fmt.Sprintf("whether %s of %s were taken that were sent last is not known", features(len(which)), h.name)
			return err
		case taken:
			return nil
		case try == farTries || answer != nil && answer.status == http.StatusInsufficientStorage:
			return err
		}
		select {
		case <-time.After(time.Duration(try) * time.Second):
		case <-s.Done():
			return s.Err()
		}
	}
}

// refusedOf tells which of the features that were sent an error is about, with their
// files and lines. The error is the same if it is about none, or if bad ones are not to
// be left out.
func (s *sending) refusedOf(h *pile, which []int, err error) (bad map[int]bool, _ error) {
	var answer *answerError
	if !errors.As(err, &answer) {
		return nil, err
	}
	list := answer.errors()
	if len(list) == 0 && strings.HasPrefix(answer.detail, "changes[") {
		path, msg, _ := strings.Cut(answer.detail, ": ")
		list = []*geo.Error{{Kind: geo.Invalid, Path: path, Msg: msg}}
	} else if len(list) == 0 && len(which) == 1 && (answer.status == http.StatusConflict || answer.status == http.StatusUnprocessableEntity) {
		list = []*geo.Error{{Kind: geo.Invalid, Msg: answer.detail}}
	}
	sent := &pile{name: h.name, inputs: h.inputs}
	for _, i := range which {
		sent.features, sent.from = append(sent.features, h.features[i]), append(sent.from, h.from[i])
	}
	bad = map[int]bool{}
	for _, p := range s.blamed([]*pile{sent}, list) {
		bad[which[p.at]] = true
	}
	if len(bad) == 0 {
		return nil, err
	}
	if !s.SkipBad {
		return nil, fmt.Errorf("%s refused by the server: %w", rowsOf(len(bad)), errRefused)
	}
	return bad, nil
}

func rowsOf(n int) string {
	if n == 1 {
		return "1 feature is"
	}
	return fmt.Sprintf("%d features are", n)
}

var errRefused = errors.New("they are listed above")

// takeBack is how long an import that has ended, perhaps because it was told to, waits
// for the server to take an empty collection away again.
const takeBack = 10 * time.Second

// truly says what is in after an error, and takes a collection away again that was made
// for nothing.
func (s *sending) truly(err error, piles []*pile) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s), takeBack)
	defer cancel()
	var in []string
	for _, h := range piles {
		if n := s.done[h.name]; n > 0 {
			in = append(in, fmt.Sprintf("%d of %s of %s", n, features(len(h.features)), h.name))
		}
	}
	for _, name := range s.made {
		if s.done[name] > 0 || s.open != "" {
			continue
		}
		if gone := s.to.do(ctx, http.MethodDelete, collectionPath(name), "", nil); gone != nil {
			in = append(in, "the collection "+string(name)+", which is empty")
		}
	}
	what := "nothing was imported"
	if len(in) > 0 {
		what = "imported before that, and still there: " + strings.Join(in, ", ") + "; with --update the rest can follow"
	}
	if s.open != "" {
		what += "; " + s.open
	}
	return fmt.Errorf("%w; %s", err, what)
}
