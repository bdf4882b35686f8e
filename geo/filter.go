package geo

import "bytes"

// Filter is a query's property conditions, compiled once against a schema and
// then matched without allocation. The zero Filter matches every feature.
type Filter struct{ tests []Condition }

// Condition is one of a filter's conditions.
type Condition struct {
	field  int
	never  bool   // no feature of the schema has the property
	text   []byte // the value as a canonical JSON string
	word   []byte // the value as it stands, for numbers, true and false
	number float64
	isNum  bool
}

// CompileFilter prepares the conditions for features of schema.
func CompileFilter(where []Equality, schema *Schema) Filter {
	var f Filter
	for _, w := range where {
		i, known := schema.Field(w.Property)
		t := Condition{field: i, never: !known, text: AppendString(nil, w.Value), word: []byte(w.Value)}
		t.number, t.isNum = parseDecimal(w.Value)
		f.tests = append(f.tests, t)
	}
	return f
}

// Match reports whether the feature, which must belong to the filter's schema or
// an earlier one, meets every condition.
func (f Filter) Match(x Feature) bool {
	for i := range f.tests {
		if !f.tests[i].Match(x) {
			return false
		}
	}
	return true
}

// IsZero reports whether the filter has no conditions.
func (f Filter) IsZero() bool { return len(f.tests) == 0 }

// Conditions returns the filter's conditions. They must not be changed.
func (f Filter) Conditions() []Condition { return f.tests }

// Field returns the number of the field that the condition is about; ok is false
// if no feature of the schema has it, so that nothing matches.
func (c *Condition) Field() (number int, ok bool) { return c.field, !c.never }

// Number returns the number that the condition's value can be read as, if it can.
func (c *Condition) Number() (v float64, ok bool) { return c.number, c.isNum }

// Match reports whether the feature meets the condition.
func (c *Condition) Match(x Feature) bool {
	if c.never {
		return false
	}
	if has, isText := x.hasText(c.field, c.text); isText {
		return has
	}
	return c.MatchValue(x.Value(c.field))
}

// MatchValue reports whether a value of the condition's field meets it.
func (c *Condition) MatchValue(v Value) bool {
	if len(v) == 0 {
		return false
	}
	switch v[0] {
	case '"':
		return bytes.Equal(v, c.text)
	case 'n', '[', '{':
		return false
	case 't', 'f':
		return bytes.Equal(v, c.word)
	}
	if bytes.Equal(v, c.word) {
		return true
	}
	if !c.isNum {
		return false
	}
	number, ok := v.Float()
	return ok && number == c.number
}
