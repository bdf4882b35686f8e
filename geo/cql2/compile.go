package cql2

import (
	"strconv"
	"sync"
)

// compiler turns a tree into functions that are asked for one thing after the
// other. What does not depend on the thing is worked out while it compiles.
type compiler struct {
	types   Types
	pool    *sync.Pool // of *scratch, for when the filter is asked
	scratch *scratch   // for what is worked out now
}

// node is an expression that has a value.
type node struct {
	expr  Expr
	sorts sorts
	value func(x Scope, s *scratch) value
	cost  int  // what it takes to ask, roughly in tens of nanoseconds
	makes bool // it makes texts or lists, for which it needs a scratch

	constant bool // always fixed
	fixed    value

	property bool // the value of a property
	field    int
	kinds    Kinds

	near *near // of a distance
}

func newConstant(e Expr, s sorts, v value) node {
	return node{
		expr: e, sorts: s, constant: true, fixed: v,
		value: func(Scope, *scratch) value { return v },
	}
}

// node compiles an expression that has one value.
func (c *compiler) node(e Expr) (node, error) {
	switch e := e.(type) {
	case *Text:
		s := sortText
		if _, ok := readTime([]byte(e.Value)); ok {
			s |= sortTime
		}
		return newConstant(e, s, value{class: aText, text: []byte(e.Value)}), nil
	case *Number:
		return newConstant(e, sortNumber, numberValue(e.Value)), nil
	case *Boolean:
		return newConstant(e, sortBoolean, booleanValue(e.Value)), nil
	case *Instant:
		return newConstant(e, sortTime, value{class: aMoment, when: e.span()}), nil
	case *Property:
		return c.property(e)
	case *Call:
		return c.call(e)
	}
	return node{}, wrongSort(e, 0, "a text, a number, a boolean, a time or a property")
}

// span is when an instant is, to the last microsecond.
func (i *Instant) span() span {
	if i.Date {
		return span{i.Micros, i.Micros + day - 1}
	}
	return span{i.Micros, i.Micros}
}

func (c *compiler) property(e *Property) (node, error) {
	field, kinds, ok := c.types.Property(e.Name)
	if !ok {
		err := &Error{Column: e.Position(), Msg: "there is no property called " + strconv.Quote(shortened(e.Name))}
		if name := nearest(e.Name, c.types.Names()); name != "" {
			err.Hint = "did you mean " + strconv.Quote(name) + "?"
		}
		return node{}, err
	}
	n := node{expr: e, sorts: sortsOf(kinds), cost: 3, property: true, field: field, kinds: kinds}
	if field == GeometryField {
		n.sorts = sortShape
		n.value = func(x Scope, _ *scratch) value {
			if _, ok := x.Bound(); ok {
				return value{class: aShape}
			}
			return value{}
		}
		return n, nil
	}
	n.value = func(x Scope, s *scratch) value { return read(x.Value(field), s) }
	return n, nil
}

// call compiles what has a value and an operator.
func (c *compiler) call(e *Call) (node, error) {
	switch e.Op {
	case "casei", "accenti":
		return c.folded(e)
	case "+", "-", "*", "/", "%", "div", "^":
		return c.arithmetic(e)
	}
	if predicateCompiler(e.Op) != nil {
		p, err := c.predicate(e)
		if err != nil {
			return node{}, err
		}
		n := node{expr: e, sorts: sortBoolean, cost: p.cost, value: func(x Scope, _ *scratch) value { return truthValue(p.truth(x)) }}
		if p.constant {
			n = newConstant(e, sortBoolean, truthValue(p.fixed))
		}
		return n, nil
	}
	return c.function(e)
}

// nodes compiles the arguments of an operator that takes n of them.
func (c *compiler) nodes(e *Call, n int) ([]node, error) {
	if err := takes(e, n); err != nil {
		return nil, err
	}
	nodes := make([]node, n)
	for i, arg := range e.Args {
		var err error
		if nodes[i], err = c.node(arg); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

// takes says that an operator takes n arguments, if it was given another number.
func takes(e *Call, n int) error {
	if len(e.Args) == n {
		return nil
	}
	return &Error{Column: e.Position(), Expected: arguments(n) + " of " + shortened(e.Op), Found: strconv.Itoa(len(e.Args))}
}

func arguments(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return strconv.Itoa(n) + " arguments"
}

// made finishes a node that works on others: what depends on constants only is
// worked out now.
func (c *compiler) made(n node, of ...node) node {
	constant := true
	for _, o := range of {
		n.cost += o.cost
		n.makes = n.makes || o.makes
		constant = constant && o.constant
	}
	if !constant {
		return n
	}
	v := n.value(nil, c.scratch)
	v.text = append([]byte(nil), v.text...) // the scratch is used again
	c.scratch.reset()
	return newConstant(n.expr, n.sorts, v)
}

// asking turns a question that may need a scratch into one that takes it from the
// pool.
func (c *compiler) asking(makes bool, ask func(Scope, *scratch) truth) func(Scope) truth {
	if !makes {
		return func(x Scope) truth { return ask(x, nil) }
	}
	pool := c.pool
	return func(x Scope) truth {
		s := pool.Get().(*scratch)
		t := ask(x, s)
		s.reset()
		pool.Put(s)
		return t
	}
}
