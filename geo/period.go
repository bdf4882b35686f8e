package geo

import (
	"bytes"
	"strconv"
	"time"
)

// Period is valid time: half-open, from Start up to but not including End. The
// zero Period is empty; use [Always] for one that does not restrict.
type Period struct{ Start, End Instant }

// Always is the period that is open at both ends.
func Always() Period { return Period{Past, Forever} }

// Overlaps reports whether the two share a moment.
func (p Period) Overlaps(q Period) bool { return p.Start < q.End && q.Start < p.End }

// Contains reports whether i lies in the period.
func (p Period) Contains(i Instant) bool { return p.Start <= i && i < p.End }

// Join returns the smallest period that holds both.
func (p Period) Join(q Period) Period {
	return Period{min(p.Start, q.Start), max(p.End, q.End)}
}

// Last returns the last moment of the period.
func (p Period) Last() Instant {
	if p.End == Forever {
		return Forever
	}
	return p.End - 1
}

// String prints the period as a datetime parameter would give it: a date or
// an instant alone, or "start/end" with ".." for open ends. What covers a whole
// number of days prints as full-dates, the last one included. [ParsePeriod] reads
// it back; a period that holds nothing prints as nothing.
func (p Period) String() string {
	if p.Start >= p.End {
		return ""
	}
	last := Forever
	if p.End != Forever {
		last = p.End - 1
	}
	switch {
	case p.Start == last:
		return last.moment()
	case p.End == Forever:
		return p.Start.String() + "/.."
	case p.End%Day != 0:
		return p.Start.String() + "/" + last.moment()
	case p.Start == p.End-Day:
		return p.Start.String()
	}
	return p.Start.String() + "/" + (p.End - Day).String()
}

// moment prints the instant with its time, at midnight too.
func (i Instant) moment() string { return i.Time().Format(time.RFC3339Nano) }

// ParsePeriod reads the value of a datetime parameter (OGC 17-069r4 §7.15.4):
// an RFC 3339 date-time, a full-date as that whole day in UTC, or an interval of
// two of these, where ".." or nothing leaves an end open. The years 0000 and 9999
// at the ends also mean open, as QGIS writes them. Both ends of an interval are
// included. The error is Invalid with Path "datetime".
func ParsePeriod(s string) (Period, error) {
	first, second, interval := bytes.Cut([]byte(s), []byte{'/'})
	if !interval {
		p, ok := ParseInstant(first)
		if !ok {
			return Period{}, badPeriod(s, string(first))
		}
		return p, nil
	}
	p := Always()
	if !open(first) {
		from, ok := ParseInstant(first)
		if !ok {
			return Period{}, badPeriod(s, string(first))
		}
		p.Start = from.Start
	}
	if !open(second) {
		to, ok := ParseInstant(second)
		if !ok {
			return Period{}, badPeriod(s, string(second))
		}
		p.End = to.End
	}
	if open(first) && open(second) && len(first)+len(second) == 0 {
		return Period{}, badPeriod(s, s)
	}
	if bytes.HasPrefix(first, []byte("0000-01-01")) {
		p.Start = Past
	}
	if bytes.HasPrefix(second, []byte("9999-12-31")) {
		p.End = Forever
	}
	if p.Start >= p.End {
		return Period{}, &Error{Kind: Invalid, Path: "datetime", Msg: "the interval " + strconv.Quote(s) + " ends before it starts"}
	}
	return p, nil
}

func open(s []byte) bool { return len(s) == 0 || string(s) == ".." }

func badPeriod(whole, part string) error {
	return &Error{Kind: Invalid, Path: "datetime",
		Msg: strconv.Quote(part) + " in " + strconv.Quote(whole) + " is no time; expected RFC 3339 like 2026-01-20 or 2026-01-20T08:00:00Z, or an interval of two with .. for an open end"}
}
