package geo

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// wrong is what can be wrong with a value.
type wrong uint8

const (
	nothing   wrong = iota
	otherKind       // a value of a kind that is not allowed
	notListed       // a text that is not among those allowed
	tooSmall
	tooLarge
	tooLong
	missing
	undeclared
)

// Check looks whether a feature is as it is declared to be: nil if so. Otherwise the
// error is an *[Error], or several joined: one for each property at fault, which is
// its Path ("geometry" is that of the place; a property that would be taken for something
// else has "properties." before its name), with what was found and what is expected. Of
// more than a hundred the last one, without a Path, says how many more. The id is not
// looked at. A feature without a fault costs no allocation.
func (s *Schema) Check(f Feature) error {
	if !s.IsDeclared() {
		return nil
	}
	var all []error
	more := 0
	s.eachWrong(f, func(name string, of *limit, v Value, why wrong) {
		if len(all) == mostFaults {
			more++
			return
		}
		all = append(all, &Error{Kind: Invalid, Path: pathOf(name), Msg: s.complaint(of, v, why)})
	})
	if e := s.declared.Location.complaint(f, s.declared.Closed); e != "" {
		all = append(all, &Error{Kind: Invalid, Path: geometryName, Msg: e})
	}
	if more > 0 {
		all = append(all, &Error{Kind: Invalid, Msg: "and " + strconv.Itoa(more) + " more of its properties are not as they are declared to be"})
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}

// pathOf returns the path of a property: its name, where that is not that of another
// part of a feature or looks like a path.
func pathOf(name string) string {
	switch name {
	case "id", geometryName, "properties":
		return ofProperties + name
	}
	if strings.HasPrefix(name, ofProperties) || strings.Contains(name, "].") {
		return ofProperties + name
	}
	return name
}

const ofProperties = "properties."

// mostFaults is of how many properties of a feature [Schema.Check] tells: features can
// have thousands, and what is wrong takes more room to tell than to send.
const mostFaults = 100

// CountFaults counts all that [Schema.Check] finds fault with in a feature, and allocates
// nothing.
func (s *Schema) CountFaults(f Feature) (n int) {
	if !s.IsDeclared() {
		return 0
	}
	s.eachWrong(f, func(string, *limit, Value, wrong) { n++ })
	if s.declared.Location.isWrong(f, s.declared.Closed) {
		n++
	}
	return n
}

// eachWrong calls bad for each property at fault.
func (s *Schema) eachWrong(f Feature, bad func(name string, of *limit, v Value, why wrong)) {
	d := s.declared
	at, row := f.tableAt()
	for i := range f.properties() {
		n, v := s.numberIn(f.schema, f.u16(at+i*row)), f.valueAt(at+i*row, row)
		switch {
		case n >= 0 && n < len(d.limits) && d.limits[n] != nil:
			if why := d.limits[n].look(v); why != nothing {
				bad(d.limits[n].name, d.limits[n], v, why)
			}
		case d.Closed && v[0] != 'n':
			bad(f.schema.fields[f.u16(at+i*row)].Name, nil, v, undeclared)
		}
	}
	for _, n := range d.required {
		there := f.schema.numberIn(s, n)
		if there < 0 || !f.hasValue(there) {
			bad(d.limits[n].name, d.limits[n], nil, missing)
		}
	}
}

// numberIn returns the number of a field that has number n in another schema, most often
// an earlier or later one of the same collection; -1 if there is none.
func (s *Schema) numberIn(other *Schema, n int) int {
	if s == other {
		return n
	}
	name := other.fields[n].Name
	if fields := s.Fields(); n < len(fields) && fields[n].Name == name {
		return n
	}
	if n, ok := s.Field(name); ok {
		return n
	}
	return -1
}

// hasValue reports whether the property is there and not null.
func (f Feature) hasValue(field int) bool {
	at, row := f.row(field)
	return at != 0 && f.from(at, row)[0] != 'n'
}

// look returns what is wrong with a value.
func (l *limit) look(v Value) wrong {
	k := l.Kinds
	if k == 0 {
		k = ^k
	}
	first := v[0]
	switch {
	case first == 'n':
		return nothing
	case first == '"':
		if k&Text == 0 && (k&(Date|DateTime) == 0 || k&v.Kind() == 0) {
			return otherKind
		}
		if l.MaxLength > 0 && len(v)-2 > l.MaxLength && characters(v) > l.MaxLength {
			return tooLong
		}
	case first == '{' && k&Object == 0, first == '[' && k&Array == 0, (first == 't' || first == 'f') && k&Boolean == 0:
		return otherKind
	case first == '-' || first >= '0' && first <= '9':
		if why := l.lookNumber(v, k); why != nothing {
			return why
		}
	}
	if l.listed != nil && !l.listed[string(v)] {
		return notListed
	}
	return nothing
}

func (l *limit) lookNumber(v Value, k Kinds) wrong {
	if k&(Number|Integer) == 0 {
		return otherKind
	}
	if k&Number != 0 && l.Minimum == nil && l.Maximum == nil {
		return nothing
	}
	whole := numberKind(v) == Integer
	if whole && l.Minimum == nil && l.Maximum == nil {
		return nothing
	}
	n, _ := strconv.ParseFloat(string(v), 64) // beyond all numbers it is infinite
	switch {
	case k&Number == 0 && !whole && n != math.Trunc(n):
		return otherKind
	case l.Minimum != nil && n < *l.Minimum:
		return tooSmall
	case l.Maximum != nil && n > *l.Maximum:
		return tooLarge
	}
	return nothing
}

// characters counts the code points of a canonical JSON string.
func characters(quoted []byte) (n int) {
	s := quoted[1 : len(quoted)-1]
	for i := 0; i < len(s); n++ {
		switch {
		case s[i] == '\\' && s[i+1] == 'u':
			i += 6
		case s[i] == '\\':
			i += 2
		default:
			_, size := utf8.DecodeRune(s[i:])
			i += size
		}
	}
	return n
}

// complaint says what is wrong with a feature's geometry, "" if nothing is.
func (l *Location) complaint(f Feature, closed bool) string {
	kind := f.geometryType()
	switch {
	case !l.isWrong(f, closed):
		return ""
	case l == nil:
		return "is a " + kind + "; expected none: the schema declares no geometry"
	case kind == "":
		return "is missing; expected " + l.expected()
	}
	return "is a " + kind + "; expected " + l.expected()
}

// isWrong reports whether there is a complaint.
func (l *Location) isWrong(f Feature, closed bool) bool {
	kind := f.geometryType()
	switch {
	case kind == "":
		return l != nil && l.Required
	case l == nil:
		return closed
	}
	return l.Types != nil && !slices.Contains(l.Types, kind)
}

func (l *Location) expected() string {
	if l.Types == nil {
		return "a place"
	}
	return strings.Join(l.Types, " or ")
}

// geometryType returns the GeoJSON type of the feature's geometry, "" for none.
func (f Feature) geometryType() string {
	switch f.kind() {
	case noGeometry:
		return ""
	case pointGeometry:
		return GeometryTypes[0]
	}
	at := f.shapeAt()
	if f.head[at] != 1 { // what orb writes is little-endian
		panic("geo: a record holds WKB of another order")
	}
	return GeometryTypes[binary.LittleEndian.Uint32(f.head[at+1:])-1]
}

// complaint says what is wrong with a value, and what would be right.
func (s *Schema) complaint(l *limit, v Value, why wrong) string {
	switch why {
	case missing:
		return "is missing; expected " + l.expected()
	case undeclared:
		return "is not declared; expected one of " + words(s.declaredNames())
	case tooSmall:
		return "is " + shown(v) + "; expected at least " + string(AppendFloat(nil, *l.Minimum))
	case tooLarge:
		return "is " + shown(v) + "; expected at most " + string(AppendFloat(nil, *l.Maximum))
	case tooLong:
		return "has " + strconv.Itoa(characters(v)) + " characters; expected at most " + strconv.Itoa(l.MaxLength)
	}
	return "is " + shown(v) + "; expected " + l.expected()
}

func (s *Schema) declaredNames() (names []string) {
	for _, l := range s.declared.limits {
		if l != nil {
			names = append(names, l.name)
		}
	}
	if len(names) == 0 {
		return []string{"none"}
	}
	return names
}

// kindWords are what the kinds are called where one is expected, in the order of
// [AllKinds].
var kindWords = [...]string{"null", "true or false", "a whole number", "a number", "a text", "a date such as 2026-01-20", "a moment such as 2026-01-20T08:00:00Z", "a list", "an object"}

// expected says what a value must be.
func (l *limit) expected() string {
	if len(l.Enum) > 0 {
		return "one of " + words(l.Enum)
	}
	k, list := l.Kinds, []string(nil)
	if k&Number != 0 {
		k &^= Integer
	}
	if k&Text != 0 {
		k &^= Date | DateTime
	}
	for i, one := range AllKinds {
		if k&one.Kind != 0 {
			list = append(list, kindWords[i])
		}
	}
	if list == nil {
		return "a value"
	}
	return strings.Join(list, " or ")
}

const (
	mostShown = 20  // words of a list are told
	mostBytes = 400 // of a list are told, unless its first word has more
)

// words lists some words for people.
func words(list []string) string {
	n, bytes := 0, 0
	for n < len(list) && n < mostShown && (n == 0 || bytes+len(list[n]) <= mostBytes) {
		bytes += len(list[n])
		n++
	}
	told := strings.Join(list[:n], ", ")
	if more := len(list) - n; more > 0 {
		told += " and " + strconv.Itoa(more) + " more"
	}
	return told
}

// shown writes a value for people.
func shown(v Value) string {
	switch v[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	}
	text := v.String()
	if r := []rune(text); len(r) > 3*mostShown {
		text = string(r[:3*mostShown]) + "…"
	}
	if v[0] == '"' {
		return "the text " + strconv.Quote(text)
	}
	return text
}
