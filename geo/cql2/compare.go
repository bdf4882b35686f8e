package cql2

import (
	"bytes"
)

// comparison is a set of outcomes: less, the same, more.
type comparison uint8

const (
	less comparison = 1 << iota
	same
	more
)

func comparisonOf(op string) comparison {
	switch op {
	case "=":
		return same
	case "<>":
		return less | more
	case "<":
		return less
	case ">":
		return more
	case "<=":
		return less | same
	}
	return more | same
}

// of reports whether an outcome (-1, 0 or 1) is in the set.
func (k comparison) of(outcome int) truth { return truth(k>>(outcome+1)&1) * yes }

// mirrored is the comparison of b with a.
func (k comparison) mirrored() comparison {
	m := k & same
	if k&less != 0 {
		m |= more
	}
	if k&more != 0 {
		m |= less
	}
	return m
}

// negated is what holds where k does not.
func (k comparison) negated() comparison { return (less | same | more) &^ k }

func compileCompare(c *compiler, e *Call) (predicate, error) {
	args, err := c.nodes(e, 2)
	if err != nil {
		return predicate{}, err
	}
	return c.compare(comparisonOf(e.Op), args[0], args[1])
}

// compare compares two nodes; a constant moves to the right.
func (c *compiler) compare(k comparison, a, b node) (predicate, error) {
	if err := comparable(a, b); err != nil {
		return predicate{}, err
	}
	if a.constant && !b.constant {
		a, b, k = b, a, k.mirrored()
	}
	if a.constant || b.constant && b.fixed.class == noValue {
		outcome, ok := order(a.fixed, b.fixed)
		if !a.constant || !ok {
			return fixedPredicate(unknown), nil
		}
		return fixedPredicate(k.of(outcome)), nil
	}
	p := predicate{cost: a.cost + b.cost + 1}
	if b.constant {
		p.whenTrue, p.whenFalse = a.limits(k, b.fixed), a.limits(k.negated(), b.fixed)
		if a.property {
			p.truth = compareProperty(k, a.field, b.fixed)
			return p, nil
		}
	}
	p.truth = c.asking(a.makes || b.makes, func(x Scope, s *scratch) truth {
		outcome, ok := order(a.value(x, s), b.value(x, s))
		if !ok {
			return unknown
		}
		return k.of(outcome)
	})
	return p, nil
}

// comparable says why two nodes can never be compared: they share no sort that has
// an order. What is blamed is what is no property.
func comparable(a, b node) error {
	if a.sorts&b.sorts&sortOrdered != 0 {
		return nil
	}
	right, wrong := a, b
	if b.property && !a.property || a.sorts&sortOrdered == 0 {
		right, wrong = b, a
	}
	expected := right.sorts & sortOrdered
	if expected == 0 {
		expected = sortOrdered
	}
	what := expected.String()
	if p, ok := right.expr.(*Property); ok && right.sorts&sortOrdered != 0 {
		what += ", as " + shortened(p.Name) + " is"
	}
	return wrongSort(wrong.expr, wrong.sorts, what)
}

// compareProperty compares a property with a constant without making values.
func compareProperty(k comparison, field int, c value) func(Scope) truth {
	switch c.class {
	case aNumber:
		return compareNumber(k, field, c.number)
	case aText:
		if when, ok := readTime(c.text); ok {
			return compareTime(k, field, when, c.text)
		}
		return compareText(k, field, c.text)
	case aMoment:
		return compareTime(k, field, c.when, nil)
	}
	return func(x Scope) truth {
		v := x.Value(field)
		if len(v) == 0 || v[0] != 't' && v[0] != 'f' {
			return unknown
		}
		return k.of(orderBooleans(v[0] == 't', c.truth))
	}
}

func compareNumber(k comparison, field int, c float64) func(Scope) truth {
	return func(x Scope) truth {
		f, ok := readNumber(x.Value(field))
		if !ok {
			return unknown
		}
		return k.of(orderNumbers(f, c))
	}
}

// compareText compares with a text that is no time.
func compareText(k comparison, field int, c []byte) func(Scope) truth {
	if quoted, ok := asWritten(c); ok && (k == same || k == less|more) {
		equal, other := k.of(0), k.of(1)
		return func(x Scope) truth {
			switch v := x.Value(field); {
			case bytes.Equal(v, quoted):
				return equal
			case len(v) == 0 || v[0] != '"':
				return unknown
			}
			return other
		}
	}
	return func(x Scope) truth {
		v := x.Value(field)
		if len(v) == 0 || v[0] != '"' {
			return unknown
		}
		return k.of(bytes.Compare(plain(v, nil), c))
	}
}

// asWritten returns how a text must stand in JSON that escapes no more than it
// must; ok is false if there is more than one way.
func asWritten(s []byte) (quoted []byte, ok bool) {
	for _, b := range s {
		if b < ' ' || b == '"' || b == '\\' {
			return nil, false
		}
	}
	return append(append([]byte{'"'}, s...), '"'), true
}

