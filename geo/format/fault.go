package format

import (
	"errors"
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	"cairn/geo"
)

// fail says what is wrong at an offset of data. It returns false, for the caller
// to return. The first fault counts.
func (p *parser) fail(at int, msg string) bool {
	if p.failMsg == "" {
		p.failAt, p.failMsg = at, msg
	}
	return false
}

// unexpected says that what stands at pos is not what belongs there.
func (p *parser) unexpected(want string) bool {
	if p.pos >= len(p.data) {
		p.tooShort = true
		return false
	}
	return p.fail(p.pos, "found "+found(p.data[p.pos:])+"; expected "+want)
}

// refused passes on what the builder has against a property, or the whole
// feature, in which it may say where.
func (p *parser) refused(at int, err error, whole bool) bool {
	var fault *geo.Error
	if !errors.As(err, &fault) {
		return p.fail(at, err.Error())
	}
	if whole && p.failMsg == "" {
		p.failIn = fault.Path
	}
	return p.fail(at, fault.Msg)
}

func (p *parser) twice(at int, name []byte) bool {
	return p.fail(at, "the name "+shownText(name)+" is there twice in one object; expected each name once: take one of them away")
}

func (p *parser) tooManyForeign(at int) bool {
	return p.fail(at, "more than "+strconv.Itoa(maxForeign)+" members that GeoJSON does not define stand in one object; expected them in \"properties\" of a feature")
}

func (p *parser) badControl(i int) bool {
	return p.fail(i, "a bare control character, U+"+hex4(p.data[i])+", stands in a text; expected it escaped as \\u"+hex4(p.data[i])+" (a line break as \\n, a tab as \\t)")
}

// badUTF8 finds the first byte of raw, which starts at start, that is not UTF-8.
func (p *parser) badUTF8(start int, raw []byte) bool {
	i := 0
	for i < len(raw) {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	return p.fail(start+i, "the byte 0x"+strconv.FormatUint(uint64(raw[i]), 16)+" is not UTF-8 here; expected the whole text in UTF-8 (RFC 8259 §8.1): convert it, as with iconv -f WINDOWS-1252 -t UTF-8")
}

func (p *parser) badNumber(start int) bool {
	end := start
	for end < len(p.data) && !endsToken(p.data[end]) {
		end++
	}
	literal := p.data[start:end]
	hint := "; expected one like -12.5 or 1e-7"
	digit := literal
	if digit[0] == '-' {
		digit = digit[1:]
	}
	switch {
	case len(digit) > 1 && digit[0] == '0' && digit[1]-'0' <= 9:
		hint = "; expected no zeros before the others, or a text in quotes"
	case len(digit) > 0 && (digit[0] == 'I' || digit[0] == 'i'):
		hint = "; expected a finite number, or null"
	}
	return p.fail(start, shortened(literal)+" is not a JSON number (RFC 8259 §6)"+hint)
}

// found describes the token that rest starts with, with a hint where it is one of
// the things that other languages write.
func found(rest []byte) string {
	switch c := rest[0]; {
	case c == '"':
		return "the text " + shortened(rest[:min(len(rest), stringLength(rest))])
	case c == '{':
		return "an object"
	case c == '[':
		return "an array"
	case c == '\'':
		return "a single quote (JSON has its texts in double quotes)"
	case c == '/' || c == '#':
		return "'" + string(rune(c)) + "' (JSON has no comments)"
	case c == 0x1e:
		return "a record separator, U+001E"
	case c-'0' <= 9 || c == '-':
		return shortened(rest[:tokenLength(rest)])
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		word := string(rest[:tokenLength(rest)])
		switch word {
		case "null", "true", "false":
			return word
		case "NaN", "nan", "Infinity", "inf", "Inf":
			return word + ", which is not JSON (RFC 8259 §6)"
		case "None", "True", "False", "undefined", "NULL":
			return word + ", which is not JSON (it has null, true and false)"
		}
		return shortened([]byte(word))
	}
	return printable(rest)
}

// printable shows the character that b starts with.
func printable(b []byte) string {
	r, n := utf8.DecodeRune(b)
	switch {
	case n == 0:
		return "nothing"
	case r == utf8.RuneError && n == 1:
		return "the byte 0x" + strconv.FormatUint(uint64(b[0]), 16)
	case unicode.IsPrint(r):
		return "'" + string(r) + "'"
	}
	return "the character " + strconv.QuoteRuneToASCII(r)
}

func tokenLength(b []byte) int {
	for i, c := range b {
		if endsToken(c) {
			return i
		}
	}
	return len(b)
}

func stringLength(b []byte) int {
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

// shortened shows the start of a literal.
func shortened(literal []byte) string {
	const most = 40
	if utf8.RuneCount(literal) <= most {
		return string(literal)
	}
	n := 0
	for range most {
		_, size := utf8.DecodeRune(literal[n:])
		n += size
	}
	return string(literal[:n]) + "…"
}

// shownText shows a text in quotes.
func shownText(text []byte) string { return strconv.Quote(shortened(text)) }

func quoted(c byte) string { return "'" + string(rune(c)) + "'" }

func hex4(c byte) string { return fmt.Sprintf("%04X", c) }

// counted says how many there are of a thing.
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
