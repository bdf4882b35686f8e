package cql2

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonKind is what a value of JSON is, as messages call it.
type jsonKind string

const (
	jsonNull    jsonKind = "null"
	jsonBoolean jsonKind = "a boolean"
	jsonNumber  jsonKind = "a number"
	jsonString  jsonKind = "a string"
	jsonArray   jsonKind = "an array"
	jsonObject  jsonKind = "an object"
)

// jsonValue is a value of JSON and where it begins.
type jsonValue struct {
	kind   jsonKind
	at     At
	text   string      // of a string
	number float64     // of a number; not 0 for true
	items  []jsonValue // of an array, or the values of an object
	keys   []string    // of an object
}

// Deeper or with more members than these nothing is that could be a filter: every
// level of the tree is at most three of JSON ({"function":{"args":[…]}}), and a
// geometry has six more.
const (
	maxJSONDepth   = 3*MaxDepth + 6
	maxJSONMembers = 16
)

// jsonReader reads a document (RFC 8259), which is valid UTF-8. After the first
// error it is at the end of it.
type jsonReader struct {
	src    string
	pos    int
	seen   int // how far the columns are counted
	column int
	path   jsonPath
	err    *Error
}

// readJSON reads one value and nothing after it.
func readJSON(src string) (jsonValue, *Error) {
	r := &jsonReader{src: src, column: 1}
	v := r.value(1)
	if r.space(); r.err == nil && r.pos < len(src) {
		r.unexpected("the end")
	}
	return v, r.err
}

// columnAt returns the column of a place not before the last one asked for.
func (r *jsonReader) columnAt(pos int) int {
	r.column += utf8.RuneCountInString(r.src[r.seen:pos])
	r.seen = pos
	return r.column
}

func (r *jsonReader) fail(err *Error) {
	if r.err == nil {
		if err.Column == 0 {
			err.Column = r.columnAt(r.pos)
		}
		err.Path = r.path.String()
		r.err = err
	}
	r.pos = len(r.src)
}

// unexpected notes that something else than what stands here was expected.
func (r *jsonReader) unexpected(expected string) {
	found := "the end"
	hint := ""
	if r.pos < len(r.src) {
		_, n := utf8.DecodeRuneInString(r.src[r.pos:])
		found = quote(r.src[r.pos : r.pos+n])
		switch found {
		case `"'"`:
			hint = "strings are written in double quotes in JSON"
		case `"`:
			found = "a string"
		}
	}
	r.fail(&Error{Expected: expected, Found: found, Hint: hint})
}

func (r *jsonReader) space() {
	for r.pos < len(r.src) && strings.IndexByte(" \t\n\r", r.src[r.pos]) >= 0 {
		r.pos++
	}
}

// accept goes past white space, and past a byte if that is next.
func (r *jsonReader) accept(c byte) bool {
	r.space()
	if r.pos == len(r.src) || r.src[r.pos] != c {
		return false
	}
	r.pos++
	return true
}

func (r *jsonReader) value(depth int) (v jsonValue) {
	r.space()
	if r.err != nil || r.pos == len(r.src) {
		r.unexpected("a value")
		return v
	}
	v.at = At(r.columnAt(r.pos))
	if depth > maxJSONDepth {
		r.fail(tooDeep(int(v.at)))
		return v
	}
	switch c := r.src[r.pos]; {
	case c == '{':
		v.kind = jsonObject
		r.object(&v, depth)
	case c == '[':
		v.kind = jsonArray
		r.array(&v, depth)
	case c == '"':
		v.kind = jsonString
		v.text = r.string()
	case c == '-' || digit(c):
		v.kind = jsonNumber
		v.number = r.number()
	case r.literal("true"):
		v.kind, v.number = jsonBoolean, 1
	case r.literal("false"):
		v.kind = jsonBoolean
	case r.literal("null"):
		v.kind = jsonNull
	default:
		r.unexpected("a value")
	}
	return v
}

func (r *jsonReader) literal(word string) bool {
	if !strings.HasPrefix(r.src[r.pos:], word) {
		return false
	}
	r.pos += len(word)
	return true
}

func (r *jsonReader) array(v *jsonValue, depth int) {
	r.pos++
	if r.accept(']') {
		return
	}
	for r.err == nil {
		r.path = r.path.index(len(v.items))
		v.items = append(v.items, r.value(depth+1))
		r.path = r.path.up()
		if !r.accept(',') {
			break
		}
	}
	if r.err == nil && !r.accept(']') {
		r.unexpected(`"," or "]"`)
	}
}

