package situation

import (
	"slices"

	"cairn/geo"
)

// place writes what is told of one place.
func (v *View) place(w *writer, f geo.Feature) error {
	a, err := v.picture.place(f)
	if err != nil {
		return err
	}
	w.open('{')
	w.text("id", string(f.ID()))
	w.copy(f, "name", "name_ar", "name_ku", "name_ku_basis", "name_en_variants", "kind", "reference_only")
	w.key("position")
	if at, ok := f.Point(); ok {
		w.open('[')
		w.b = append(geo.AppendFloat(w.b, at.Lon()), ',')
		w.b = geo.AppendFloat(w.b, at.Lat())
		w.close(']')
	} else {
		w.b = append(w.b, "null"...)
	}
	w.copy(f, "position_accuracy", "position_confidence", "position_source", "summary", "summary_ar")
	v.control(w, &a.control)
	w.truth("disputed", a.disputed)
	v.attributes(w, a.attributes)
	w.key("events")
	w.open('[')
	for _, h := range a.events {
		v.happening(w, h)
	}
	w.close(']')
	w.close('}')
	return nil
}

func (v *View) control(w *writer, c *control) {
	w.key("control")
	w.open('{')
	w.text("status", string(c.status))
	w.text("controlled_by", c.holder)
	w.value("since", c.since)
	w.truth("disputed", c.disputed)
	w.text("besieged_by", c.besieger)
	w.key("parties")
	w.parties(c.parties)
	w.key("basis")
	w.open('{')
	w.text("rule", Rule)
	w.ids("claims", c.basis)
	w.close('}')
	w.key("claims")
	w.open('[')
	for _, h := range c.told {
		v.claim(w, &h.row, false)
	}
	w.close(']')
	w.close('}')
}

// happening writes an event with what is told of it.
func (v *View) happening(w *writer, h happening) {
	w.open('{')
	w.text("id", h.id)
	w.copy(h.feature, "kind", "title", "title_ar", "start", "end", "start_latest", "time_precision",
		"summary", "summary_ar", "claimed_by", "reported_by", "link", "note", "note_ar")
	v.attributes(w, h.attributes)
	w.close('}')
}

func (v *View) attributes(w *writer, list []attribute) {
	w.key("attributes")
	w.open('[')
	for _, a := range list {
		w.open('{')
		w.text("attribute", a.name)
		w.truth("disputed", a.disputed)
		w.span(&a)
		w.key("claims")
		w.open('[')
		for _, c := range a.claims {
			v.claim(w, &c.row, true)
		}
		w.close(']')
		w.close('}')
	}
	w.close(']')
}

// claim writes a claim: its properties, and who makes it. With ofClaimant its
// party is that of the claimant; a row of control keeps its own, the holder.
func (v *View) claim(w *writer, r *row, ofClaimant bool) {
	added := []string{"id", "claimed_by_name", "claimed_by_name_ar", "claimed_by_party"}
	if ofClaimant {
		added = append(added, "party")
	}
	w.open('{')
	w.text("id", r.id)
	fields := r.feature.Schema().Fields()
	for i, value := range r.feature.Properties {
		if name := fields[i].Name; !slices.Contains(added, name) {
			w.value(name, value)
		}
	}
	s := v.picture.byID[r.source]
	w.text("claimed_by_name", s.name)
	w.text("claimed_by_name_ar", s.nameAr)
	w.text("claimed_by_party", s.party)
	if ofClaimant {
		w.text("party", s.party)
	}
	w.close('}')
}

// copy writes properties as they are stored, null for those that are not there.
func (w *writer) copy(f geo.Feature, properties ...string) {
	for _, name := range properties {
		w.value(name, f.Property(name))
	}
}
