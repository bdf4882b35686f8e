package server

import (
	"hash/maphash"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cairn/geo"
	"cairn/server/middleware"
)

// moment is a revision as answers speak of it.
type moment struct {
	rev      geo.Rev
	at       geo.Instant
	stamp    string    // RFC 3339 date-time
	modified []string  // Last-Modified
	second   time.Time // what Last-Modified says
}

// momentOf returns what answers say of a revision.
func (s *Server) momentOf(rev geo.Rev, at geo.Instant) *moment {
	if m := s.moment.Load(); m != nil && m.rev == rev && m.at == at {
		return m
	}
	t := at.Time()
	m := &moment{rev, at, t.Format(time.RFC3339Nano), []string{t.Format(http.TimeFormat)}, t.Truncate(time.Second)}
	s.moment.Store(m)
	return m
}

// tag is an entity tag (RFC 9110 §8.8.3) with its quotes; strong.
type tag struct {
	text [40]byte
	n    int
}

func (t *tag) bytes() []byte { return t.text[:t.n] }

// mark makes the answer's ETag: of the revision and of all in the request that
// the answer's bytes depend on.
func (x *exchange) mark() {
	x.markAs(x.moment.rev, x.r.URL.Path, x.r.URL.RawQuery, x.encoding, x.media)
}

// markAs makes the ETag of what a path and a query string give after a revision.
func (x *exchange) markAs(rev geo.Rev, path, query string, encoding middleware.Encoding, media []string) {
	b := append(append(x.key[:0], x.base()...), path...)
	b = append(append(b, '?'), query...)
	b = append(b, 0, byte(encoding))
	if media != nil {
		b = append(b, media[0]...)
	}
	x.key = b
	x.tagAs(rev, maphash.Bytes(x.server.seed, b))
}

func (x *exchange) tagAs(rev geo.Rev, hash uint64) {
	t := append(x.tag.text[:0], '"')
	t = strconv.AppendInt(t, int64(rev), 36)
	t = strconv.AppendUint(append(t, '-'), hash, 36)
	x.tag.n = len(append(t, '"'))
}

// settled makes the ETag and asks the request's preconditions (RFC 9110 §13.2.2).
// If they settle the matter, it answers 304 and returns true, or returns the
// refusal 412. It is asked once it is known that the answer would be 200.
func (x *exchange) settled() (bool, error) {
	x.mark()
	h := x.r.Header
	if len(h) == 0 {
		return false, nil
	}
	if list := h["If-Match"]; list != nil {
		if !x.isIn(list, false) {
			return true, &refusal{status: http.StatusPreconditionFailed, detail: "the resource is not the one If-Match names"}
		}
	} else if at, ok := instant(h["If-Unmodified-Since"]); ok && x.moment.second.After(at) {
		return true, &refusal{status: http.StatusPreconditionFailed, detail: "the resource has changed since If-Unmodified-Since"}
	}
	if list := h["If-None-Match"]; list != nil {
		if x.isIn(list, true) {
			return true, x.send(http.StatusNotModified, nil, nil)
		}
	} else if at, ok := instant(h["If-Modified-Since"]); ok && !x.moment.second.After(at) {
		return true, x.send(http.StatusNotModified, nil, nil)
	}
	return false, nil
}

// isIn reports whether the answer's tag is in an If-Match or If-None-Match
// header; weak says that a weak tag may match.
func (x *exchange) isIn(lines []string, weak bool) bool {
	for _, list := range lines {
		for list != "" {
			var one string
			one, list, _ = strings.Cut(list, ",")
			one = strings.TrimSpace(one)
			if weak {
				one = strings.TrimPrefix(one, "W/")
			}
			if one == "*" || one == string(x.tag.bytes()) {
				return true
			}
		}
	}
	return false
}

// instant reads an HTTP-date; ok is false if there is none or it cannot be read,
// and the header is then as if it were not there.
func instant(lines []string) (time.Time, bool) {
	if len(lines) != 1 {
		return time.Time{}, false
	}
	t, err := http.ParseTime(lines[0])
	return t, err == nil
}
