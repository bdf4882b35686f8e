package cql2

import (
	"slices"

	"cairn/geo/relate"
)

// truth is one of the three values of a condition (OGC 21-065r2 §6.2), in an order
// in which AND is the least and OR the greatest.
type truth uint8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// not is the negation: of unknown, unknown.
func (t truth) not() truth { return yes - t }

// predicate is an expression that is true, false or unknown.
type predicate struct {
	truth func(Scope) truth
	test  func(Scope) bool // truth is yes
	cost  int              // as of a node

	constant bool // always fixed
	fixed    truth

	expr  Expr
	parts []predicate      // it is true where all of these are; nil if there is no more to say
	area  *relate.Prepared // it is true of what meets this; nil if it is about something else

	// When it is true, and when it is false, these hold.
	whenTrue, whenFalse limits
}

// predicateCompiler returns what compiles an operator that makes a condition; nil
// if it makes none.
func predicateCompiler(op string) func(*compiler, *Call) (predicate, error) {
	switch op {
	case "and":
		return compileAnd
	case "or":
		return compileOr
	case "not":
		return compileNot
	case "isNull":
		return compileIsNull
	case "=", "<>", "<", ">", "<=", ">=":
		return compileCompare
	case "like":
		return compileLike
	case "between":
		return compileBetween
	case "in":
		return compileIn
	case "a_equals", "a_contains", "a_containedBy", "a_overlaps":
		return compileArrays
	}
	if _, ok := relationOf(op); ok {
		return compileTemporal
	}
	if _, ok := relate.ParseOp(op); ok {
		return compileSpatial
	}
	return nil
}

func fixedPredicate(t truth) predicate {
	return predicate{
		truth: func(Scope) truth { return t }, constant: true, fixed: t,
		whenTrue:  limits{exact: true, never: t != yes},
		whenFalse: limits{exact: true, never: t != no},
	}
}

// predicate compiles an expression that must be true or false.
func (c *compiler) predicate(e Expr) (predicate, error) {
	p, err := c.condition(e)
	p.expr = e
	return p, err
}

func (c *compiler) condition(e Expr) (predicate, error) {
	if call, ok := e.(*Call); ok {
		if compile := predicateCompiler(call.Op); compile != nil {
			return compile(c, call)
		}
	}
	n, err := c.node(e)
	if err != nil {
		return predicate{}, err
	}
	if n.sorts&sortBoolean == 0 {
		return predicate{}, wrongSort(e, n.sorts, "a condition")
	}
	if n.constant {
		return fixedPredicate(truthOfValue(n.fixed)), nil
	}
	p := predicate{cost: n.cost, truth: c.asking(n.makes, func(x Scope, s *scratch) truth {
		return truthOfValue(n.value(x, s))
	})}
	if n.property {
		p.whenTrue = n.among(booleanSpan(true))
		p.whenFalse = n.among(booleanSpan(false))
	}
	return p, nil
}

func truthOfValue(v value) truth {
	if v.class != aBoolean {
		return unknown
	}
	return truthOf(v.truth)
}

// asked returns a function that tells whether p is true.
func (p *predicate) asked() func(Scope) bool {
	if p.test != nil {
		return p.test
	}
	ask := p.truth
	return func(x Scope) bool { return ask(x) == yes }
}

