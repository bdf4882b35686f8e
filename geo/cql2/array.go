package cql2

import "bytes"

// compileArrays compiles the four array functions (OGC 21-065r2 §7.7). They look at
// arrays as sets: the order of the elements and how often one is there do not
// count. Elements are the same as "=" has it, a null is the same as a null, an
// object as one of the same JSON, and an array in an array as A_EQUALS has it. Of
// what is no array they are unknown.
func compileArrays(c *compiler, e *Call) (predicate, error) {
	if err := takes(e, 2); err != nil {
		return predicate{}, err
	}
	a, err := c.array(e.Args[0])
	if err != nil {
		return predicate{}, err
	}
	b, err := c.array(e.Args[1])
	if err != nil {
		return predicate{}, err
	}
	related := arrayRelation(e.Op)
	ask := func(x Scope, s *scratch) truth {
		v, w := a.value(x, s), b.value(x, s)
		if v.class != anArray || w.class != anArray {
			return unknown
		}
		return truthOf(related(v, w, s))
	}
	if a.constant && b.constant {
		return fixedPredicate(ask(nil, c.scratch)), nil
	}
	return predicate{cost: a.cost + b.cost + 10, truth: c.asking(a.makes || b.makes, ask)}, nil
}

// array compiles an argument that must be an array.
func (c *compiler) array(e Expr) (node, error) {
	if list, ok := e.(*List); ok {
		return c.list(list)
	}
	n, err := c.node(e)
	if err == nil && n.sorts&sortArray == 0 {
		err = wrongSort(e, n.sorts, "an array")
	}
	return n, err
}

func (c *compiler) list(e *List) (node, error) {
	items := make([]node, len(e.Items))
	fixed, constant := make([]value, len(e.Items)), true
	n := node{expr: e, sorts: sortArray, makes: true, cost: 1}
	for i, item := range e.Items {
		var err error
		if inner, ok := item.(*List); ok {
			items[i], err = c.list(inner)
		} else {
			items[i], err = c.node(item)
		}
		if err != nil {
			return node{}, err
		}
		n.cost += items[i].cost
		constant = constant && items[i].constant
		fixed[i] = items[i].fixed
	}
	if constant {
		return newConstant(e, sortArray, value{class: anArray, items: fixed}), nil
	}
	n.value = func(x Scope, s *scratch) value {
		list := s.list(len(items))
		for i := range items {
			list[i] = items[i].value(x, s)
		}
		return value{class: anArray, items: list}
	}
	return n, nil
}

func arrayRelation(op string) func(a, b value, s *scratch) bool {
	switch op {
	case "a_equals":
		return sameSets
	case "a_contains":
		return holdsAll
	case "a_containedBy":
		return func(a, b value, s *scratch) bool { return holdsAll(b, a, s) }
	}
	return func(a, b value, s *scratch) bool {
		all := elementsOf(b, s)
		for v, ok := all.next(); ok; v, ok = all.next() {
			if hasElement(a, v, s) {
				return true
			}
		}
		return false
	}
}

func sameSets(a, b value, s *scratch) bool { return holdsAll(a, b, s) && holdsAll(b, a, s) }

// holdsAll reports whether every element of b is one of a.
func holdsAll(a, b value, s *scratch) bool {
	all := elementsOf(b, s)
	for v, ok := all.next(); ok; v, ok = all.next() {
		if !hasElement(a, v, s) {
			return false
		}
	}
	return true
}

func hasElement(a, v value, s *scratch) bool {
	all := elementsOf(a, s)
	for w, ok := all.next(); ok; w, ok = all.next() {
		if sameElement(v, w, s) {
			return true
		}
	}
	return false
}

func sameElement(a, b value, s *scratch) bool {
	switch {
	case a.class == anArray && b.class == anArray:
		return sameSets(a, b, s)
	case a.class == anObject && b.class == anObject:
		return bytes.Equal(a.text, b.text)
	case a.class == noValue:
		return b.class == noValue
	}
	outcome, ok := order(a, b)
	return ok && outcome == 0
}

// elements are those of an array that are still to come.
type elements struct {
	json  []byte // what follows the bracket or a comma
	items []value
	s     *scratch
}

func elementsOf(v value, s *scratch) elements {
	if v.items != nil || len(v.text) < 2 || v.text[1] == ']' {
		return elements{items: v.items}
	}
	return elements{json: v.text[1:], s: s}
}

func (e *elements) next() (v value, ok bool) {
	switch {
	case len(e.items) > 0:
		v, e.items = e.items[0], e.items[1:]
		return v, true
	case len(e.json) == 0:
		return v, false
	}
	n := lengthOf(e.json)
	v = read(e.json[:n], e.s)
	e.json = e.json[n:]
	if len(e.json) > 0 && e.json[0] == ',' {
		e.json = e.json[1:]
	} else {
		e.json = nil
	}
	return v, true
}

// lengthOf returns how long the JSON value is that b begins with.
func lengthOf(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
			if depth == 0 {
				return min(i+1, len(b))
			}
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth < 0 {
				return i
			} else if depth == 0 {
				return i + 1
			}
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}
