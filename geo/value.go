package geo

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// Kinds tells the kind of a property's value, as a set of bits: a schema field remembers all
// the kinds its values have had.
type Kinds uint16

// The kinds of value. Date and DateTime are texts that RFC 3339 can read.
const (
	Null Kinds = 1 << iota
	Boolean
	Integer
	Number
	Text
	Date
	DateTime
	Array
	Object
)

// AllKinds lists each kind once, with the words of JSON Schema for it
// (type, format; OGC 23-058 §8).
var AllKinds = [...]struct {
	Kind         Kinds
	Type, Format string
}{
	{Null, "null", ""},
	{Boolean, "boolean", ""},
	{Integer, "integer", ""},
	{Number, "number", ""},
	{Text, "string", ""},
	{Date, "string", "date"},
	{DateTime, "string", "date-time"},
	{Array, "array", ""},
	{Object, "object", ""},
}

// Value is a property's value as it stands in the feature's bytes: one compact
// JSON value with strings in canonical form (see [AppendString]). It is valid
// as long as the feature is; it must not be changed.
type Value []byte

// Kind tells the kind of v by its bytes; 0 for no value.
func (v Value) Kind() Kinds {
	if len(v) == 0 {
		return 0
	}
	switch v[0] {
	case 'n':
		return Null
	case 't', 'f':
		return Boolean
	case '{':
		return Object
	case '[':
		return Array
	case '"':
		return textKind(v[1 : len(v)-1])
	}
	return numberKind(v)
}

// textKind tells dates and times from other texts; s is without its quotes.
func textKind(s []byte) Kinds {
	if len(s) < 10 || len(s) > 40 || s[4] != '-' {
		return Text
	}
	if _, ok := ParseInstant(s); !ok {
		return Text
	}
	if len(s) == 10 {
		return Date
	}
	return DateTime
}

func numberKind(v []byte) Kinds {
	if bytes.ContainsAny(v, ".eE") {
		return Number
	}
	return Integer
}

// String returns the decoded text of a string, and the JSON of anything else.
func (v Value) String() string {
	if len(v) >= 2 && v[0] == '"' {
		return string(AppendUnquoted(nil, v))
	}
	return string(v)
}

// Float returns the number v is; ok is false if it is none.
func (v Value) Float() (f float64, ok bool) {
	if len(v) == 0 || v[0] != '-' && (v[0] < '0' || v[0] > '9') {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(v), 64)
	return f, err == nil
}

// parseDecimal reads a finite number as people write it: not in hexadecimal, not
// with underscores, not infinity, all of which strconv takes.
func parseDecimal(s string) (float64, bool) {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c == '+', c == '-', c == '.', c == 'e', c == 'E':
		default:
			return 0, false
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// Period returns the period that a date or date-time text covers.
func (v Value) Period() (Period, bool) {
	if len(v) < 12 || v[0] != '"' {
		return Period{}, false
	}
	return ParseInstant(v[1 : len(v)-1])
}

// AppendString appends s as a JSON string in the one form Cairn stores: quotes,
// backslashes and control characters escaped, everything else as UTF-8, so that
// equal texts have equal bytes. Invalid UTF-8 becomes U+FFFD.
func AppendString[S string | []byte](b []byte, s S) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
			if r == utf8.RuneError && n == 1 {
				b = append(append(b, s[start:i]...), "\uFFFD"...)
				start = i + 1
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// AppendUnquoted appends the text of a canonical JSON string, decoded. It reads
// only what [AppendString] writes.
func AppendUnquoted(b []byte, quoted []byte) []byte {
	s := quoted[1 : len(quoted)-1]
	for {
		i := bytes.IndexByte(s, '\\')
		if i < 0 || i+1 >= len(s) {
			return append(b, s...)
		}
		b = append(b, s[:i]...)
		switch c := s[i+1]; c {
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			v, _ := strconv.ParseUint(string(s[i+2:i+6]), 16, 16)
			b = utf8.AppendRune(b, rune(v))
			i += 4
		default:
			b = append(b, c)
		}
		s = s[i+2:]
	}
}

// valueEnd returns the length of the JSON value at the start of b, which must
// be valid and compact.
func valueEnd(b []byte) int {
	switch b[0] {
	case '"':
		return stringEnd(b)
	case '{', '[':
		depth := 0
		for i := 0; i < len(b); i++ {
			switch b[i] {
			case '"':
				i += stringEnd(b[i:]) - 1
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
		}
		return len(b)
	}
	for i, c := range b {
		if c == ',' || c == '}' || c == ']' {
			return i
		}
	}
	return len(b)
}

func stringEnd(b []byte) int {
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}