// parts compiles the arguments of AND or OR: the cheapest first, and those that
// are constant as one.
func (c *compiler) parts(e *Call) (parts []predicate, err error) {
	if len(e.Args) == 0 {
		return nil, &Error{Column: e.Position(), Expected: "2 conditions of " + e.Op, Found: "0"}
	}
	for _, arg := range e.Args {
		p, err := c.predicate(arg)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	slices.SortStableFunc(parts, func(a, b predicate) int { return a.cost - b.cost })
	return parts, nil
}

func compileAnd(c *compiler, e *Call) (predicate, error) {
	parts, err := c.parts(e)
	if err != nil {
		return predicate{}, err
	}
	all := fixedPredicate(yes)
	all.whenTrue = allLimits(parts, func(p *predicate) limits { return p.whenTrue })
	all.whenFalse = anyLimits(parts, func(p *predicate) limits { return p.whenFalse })
	var rest []predicate
	for _, p := range parts {
		all.cost += p.cost
		if p.constant {
			all.fixed = min(all.fixed, p.fixed)
		} else {
			rest = append(rest, p)
		}
	}
	if all.fixed == no || len(rest) == 0 {
		return fixedPredicate(all.fixed), nil
	}
	if all.fixed == yes {
		for i := range rest {
			if rest[i].parts != nil {
				all.parts = append(all.parts, rest[i].parts...)
			} else {
				all.parts = append(all.parts, rest[i])
			}
		}
	}
	start := all.fixed
	all.constant = false
	all.truth = func(x Scope) truth {
		t := start
		for i := range rest {
			if t = min(t, rest[i].truth(x)); t == no {
				return no
			}
		}
		return t
	}
	tests := testsOf(rest)
	all.test = func(x Scope) bool {
		for _, test := range tests {
			if !test(x) {
				return false
			}
		}
		return start == yes
	}
	return all, nil
}

func compileOr(c *compiler, e *Call) (predicate, error) {
	parts, err := c.parts(e)
	if err != nil {
		return predicate{}, err
	}
	one := fixedPredicate(no)
	one.whenTrue = anyLimits(parts, func(p *predicate) limits { return p.whenTrue })
	one.whenFalse = allLimits(parts, func(p *predicate) limits { return p.whenFalse })
	var rest []predicate
	for _, p := range parts {
		one.cost += p.cost
		if p.constant {
			one.fixed = max(one.fixed, p.fixed)
		} else {
			rest = append(rest, p)
		}
	}
	if one.fixed == yes || len(rest) == 0 {
		return fixedPredicate(one.fixed), nil
	}
	start := one.fixed
	one.constant = false
	one.truth = func(x Scope) truth {
		t := start
		for i := range rest {
			if t = max(t, rest[i].truth(x)); t == yes {
				return yes
			}
		}
		return t
	}
	tests := testsOf(rest)
	one.test = func(x Scope) bool {
		for _, test := range tests {
			if test(x) {
				return true
			}
		}
		return false
	}
	return one, nil
}

func testsOf(parts []predicate) []func(Scope) bool {
	tests := make([]func(Scope) bool, len(parts))
	for i := range parts {
		tests[i] = parts[i].asked()
	}
	return tests
}

func compileNot(c *compiler, e *Call) (predicate, error) {
	if err := takes(e, 1); err != nil {
		return predicate{}, err
	}
	p, err := c.predicate(e.Args[0])
	if err != nil || p.constant {
		return fixedPredicate(p.fixed.not()), err
	}
	ask := p.truth
	p.truth = func(x Scope) truth { return ask(x).not() }
	p.test = func(x Scope) bool { return ask(x) == no }
	p.whenTrue, p.whenFalse = p.whenFalse, p.whenTrue
	p.parts, p.area = nil, nil
	return p, nil
}

func compileIsNull(c *compiler, e *Call) (predicate, error) {
	if err := takes(e, 1); err != nil {
		return predicate{}, err
	}
	switch arg := e.Args[0].(type) {
	case *Interval:
		w, err := c.when(arg)
		return predicate{cost: w.cost, truth: c.asking(w.makes, func(x Scope, s *scratch) truth {
			_, ok := w.span(x, s)
			return truthOf(!ok)
		})}, err
	case *Geometry, *Envelope:
		_, err := literalShape(arg)
		return fixedPredicate(no), err
	}
	n, err := c.node(e.Args[0])
	switch {
	case err != nil:
		return predicate{}, err
	case n.constant:
		return fixedPredicate(truthOf(n.fixed.class == noValue)), nil
	case n.property && n.field != GeometryField:
		field := n.field
		return predicate{cost: 1, truth: func(x Scope) truth {
			v := x.Value(field)
			return truthOf(len(v) == 0 || v[0] == 'n')
		}}, nil
	}
	return predicate{cost: n.cost, truth: c.asking(n.makes, func(x Scope, s *scratch) truth {
		return truthOf(n.value(x, s).class == noValue)
	})}, nil
}
