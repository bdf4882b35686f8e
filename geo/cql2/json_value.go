package cql2

// instant reads {"date":…} or {"timestamp":…}.
func (p *jsonParser) instant(v, item *jsonValue, key string) (e Expr) {
	want := `a date as "2026-01-19"`
	if key == "timestamp" {
		want = `a timestamp as "2026-01-19T08:00:00Z"`
	}
	at := p.node(v)
	p.within(key, func() {
		i, fault := readInstant(item.text)
		if fault == "" && i.Date != (key == "date") {
			fault = otherInstant(i.Date)
		}
		if item.kind != jsonString {
			e = p.expected(item, want)
			return
		}
		if fault != "" {
			e = p.fail(item, &Error{Expected: want, Found: item.describe(), Hint: fault})
			return
		}
		i.At = at
		e = &i
	})
	return e
}

// interval reads {"interval":[start,end]}.
func (p *jsonParser) interval(v, item *jsonValue, depth int) Expr {
	i := &Interval{At: p.node(v)}
	p.within("interval", func() {
		if item.kind != jsonArray || len(item.items) != 2 {
			p.expected(item, "an array of the start and the end")
			return
		}
		ends := p.each(item, func(_ int, end *jsonValue) Expr { return p.bound(end, depth+1) })
		if p.err == nil {
			i.Start, i.End = ends[0], ends[1]
		}
	})
	return i
}

// bound reads an end of an interval; nil is an open one.
func (p *jsonParser) bound(v *jsonValue, depth int) Expr {
	const want = "a date, a timestamp, .., a property or a function"
	if v.kind == jsonString {
		if v.text == ".." {
			return nil
		}
		i, fault := readInstant(v.text)
		if fault != "" {
			return p.fail(v, &Error{Expected: want, Found: v.describe(), Hint: fault})
		}
		i.At = p.node(v)
		return &i
	}
	if v.kind != jsonObject {
		return p.expected(v, want)
	}
	e := p.value(v, depth)
	if p.err == nil && !isBound(e) {
		return p.expected(v, want)
	}
	return e
}

// envelope reads {"bbox":[…]}.
func (p *jsonParser) envelope(v, item *jsonValue) (e Expr) {
	at := p.node(v)
	p.within("bbox", func() {
		box, ok := envelopeOf(p.numbers(item))
		if !ok {
			e = p.fail(item, &Error{Expected: envelopeSizes, Found: number(len(item.items))})
			return
		}
		box.At = at
		e = box
	})
	return e
}

// numbers reads an array of numbers.
func (p *jsonParser) numbers(v *jsonValue) []float64 {
	if v.kind != jsonArray {
		p.expected(v, "an array of numbers")
		return nil
	}
	numbers := make([]float64, len(v.items))
	for i := range v.items {
		if v.items[i].kind != jsonNumber {
			p.path = p.path.index(i)
			p.expected(&v.items[i], "a number")
			p.path = p.path.up()
			return nil
		}
		numbers[i] = v.items[i].number
	}
	return numbers
}
