package cql2

import (
	"strconv"
	"strings"
)

// Error is what is wrong with a filter, and where. It says one thing: what was
// expected and what stood there instead, or a sentence of its own.
type Error struct {
	// Column is where the fault lies in the text, in characters counted from 1;
	// 0 if the filter was not read from a text. In CQL2 JSON it is counted from
	// the beginning of the document.
	Column int
	// Path is where the fault lies in CQL2 JSON, as args[1].args[0]; empty at the
	// top, and in a text.
	Path string
	// Expected is what would have been right, as `a value after "="`.
	Expected string
	// Found is what stands there instead, as `the end` or `"AND"`.
	Found string
	// Msg is the fault as a sentence, where Expected and Found do not say it.
	Msg string
	// Hint is what was perhaps meant, as `write = for ==`.
	Hint string
}

// Error returns the whole of it in one line, as in
//
//	column 17: expected a value after "=", found the end
func (e *Error) Error() string {
	var b strings.Builder
	if e.Column > 0 {
		b.WriteString("column " + strconv.Itoa(e.Column))
	}
	if e.Path != "" {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(shortPath(e.Path))
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	b.WriteString(e.Reason())
	return b.String()
}

// shortPath is the end of a path that is too long for a message.
func shortPath(path string) string {
	const most = 80
	if len(path) <= most {
		return path
	}
	cut := strings.IndexByte(path[len(path)-most:], '.')
	return "…" + path[len(path)-most+max(cut, 0):]
}

// Reason is the error without its place.
func (e *Error) Reason() string {
	var parts []string
	if e.Msg != "" {
		parts = append(parts, e.Msg)
	}
	if e.Expected != "" {
		parts = append(parts, "expected "+e.Expected)
	}
	if e.Found != "" {
		parts = append(parts, "found "+e.Found)
	}
	reason := strings.Join(parts, ", ")
	if e.Hint != "" {
		reason += " (" + e.Hint + ")"
	}
	return reason
}
