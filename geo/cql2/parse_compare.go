package cql2

// comparison reads comparisonPredicate, or what can stand for one.
func (p *parser) comparison() Expr {
	value := p.sum()
	e := p.predicate(value)
	if e != value && p.comparing() {
		return p.unexpected("AND or OR after a comparison")
	}
	return e
}

// comparing tells whether an operator that makes a comparison is next.
func (p *parser) comparing() bool {
	switch p.tok.kind {
	case symbolToken:
		return formOf(p.tok.raw) == compareForm
	case wordToken:
		return p.keyword("like") || p.keyword("between") || p.keyword("in") || p.keyword("is")
	}
	return false
}

// predicate reads what follows a value and makes a comparison of it, if there is
// such a thing.
func (p *parser) predicate(e Expr) Expr {
	if p.tok.kind == symbolToken && formOf(p.tok.raw) == compareForm {
		e = p.scalar(e)
		op := p.tok.raw
		at := p.node(e.Position())
		p.next()
		return &Call{At: at, Op: op, Args: []Expr{e, p.scalar(p.sum())}}
	}
	if p.tok.kind != wordToken {
		return e
	}
	if p.keyword("is") {
		return p.isNull(p.scalar(e))
	}
	negated := p.keyword("not")
	if negated {
		p.next()
	}
	switch {
	case p.keyword("like"):
		e = p.like(p.scalar(e))
	case p.keyword("between"):
		e = p.between(p.scalar(e))
	case p.keyword("in"):
		e = p.in(p.scalar(e))
	case negated:
		return p.unexpected("LIKE, BETWEEN or IN after NOT")
	}
	return p.negate(e, negated)
}

// negate puts a not around e.
func (p *parser) negate(e Expr, negated bool) Expr {
	if !negated {
		return e
	}
	return &Call{At: p.node(e.Position()), Op: "not", Args: []Expr{e}}
}

func (p *parser) isNull(e Expr) Expr {
	p.next()
	negated := p.keyword("not")
	if negated {
		p.next()
	}
	if !p.keyword("null") {
		return p.unexpected("NULL after IS")
	}
	p.next()
	return p.negate(&Call{At: p.node(e.Position()), Op: "isNull", Args: []Expr{e}}, negated)
}

func (p *parser) like(e Expr) Expr {
	p.next()
	return &Call{At: p.node(e.Position()), Op: "like", Args: []Expr{e, p.pattern()}}
}

// pattern reads patternExpression.
func (p *parser) pattern() Expr {
	if p.tok.kind != textToken && !p.keyword("casei") && !p.keyword("accenti") && !p.tok.is("(") {
		return p.unexpected("a pattern in single quotes after LIKE")
	}
	column := int(p.tok.at)
	e := p.scalar(p.primary())
	if p.err == nil && !isPattern(e) {
		return p.fail(&Error{Column: column, Expected: "a pattern in single quotes after LIKE", Found: "something else"})
	}
	return e
}

// isPattern tells whether e is a character literal, made insensitive or not.
func isPattern(e Expr) bool {
	for {
		switch x := e.(type) {
		case *Text:
			return true
		case *Call:
			if formOf(x.Op) != foldForm {
				return false
			}
			e = x.Args[0]
		default:
			return false
		}
	}
}

func (p *parser) between(e Expr) Expr {
	p.next()
	call := &Call{At: p.node(e.Position()), Op: "between"}
	low := p.scalar(p.sum())
	if !p.keyword("and") {
		return p.unexpected("AND between the ends of BETWEEN")
	}
	p.next()
	call.Args = []Expr{e, low, p.scalar(p.sum())}
	return call
}

func (p *parser) in(e Expr) Expr {
	p.next()
	call := &Call{At: p.node(e.Position()), Op: "in"}
	list := &List{At: p.tok.at}
	p.enter()
	if p.tok.is(")") {
		return p.unexpected("a value in the list of IN")
	}
	for {
		list.Items = append(list.Items, p.scalar(p.sum()))
		if !p.accept(",") {
			break
		}
	}
	p.leave(`"," or ")"`)
	call.Args = []Expr{e, list}
	return call
}
