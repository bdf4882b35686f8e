package cql2

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	endToken    tokenKind = iota
	wordToken             // a bare identifier or keyword
	nameToken             // an identifier in double quotes
	textToken             // a character literal
	numberToken           // an unsigned number
	symbolToken           // everything else
)

// token is a word of the text.
type token struct {
	kind  tokenKind
	at    At
	raw   string // as it stands in the text
	value string // of a name or a character literal: what it says
}

// is tells whether the token is the symbol s.
func (t token) is(s string) bool { return t.kind == symbolToken && t.raw == s }

// lexer takes a text apart (OGC 21-065r2 Annex B, "characterLiteral" to "sign").
// The text is valid UTF-8.
type lexer struct {
	src       string
	pos       int
	column    int
	backslash bool // \' stands for a quote within a character literal
}

func newLexer(src string) lexer {
	return lexer{src: src, column: 1, backslash: strings.Contains(src, `\'`) && !closes(src)}
}

// closes reports whether every literal of the text closes if only ” stands for a
// quote in it. The standard also has \' for it, and lets a backslash stand for
// itself, so that '\' can be read in two ways. The two never both work: where
// they differ, the literals of the one reading lie between those of the other, and
// the next \' is a backslash outside of any. The plain reading is tried first,
// for whoever makes filters by doubling quotes alone must not be tricked.
func closes(src string) bool {
	var quote byte
	for i := range len(src) {
		switch c := src[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '\\':
			return false
		}
	}
	return quote == 0
}

// next returns the next token; after the last one, the end for ever.
func (l *lexer) next() (token, *Error) {
	l.space()
	if l.pos == len(l.src) {
		return token{kind: endToken, at: At(l.column)}, nil
	}
	c, _ := utf8.DecodeRuneInString(l.src[l.pos:])
	switch {
	case identifierStart(c):
		return l.take(wordToken, l.wordLength()), nil
	case digit(l.byte(0)) || l.byte(0) == '.' && digit(l.byte(1)):
		return l.number()
	case c == '\'':
		return l.quoted(textToken, '\'')
	case c == '"':
		return l.quoted(nameToken, '"')
	}
	return l.take(symbolToken, l.symbolLength(c)), nil
}

// byte returns the i-th byte from here, 0 beyond the end.
func (l *lexer) byte(i int) byte {
	if l.pos+i >= len(l.src) {
		return 0
	}
	return l.src[l.pos+i]
}

// take makes a token of the next n bytes.
func (l *lexer) take(kind tokenKind, n int) token {
	raw := l.src[l.pos : l.pos+n]
	t := token{kind: kind, at: At(l.column), raw: raw, value: raw}
	l.pos += n
	l.column += utf8.RuneCountInString(raw)
	return t
}

func (l *lexer) space() {
	for l.pos < len(l.src) {
		c, n := utf8.DecodeRuneInString(l.src[l.pos:])
		if !unicode.IsSpace(c) {
			return
		}
		l.pos += n
		l.column++
	}
}

func (l *lexer) wordLength() int {
	for i, c := range l.src[l.pos:] {
		if !identifierPart(c) {
			return i
		}
	}
	return len(l.src) - l.pos
}

// symbolLength is 2 for the operators of two characters, those of other languages
// among them, so that the parser can say what to write instead.
func (l *lexer) symbolLength(c rune) int {
	if l.pos+2 <= len(l.src) {
		switch l.src[l.pos : l.pos+2] {
		case "<>", "<=", ">=", "==", "!=", "&&", "||", "**":
			return 2
		}
	}
	return utf8.RuneLen(c)
}

func (l *lexer) number() (token, *Error) {
	n := 0
	digits := func() (some bool) {
		for ; digit(l.byte(n)); n++ {
			some = true
		}
		return some
	}
	digits()
	if l.byte(n) == '.' {
		n++
		digits()
	}
	if l.byte(n)|0x20 == 'e' {
		n++
		if c := l.byte(n); c == '+' || c == '-' {
			n++
		}
		if !digits() {
			t := l.take(numberToken, n)
			return t, &Error{Column: l.column, Expected: "the digits of an exponent after " + quote(t.raw), Found: l.rest()}
		}
	}
	t := l.take(numberToken, n)
	if c, _ := utf8.DecodeRuneInString(l.src[l.pos:]); identifierPart(c) {
		word := t.raw + l.src[l.pos:l.pos+l.wordLength()]
		return t, &Error{
			Column: int(t.at), Expected: "a number", Found: quote(word),
			Hint: `text is written in single quotes, a name that begins with a digit in double quotes`,
		}
	}
	return t, nil
}

// rest describes what stands here.
func (l *lexer) rest() string {
	if l.pos == len(l.src) {
		return "the end"
	}
	_, n := utf8.DecodeRuneInString(l.src[l.pos:])
	return quote(l.src[l.pos : l.pos+n])
}

// quoted takes a character literal or a name in quotes; a quote within is doubled.
func (l *lexer) quoted(kind tokenKind, mark byte) (token, *Error) {
	escaped := false
	for n := 1; l.pos+n < len(l.src); n++ {
		c := l.byte(n)
		switch {
		case c == '\\' && mark == '\'' && l.backslash && l.byte(n+1) == mark:
			escaped = true
			n++
		case c == mark && l.byte(n+1) == mark:
			escaped = true
			n++
		case c == mark:
			t := l.take(kind, n+1)
			t.value = t.raw[1:n]
			if escaped {
				t.value = l.unescape(t.value, string(mark))
			}
			return t, nil
		}
	}
	t := l.take(kind, len(l.src)-l.pos)
	what := "a literal begins"
	if kind == nameToken {
		what = "a name begins"
	}
	return t, &Error{
		Column: l.column, Expected: "a closing " + string(mark), Found: "the end",
		Hint: what + " at column " + number(int(t.at)) + "; a " + string(mark) + " within is written twice",
	}
}

func (l *lexer) unescape(s, mark string) string {
	if l.backslash && mark == `'` {
		return strings.NewReplacer(`''`, `'`, `\'`, `'`).Replace(s)
	}
	return strings.ReplaceAll(s, mark+mark, mark)
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// identifierStart is the production of that name (OGC 21-065r2 Annex B), less the
// white space that its ranges hold.
func identifierStart(c rune) bool {
	switch {
	case c < 0x80:
		return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == ':'
	case c <= 0x2ff:
		return c >= 0xc0 && c != 0xd7 && c != 0xf7
	case c <= 0x1ffe:
		return c >= 0x370 && c != 0x37e && c != 0x1680
	case c <= 0x2fef:
		return c == 0x200c || c == 0x200d || 0x2070 <= c && c <= 0x218f || c >= 0x2c00
	case c <= 0xd7ff:
		return c >= 0x3001
	case c <= 0xfffd:
		return 0xf900 <= c && c <= 0xfdcf || c >= 0xfdf0 && c != utf8.RuneError
	}
	return 0x10000 <= c && c <= 0xeffff
}

func identifierPart(c rune) bool {
	return identifierStart(c) || c == '.' || '0' <= c && c <= '9' ||
		0x300 <= c && c <= 0x36f || c == 0x203f || c == 0x2040
}
