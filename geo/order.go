package geo

import (
	"bytes"
	"cmp"
)

// Compare tells which of two values of the order's property comes first: below 0
// if a does, above 0 if b does, 0 if they are equal. See [Order].
func (o Order) Compare(a, b Value) int {
	ranked, other := orderClass(a), orderClass(b)
	if ranked == withoutClass || other == withoutClass {
		return cmp.Compare(ranked, other)
	}
	d := cmp.Compare(ranked, other)
	if d == 0 {
		d = compareInClass(ranked, a, b)
	}
	if o.Descending {
		return -d
	}
	return d
}

// The classes of values, in their order.
const (
	booleanClass = iota
	numberClass
	timeClass
	textClass
	withoutClass
)

func orderClass(v Value) int {
	switch v.Kind() {
	case Boolean:
		return booleanClass
	case Integer, Number:
		if _, ok := v.Float(); ok {
			return numberClass
		}
	case Date, DateTime:
		return timeClass
	case Text:
		return textClass
	}
	return withoutClass
}

func compareInClass(class int, a, b Value) int {
	switch class {
	case booleanClass:
		return cmp.Compare(len(b), len(a)) // true is shorter than false
	case numberClass:
		x, _ := a.Float()
		y, _ := b.Float()
		return cmp.Compare(x, y)
	case timeClass:
		x, _ := a.Period()
		y, _ := b.Period()
		return cmp.Compare(x.Start, y.Start)
	}
	return bytes.Compare(AppendUnquoted(nil, a), AppendUnquoted(nil, b))
}
