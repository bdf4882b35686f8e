package cql2

import (
	"strconv"
	"strings"
)

// sorts is what an expression may be, as a set of bits; a property may be whatever
// it has been.
type sorts uint8

const (
	sortBoolean sorts = 1 << iota
	sortNumber
	sortText
	sortTime
	sortArray
	sortObject
	sortShape

	// sortAny is what a property may be that has never had a value.
	sortAny = sortShape - 1
	// sortOrdered is what has an order.
	sortOrdered = sortBoolean | sortNumber | sortText | sortTime
)

var sortNames = [...]string{"a boolean", "a number", "a text", "a time", "an array", "an object", "a geometry"}

// String lists what an expression may be, as in "a text or a time".
func (s sorts) String() string {
	if s == sortText|sortTime {
		s = sortTime // in a text
	}
	var names []string
	for i, name := range sortNames {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if n := len(names) - 1; n > 1 {
		return strings.Join(names[:n], ", ") + " or " + names[n]
	}
	return strings.Join(names, " or ")
}

// sortsOf turns the kinds that a property has had into what it may be.
func sortsOf(k Kinds) (s sorts) {
	for _, c := range [...]struct {
		kinds Kinds
		sorts sorts
	}{
		{BooleanKind, sortBoolean},
		{IntegerKind | NumberKind, sortNumber},
		{TextKind, sortText},
		{DateKind | DateTimeKind, sortText | sortTime},
		{ArrayKind, sortArray},
		{ObjectKind, sortObject},
		{GeometryKind, sortShape},
	} {
		if k&c.kinds != 0 {
			s |= c.sorts
		}
	}
	if s == 0 {
		return sortAny
	}
	return s
}

// wrongSort says that e is not what is expected of it.
func wrongSort(e Expr, is sorts, expected string) error {
	return &Error{Column: e.Position(), Expected: expected, Found: found(e, is)}
}

// found describes an expression for an error.
func found(e Expr, is sorts) string {
	switch e := e.(type) {
	case *Text:
		return "the text '" + shortened(e.Value) + "'"
	case *Number:
		return "the number " + strconv.FormatFloat(e.Value, 'g', -1, 64)
	case *Boolean:
		if e.Value {
			return "TRUE"
		}
		return "FALSE"
	case *Instant:
		if e.Date {
			return "a date"
		}
		return "a timestamp"
	case *Interval:
		return "an interval"
	case *Geometry, *Envelope:
		return "a geometry"
	case *List:
		return "an array"
	case *Property:
		return shortened(e.Name) + ", " + is.String()
	case *Call:
		if is == 0 {
			return e.Op
		}
		return is.String() + " (" + shortened(e.Op) + ")"
	}
	return "nothing"
}

// shortened cuts a text from outside so that it fits into a message.
func shortened(s string) string {
	const most = 40
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// nearest returns the name that a wrong one was perhaps meant for: the one that the
// fewest letters tell from it, a third of them at most; empty if there is none.
func nearest(wrong string, names []string) string {
	best, least := "", len([]rune(wrong))/3+1
	for _, name := range names {
		if strings.EqualFold(name, wrong) {
			return name
		}
		if d := editDistance(wrong, name, least); d < least {
			best, least = name, d
		}
	}
	return best
}

// editDistance counts the letters to put in, take out, change or swap with the next
// to turn a into b, upper case for lower; at least most where it is more than that.
func editDistance(a, b string, most int) int {
	s, t := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	if len(s)-len(t) >= most || len(t)-len(s) >= most || len(s) > 200 {
		return most
	}
	before, last, now := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		now[0] = i
		for j := 1; j <= len(t); j++ {
			change := 1
			if s[i-1] == t[j-1] {
				change = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last, now = last, now, before
	}
	return last[len(t)]
}
