package csv

import (
	"bytes"

	"cairn/geo"
)

// isMoment reports whether appendMoment takes t.
func isMoment(t []byte) bool {
	_, ok := appendMoment(nil, t)
	return ok
}

// appendMoment appends as RFC 3339 has it, in quotes, a date whose parts have slashes
// or full stops between them, or a time with a zone: 2026/01/19, 19.1.2026,
// 2026/01/19 08:00:00+00 or 2026-01-19 08:00:00.5+0300. ok is false for anything else,
// RFC 3339 too.
func appendMoment(b, t []byte) (_ []byte, ok bool) {
	if b, ok := appendDotted(b, t); ok {
		return b, true
	}
	if len(t) < 10 || len(t) > 40 || t[0]-'0' > 9 || t[4] != t[7] || t[4] != '/' && t[4] != '-' {
		return b, false
	}
	start := len(b)
	b = append(append(b, '"'), t...)
	s := b[start+1:]
	s[4], s[7] = '-', '-'
	if len(t) == 10 && t[4] == '-' {
		return b[:start], false
	}
	if len(t) > 10 {
		if s[10] != ' ' || len(s) < 20 {
			return b[:start], false
		}
		s[10] = 'T'
		if b, ok = withZone(b, s); !ok {
			return b[:start], false
		}
	}
	if _, ok := geo.ParseInstant(b[start+1:]); !ok {
		return b[:start], false
	}
	return append(b, '"'), true
}

// appendDotted appends a date like 19.1.2026 or 19.01.2026.
func appendDotted(b, t []byte) (_ []byte, ok bool) {
	parts := bytes.Split(t, []byte{'.'})
	if len(t) < len("1.1.2026") || len(t) > len("01.01.2026") || len(parts) != 3 || len(parts[2]) != 4 {
		return b, false
	}
	start := len(b)
	b = append(append(b, '"'), parts[2]...)
	for _, part := range [...][]byte{parts[1], parts[0]} {
		if b = append(b, '-'); len(part) == 1 {
			b = append(b, '0')
		}
		b = append(b, part...)
	}
	if _, ok := geo.ParseInstant(b[start+1:]); !ok {
		return b[:start], false
	}
	return append(b, '"'), true
}

// withZone writes the zone at the end of b, whose last part is s, in full.
func withZone(b, s []byte) (_ []byte, ok bool) {
	if s[len(s)-1] == 'Z' {
		return b, true
	}
	i := bytes.LastIndexAny(s, "+-")
	if i < 19 {
		return b, false
	}
	zone := string(s[i:])
	b = b[:len(b)-len(zone)]
	switch {
	case zone == "+00", zone == "+0000", zone == "+00:00":
		return append(b, 'Z'), true
	case len(zone) == 3:
		return append(append(b, zone...), ":00"...), true
	case len(zone) == 5:
		return append(append(append(b, zone[:3]...), ':'), zone[3:]...), true
	}
	return append(b, zone...), true
}
