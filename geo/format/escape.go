package format

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escape checks the escape at i, where a backslash stands, and returns where it
// ends, or -1. Surrogates must come in pairs (RFC 8259 §8.2 leaves it open what
// else they would mean).
func (p *parser) escape(i int) int {
	if i+1 >= len(p.data) {
		p.tooShort = true
		return -1
	}
	switch p.data[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
	default:
		p.fail(i, "the escape \\"+strings.Trim(printable(p.data[i+1:]), "'")+` is not JSON; expected one of \" \\ \/ \b \f \n \r \t \uXXXX (write a backslash as \\)`)
		return -1
	}
	r := p.hex(i)
	if !utf16.IsSurrogate(r) {
		if r < 0 {
			return -1
		}
		return i + 6
	}
	const hint = "; expected a pair from \\ud800-\\udbff then \\udc00-\\udfff, or the character itself in UTF-8"
	end := min(i+8, len(p.data))
	if second := p.data[i+6 : end]; string(second) != `\u`[:len(second)] {
		p.fail(i, "half of a surrogate pair stands alone"+hint)
		return -1
	}
	low := p.hex(i + 6)
	if low < 0 {
		return -1
	}
	if utf16.DecodeRune(r, low) == utf8.RuneError {
		p.fail(i, "two surrogates stand together that make no character"+hint)
		return -1
	}
	return i + 12
}

// hex reads the four digits of the \uXXXX at i; -1 if they are not there.
func (p *parser) hex(i int) rune {
	if i+6 > len(p.data) {
		p.tooShort = true
		return -1
	}
	v, err := strconv.ParseUint(string(p.data[i+2:i+6]), 16, 16)
	if err != nil {
		p.fail(i, "\\u is followed by "+strconv.Quote(string(p.data[i+2:i+6]))+"; expected four hexadecimal digits")
		return -1
	}
	return rune(v)
}

// appendDecoded appends what the string raw, which has been checked, stands for.
func appendDecoded(b, raw []byte) []byte {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b = append(b, raw[i])
			continue
		}
		i++
		switch raw[i] {
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r := fourHex(raw[i+1:])
			i += 4
			if utf16.IsSurrogate(r) {
				r = utf16.DecodeRune(r, fourHex(raw[i+3:]))
				i += 6
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, raw[i])
		}
	}
	return b
}

func fourHex(b []byte) rune {
	v, _ := strconv.ParseUint(string(b[:4]), 16, 16)
	return rune(v)
}
