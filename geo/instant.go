package geo

import (
	"math"
	"time"
)

// Instant is a moment in microseconds since 1970-01-01T00:00:00Z in the
// proleptic Gregorian calendar. The whole of the years 0000 to 9999, which
// RFC 3339 can write, fits.
type Instant int64

// Past and Forever bound all instants: a period that starts at Past or ends at
// Forever is open.
const (
	Past    Instant = math.MinInt64
	Forever Instant = math.MaxInt64
)

// Day is the length of a day in an Instant's unit. There are no leap seconds.
const Day Instant = 24 * 60 * 60 * 1e6

// InstantOf converts t, cutting what is finer than a microsecond.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time converts to a time in UTC. Past and Forever have no meaningful time.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// String prints RFC 3339 in UTC, a full-date where the instant is midnight, and
// ".." for an open end (OGC 17-069r4 §7.15.4).
func (i Instant) String() string {
	switch {
	case i == Past || i == Forever:
		return ".."
	case i%Day == 0:
		return i.Time().Format(time.DateOnly)
	}
	return i.Time().Format(time.RFC3339Nano)
}

// ParseInstant reads an RFC 3339 date-time, or a full-date as the whole day in
// UTC, into the half-open period it covers: one microsecond, or one day. ok is
// false for anything else; such a text is no time.
func ParseInstant(s []byte) (p Period, ok bool) {
	if len(s) < 10 {
		return Period{}, false
	}
	day, ok := parseDate(s[:10])
	if !ok {
		return Period{}, false
	}
	if len(s) == 10 {
		return Period{day, day + Day}, true
	}
	clock, ok := parseClock(s[10:])
	if !ok {
		return Period{}, false
	}
	return Period{day + clock, day + clock + 1}, true
}

// digits reads n decimal digits at the start of s.
func digits(s []byte, n int) (v int, ok bool) {
	for _, c := range s[:n] {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}

// parseDate reads YYYY-MM-DD.
func parseDate(s []byte) (Instant, bool) {
	if s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := digits(s, 4)
	m, ok2 := digits(s[5:], 2)
	d, ok3 := digits(s[8:], 2)
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return Instant(daysFromCivil(y, m, d)) * Day, true
}

// parseClock reads "Thh:mm:ss[.f…](Z|±hh:mm)". A leap second is refused: the day
// of an Instant has no room for it, and the second after it is another day.
func parseClock(s []byte) (Instant, bool) {
	if len(s) < 10 || s[0] != 'T' && s[0] != 't' && s[0] != ' ' || s[3] != ':' || s[6] != ':' {
		return 0, false
	}
	h, ok1 := digits(s[1:], 2)
	m, ok2 := digits(s[4:], 2)
	sec, ok3 := digits(s[7:], 2)
	if !ok1 || !ok2 || !ok3 || h > 23 || m > 59 || sec > 59 {
		return 0, false
	}
	at := Instant(h*3600+m*60+sec) * 1e6
	s = s[9:]
	if s[0] == '.' {
		n, unit := 1, Instant(100_000)
		for ; n < len(s) && s[n] >= '0' && s[n] <= '9'; n++ {
			at += Instant(s[n]-'0') * unit
			unit /= 10
		}
		if n == 1 {
			return 0, false
		}
		s = s[n:]
	}
	offset, ok := parseOffset(s)
	return at - offset, ok
}

// parseOffset reads Z or ±hh:mm.
func parseOffset(s []byte) (Instant, bool) {
	if len(s) == 1 && (s[0] == 'Z' || s[0] == 'z') {
		return 0, true
	}
	if len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	h, ok1 := digits(s[1:], 2)
	m, ok2 := digits(s[4:], 2)
	if !ok1 || !ok2 || h > 23 || m > 59 {
		return 0, false
	}
	o := Instant(h*3600+m*60) * 1e6
	if s[0] == '-' {
		o = -o
	}
	return o, true
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysFromCivil counts the days from 1970-01-01 to a date of the proleptic
// Gregorian calendar, by counting years from March so that the leap day is the
// last of its year.
func daysFromCivil(y, m, d int) int {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yearOfEra := y - era*400
	dayOfYear := (153*(m-3)+2)/5 + d - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return era*146097 + dayOfEra - 719468
}
