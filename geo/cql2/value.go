package cql2

import "bytes"

// class is the kind that a value is when a filter is asked: a text stays a text
// even if it can be read as a time.
type class uint8

const (
	noValue class = iota // null, missing, or what an error in arithmetic gives
	aBoolean
	aNumber
	aText
	aMoment  // a DATE or TIMESTAMP literal
	anArray  // JSON in value.text, or value.items
	anObject // JSON in value.text
	aShape   // the geometry, which is there
)

// value is what an expression is for one thing. Its slices may lie in the thing's
// own bytes or in a scratch.
type value struct {
	class  class
	truth  bool
	number float64
	text   []byte
	when   span
	items  []value
}

// span is a time with its first and its last microsecond; an instant is one
// microsecond long, a date a day. An open end is the least or greatest int64.
type span struct{ first, last int64 }

func numberValue(v float64) value {
	if v-v != 0 { // NaN or infinite
		return value{}
	}
	return value{class: aNumber, number: v}
}

func booleanValue(v bool) value { return value{class: aBoolean, truth: v} }

// truthValue turns a truth into a value: unknown is null.
func truthValue(t truth) value {
	if t == unknown {
		return value{}
	}
	return booleanValue(t == yes)
}

// read returns the value that compact JSON is.
func read(v []byte, s *scratch) value {
	if len(v) == 0 {
		return value{}
	}
	switch v[0] {
	case '"':
		return value{class: aText, text: plain(v, s)}
	case 'n':
		return value{}
	case 't', 'f':
		return value{class: aBoolean, truth: v[0] == 't'}
	case '[':
		return value{class: anArray, text: v}
	case '{':
		return value{class: anObject, text: v}
	}
	f, ok := readNumber(v)
	if !ok {
		return value{}
	}
	return value{class: aNumber, number: f}
}

// plain returns the text of a JSON string: where it stands, if nothing in it is
// escaped.
func plain(quoted []byte, s *scratch) []byte {
	raw := quoted[1 : len(quoted)-1]
	i := bytes.IndexByte(raw, '\\')
	if i < 0 {
		return raw
	}
	b := append(s.room(), raw[:i]...)
	return s.keep(unescape(b, raw[i:]))
}

// order compares two values of one class: -1, 0 or 1. ok is false where they
// cannot be compared: one is null, or they are of different kinds. Two texts that
// are both times are compared as times.
func order(a, b value) (c int, ok bool) {
	switch {
	case a.class == noValue || b.class == noValue:
		return 0, false
	case a.class == aText && b.class == aText:
		return orderTexts(a.text, b.text), true
	case a.class == aMoment || b.class == aMoment:
		p, ok1 := a.time()
		q, ok2 := b.time()
		return p.order(q), ok1 && ok2
	case a.class != b.class:
		return 0, false
	case a.class == aNumber:
		return orderNumbers(a.number, b.number), true
	case a.class == aBoolean:
		return orderBooleans(a.truth, b.truth), true
	}
	return 0, false
}

// time returns when a value is, if it is a time or a text that reads as one.
func (v value) time() (span, bool) {
	switch v.class {
	case aMoment:
		return v.when, true
	case aText:
		return readTime(v.text)
	}
	return span{}, false
}

func orderTexts(a, b []byte) int {
	if p, ok := readTime(a); ok {
		if q, ok := readTime(b); ok {
			return p.order(q)
		}
	}
	return bytes.Compare(a, b)
}

func orderNumbers(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func orderBooleans(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// order tells whether p lies before q (-1) or after it (1); 0 if they share a
// moment, as a date and an instant of that day do.
func (p span) order(q span) int {
	switch {
	case p.last < q.first:
		return -1
	case p.first > q.last:
		return 1
	}
	return 0
}
