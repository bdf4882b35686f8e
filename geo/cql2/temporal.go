package cql2

import "math"

// Open ends of a span.
const (
	always  = math.MinInt64
	forever = math.MaxInt64
)

// relation is one of the fifteen temporal functions (OGC 21-065r2 §7.8). Each
// compares first and last moments: an instant has one for both, a date those of
// the day in UTC, an interval the first moment of its start and the last of its
// end. INTERVAL of the days of January neither meets that of the days of February
// nor shares a moment with it: a microsecond lies between the last of the one and
// the first of the other.
type relation uint8

const (
	after relation = iota
	before
	containing
	disjoint
	during
	equalling
	finishedBy
	finishing
	intersecting
	meeting
	metBy
	overlappedBy
	overlapping
	startedBy
	starting
)

var relationNames = [...]string{
	"t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedBy", "t_finishes",
	"t_intersects", "t_meets", "t_metBy", "t_overlappedBy", "t_overlaps", "t_startedBy", "t_starts",
}

func relationOf(op string) (relation, bool) {
	for r, name := range relationNames {
		if name == op {
			return relation(r), true
		}
	}
	return 0, false
}

// converse is the relation of b to a.
func (r relation) converse() relation {
	return [...]relation{
		before, after, during, disjoint, containing, equalling, finishing, finishedBy,
		intersecting, metBy, meeting, overlapping, overlappedBy, starting, startedBy,
	}[r]
}

// holds reports whether the relation is one of a to b.
func (r relation) holds(a, b span) bool {
	switch r {
	case after:
		return a.first > b.last
	case before:
		return a.last < b.first
	case containing:
		return a.first < b.first && a.last > b.last
	case disjoint:
		return a.last < b.first || a.first > b.last
	case during:
		return a.first > b.first && a.last < b.last
	case equalling:
		return a == b
	case finishedBy:
		return a.first < b.first && a.last == b.last
	case finishing:
		return a.first > b.first && a.last == b.last
	case intersecting:
		return a.first <= b.last && a.last >= b.first
	case meeting:
		return a.last == b.first
	case metBy:
		return a.first == b.last
	case overlappedBy:
		return a.first > b.first && a.first < b.last && a.last > b.last
	case overlapping:
		return a.first < b.first && a.last > b.first && a.last < b.last
	case startedBy:
		return a.first == b.first && a.last > b.last
	}
	return a.first == b.first && a.last < b.last
}

// when is an argument of a temporal function.
type when struct {
	span  func(x Scope, s *scratch) (when span, ok bool)
	cost  int
	makes bool

	constant bool
	fixed    span
	known    bool // of a constant: it has a time

	// An argument that is no interval is the time of node. The ends of an interval
	// are those of start and end; nil where they are open ('..').
	node, start, end *node
}

func compileTemporal(c *compiler, e *Call) (predicate, error) {
	if err := takes(e, 2); err != nil {
		return predicate{}, err
	}
	r, _ := relationOf(e.Op)
	a, err := c.when(e.Args[0])
	if err != nil {
		return predicate{}, err
	}
	b, err := c.when(e.Args[1])
	if err != nil {
		return predicate{}, err
	}
	if a.constant {
		a, b, r = b, a, r.converse()
	}
	switch {
	case b.constant && !b.known:
		return fixedPredicate(unknown), nil
	case a.constant:
		return fixedPredicate(truthOf(r.holds(a.fixed, b.fixed))), nil
	}
	p := predicate{cost: a.cost + b.cost + 1}
	if b.constant {
		p.whenTrue, p.whenFalse = a.limits(r, b.fixed)
	}
	if n := a.node; b.constant && n != nil && n.property {
		p.truth = relateProperty(r, n.field, b.fixed)
		return p, nil
	}
	p.truth = c.asking(a.makes || b.makes, func(x Scope, s *scratch) truth {
		v, ok := a.span(x, s)
		if !ok {
			return unknown
		}
		w, ok := b.span(x, s)
		if !ok {
			return unknown
		}
		return truthOf(r.holds(v, w))
	})
	return p, nil
}

// relateProperty relates the time of a property to a constant.
func relateProperty(r relation, field int, b span) func(Scope) truth {
	return func(x Scope) truth {
		v := x.Value(field)
		if len(v) < 12 || v[0] != '"' {
			return unknown
		}
		a, ok := readTime(plain(v, nil))
		if !ok {
			return unknown
		}
		return truthOf(r.holds(a, b))
	}
}

// when compiles an argument that must be a time or an interval.
func (c *compiler) when(e Expr) (when, error) {
	if e, ok := e.(*Interval); ok {
		return c.interval(e)
	}
	n, err := c.moment(e, "a time or an interval")
	if err != nil {
		return when{}, err
	}
	w := when{node: &n, cost: n.cost, makes: n.makes, constant: n.constant}
	w.span = func(x Scope, s *scratch) (span, bool) { return n.value(x, s).time() }
	if n.constant {
		w.fixed, w.known = n.fixed.time()
	}
	return w, nil
}

// moment compiles what must be an instant or a date.
func (c *compiler) moment(e Expr, expected string) (node, error) {
	n, err := c.node(e)
	if err == nil && n.sorts&sortTime == 0 {
		err = wrongSort(e, n.sorts, expected)
	}
	return n, err
}

// interval compiles INTERVAL(start, end). An end that is null is open like '..',
// as data without an end means it; but an interval of which no end is known is
// unknown, for it says nothing. So is one whose end is a text that is no time, and
// one that ends before it starts.
func (c *compiler) interval(e *Interval) (when, error) {
	w := when{constant: true}
	for _, end := range []struct {
		expr Expr
		node **node
	}{{e.Start, &w.start}, {e.End, &w.end}} {
		if t, ok := end.expr.(*Text); end.expr == nil || ok && t.Value == ".." {
			continue
		}
		n, err := c.moment(end.expr, "a time")
		if err != nil {
			return w, err
		}
		*end.node = &n
		w.cost += n.cost
		w.makes = w.makes || n.makes
		w.constant = w.constant && n.constant
	}
	start, end := w.start, w.end
	w.span = func(x Scope, s *scratch) (span, bool) { return spanBetween(start, end, x, s) }
	if !w.constant {
		return w, nil
	}
	w.fixed, w.known = w.span(nil, c.scratch)
	if start != nil && end != nil && !w.known {
		return w, &Error{Column: e.Position(), Msg: "the interval ends before it starts"}
	}
	return w, nil
}

func spanBetween(start, end *node, x Scope, s *scratch) (span, bool) {
	all := span{always, forever}
	known := start == nil && end == nil
	if start != nil {
		v := start.value(x, s)
		t, ok := v.time()
		if !ok && v.class != noValue {
			return all, false
		}
		if ok {
			all.first, known = t.first, true
		}
	}
	if end != nil {
		v := end.value(x, s)
		t, ok := v.time()
		if !ok && v.class != noValue {
			return all, false
		}
		if ok {
			all.last, known = t.last, true
		}
	}
	return all, known && all.first <= all.last
}
