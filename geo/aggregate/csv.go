package aggregate

import (
	"strings"

	"cairn/geo"
	"cairn/geo/shape"
)

// AppendCSV appends the answer as CSV (RFC 4180), UTF-8, with a line of names: the
// things grouped by, the values, and with cells their outline as well-known text in
// lon, lat degrees. Null is an empty field. For a spreadsheet there is a byte order
// mark, and an apostrophe before texts that such programs take for a formula.
func (r *Result) AppendCSV(b []byte, spreadsheet bool) []byte {
	w := csvWriter{b: b, harmless: spreadsheet}
	if spreadsheet {
		w.b = append(w.b, "\xEF\xBB\xBF"...)
	}
	cells := r.t.cells() != nil
	var outline shape.Shape
	for _, g := range r.t.Groups {
		w.field(g.Name)
	}
	for _, v := range r.t.Values {
		w.field(v.Name)
	}
	if cells {
		w.field(r.outlineName())
	}
	w.line()
	for i := range r.order {
		for part := range r.t.Groups {
			w.value(r.Key(i, part))
		}
		for v := range r.t.Values {
			w.comma()
			w.b = r.appendNumber(w.b, i, v, "")
		}
		if cells {
			outline.Set(r.Cell(i))
			w.field(string(outline.AppendWKT(nil)))
		}
		w.line()
	}
	return w.b
}

// outlineName is the name of the column with outlines: geometry, unless something
// grouped by is called so.
func (r *Result) outlineName() string {
	for _, g := range r.t.Groups {
		if strings.EqualFold(g.Name, "geometry") {
			return "cell geometry"
		}
	}
	return "geometry"
}

// csvWriter writes fields.
type csvWriter struct {
	b        []byte
	harmless bool
	started  bool // the line has a field
}

func (w *csvWriter) comma() {
	if w.started {
		w.b = append(w.b, ',')
	}
	w.started = true
}

func (w *csvWriter) line() {
	w.b, w.started = append(w.b, '\r', '\n'), false
}

// value writes a JSON value: a text without its quotes, null as nothing.
func (w *csvWriter) value(v geo.Value) {
	switch v[0] {
	case 'n':
		w.comma()
	case '"', '[', '{':
		w.field(v.String())
	default: // a number is no formula
		w.comma()
		w.b = append(w.b, v...)
	}
}

func (w *csvWriter) field(s string) {
	w.comma()
	if w.harmless && s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		s = "'" + s
	}
	if s != "" && !strings.ContainsAny(s, ",\"\r\n") {
		w.b = append(w.b, s...)
		return
	}
	w.b = append(w.b, '"') // so is the empty text, which is not null
	w.b = append(append(w.b, strings.ReplaceAll(s, `"`, `""`)...), '"')
}
