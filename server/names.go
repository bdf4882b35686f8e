package server

import (
	"strings"

	"cairn/geo"
)

// splitNames splits a list of names at its commas. A name that has commas is written
// in double quotes, with those in it doubled, as in CQL2; + or - may stand before it.
// A quote that is never closed is a letter like any other.
func splitNames(s string) (list []string) {
	for {
		end := nameEnd(s)
		if list = append(list, s[:end]); end == len(s) {
			return list
		}
		s = s[end+1:]
	}
}

// nameEnd returns where the first name of a list ends.
func nameEnd(s string) int {
	comma := strings.IndexByte(s, ',')
	if comma < 0 {
		return len(s)
	}
	if opened := strings.IndexByte(s, '"'); opened == 0 || opened == 1 && strings.IndexByte("+- ", s[0]) >= 0 {
		for at := opened + 1; at < len(s); at++ {
			switch {
			case s[at] != '"':
			case at+1 == len(s) || s[at+1] == ',':
				return at + 1
			default:
				at++ // the second of two
			}
		}
	}
	return comma
}

// fieldCalled returns the number of the property with a name as lists have it: as it
// is, or in quotes.
func fieldCalled(schema *geo.Schema, name string) (int, bool) {
	i, ok := schema.Field(name)
	if n := len(name); !ok && n > 1 && name[0] == '"' && name[n-1] == '"' {
		i, ok = schema.Field(strings.ReplaceAll(name[1:n-1], `""`, `"`))
	}
	return i, ok
}