func (r *jsonReader) object(v *jsonValue, depth int) {
	r.pos++
	if r.accept('}') {
		return
	}
	for r.err == nil {
		r.member(v, depth)
		if !r.accept(',') {
			break
		}
	}
	if r.err == nil && !r.accept('}') {
		r.unexpected(`"," or "}"`)
	}
}

func (r *jsonReader) member(v *jsonValue, depth int) {
	r.space()
	if r.pos == len(r.src) || r.src[r.pos] != '"' {
		r.unexpected("a name in double quotes")
		return
	}
	column := r.columnAt(r.pos)
	key := r.string()
	for _, other := range v.keys {
		if other == key {
			r.fail(&Error{Column: column, Msg: "the member " + quote(key) + " stands twice"})
			return
		}
	}
	if len(v.keys) == maxJSONMembers {
		r.fail(&Error{Column: column, Msg: "an object with more than " + number(maxJSONMembers) + " members"})
		return
	}
	if !r.accept(':') {
		r.unexpected(`":" after ` + quote(key))
		return
	}
	r.path = r.path.key(key)
	v.keys = append(v.keys, key)
	v.items = append(v.items, r.value(depth+1))
	r.path = r.path.up()
}

// number reads a number as RFC 8259 §6 has it.
func (r *jsonReader) number() float64 {
	start := r.pos
	digits := func() bool {
		from := r.pos
		for r.pos < len(r.src) && digit(r.src[r.pos]) {
			r.pos++
		}
		return r.pos > from
	}
	next := func(any string) bool {
		if r.pos < len(r.src) && strings.IndexByte(any, r.src[r.pos]) >= 0 {
			r.pos++
			return true
		}
		return false
	}
	next("-")
	ok := next("0") || digits()
	if ok && next(".") {
		ok = digits()
	}
	if ok && next("eE") {
		next("+-")
		ok = digits()
	}
	if !ok {
		r.unexpected("a digit")
		return 0
	}
	v, err := strconv.ParseFloat(r.src[start:r.pos], 64)
	if err != nil || math.IsInf(v, 0) {
		found := r.src[start:r.pos]
		r.pos = start
		r.fail(&Error{Expected: "a number below 1.8e308", Found: quote(found)})
	}
	return v
}

// string reads a string as RFC 8259 §7 has it.
func (r *jsonReader) string() string {
	r.pos++
	start := r.pos
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; {
		case c == '"':
			r.pos++
			return r.src[start : r.pos-1]
		case c == '\\':
			return r.escaped(start)
		case c < 0x20:
			r.fail(&Error{Msg: "a control character within a string, which must be escaped"})
			return ""
		}
		r.pos++
	}
	r.unexpected(`a closing "`)
	return ""
}

// escaped reads on, a string that has a backslash here.
func (r *jsonReader) escaped(start int) string {
	b := append([]byte(nil), r.src[start:r.pos]...)
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; {
		case c == '"':
			r.pos++
			return string(b)
		case c == '\\':
			b = r.escape(b)
		case c < 0x20:
			r.fail(&Error{Msg: "a control character within a string, which must be escaped"})
		default:
			b = append(b, c)
			r.pos++
		}
	}
	r.unexpected(`a closing "`)
	return ""
}

// escape reads what stands from a backslash on.
func (r *jsonReader) escape(b []byte) []byte {
	const marks, means = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if r.pos+1 < len(r.src) {
		if i := strings.IndexByte(marks, r.src[r.pos+1]); i >= 0 {
			r.pos += 2
			return append(b, means[i])
		}
	}
	c, ok := r.hex(r.pos)
	n := 6
	if utf16.IsSurrogate(c) {
		low, _ := r.hex(r.pos + n)
		c = utf16.DecodeRune(c, low)
		n += 6
		ok = c != utf8.RuneError
	}
	if !ok || c == 0 {
		r.fail(&Error{Msg: "an escape that stands for no character"})
		return b
	}
	r.pos += n
	return utf8.AppendRune(b, c)
}

// hex reads an escape of the form \u00e9.
func (r *jsonReader) hex(pos int) (rune, bool) {
	if pos+6 > len(r.src) || r.src[pos:pos+2] != `\u` {
		return 0, false
	}
	v, err := strconv.ParseUint(r.src[pos+2:pos+6], 16, 16)
	return rune(v), err == nil
}
