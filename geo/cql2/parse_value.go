package cql2

import (
	"math"
	"strconv"
)

// sum reads arithmeticExpression.
func (p *parser) sum() Expr {
	e := p.product()
	for p.tok.is("+") || p.tok.is("-") {
		e = p.binary(e, p.tok.raw, p.product)
	}
	return e
}

// product reads arithmeticTerm.
func (p *parser) product() Expr {
	e := p.power()
	for {
		switch {
		case p.tok.is("*") || p.tok.is("/") || p.tok.is("%"):
			e = p.binary(e, p.tok.raw, p.power)
		case p.keyword("div"):
			e = p.binary(e, "div", p.power)
		default:
			return e
		}
	}
}

// power reads powerTerm: a sign binds closer than ^, and ^ does not stand twice.
func (p *parser) power() Expr {
	e := p.signed()
	if !p.tok.is("^") {
		return e
	}
	e = p.binary(e, "^", p.signed)
	if p.tok.is("^") {
		return p.fail(&Error{
			Column: int(p.tok.at), Msg: `"^" after "^" has no order`,
			Hint: "put parentheses around one of them",
		})
	}
	return e
}

// binary reads the operator and what is right of it.
func (p *parser) binary(left Expr, op string, operand func() Expr) Expr {
	left = p.scalar(left)
	at := p.node(left.Position())
	p.next()
	return &Call{At: at, Op: op, Args: []Expr{left, p.scalar(operand())}}
}

// signed reads arithmeticFactor: a value with a sign or without. A number takes its
// sign with it.
func (p *parser) signed() Expr {
	var minus []At
	for p.tok.is("-") || p.tok.is("+") {
		at, negative := p.tok.at, p.tok.is("-")
		if len(minus) == MaxDepth {
			return p.fail(tooDeep(int(at)))
		}
		p.next()
		switch {
		case p.tok.kind == numberToken:
			return p.minus(minus, p.number(at, negative))
		case !negative:
			return p.unexpected(`a number after "+"`)
		}
		minus = append(minus, p.node(int(at)))
	}
	e := p.primary()
	if len(minus) == 0 {
		return e
	}
	return p.minus(minus, p.scalar(e))
}

// minus puts signs before e.
func (p *parser) minus(at []At, e Expr) Expr {
	for len(at) > 0 {
		e = &Call{At: at[len(at)-1], Op: "-", Args: []Expr{e}}
		at = at[:len(at)-1]
	}
	return e
}

// number reads an unsigned number that belongs to what begins at a column.
func (p *parser) number(at At, negative bool) Expr {
	return &Number{Value: p.float(negative), At: p.node(int(at))}
}

// float reads an unsigned number.
func (p *parser) float(negative bool) float64 {
	v, err := strconv.ParseFloat(p.tok.raw, 64)
	if err != nil || math.IsInf(v, 0) {
		p.fail(&Error{Column: int(p.tok.at), Expected: "a number below 1.8e308", Found: p.found()})
		return 0
	}
	p.next()
	if negative {
		return -v
	}
	return v
}

// primary reads a literal, a property, a function, or what stands in parentheses.
func (p *parser) primary() Expr {
	tok := p.tok
	switch tok.kind {
	case textToken:
		p.next()
		return &Text{At: p.node(int(tok.at)), Value: tok.value}
	case numberToken:
		return p.number(tok.at, false)
	case nameToken:
		p.next()
		if tok.value == "" {
			return p.fail(&Error{Column: int(tok.at), Expected: "a name", Found: `""`, Hint: "an empty text is ''"})
		}
		return p.property(tok)
	case wordToken:
		return p.word()
	}
	if tok.is("(") {
		return p.group()
	}
	return p.missing()
}

// property reads what begins with a name that is in quotes, or that is no keyword.
func (p *parser) property(name token) Expr {
	if !p.tok.is("(") {
		return &Property{At: p.node(int(name.at)), Name: name.value}
	}
	op, f := operatorNamed(name.value)
	switch {
	case f == functionForm && !spoken(op):
		return p.fail(&Error{Column: int(name.at), Expected: "the name of a function", Found: quote(name.raw)})
	case f != functionForm && f != foldForm && f != relationForm && f != arrayForm:
		return p.fail(&Error{Column: int(name.at), Expected: "the name of a function", Found: "the operator " + quote(name.raw)})
	}
	return p.call(name, op, f)
}

// word reads what begins with a bare word.
func (p *parser) word() Expr {
	tok := p.tok
	word := lower(tok.raw)
	switch {
	case word == "true" || word == "false":
		p.next()
		return &Boolean{At: p.node(int(tok.at)), Value: word == "true"}
	case reserved(word):
		return p.missing()
	}
	p.next()
	if kind, dimensions, ok := geometryNamed(word); ok && p.beginsGeometry() {
		return p.geometry(tok, kind, dimensions)
	}
	if p.tok.is("(") {
		switch word {
		case "bbox":
			return p.envelope(tok)
		case "date", "timestamp":
			return p.instant(tok, word == "date")
		case "interval":
			return p.interval(tok)
		}
	}
	return p.property(tok)
}

// group reads what stands in parentheses: a *List, see [parser.scalar].
func (p *parser) group() Expr {
	list := &List{At: p.tok.at}
	list.Items = p.items()
	if p.err == nil && !p.tok.is(")") && len(list.Items) == 1 {
		p.trailing(list.Items[0], `")"`)
	}
	p.leave(`"," or ")"`)
	return list
}

// enter goes past "(", which must be next.
func (p *parser) enter() {
	if p.tok.is("(") {
		p.open++
		if p.open > MaxDepth {
			p.fail(tooDeep(int(p.tok.at)))
			return
		}
	}
	p.expect("(")
}

// leave goes past ")", which must be next.
func (p *parser) leave(expected string) {
	if !p.tok.is(")") {
		p.unexpected(expected)
		return
	}
	p.open--
	p.next()
}

// items reads "(" and any number of expressions or arrays with commas between them.
func (p *parser) items() []Expr {
	p.enter()
	if p.tok.is(")") {
		return nil
	}
	items := []Expr{p.or()}
	for p.accept(",") {
		items = append(items, p.or())
	}
	return items
}

// call reads the arguments of a function, or of an operator that is written like
// one.
func (p *parser) call(name token, op string, f form) Expr {
	c := &Call{At: p.node(int(name.at)), Op: op}
	c.Args = p.items()
	p.leave(`"," or ")"`)
	if p.err != nil {
		return c
	}
	if least, most := f.count(op); len(c.Args) < least || len(c.Args) > most {
		return p.fail(wrongCount(int(name.at), name.raw, least, most, len(c.Args)))
	}
	if f == foldForm || f == relationForm {
		for i, arg := range c.Args {
			c.Args[i] = p.scalar(arg)
		}
	}
	return c
}

// wrongCount says how many arguments there should be.
func wrongCount(column int, name string, least, most, found int) *Error {
	var want string
	switch {
	case least == most && least == 1:
		want = "one argument"
	case least == most:
		want = number(least) + " arguments"
	case most == anyNumber:
		want = number(least) + " arguments or more"
	default:
		want = number(least) + " or " + number(most) + " arguments"
	}
	return &Error{Column: column, Expected: want + " of " + name, Found: number(found)}
}
