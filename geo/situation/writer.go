package situation

import "cairn/geo"

// writer writes compact JSON in the one form in which Cairn stores it.
type writer struct{ b []byte }

// next puts a comma where one is due.
func (w *writer) next() {
	if n := len(w.b); n > 0 && w.b[n-1] != '{' && w.b[n-1] != '[' && w.b[n-1] != ':' {
		w.b = append(w.b, ',')
	}
}

func (w *writer) open(c byte) {
	w.next()
	w.b = append(w.b, c)
}

func (w *writer) close(c byte) { w.b = append(w.b, c) }

func (w *writer) key(name string) {
	w.next()
	w.b = append(geo.AppendString(w.b, name), ':')
}

// text writes a member that is a text, null for "".
func (w *writer) text(name, value string) { w.value(name, orNull(value)) }

// value writes a member as it stands, null for none.
func (w *writer) value(name string, v geo.Value) {
	w.key(name)
	w.b = append(w.b, orNone(v)...)
}

func (w *writer) truth(name string, is bool) { w.value(name, truth(is)) }

// list writes a member that is an array of texts.
func (w *writer) list(name string, texts []string) {
	w.key(name)
	w.open('[')
	for _, s := range texts {
		w.next()
		w.b = geo.AppendString(w.b, s)
	}
	w.close(']')
}

// ids writes the ids of rows of control.
func (w *writer) ids(name string, rows []*hold) {
	list := make([]string, len(rows))
	for i, h := range rows {
		list[i] = h.id
	}
	w.list(name, list)
}

// parties writes what a basis says of each party.
func (w *writer) parties(list []share) {
	w.open('[')
	for _, s := range list {
		w.open('{')
		w.text("party", s.party)
		w.text("status", string(s.status))
		w.list("claims", s.claims)
		w.close('}')
	}
	w.close(']')
}

// numbers writes events with those of their attributes that have a number, as a
// feature of places carries them.
func (w *writer) numbers(events []happening) {
	w.open('[')
	for _, e := range events {
		w.open('{')
		w.text("id", e.id)
		w.value("kind", e.feature.Property("kind"))
		w.value("title", e.feature.Property("title"))
		w.value("start", e.start)
		w.value("end", e.end)
		w.key("numbers")
		w.open('[')
		for _, a := range e.attributes {
			if a.min != nil {
				w.number(&a)
			}
		}
		w.close(']')
		w.close('}')
	}
	w.close(']')
}

func (w *writer) number(a *attribute) {
	w.open('{')
	w.text("attribute", a.name)
	w.span(a)
	w.truth("disputed", a.disputed)
	ids := make([]string, len(a.claims))
	for i, c := range a.claims {
		ids[i] = c.id
	}
	w.list("claims", ids)
	w.close('}')
}

// span writes the range of an attribute's numbers: never one number picked.
func (w *writer) span(a *attribute) {
	w.value("min", a.min.value())
	w.value("max", a.max.value())
	var unit geo.Value
	var least, most string
	if a.min != nil {
		unit, least, most = a.min.unit, string(a.min.qualifier), string(a.max.qualifier)
	}
	w.text("qualifier_min", least)
	w.text("qualifier_max", most)
	w.value("unit", unit)
}
