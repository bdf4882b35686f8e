package cql2

import (
	"strings"
)

// String returns a filter as CQL2 text in the one way that Cairn writes it:
// keywords in upper case, no parentheses but those that are needed or that make a
// NOT clear, the shortest numbers that read as the same, and names in double quotes
// only where they must be. [Parse] reads it as a tree that prints the same.
func String(e Expr) string { return string(AppendText(nil, e)) }

// AppendText appends what [String] returns.
func AppendText(b []byte, e Expr) []byte {
	p := printer{b}
	p.expr(e, orRank)
	return p.b
}

// rank is how tightly the parts of an expression hang together.
type rank uint8

const (
	orRank rank = iota
	andRank
	notRank
	comparisonRank
	sumRank
	productRank
	powerRank
	signRank
	primaryRank
)

// rankOf returns the rank of an expression as it is printed.
func rankOf(e Expr) rank {
	switch e := e.(type) {
	case *Number:
		if strings.HasPrefix(string(appendNumber(nil, e.Value)), "-") {
			return signRank
		}
	case *Call:
		return rankOfCall(e)
	}
	return primaryRank
}

func rankOfCall(e *Call) rank {
	switch formOf(e.Op) {
	case junctionForm:
		if e.Op == "or" {
			return orRank
		}
		return andRank
	case notForm:
		if _, ok := within(e); ok {
			return comparisonRank
		}
		return notRank
	case compareForm, likeForm, betweenForm, inForm, nullForm:
		return comparisonRank
	case arithmeticForm:
		return rankOfArithmetic(e)
	}
	return primaryRank
}

func rankOfArithmetic(e *Call) rank {
	switch {
	case len(e.Args) == 1:
		return signRank
	case e.Op == "+" || e.Op == "-":
		return sumRank
	case e.Op == "^":
		return powerRank
	}
	return productRank
}

// within returns the operator whose own NOT a not is printed with: NOT LIKE, NOT
// BETWEEN, NOT IN, IS NOT NULL.
func within(not *Call) (*Call, bool) {
	if not.Op != "not" {
		return nil, false
	}
	if c, ok := not.Args[0].(*Call); ok {
		switch formOf(c.Op) {
		case likeForm, betweenForm, inForm, nullForm:
			return c, true
		}
	}
	return nil, false
}

type printer struct{ b []byte }

func (p *printer) text(s string) { p.b = append(p.b, s...) }

// expr prints e, in parentheses if its rank is lower than the least that its place
// takes.
func (p *printer) expr(e Expr, least rank) {
	if rankOf(e) < least {
		p.text("(")
		defer p.text(")")
	}
	switch e := e.(type) {
	case *Call:
		p.call(e)
	case *List:
		p.list(e.Items)
	case *Interval:
		p.interval(e)
	default:
		p.literal(e)
	}
}

func (p *printer) call(e *Call) {
	switch formOf(e.Op) {
	case junctionForm:
		p.junction(e)
	case notForm:
		if c, ok := within(e); ok {
			p.predicate(c, "NOT ")
			return
		}
		p.text("NOT ")
		p.expr(e.Args[0], primaryRank)
	case compareForm, likeForm, betweenForm, inForm, nullForm:
		p.predicate(e, "")
	case arithmeticForm:
		p.arithmetic(e)
	case functionForm:
		p.text(name(e.Op))
		p.list(e.Args)
	default:
		p.text(strings.ToUpper(e.Op))
		p.list(e.Args)
	}
}

// junction prints AND or OR. One within another of its kind needs no parentheses:
// they are the same.
func (p *printer) junction(e *Call) {
	op := " " + strings.ToUpper(e.Op) + " "
	for i, arg := range e.Args {
		if i > 0 {
			p.text(op)
		}
		p.expr(arg, rankOf(e))
	}
}

// predicate prints a comparison, with NOT in it or without.
func (p *printer) predicate(e *Call, not string) {
	p.expr(e.Args[0], sumRank)
	switch e.Op {
	case "isNull":
		p.text(" IS " + not + "NULL")
	case "like":
		p.text(" " + not + "LIKE ")
		p.expr(e.Args[1], sumRank)
	case "between":
		p.text(" " + not + "BETWEEN ")
		p.expr(e.Args[1], sumRank)
		p.text(" AND ")
		p.expr(e.Args[2], sumRank)
	case "in":
		p.text(" " + not + "IN ")
		p.among(e.Args[1])
	default:
		p.text(" " + e.Op + " ")
		p.expr(e.Args[1], sumRank)
	}
}

// among prints the list of IN.
func (p *printer) among(e Expr) {
	list, ok := e.(*List)
	if !ok {
		p.expr(e, primaryRank)
		return
	}
	p.items(list.Items, sumRank)
}

// list prints arguments or the items of an array.
func (p *printer) list(items []Expr) { p.items(items, orRank) }

func (p *printer) items(items []Expr, least rank) {
	p.text("(")
	for i, item := range items {
		if i > 0 {
			p.text(", ")
		}
		p.expr(item, least)
	}
	p.text(")")
}

func (p *printer) arithmetic(e *Call) {
	if len(e.Args) == 1 {
		p.text("-")
		if _, number := e.Args[0].(*Number); number {
			p.items(e.Args, orRank) // or the sign would become the number's own
			return
		}
		p.expr(e.Args[0], primaryRank)
		return
	}
	left, right := sumRank, productRank
	switch rankOf(e) {
	case productRank:
		left, right = productRank, powerRank
	case powerRank:
		left, right = primaryRank, signRank
	}
	p.expr(e.Args[0], left)
	p.text(" " + strings.ToUpper(e.Op) + " ")
	p.expr(e.Args[1], right)
}
