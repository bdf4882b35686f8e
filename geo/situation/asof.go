package situation

import (
	"strconv"

	"cairn/geo"
)

// AsOf is a state of knowledge: what the store had been told by a revision or by
// an instant.
type AsOf struct {
	text   string
	rev    geo.Rev
	until  geo.Instant // the last moment; only if bytime
	bytime bool
}

// AsOfRev is the state after the change of that number; 0 is the empty store.
func AsOfRev(rev geo.Rev) AsOf {
	return AsOf{text: strconv.FormatInt(int64(rev), 10), rev: rev}
}

// ParseAsOf reads the value of an as-of parameter: the number of a revision, an
// RFC 3339 date-time, or a full-date, which is the end of that day in UTC. The
// error is Invalid with Path "as-of".
func ParseAsOf(s string) (AsOf, error) {
	if p, ok := geo.ParseInstant([]byte(s)); ok {
		return AsOf{text: s, until: p.Last(), bytime: true}, nil
	}
	rev, err := strconv.ParseUint(s, 10, 63)
	if err != nil {
		return AsOf{}, &geo.Error{Kind: geo.Invalid, Path: "as-of",
			Msg: strconv.Quote(s) + " is no state of the store; expected the number of a revision like 1, or RFC 3339 like 2026-01-20 or 2026-01-20T08:00:00Z"}
	}
	return AsOfRev(geo.Rev(rev)), nil
}

// String prints what [ParseAsOf] reads.
func (a AsOf) String() string { return a.text }

// isBefore reports whether the state is older than the last change, which has the
// number rev and was made at the instant at.
func (a AsOf) isBefore(rev geo.Rev, at geo.Instant) bool {
	if a.bytime {
		return a.until < at
	}
	return a.rev < rev
}

// appendJSON appends a revision as a number and an instant as a text.
func (a AsOf) appendJSON(b []byte) []byte {
	if a.bytime {
		return geo.AppendString(b, a.text)
	}
	return strconv.AppendInt(b, int64(a.rev), 10)
}
