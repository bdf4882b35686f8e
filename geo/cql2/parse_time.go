package cql2

// instant reads what follows DATE or TIMESTAMP (productions dateInstant and
// timestampInstant).
func (p *parser) instant(name token, date bool) Expr {
	at := p.node(int(name.at))
	p.expect("(")
	want := wantTimestamp
	if date {
		want = wantDate
	}
	if p.tok.kind != textToken {
		return p.unexpected(want)
	}
	value, fault := readInstant(p.tok.value)
	if fault == "" && value.Date != date {
		fault = otherInstant(value.Date)
	}
	if fault != "" {
		return p.fail(&Error{Column: int(p.tok.at), Expected: want, Found: p.found(), Hint: fault})
	}
	p.next()
	p.expect(")")
	value.At = at
	return &value
}

// interval reads what follows INTERVAL (production intervalInstance).
func (p *parser) interval(name token) Expr {
	i := &Interval{At: p.node(int(name.at))}
	p.enter()
	i.Start = p.bound()
	p.expect(",")
	i.End = p.bound()
	p.leave(`")"`)
	return i
}

// bound reads an end of an interval (production instantParameter); nil is an open
// one. DATE(…) and TIMESTAMP(…) may stand there too.
func (p *parser) bound() Expr {
	tok := p.tok
	if tok.kind == textToken {
		if tok.value == ".." {
			p.next()
			return nil
		}
		value, fault := readInstant(tok.value)
		if fault != "" {
			return p.fail(&Error{Column: int(tok.at), Expected: wantBound, Found: p.found(), Hint: fault})
		}
		p.next()
		value.At = p.node(int(tok.at))
		return &value
	}
	if tok.kind != nameToken && tok.kind != wordToken {
		return p.unexpected(wantBound)
	}
	e := p.primary()
	if p.err == nil && !isBound(e) {
		return p.fail(&Error{Column: int(tok.at), Expected: wantBound, Found: quote(tok.raw)})
	}
	return e
}

// isBound tells whether e can be an end of an interval.
func isBound(e Expr) bool {
	switch e := e.(type) {
	case *Instant, *Property:
		return true
	case *Call:
		return formOf(e.Op) == functionForm
	}
	return false
}
