package geo

import "bytes"

// Filter is a query's property conditions, compiled once against a schema and
// then matched without allocation. The zero Filter matches every feature.
type Filter struct{ tests []test }

type test struct {
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
		t := test{field: i, never: !known, text: AppendString(nil, w.Value), word: []byte(w.Value)}
		t.number, t.isNum = parseDecimal(w.Value)
		f.tests = append(f.tests, t)
	}
	return f
}

// Match reports whether the feature, which must belong to the filter's schema or
// an earlier one, meets every condition.
func (f Filter) Match(x Feature) bool {
	for i := range f.tests {
		if !f.tests[i].match(x) {
			return false
		}
	}
	return true
}

// IsZero reports whether the filter has no conditions.
func (f Filter) IsZero() bool { return len(f.tests) == 0 }

func (t *test) match(x Feature) bool {
	if t.never {
		return false
	}
	if has, isText := x.hasText(t.field, t.text); isText {
		return has
	}
	v := x.Value(t.field)
	switch v[0] {
	case 'n', '[', '{':
		return false
	case 't', 'f':
		return bytes.Equal(v, t.word)
	}
	if bytes.Equal(v, t.word) {
		return true
	}
	if !t.isNum {
		return false
	}
	number, ok := v.Float()
	return ok && number == t.number
}
