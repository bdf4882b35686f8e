package memory

import (
	"bytes"

	"cairn/geo"
	"cairn/geo/cql2"
)

// limits are the spans in which a field's value may lie, made ready to be compared
// with.
type limits struct{ spans []ends }

// ends are those of a span of one class; nil is open. Both are the same rank where
// one value is meant.
type ends struct {
	class                int
	low, high            *rank
	afterLow, beforeHigh bool // the end itself is not in the span
}

func newLimits(spans []cql2.Span) *limits {
	l := new(limits)
	for i := range spans {
		s := &spans[i]
		class := classOf(s.Class)
		low, high := endRank(class, &s.Low), endRank(class, &s.High)
		if low != nil && high != nil && !s.Low.Excluded && !s.High.Excluded && low.compare(high) == 0 {
			high = low
		}
		l.spans = append(l.spans, ends{class, low, high, s.Low.Excluded, s.High.Excluded})
	}
	return l
}

// endRank returns where an end of a span stands; nil if it is open.
func endRank(class int, e *cql2.End) *rank {
	if e.Open {
		return nil
	}
	switch class {
	case booleans:
		return rankOfBoolean(e.Boolean)
	case numbers:
		return &rank{class: numbers, key: numberKey(e.Number)}
	case times:
		return &rank{class: times, key: instantKey(geo.Instant(e.Micros))}
	}
	return rankOfText(e.Text)
}

func rankOfBoolean(b bool) *rank {
	r := &rank{class: booleans}
	if b {
		r.key = 1
	}
	return r
}

func rankOfText(s string) *rank {
	text := geo.AppendString(nil, s)
	return &rank{class: texts, key: textKey(text), text: text}
}

// only returns limits that let through what equals one of the ranks, which are of
// different classes.
func only(ranks ...*rank) *limits {
	l := new(limits)
	for _, r := range ranks {
		l.spans = append(l.spans, ends{class: r.class, low: r, high: r})
	}
	return l
}

// hold reports whether a value lies within the limits.
func (l *limits) hold(v geo.Value) bool {
	r := rankOf(v)
	return l.holdRank(&r)
}

func (l *limits) holdRank(r *rank) bool {
	for i := range l.spans {
		if l.spans[i].hold(r) {
			return true
		}
	}
	return false
}

func (e *ends) hold(r *rank) bool {
	if r.class != e.class {
		return false
	}
	if e.low != nil && e.low == e.high { // equal texts have equal bytes
		return e.low.key == r.key && bytes.Equal(e.low.text, r.text)
	}
	if e.low != nil {
		if d := e.low.compare(r); d > 0 || d == 0 && e.afterLow {
			return false
		}
	}
	if e.high != nil {
		if d := e.high.compare(r); d < 0 || d == 0 && e.beforeHigh {
			return false
		}
	}
	return true
}
