package situation

import (
	"cmp"
	"strconv"
	"strings"

	"cairn/geo"
)

// row is what every statement has: who makes it, when, and of what time.
type row struct {
	feature    geo.Feature
	id         string
	source     string      // claimed_by
	start, end geo.Value   // as written; nil if not told
	begins     geo.Instant // (4)
	closes     geo.Instant // (5)
	said       geo.Period  // claimed_at; zero if not told
}

// hold is a row of control.
type hold struct {
	row
	place    string // subject
	status   Status
	party    string // "" for none
	besieger string // "" for none
}

// claim is a row of claims.
type claim struct {
	row
	subject   subject
	attribute string
	stance    Stance
	number    float64   // value_number
	written   geo.Value // value_number as written; nil for none
	unit      geo.Value // nil for none
	qualifier Qualifier
	party     string // value_party, "" for none
	text      string // value_text, "" for none
}

// subject is what a claim is about.
type subject struct{ collection, id string }

// event is a row of events.
type event struct {
	feature    geo.Feature
	id         string
	place      string      // "" for none
	start, end geo.Value   // as written; nil if not told
	begins     geo.Instant // from when on it is listed (24)
}

// hasBegun, and stands: (6).
func (r *row) hasBegun(t geo.Instant) bool { return r.begins <= t }
func (r *row) stands(t geo.Instant) bool   { return r.begins <= t && t < r.closes }

// isSaid reports whether it is told when the row was claimed.
func (r *row) isSaid() bool { return r.said != geo.Period{} }

// newer orders rows, the newest last: (7).
func newer(a, b *row) int {
	return cmp.Or(cmp.Compare(a.begins, b.begins), compareSaid(a, b), strings.Compare(a.id, b.id))
}

// compareSaid orders rows by when they were claimed, those without a date first.
func compareSaid(a, b *row) int {
	if !a.isSaid() || !b.isSaid() {
		return cmp.Compare(flag(a.isSaid()), flag(b.isSaid()))
	}
	return cmp.Compare(a.said.Start, b.said.Start)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sheet reads the properties of one feature and keeps what is wrong with it.
type sheet struct {
	geo.Feature
	fault string // the first fault, "" for none
	all   []fault
}

// fault is what is wrong with a property.
type fault struct{ property, what string }

func (s *sheet) blame(property, what string) {
	if s.fault == "" {
		s.fault = property + " " + what
	}
	s.all = append(s.all, fault{property, what})
}

// value returns a property, nil if it is null or not there.
func (s *sheet) value(property string) geo.Value {
	v := s.Property(property)
	if v.Kind() == geo.Null {
		return nil
	}
	return v
}

// text returns a text property, "" if there is none.
func (s *sheet) text(property string) string {
	v := s.value(property)
	if v != nil && v[0] != '"' {
		s.blame(property, "is no text")
		return ""
	}
	return v.String()
}

// needed returns a text property that must be there.
func (s *sheet) needed(property string) string {
	t := s.text(property)
	if t == "" {
		s.blame(property, "is missing")
	}
	return t
}

// time returns a property that holds a date or a date-time, as written and as
// the period it covers.
func (s *sheet) time(property string) (geo.Value, geo.Period) {
	v := s.value(property)
	if v == nil {
		return nil, geo.Period{}
	}
	p, ok := v.Period()
	if !ok {
		s.blame(property, "is neither a date nor a date-time: "+shown(v)+"; expected one like 2026-01-20 or 2026-01-20T10:00:00Z")
	}
	return v, p
}

// shown is a value as a message has it.
func shown(v geo.Value) string {
	const most = 40
	if len(v) <= most {
		return string(v)
	}
	return strings.ToValidUTF8(string(v[:most]), "") + "…"
}

// number returns a number property, as written and by its value.
func (s *sheet) number(property string) (geo.Value, float64) {
	v := s.value(property)
	if v == nil {
		return nil, 0
	}
	n, ok := v.Float()
	if !ok {
		s.blame(property, "is no number: "+shown(v)+"; expected digits alone, such as 1500")
	}
	return v, n
}

// word returns a property that must be in a closed list.
func word[W ~string](s *sheet, property string, list []Word[W]) W {
	w := W(s.needed(property))
	if w != "" && !isOneOf(w, list) {
		s.blame(property, strconv.Quote(string(w))+" is not a word of its list")
	}
	return w
}

func (s *sheet) row() row {
	r := row{feature: s.Feature, id: string(s.ID()), source: s.needed("claimed_by"), begins: geo.Past, closes: geo.Forever}
	var from, to geo.Period
	if r.start, from = s.time("start"); r.start != nil {
		r.begins = from.Start
	}
	if r.end, to = s.time("end"); r.end != nil {
		r.closes = to.Start
		if r.closes <= r.begins {
			r.closes = to.End
		}
	}
	_, r.said = s.time("claimed_at")
	return r
}

func (s *sheet) hold() *hold {
	h := &hold{
		row:      s.row(),
		place:    s.needed("subject"),
		status:   word(s, "status", Statuses()),
		party:    s.text("party"),
		besieger: s.text("besieged_by"),
	}
	if c := s.text("subject_collection"); c != "" && c != string(Places) {
		s.blame("subject_collection", "is not places")
	}
	if h.status == Held && h.party == "" {
		s.blame("party", "is missing, and status is held")
	}
	return h
}

func (s *sheet) claim() *claim {
	c := &claim{
		row:       s.row(),
		subject:   subject{s.needed("subject_collection"), s.needed("subject")},
		attribute: s.needed("attribute"),
		stance:    word(s, "stance", Stances()),
		party:     s.text("value_party"),
		text:      s.text("value_text"),
	}
	c.written, c.number = s.number("value_number")
	if s.text("unit") != "" {
		c.unit = s.value("unit")
	}
	if s.value("qualifier") != nil {
		c.qualifier = word(s, "qualifier", Qualifiers())
	}
	if c.subject.collection != string(Places) && c.subject.collection != string(Events) {
		s.blame("subject_collection", "is neither places nor events")
	}
	return c
}

func (s *sheet) event() *event {
	e := &event{feature: s.Feature, id: string(s.ID()), place: s.text("place"), begins: geo.Past}
	var from, to geo.Period
	e.start, from = s.time("start")
	e.end, to = s.time("end")
	switch {
	case e.start != nil:
		e.begins = from.Start
	case e.end != nil:
		e.begins = to.Start
	}
	return e
}
