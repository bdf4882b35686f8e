package geo

import (
	"slices"
	"strconv"
)

// MaxFields is how many different property names one collection may have.
const MaxFields = 4096

// Field is one property of a collection's features, as far as they have been
// seen, and as far as it is declared.
type Field struct {
	Name        string
	Kinds       Kinds  // every kind of value it has had, or is declared to have
	Title       string // for people; may be empty
	Description string
	Unit        string  // such as "m" or "people"; may be empty
	Limits      *Limits // what its values may be, not to be changed; nil if it is not declared
}

// Schema is the immutable list of a collection's fields in the order in which
// they were first seen. A field's number is its place in the list and never
// changes: a later schema of the same collection only has more fields, or more
// kinds. What is declared of the features beside, [Schema.Check] holds them to.
type Schema struct {
	fields   []Field
	number   map[string]int // of the first fields; a few last ones may be missing
	declared *declared      // nil if nothing is
}

// NewSchema makes a schema of the given fields; names must differ. If one of them has
// limits it is a declared one, and open.
func NewSchema(fields ...Field) *Schema {
	s := &Schema{fields: fields, number: make(map[string]int, len(fields))}
	is := false
	for i, f := range fields {
		s.number[f.Name] = i
		is = is || f.Limits != nil
	}
	if is {
		s.declared = declare(Frame{}, fields)
	}
	return s
}

// Fields returns the fields in order of their numbers. The caller must not
// change them.
func (s *Schema) Fields() []Field {
	if s == nil {
		return nil
	}
	return s.fields
}

// Field returns the number of the field called name.
func (s *Schema) Field(name string) (number int, ok bool) {
	if s == nil {
		return 0, false
	}
	if number, ok = s.number[name]; ok {
		return number, true
	}
	for i, f := range s.fields[len(s.number):] {
		if f.Name == name {
			return len(s.number) + i, true
		}
	}
	return 0, false
}

// With returns a schema in which the field called name has had values of the
// given kinds, and that field's number; s itself if it already says so. The
// error is Invalid when the field would be one too many.
func (s *Schema) With(name string, kinds Kinds) (*Schema, int, error) {
	i, known := s.Field(name)
	if known {
		return s.withKinds(i, kinds), i, nil
	}
	old := s.Fields()
	if len(old) >= MaxFields {
		return s, 0, &Error{Kind: Invalid, Path: name, Msg: "more than " + strconv.Itoa(MaxFields) + " different property names in one collection"}
	}
	fields := make([]Field, len(old), len(old)+1)
	copy(fields, old)
	fields = append(fields, Field{Name: name, Kinds: kinds})
	// A map of all names for each new one would take time by the square.
	if s != nil && len(fields)-len(s.number) <= 8+len(fields)/8 {
		return &Schema{fields, s.number, s.declared}, len(old), nil
	}
	return NewSchema(fields...).declaredAs(s), len(old), nil
}

func (s *Schema) withKinds(i int, kinds Kinds) *Schema {
	if s.fields[i].Kinds&kinds == kinds {
		return s
	}
	fields := make([]Field, len(s.fields))
	copy(fields, s.fields)
	fields[i].Kinds |= kinds
	return &Schema{fields, s.number, s.declared}
}

// Described returns a schema whose fields have the titles, descriptions and units
// of those given that have their names.
func (s *Schema) Described(by []Field) *Schema {
	if len(by) == 0 {
		return s
	}
	fields := slices.Clone(s.fields)
	for _, d := range by {
		if i, ok := s.Field(d.Name); ok {
			fields[i].Title, fields[i].Description, fields[i].Unit = d.Title, d.Description, d.Unit
		}
	}
	return &Schema{fields, s.number, s.declared}
}
