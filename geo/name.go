package geo

import (
	"strconv"
	"unicode/utf8"
)

// Name is the name of a collection as it stands in an address: 1 to 128 letters,
// digits, '_', '-' or '.', not starting with a dot.
type Name string

// ParseName checks s and returns it as a Name; the error is Invalid.
func ParseName(s string) (Name, error) {
	if s == "" || len(s) > 128 {
		return "", &Error{Kind: Invalid, Path: "collection", Msg: "a name has 1 to 128 characters, this has " + strconv.Itoa(len(s))}
	}
	for i, r := range s {
		ok := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '.' && i > 0
		if !ok {
			return "", &Error{Kind: Invalid, Path: "collection", Msg: "a name has letters, digits, '_', '-' and '.' only, not " + strconv.QuoteRune(r) + " in " + strconv.Quote(s)}
		}
	}
	return Name(s), nil
}

// NameFrom makes a Name of any text, such as a file's name without its ending:
// what a Name may not have becomes '_'. An empty text becomes "data".
func NameFrom(text string) Name {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		if _, err := ParseName("x" + string(r)); err != nil || r == '.' && len(out) == 0 {
			r = '_'
		}
		if len(out) == 128 {
			break
		}
		out = append(out, byte(r))
	}
	if len(out) == 0 {
		return "data"
	}
	return Name(out)
}

// ID identifies a feature within its collection. The GeoJSON ids "7" and 7 are
// the same ID, because they share an address (RFC 7946 §3.2).
type ID string

// MaxIDBytes is the longest id taken, in bytes of UTF-8.
const MaxIDBytes = 1024

// ParseID checks s and returns it as an ID; the error is Invalid.
func ParseID(s string) (ID, error) {
	switch {
	case s == "":
		return "", &Error{Kind: Invalid, Path: "id", Msg: "an id is not empty"}
	case len(s) > MaxIDBytes:
		return "", &Error{Kind: Invalid, Path: "id", Msg: "an id has at most " + strconv.Itoa(MaxIDBytes) + " bytes, this has " + strconv.Itoa(len(s))}
	case !utf8.ValidString(s):
		return "", &Error{Kind: Invalid, Path: "id", Msg: "an id is valid UTF-8"}
	}
	return ID(s), nil
}
