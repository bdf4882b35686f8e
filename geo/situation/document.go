package situation

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"cairn/geo"
)

// Document returns what is known at the moment as JSON, claims side by side; doc.go
// of this package describes it. It is about one place, or about all and what
// happened elsewhere if place is "". base is put before the address of the rule,
// "/situation/rule". The same state, moment, place and base give the same bytes,
// which must not be changed.
//
// The error is NotFound with Path "place" if there is no such place.
func (v *View) Document(ctx context.Context, place geo.ID, base string) ([]byte, error) {
	if place != "" {
		return v.write(ctx, place, base)
	}
	p, asked := v.picture, v.asked(base)
	p.mu.RLock()
	document := p.document
	p.mu.RUnlock()
	if document.asked == asked {
		return document.bytes, nil
	}
	b, err := v.write(ctx, "", base)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.document = kept{asked, b}
	return b, nil
}

// asked tells documents about all places of one picture apart.
func (v *View) asked(base string) string {
	var w writer
	w.open('[')
	v.question(&w)
	w.list("base", []string{base})
	w.close(']')
	return string(w.b)
}

func (v *View) write(ctx context.Context, place geo.ID, base string) ([]byte, error) {
	var w writer
	w.open('{')
	w.key("rule")
	w.open('{')
	w.text("id", RuleID)
	w.value("version", geo.Value(strconv.Itoa(RuleVersion)))
	w.text("href", base+"/situation/rule")
	w.close('}')
	v.question(&w)
	w.text("timeStamp", clock(v.picture.epoch.updated))
	v.surroundings(&w)
	if err := v.writePlaces(ctx, &w, place); err != nil {
		return nil, err
	}
	w.key("elsewhere")
	w.open('[')
	if place == "" {
		for _, h := range v.picture.happenings("") {
			v.happening(&w, h)
		}
	}
	w.close(']')
	w.key("left_out")
	w.open('[')
	for _, l := range v.picture.leftOut {
		w.leftOut(l)
	}
	w.close(']')
	w.close('}')
	return w.b, nil
}

func (w *writer) leftOut(l leftOut) {
	w.open('{')
	w.text("collection", string(l.from))
	w.text("id", l.id)
	w.text("reason", l.reason)
	w.close('}')
}

// question writes what was asked.
func (v *View) question(w *writer) {
	w.text("datetime", v.moment.datetime())
	w.key("as_of")
	if v.moment.AsOf == nil {
		w.b = append(w.b, "null"...)
	} else {
		w.b = v.moment.AsOf.appendJSON(w.b)
	}
	if len(v.moment.AccordingTo) == 0 {
		w.value("according_to", nil)
	} else {
		w.list("according_to", v.moment.AccordingTo)
	}
}

// surroundings writes the range of time, who speaks, and the parties.
func (v *View) surroundings(w *writer) {
	k := v.picture.knowledge
	w.key("range")
	w.open('{')
	w.value("start", k.first)
	w.value("end", k.last)
	w.close('}')
	w.key("sources")
	w.open('[')
	for _, s := range k.sources {
		if s.speaks {
			w.source(&s)
		}
	}
	w.close(']')
	w.key("parties")
	w.open('[')
	var seen []string
	for _, s := range k.sources {
		if s.party != "" && !slices.Contains(seen, s.party) {
			seen = append(seen, s.party)
			w.party(&s)
		}
	}
	w.close(']')
}

func (w *writer) source(s *source) {
	w.open('{')
	w.text("id", s.id)
	w.text("name", s.name)
	w.text("name_ar", s.nameAr)
	w.text("party", s.party)
	w.text("party_name", s.partyName)
	w.text("party_name_ar", s.partyNameAr)
	w.close('}')
}

func (w *writer) party(s *source) {
	w.open('{')
	w.text("id", s.party)
	w.text("name", s.partyName)
	w.text("name_ar", s.partyNameAr)
	w.close('}')
}

func (v *View) writePlaces(ctx context.Context, w *writer, place geo.ID) error {
	w.key("places")
	w.open('[')
	defer w.close(']')
	if place != "" {
		f, err := v.Reader.Feature(ctx, Places, place)
		if geo.KindOf(err) == geo.NotFound {
			return &geo.Error{Kind: geo.NotFound, Path: "place", Msg: "there is no place " + strconv.Quote(string(place)), Err: err}
		}
		if err != nil {
			return fmt.Errorf("find place %s: %w", place, err)
		}
		return v.place(w, f)
	}
	for hit, err := range v.Reader.Find(ctx, geo.Query{From: Places}) {
		if err == nil {
			err = v.place(w, hit.Feature)
		}
		if err != nil {
			return fmt.Errorf("write places: %w", err)
		}
	}
	return nil
}
