package server

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parameter is one name=value of a query string, decoded.
type parameter struct {
	name, value string
	at          int // where the value begins in the query string, in bytes
}

// parseQuery appends the parameters of a query string
// (application/x-www-form-urlencoded, WHATWG URL §5.1) to list. Nothing is copied
// unless it is percent-encoded. The error lists every fault: a parameter given
// twice, empty, not decodable, not UTF-8 or with a NUL in it, or one parameter too many.
func parseQuery(list []parameter, raw string, most int) ([]parameter, error) {
	var wrong faults
	for at := 0; at < len(raw); {
		pair := raw[at:]
		if end := strings.IndexByte(pair, '&'); end >= 0 {
			pair = pair[:end]
		}
		if pair != "" {
			p, fault := parseParameter(pair, at)
			switch {
			case fault != "":
			case len(list) == most:
				fault = "is one parameter too many"
				wrong = append(wrong, faultAt(&p, fault, "at most "+strconv.Itoa(most)+" parameters"))
				return list, wrong
			case given(list, p.name):
				fault = "is given twice"
			case p.value == "":
				fault = "is empty"
			default:
				list = append(list, p)
			}
			if fault != "" {
				wrong = append(wrong, faultAt(&p, fault, expected(p.name)))
			}
		}
		at += len(pair) + 1
	}
	return list, wrong.orNil()
}

func given(list []parameter, name string) bool {
	for i := range list {
		if list[i].name == name {
			return true
		}
	}
	return false
}

// parseParameter reads one name=value that stands at the given place; fault
// says what is wrong with it.
func parseParameter(pair string, at int) (p parameter, fault string) {
	name, value, _ := strings.Cut(pair, "=")
	p.at = min(at+len(name)+1, at+len(pair))
	var ok bool
	if p.name, ok = decode(name); !ok {
		p.name = strings.ToValidUTF8(name, "\uFFFD")
		return p, "has a name that is not percent-encoded UTF-8"
	}
	if strings.IndexByte(value, '+') >= 0 && strings.Contains(value, "%20") {
		// Who writes %20 for a space means a plus by +: QGIS does not encode it.
		value = strings.ReplaceAll(value, "+", "%2B")
	}
	if p.value, ok = decode(value); !ok {
		return p, "has a value that is not percent-encoded UTF-8"
	}
	return p, ""
}

// decode undoes percent-encoding and + for a space.
func decode(s string) (string, bool) {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '%' || c == '+' || c >= utf8.RuneSelf || c == 0 {
			plain = false
			break
		}
	}
	if plain {
		return s, true
	}
	s, err := url.QueryUnescape(s)
	return s, err == nil && utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}

// without returns the query string raw without the parameters called names, each
// with its separator, ready for a further one: "" or "a=1&b=2&".
func without(b []byte, raw string, names ...string) []byte {
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		name, _, _ := strings.Cut(pair, "=")
		if strings.IndexByte(name, '%') >= 0 {
			name, _ = decode(name) // a name that cannot be decoded has been refused
		}
		if pair == "" || slices.Contains(names, name) {
			continue
		}
		b = append(appendURL(b, pair), '&')
	}
	return b
}

// appendURL appends what stands in an address already, encoding what should not
// stand in one (RFC 3986 §2), so that it is safe within JSON and headers.
func appendURL(b []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' && c != '^' && c != '`' && c != '{' && c != '|' && c != '}' {
			b = append(b, c)
			continue
		}
		b = append(b, '%', hex[c>>4], hex[c&15])
	}
	return b
}

// withoutEmpty returns a query string without parameters that have no value, as
// forms send what was left blank.
func withoutEmpty(raw string) string {
	var kept []string
	for pair := range strings.SplitSeq(raw, "&") {
		if _, value, _ := strings.Cut(pair, "="); value != "" {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}
