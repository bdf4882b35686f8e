package kml

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"cairn/geo"
)

// An id in XML is an NCName, which a feature's need not be. It is written as SQL/XML
// writes names (ISO 9075-14 §9.1): a character that may not stand where it does as
// _xHHHH_, in hexadecimal; so is an underscore before an x or a digit. An underscore
// before a number says that the id is that number and not a text.

// appendID appends a feature's id as an NCName.
func appendID(b []byte, f geo.Feature) []byte {
	if f.HasNumericID() {
		b = append(b, '_')
		for _, c := range f.RawID() {
			b = append(b, c) // digits, or a minus
		}
		return b
	}
	id := string(f.ID())
	for i, r := range id {
		rest := id[i+utf8.RuneLen(r):]
		special := r == '_' && (strings.HasPrefix(rest, "x") || i == 0 && startsNumber(rest))
		if special || !isNameRune(r, i == 0) {
			b = append(b, "_x"...)
			hex := strings.ToUpper(strconv.FormatInt(int64(r), 16))
			for range 4 - len(hex) {
				b = append(b, '0')
			}
			b = append(append(b, hex...), '_')
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	return b
}

func startsNumber(s string) bool { return s != "" && (s[0]-'0' <= 9 || s[0] == '-') }

// isNameRune reports whether r may stand in an NCName (XML 1.0 §2.3, without the
// colon).
func isNameRune(r rune, first bool) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '_':
		return true
	case r >= '0' && r <= '9', r == '-', r == '.', r == 0xb7, r >= 0x300 && r <= 0x36f, r == 0x203f, r == 0x2040:
		return !first
	}
	return r >= 0xc0 && r != 0xd7 && r != 0xf7 && r != 0x37e && (r <= 0x1fff || r == 0x200c || r == 0x200d ||
		r >= 0x2070 && r <= 0x218f || r >= 0x2c00 && r <= 0x2fef || r >= 0x3001 && r <= 0xd7ff ||
		r >= 0xf900 && r <= 0xfdcf || r >= 0xfdf0 && r <= 0xfffc || r >= 0x10000 && r <= 0xeffff)
}

// decodeID reads what appendID wrote, and leaves other ids as they are.
func decodeID(id string) (text string, number bool) {
	if rest, ok := strings.CutPrefix(id, "_"); ok {
		if n, err := strconv.ParseInt(rest, 10, 64); err == nil && strconv.FormatInt(n, 10) == rest {
			return rest, true
		}
	}
	var b []byte
	for {
		i := strings.Index(id, "_x")
		if i < 0 {
			return string(append(b, id...)), false
		}
		b = append(b, id[:i]...)
		id = id[i:]
		hex, rest, ok := strings.Cut(id[2:], "_")
		r, err := strconv.ParseUint(hex, 16, 32)
		if !ok || err != nil || len(hex) < 4 || !utf8.ValidRune(rune(r)) {
			b = append(b, "_x"...)
			id = id[2:]
			continue
		}
		b = utf8.AppendRune(b, rune(r))
		id = rest
	}
}
