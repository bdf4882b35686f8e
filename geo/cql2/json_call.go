package cql2

// call reads {"op":…,"args":[…]}.
func (p *jsonParser) call(v, name *jsonValue, depth int) Expr {
	p.only(v, "op", "args")
	op, f := operatorNamed(p.named("op", name))
	if p.err == nil && f == functionForm && !spoken(op) {
		hint := symbolHint(op)
		return p.fail(name, &Error{Expected: "an operator or the name of a function", Found: quote(op), Hint: hint})
	}
	args := v.member("args")
	if args == nil {
		return p.fail(v, &Error{Expected: `"args" beside "op"`, Found: "none"})
	}
	return p.apply(v, op, f, "args", args, depth)
}

// apply makes a call with the arguments that stand in the member key.
func (p *jsonParser) apply(v *jsonValue, op string, f form, key string, args *jsonValue, depth int) Expr {
	c := &Call{At: p.node(v), Op: op}
	p.within(key, func() {
		if least, most := f.count(op); args.kind == jsonArray && (len(args.items) < least || len(args.items) > most) {
			p.fail(args, wrongCount(0, quote(op), least, most, len(args.items)))
			return
		}
		c.Args = p.each(args, func(i int, arg *jsonValue) Expr { return p.argument(f, i, arg, depth+1) })
	})
	if f == junctionForm {
		c.Args = flat(c)
	}
	return c
}

// flat returns the arguments of a junction, with those of the same kind within it.
func flat(c *Call) []Expr {
	args := make([]Expr, 0, len(c.Args))
	for _, arg := range c.Args {
		args = spread(args, c.Op, arg)
	}
	return args
}

// argument reads the i-th argument of a call.
func (p *jsonParser) argument(f form, i int, v *jsonValue, depth int) Expr {
	switch {
	case f == functionForm || f == arrayForm:
		return p.value(v, depth)
	case f == notForm || f == junctionForm:
		return p.condition(v, depth)
	case f == inForm && i == 1:
		return p.among(v, depth)
	}
	e := p.scalar(v, depth)
	if f == likeForm && i == 1 && p.err == nil && !isPattern(e) {
		return p.expected(v, "a pattern as a string")
	}
	return e
}

// among reads what IN looks among.
func (p *jsonParser) among(v *jsonValue, depth int) Expr {
	if v.kind != jsonArray || len(v.items) == 0 {
		return p.expected(v, "an array of one value or more")
	}
	if depth > MaxDepth {
		return p.fail(v, tooDeep(0))
	}
	list := &List{At: v.at}
	list.Items = p.each(v, func(_ int, item *jsonValue) Expr { return p.scalar(item, depth+1) })
	return list
}

// oldFunction reads {"function":{"name":…,"args":[…]}}.
func (p *jsonParser) oldFunction(v, item *jsonValue, depth int) (e Expr) {
	p.within("function", func() {
		name, args := item.member("name"), item.member("args")
		p.only(item, "name", "args")
		switch {
		case item.kind != jsonObject || name == nil:
			e = p.expected(item, `an object with "name" and "args"`)
			return
		case args == nil:
			args = &jsonValue{kind: jsonArray, at: item.at}
		}
		op, f := operatorNamed(p.named("name", name))
		if f != functionForm {
			e = p.fail(name, &Error{Expected: "the name of a function", Found: "the operator " + quote(op)})
			return
		}
		e = p.apply(v, op, f, "args", args, depth)
	})
	return e
}

// oldFold reads {"casei":…}.
func (p *jsonParser) oldFold(v, item *jsonValue, depth int) Expr {
	op := v.keys[0]
	list := &jsonValue{kind: jsonArray, at: item.at, items: []jsonValue{*item}}
	return p.apply(v, op, foldForm, op, list, depth)
}
