package cql2

// moments is a set of microseconds, as spans of whole numbers that ascend, apart
// from one another: the first microseconds of the times that a predicate is true
// of.
type moments []span

// rule is a set of first moments for each kind of time: for instants and for dates.
type rule struct{ instants, dates moments }

func least(t int64) moments { return moments{{t, forever}} }
func most(t int64) moments  { return moments{{always, t}} }

// below is what is less than t, above what is more; nothing is beyond the ends.
func below(t int64) moments {
	if t == always {
		return nil
	}
	return most(t - 1)
}

func above(t int64) moments {
	if t == forever {
		return nil
	}
	return least(t + 1)
}

// and is what is in both.
func (m moments) and(o moments) (both moments) {
	for _, a := range m {
		for _, b := range o {
			if s := (span{max(a.first, b.first), min(a.last, b.last)}); s.first <= s.last {
				both = append(both, s)
			}
		}
	}
	return both
}

// not is what is not in m.
func (m moments) not() (rest moments) {
	from := int64(always)
	for _, s := range m {
		if s.first > from {
			rest = append(rest, span{from, s.first - 1})
		}
		if s.last == forever {
			return rest
		}
		from = s.last + 1
	}
	return append(rest, span{from, forever})
}

// earlier is the set moved back by a day less a microsecond: where the last moments
// of days are in m, their first are in it.
func (m moments) earlier() (moved moments) {
	const back = day - 1
	for _, s := range m {
		if s.first != always {
			s.first = max(s.first, always+back) - back
		}
		if s.last != forever {
			if s.last < always+back {
				continue
			}
			s.last -= back
		}
		moved = append(moved, s)
	}
	return moved
}

// firsts is the rule that the first moment of a time is in m.
func firsts(m moments) rule { return rule{m, m} }

// lasts is the rule that the last moment of a time is in m.
func lasts(m moments) rule { return rule{m, m.earlier()} }

func (r rule) and(o rule) rule { return rule{r.instants.and(o.instants), r.dates.and(o.dates)} }
func (r rule) not() rule       { return rule{r.instants.not(), r.dates.not()} }
func (r rule) or(o rule) rule  { return r.not().and(o.not()).not() }

// comparedWith is the rule of a comparison with a time.
func comparedWith(k comparison, c span) rule {
	before, after := lasts(below(c.first)), firsts(above(c.last))
	r := rule{}
	if k&less != 0 {
		r = r.or(before)
	}
	if k&same != 0 {
		r = r.or(before.not().and(after.not()))
	}
	if k&more != 0 {
		r = r.or(after)
	}
	return r
}

// rules returns what must be so of the first and of the last moment of a, for the
// relation to be one of a to b; one is enough, if the relation is to be disjoint.
func (r relation) rules(b span) (first, last moments) {
	anyTime := moments{{always, forever}}
	switch r {
	case after:
		return above(b.last), anyTime
	case before:
		return anyTime, below(b.first)
	case containing:
		return below(b.first), above(b.last)
	case during:
		return above(b.first), below(b.last)
	case equalling:
		return moments{{b.first, b.first}}, moments{{b.last, b.last}}
	case finishedBy:
		return below(b.first), moments{{b.last, b.last}}
	case finishing:
		return above(b.first), moments{{b.last, b.last}}
	case intersecting, disjoint: // not
		return most(b.last), least(b.first)
	case meeting:
		return anyTime, moments{{b.first, b.first}}
	case metBy:
		return moments{{b.last, b.last}}, anyTime
	case overlappedBy:
		return above(b.first).and(below(b.last)), above(b.last)
	case overlapping:
		return below(b.first), above(b.first).and(below(b.last))
	case startedBy:
		return moments{{b.first, b.first}}, above(b.last)
	}
	return moments{{b.first, b.first}}, below(b.last)
}

// limits returns what must hold for the relation of a to b to be one, and for it
// not to be.
func (a *when) limits(r relation, b span) (whenTrue, whenFalse limits) {
	first, last := r.rules(b)
	if n := a.node; n != nil {
		if !n.property || n.field < 0 {
			return limits{}, limits{}
		}
		is := firsts(first).and(lasts(last))
		if r == disjoint {
			is = is.not()
		}
		return n.timeLimits(is), n.timeLimits(is.not())
	}
	if r == disjoint {
		return limits{}, a.endLimits(first, last)
	}
	return a.endLimits(first, last), limits{}
}

// endLimits returns what must hold of the properties that an interval has as its
// ends. An end that is null is open, which may be just what is asked for; it says
// something only if it must not be.
func (a *when) endLimits(first, last moments) (l limits) {
	if n := a.start; n != nil && n.property && n.field >= 0 && (!first.holds(always) || a.end == nil) {
		l = l.and(n.timeLimits(firsts(first)))
	}
	if n := a.end; n != nil && n.property && n.field >= 0 && (!last.holds(forever) || a.start == nil) {
		l = l.and(n.timeLimits(lasts(last)))
	}
	l.exact = l.never
	return l
}

func (m moments) holds(t int64) bool {
	for _, s := range m {
		if s.first <= t && t <= s.last {
			return true
		}
	}
	return false
}

// timeLimits turns a rule into spans of a property's first moments. Where it has
// had both dates and instants, and the rule is not the same for both, the spans
// hold more than what is meant.
func (n *node) timeLimits(r rule) limits {
	if n.field < 0 {
		return limits{}
	}
	dates, instants := n.kinds&DateKind != 0, n.kinds&DateTimeKind != 0
	is, exact := r.instants, true
	switch {
	case dates && !instants:
		is = r.dates
	case dates:
		exact = sameDays(r.instants, r.dates)
		if !exact {
			is = rule{r.instants, nil}.or(rule{r.dates, nil}).instants
		}
	}
	var spans []Span
	for _, s := range is {
		spans = append(spans, Span{
			Class: TimeClass,
			Low:   End{Open: s.first == always, Micros: s.first},
			High:  End{Open: s.last == forever, Micros: s.last},
		})
	}
	l := n.among(uniteSpans(spans)...)
	l.exact = l.exact && exact
	return l
}

// sameDays reports whether two sets hold the same midnights.
func sameDays(a, b moments) bool {
	for _, m := range []moments{a.and(b.not()), b.and(a.not())} {
		for _, s := range m {
			// The first midnight not before it.
			if s.first == always || s.last == forever {
				return false
			}
			if midnight := floorDay(s.first + day - 1); midnight <= s.last {
				return false
			}
		}
	}
	return true
}