// compareTime compares with a time. Where that was written as a text, texts that
// are no times compare with it as texts.
func compareTime(k comparison, field int, c span, written []byte) func(Scope) truth {
	return func(x Scope) truth {
		v := x.Value(field)
		if len(v) == 0 || v[0] != '"' {
			return unknown
		}
		raw := plain(v, nil)
		if when, ok := readTime(raw); ok {
			return k.of(when.order(c))
		}
		if written == nil {
			return unknown
		}
		return k.of(bytes.Compare(raw, written))
	}
}

func compileBetween(c *compiler, e *Call) (predicate, error) {
	args, err := c.nodes(e, 3)
	if err != nil {
		return predicate{}, err
	}
	low, err := c.compare(more|same, args[0], args[1])
	if err != nil {
		return predicate{}, err
	}
	high, err := c.compare(less|same, args[0], args[2])
	if err != nil {
		return predicate{}, err
	}
	if low.constant && high.constant {
		return fixedPredicate(min(low.fixed, high.fixed)), nil
	}
	p := predicate{
		cost:      low.cost + 1,
		whenTrue:  low.whenTrue.and(high.whenTrue),
		whenFalse: low.whenFalse.or(high.whenFalse),
		truth:     func(x Scope) truth { return min(low.truth(x), high.truth(x)) },
	}
	if n := args[0]; n.property && args[1].is(aNumber) && args[2].is(aNumber) {
		field, from, to := n.field, args[1].fixed.number, args[2].fixed.number
		p.truth = func(x Scope) truth {
			f, ok := readNumber(x.Value(field))
			if !ok {
				return unknown
			}
			return truthOf(from <= f && f <= to)
		}
	}
	return p, nil
}

// is reports whether n is a constant of a class.
func (n *node) is(k class) bool { return n.constant && n.fixed.class == k }

func compileIn(c *compiler, e *Call) (predicate, error) {
	if err := takes(e, 2); err != nil {
		return predicate{}, err
	}
	list, ok := e.Args[1].(*List)
	if !ok {
		return predicate{}, &Error{Column: e.Args[1].Position(), Expected: "a list in parentheses", Found: found(e.Args[1], 0)}
	}
	n, err := c.node(e.Args[0])
	if err != nil {
		return predicate{}, err
	}
	one := fixedPredicate(no)
	parts := make([]predicate, 0, len(list.Items))
	texts, numbers := true, true
	var fixed []value
	for _, item := range list.Items {
		b, err := c.node(item)
		if err != nil {
			return predicate{}, err
		}
		p, err := c.compare(same, n, b)
		if err != nil {
			return predicate{}, err
		}
		parts = append(parts, p)
		fixed = append(fixed, b.fixed)
		texts, numbers = texts && b.is(aText) && !b.isTime(), numbers && b.is(aNumber)
	}
	if len(parts) == 0 {
		return one, nil
	}
	one = anyOf(parts)
	switch {
	case one.constant || !n.property || len(parts) == 1:
	case numbers:
		one.truth = amongNumbers(n.field, fixed)
	case texts:
		one.truth = amongTexts(n.field, fixed)
	}
	return one, nil
}

func (n *node) isTime() bool {
	_, ok := n.fixed.time()
	return ok
}

// anyOf is the OR of conditions that were compiled.
func anyOf(parts []predicate) predicate {
	one := fixedPredicate(no)
	for _, p := range parts {
		one.cost += p.cost
		one.constant = one.constant && p.constant
		one.fixed = max(one.fixed, p.fixed)
	}
	if one.constant {
		return fixedPredicate(one.fixed)
	}
	one.whenTrue = anyLimits(parts, func(p *predicate) limits { return p.whenTrue })
	one.whenFalse = allLimits(parts, func(p *predicate) limits { return p.whenFalse })
	one.truth = func(x Scope) truth {
		t := no
		for i := range parts {
			if t = max(t, parts[i].truth(x)); t == yes {
				break
			}
		}
		return t
	}
	return one
}

func amongNumbers(field int, list []value) func(Scope) truth {
	set := make(map[float64]struct{}, len(list))
	for _, v := range list {
		set[v.number] = struct{}{}
	}
	return func(x Scope) truth {
		f, ok := readNumber(x.Value(field))
		if !ok {
			return unknown
		}
		_, in := set[f]
		return truthOf(in)
	}
}

// amongTexts looks among texts that are no times.
func amongTexts(field int, list []value) func(Scope) truth {
	set := make(map[string]struct{}, len(list))
	for _, v := range list {
		set[string(v.text)] = struct{}{}
	}
	return func(x Scope) truth {
		v := x.Value(field)
		if len(v) == 0 || v[0] != '"' {
			return unknown
		}
		_, in := set[string(plain(v, nil))]
		return truthOf(in)
	}
}
