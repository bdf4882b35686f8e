package cql2

// ParseJSON reads a filter in CQL2 JSON (OGC 21-065r2 §9.2). Beyond the standard it
// takes names of operators in upper case, "-" with one argument, and what drafts of
// the standard had: {"function":{"name":…,"args":[…]}}, {"casei":…}, {"accenti":…}.
//
// The error is a *[Error] that tells the column and the path.
func ParseJSON(b []byte) (Expr, error) {
	text := string(b)
	if err := readable(text); err != nil {
		return nil, err
	}
	v, err := readJSON(text)
	if err != nil {
		return nil, err
	}
	p := &jsonParser{}
	e := p.condition(&v, 1)
	if p.err != nil {
		return nil, p.err
	}
	return e, nil
}

// jsonParser makes a tree of values. It goes on after the first error, but keeps
// that one; what it makes then means nothing.
type jsonParser struct {
	path      jsonPath
	err       *Error
	nodes     int
	positions int
}

// fail notes the first error. What it returns stands for what was not found.
func (p *jsonParser) fail(v *jsonValue, err *Error) Expr {
	if p.err == nil {
		err.Column = int(v.at)
		err.Path = p.path.String()
		p.err = err
	}
	return &Boolean{}
}

// expected notes that v is something else.
func (p *jsonParser) expected(v *jsonValue, what string) Expr {
	return p.fail(v, &Error{Expected: what, Found: v.describe()})
}

// describe says what a value is; of strings and members, also which.
func (v *jsonValue) describe() string {
	switch {
	case v.kind == jsonString:
		return "the string " + quote(v.text)
	case v.kind == jsonObject && len(v.keys) > 0:
		return "an object with " + quote(v.keys[0])
	case v.kind == jsonArray && len(v.items) == 0:
		return "an empty array"
	}
	return string(v.kind)
}

// node counts one more node.
func (p *jsonParser) node(v *jsonValue) At {
	p.nodes++
	if p.nodes > MaxNodes {
		p.fail(v, &Error{Msg: "the filter has more than " + number(MaxNodes) + " operators, names and values"})
	}
	return v.at
}

// member returns the member of an object called key, nil if there is none.
func (v *jsonValue) member(key string) *jsonValue {
	for i, k := range v.keys {
		if k == key {
			return &v.items[i]
		}
	}
	return nil
}

// within does something with a part of a value, on the path to it.
func (p *jsonParser) within(key string, do func()) {
	p.path = p.path.key(key)
	do()
	p.path = p.path.up()
}

// each makes an expression of every item of an array.
func (p *jsonParser) each(v *jsonValue, one func(i int, item *jsonValue) Expr) []Expr {
	if v.kind != jsonArray {
		p.expected(v, "an array")
		return nil
	}
	exprs := make([]Expr, 0, len(v.items))
	for i := range v.items {
		if p.err != nil {
			break
		}
		p.path = p.path.index(i)
		exprs = append(exprs, one(i, &v.items[i]))
		p.path = p.path.up()
	}
	return exprs
}

// condition reads what can be true or false.
func (p *jsonParser) condition(v *jsonValue, depth int) Expr {
	e := p.scalar(v, depth)
	if p.err == nil && !isCondition(e) {
		found := v.describe()
		if c, ok := e.(*Call); ok {
			found = "the result of " + quote(c.Op)
		}
		return p.fail(v, &Error{Expected: "a condition", Found: found})
	}
	return e
}

// scalar reads everything but an array.
func (p *jsonParser) scalar(v *jsonValue, depth int) Expr {
	if v.kind == jsonArray {
		return p.fail(v, &Error{
			Expected: "a single value", Found: "an array",
			Hint: "arrays stand only as arguments of a_ functions and of others, and in the second one of in",
		})
	}
	return p.value(v, depth)
}

// value reads an expression or an array; depth is how deep in the tree it is.
func (p *jsonParser) value(v *jsonValue, depth int) Expr {
	if depth > MaxDepth {
		return p.fail(v, tooDeep(0))
	}
	switch v.kind {
	case jsonBoolean:
		return &Boolean{At: p.node(v), Value: v.number != 0}
	case jsonNumber:
		return &Number{At: p.node(v), Value: v.number}
	case jsonString:
		return &Text{At: p.node(v), Value: v.text}
	case jsonObject:
		return p.object(v, depth)
	case jsonArray:
		list := &List{At: v.at}
		list.Items = p.each(v, func(_ int, item *jsonValue) Expr { return p.value(item, depth+1) })
		return list
	}
	return p.fail(v, &Error{
		Expected: "a value", Found: "null",
		Hint: `{"op":"isNull","args":[…]} asks for what is missing`,
	})
}

// object reads what its first known member says it is.
func (p *jsonParser) object(v *jsonValue, depth int) Expr {
	for i, key := range v.keys {
		item := &v.items[i]
		switch key {
		case "op":
			return p.call(v, item, depth)
		case "property":
			p.only(v, key)
			return p.property(v, item)
		case "date", "timestamp":
			p.only(v, key)
			return p.instant(v, item, key)
		case "interval":
			p.only(v, key)
			return p.interval(v, item, depth)
		case "bbox":
			if v.member("type") == nil {
				p.only(v, key)
				return p.envelope(v, item)
			}
		case "type", "coordinates", "geometries":
			return &Geometry{At: p.node(v), Shape: p.shape(v, false)}
		case "function":
			p.only(v, key)
			return p.oldFunction(v, item, depth)
		case "casei", "accenti":
			p.only(v, key)
			return p.oldFold(v, item, depth)
		}
	}
	return p.fail(v, &Error{
		Expected: `"op", "property", "date", "timestamp", "interval", "bbox" or a GeoJSON geometry`, Found: v.describe(),
	})
}

// only notes every member of an object but the ones that belong there.
func (p *jsonParser) only(v *jsonValue, keys ...string) {
	for i, key := range v.keys {
		known := false
		for _, k := range keys {
			known = known || k == key
		}
		if !known {
			p.within(key, func() {
				p.fail(&v.items[i], &Error{Msg: "nothing called " + quote(key) + " belongs beside " + quote(keys[0])})
			})
		}
	}
}

// named reads a name that is not empty.
func (p *jsonParser) named(key string, item *jsonValue) string {
	if item.kind != jsonString || item.text == "" {
		p.within(key, func() { p.expected(item, "a name") })
	}
	return item.text
}

func (p *jsonParser) property(v, item *jsonValue) Expr {
	return &Property{At: p.node(v), Name: p.named("property", item)}
}
