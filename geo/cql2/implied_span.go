package cql2

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// compareEnds compares the places of two ends of a class that are not open.
func compareEnds(class Class, a, b *End) int {
	switch class {
	case NumberClass:
		return cmp.Compare(a.Number, b.Number)
	case TextClass:
		return strings.Compare(a.Text, b.Text)
	case TimeClass:
		return cmp.Compare(a.Micros, b.Micros)
	}
	return orderBooleans(a.Boolean, b.Boolean)
}

// compareLows tells which of two low ends lets less in: the greater one.
func compareLows(class Class, a, b *End) int {
	if a.Open || b.Open {
		return orderBooleans(!a.Open, !b.Open)
	}
	if c := compareEnds(class, a, b); c != 0 {
		return c
	}
	return orderBooleans(a.Excluded, b.Excluded)
}

// compareHighs tells which of two high ends lets more in: the greater one.
func compareHighs(class Class, a, b *End) int {
	if a.Open || b.Open {
		return orderBooleans(a.Open, b.Open)
	}
	if c := compareEnds(class, a, b); c != 0 {
		return c
	}
	return orderBooleans(!a.Excluded, !b.Excluded)
}

// empty reports whether nothing lies in a span.
func (s *Span) empty() bool {
	if s.Low.Open || s.High.Open {
		return false
	}
	c := compareEnds(s.Class, &s.Low, &s.High)
	return c > 0 || c == 0 && (s.Low.Excluded || s.High.Excluded)
}

// intersectSpans returns what lies in one of a and one of b, both ascending; values
// of two classes are never the same.
func intersectSpans(a, b []Span) (both []Span) {
	if a[0].Class != b[0].Class {
		return nil
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		s := a[i]
		if compareLows(s.Class, &s.Low, &b[j].Low) < 0 {
			s.Low = b[j].Low
		}
		last := compareHighs(s.Class, &s.High, &b[j].High)
		if last > 0 {
			s.High = b[j].High
		}
		if !s.empty() {
			both = append(both, s)
		}
		if last < 0 {
			i++
		} else {
			j++
		}
	}
	return both
}

// uniteSpans sorts spans of one class and joins those that touch. It may change
// what it is given.
func uniteSpans(spans []Span) []Span {
	spans = slices.DeleteFunc(spans, func(s Span) bool { return s.empty() })
	slices.SortFunc(spans, func(a, b Span) int { return compareLows(a.Class, &a.Low, &b.Low) })
	united := spans[:0]
	for _, s := range spans {
		if n := len(united); n > 0 && touches(&united[n-1], &s) {
			if last := &united[n-1]; compareHighs(s.Class, &s.High, &last.High) > 0 {
				last.High = s.High
			}
			continue
		}
		united = append(united, s)
	}
	return united
}

// touches reports whether nothing lies between two spans, the first of which starts
// first.
func touches(a, b *Span) bool {
	if a.High.Open || b.Low.Open {
		return true
	}
	c := compareEnds(a.Class, &b.Low, &a.High)
	if a.Class == TimeClass && !b.Low.Excluded && !a.High.Excluded && a.High.Micros < math.MaxInt64 {
		return b.Low.Micros <= a.High.Micros+1
	}
	return c < 0 || c == 0 && !(a.High.Excluded && b.Low.Excluded)
}
