package cql2

import "time"

// What is expected where there is no instant.
const (
	wantDate      = "a date in single quotes as '2026-01-19'"
	wantTimestamp = "a timestamp in single quotes as '2026-01-19T08:00:00Z'"
	wantBound     = "a date, a timestamp or .. in single quotes, a property or a function"
)

// otherInstant says what to write for a date, or for a timestamp.
func otherInstant(date bool) string {
	if date {
		return "that is a date"
	}
	return "that is a timestamp"
}

// readInstant reads a date as 2026-01-19 or a timestamp as 2026-01-19T08:00:00.5Z
// (productions fullDate and utcTime). The offset may be another than Z, as RFC 3339
// has it; the time is kept in UTC, to the microsecond. The fault is empty if there
// is none.
func readInstant(s string) (i Instant, fault string) {
	r := clock{s: s}
	year, month, day := r.digits(4), r.after("-"), r.after("-")
	if r.bad {
		return i, "the date is not year-month-day"
	}
	if date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); date.Day() != day || date.Month() != time.Month(month) {
		return i, "there is no such day"
	}
	if r.s == "" {
		i.Date = true
		i.Micros = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).UnixMicro()
		return i, ""
	}
	if !r.skip("Tt") {
		return i, "a T separates the time from the date"
	}
	hour, minute, second := r.digits(2), r.after(":"), r.after(":")
	nanos := r.fraction()
	if r.bad {
		return i, "the time is not hour:minute:second"
	}
	if hour > 23 || minute > 59 || second > 59 {
		return i, "there is no such time of day"
	}
	offset, ok := r.offset()
	if !ok {
		return i, "a timestamp ends with Z for UTC, or with an offset as +03:00"
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC).Add(-offset)
	if t.Year() < 0 || t.Year() > 9999 {
		return i, "in UTC the year has not four digits"
	}
	i.Micros = t.UnixMicro()
	return i, ""
}

// clock reads a date and a time of day from the front of s.
type clock struct {
	s   string
	bad bool
}

// skip goes past one of some characters.
func (c *clock) skip(any string) bool {
	for i := range len(any) {
		if c.s != "" && c.s[0] == any[i] {
			c.s = c.s[1:]
			return true
		}
	}
	return false
}

// digits reads a number of n digits.
func (c *clock) digits(n int) (v int) {
	for range n {
		if c.s == "" || !digit(c.s[0]) {
			c.bad = true
			return 0
		}
		v = v*10 + int(c.s[0]-'0')
		c.s = c.s[1:]
	}
	return v
}

// after reads two digits after a separator.
func (c *clock) after(separator string) int {
	if !c.skip(separator) {
		c.bad = true
	}
	return c.digits(2)
}

// fraction reads what there is of a second after the point, in nanoseconds.
func (c *clock) fraction() (nanos int) {
	if !c.skip(".") {
		return 0
	}
	unit := int(time.Second / 10)
	for first := true; c.s != "" && digit(c.s[0]) || first; first = false {
		nanos += unit * c.digits(1)
		unit /= 10
	}
	return nanos
}

// offset reads Z or an offset as +03:00, at the end.
func (c *clock) offset() (time.Duration, bool) {
	if c.skip("Zz") {
		return 0, c.s == ""
	}
	sign := time.Duration(1)
	switch {
	case c.skip("-"):
		sign = -1
	case !c.skip("+"):
		return 0, false
	}
	hours := c.digits(2)
	minutes := c.after(":")
	ok := !c.bad && c.s == "" && hours < 24 && minutes < 60
	return sign * (time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute), ok
}

// appendInstant appends an instant as readInstant reads it: a day, or a time in UTC
// with the digits of the second that it needs.
func appendInstant(b []byte, i *Instant) []byte {
	t := time.UnixMicro(i.Micros).UTC()
	if i.Date {
		return t.AppendFormat(b, time.DateOnly)
	}
	return t.AppendFormat(b, "2006-01-02T15:04:05.999999Z")
}
