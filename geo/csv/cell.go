package csv

import (
	"bytes"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/tabular"
)

// kind is what the first look at a column has found in it.
type kind uint8

const (
	unknown kind = iota // nothing: each cell is looked at by itself
	number
	boolean
	moment   // dates and times that are not written as RFC 3339 has them
	document // JSON arrays and objects
	text
)

// manner is how a table is written.
type manner struct {
	quotesMatter bool
	comma        bool // numbers have a decimal comma
	apostrophes  bool // one before what could be a formula is not of the text
}

// plain returns a text without the apostrophe that [NewWriter] puts before what
// spreadsheet programs would take for a formula.
func (m *manner) plain(t []byte) []byte {
	if m.apostrophes && len(t) > 1 && t[0] == '\'' && isFormula(t[1:]) {
		return t[1:]
	}
	return t
}

// append appends the JSON value that a cell of a column of that kind is.
func (m *manner) append(b []byte, k kind, f field) []byte {
	t := f.text
	if len(t) == 0 {
		if f.quoted && m.quotesMatter {
			return append(b, `""`...)
		}
		return append(b, "null"...)
	}
	free := k == unknown || m.quotesMatter
	switch {
	case k == document || k == unknown && (t[0] == '[' || t[0] == '{'):
		if value, ok := appendDocument(b, t); ok {
			return value
		}
	case f.quoted && m.quotesMatter:
	case (free || k == number) && m.isNumber(t):
		return m.appendNumber(b, t)
	case k == boolean && isBoolean(t), free && (string(t) == "true" || string(t) == "false"):
		return append(b, strings.ToLower(string(t))...)
	case k == moment:
		if value, ok := appendMoment(b, t); ok {
			return value
		}
	}
	return geo.AppendString(b, m.plain(t))
}

func isBoolean(t []byte) bool {
	switch string(t) {
	case "true", "false", "True", "False", "TRUE", "FALSE":
		return true
	}
	return false
}

func (m *manner) isNumber(t []byte) bool {
	return isNumber(t) || m.comma && isDecimalComma(t)
}

func (m *manner) appendNumber(b, t []byte) []byte {
	start := len(b)
	b = append(b, t...)
	if m.comma {
		if i := bytes.IndexByte(b[start:], ','); i >= 0 {
			b[start+i] = '.'
		}
	}
	return b
}

// isUnclear reports whether a number in a table with decimal commas could have full stops
// between its thousands: 1.500.
func (m *manner) isUnclear(k kind, f field) bool {
	if !m.comma || k != number && k != unknown && !m.quotesMatter || f.quoted && m.quotesMatter {
		return false
	}
	groups := bytes.Split(bytes.TrimPrefix(f.text, []byte("-")), []byte{'.'})
	if len(groups) < 2 || len(groups[0]) == 0 || len(groups[0]) > 3 {
		return false
	}
	for i, g := range groups {
		if digits(g, 0) < len(g) || i > 0 && len(g) != 3 {
			return false
		}
	}
	return true
}

// isDecimalComma reports whether t is a number with a comma for the decimal point.
func isDecimalComma(t []byte) bool {
	if bytes.Count(t, []byte{','}) != 1 || bytes.IndexByte(t, '.') >= 0 {
		return false
	}
	return isNumber(bytes.Replace(t, []byte{','}, []byte{'.'}, 1))
}

// isNumber reports whether t is a JSON number (RFC 8259 §6) that was meant for one:
// no integer beyond 2^53, which readers of JSON would round, and no exponent without
// a sign or a decimal point, as codes have.
func isNumber(t []byte) bool {
	i := 0
	if i < len(t) && t[i] == '-' {
		i++
	}
	whole := i
	i = digits(t, i)
	if i == whole || t[whole] == '0' && i > whole+1 {
		return false
	}
	if i == len(t) {
		return i-whole < 16 || isExact(t)
	}
	point := t[i] == '.'
	if point {
		from := i + 1
		if i = digits(t, from); i == from {
			return false
		}
	}
	if i < len(t) && (t[i] == 'e' || t[i] == 'E') {
		i++
		signed := i < len(t) && (t[i] == '+' || t[i] == '-')
		if signed {
			i++
		}
		from := i
		if i = digits(t, i); i == from || !signed && !point {
			return false
		}
		if _, err := strconv.ParseFloat(string(t), 64); err != nil {
			return false
		}
	}
	return i == len(t) && i-whole < 300
}

func isExact(t []byte) bool {
	v, err := strconv.ParseInt(string(t), 10, 64)
	return err == nil && v <= 1<<53 && v >= -1<<53
}

func digits(t []byte, i int) int {
	for i < len(t) && t[i]-'0' <= 9 {
		i++
	}
	return i
}

// appendDocument appends the JSON array or object that t is, as [tabular.AppendJSON]
// has it; ok is false if it is none.
func appendDocument(b, t []byte) (value []byte, ok bool) {
	t = bytes.TrimSpace(t)
	if len(t) < 2 || t[0] != '[' && t[0] != '{' {
		return b, false
	}
	return tabular.AppendJSON(b, t)
}

func quoted(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strconv.Quote(s)
}
