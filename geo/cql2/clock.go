package cql2

import "time"

// day is the length of a day in microseconds. There are no leap seconds.
const day = 24 * 60 * 60 * 1_000_000

// readTime reads an RFC 3339 date-time, or a full-date as the whole day in UTC,
// in place. What is finer than a microsecond is cut; a leap second is refused. ok
// is false for anything else.
func readTime(s []byte) (when span, ok bool) {
	// Most texts are no time, and are told by this.
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return when, false
	}
	y1, y2, m, d := twoDigits(s), twoDigits(s[2:]), twoDigits(s[5:]), twoDigits(s[8:])
	if y1|y2|m|d < 0 || m < 1 || m > 12 || d < 1 {
		return when, false
	}
	year := y1*100 + y2
	if d > 28 && d > daysIn(year, m) {
		return when, false
	}
	first := int64(daysFromCivil(year, m, d)) * day
	if len(s) == 10 {
		return span{first, first + day - 1}, true
	}
	clock, ok := readClock(s[10:])
	first += clock
	return span{first, first}, ok
}

// twoDigits reads two digits; below 0 if they are none.
func twoDigits(s []byte) int {
	a, b := s[0]-'0', s[1]-'0'
	if a > 9 || b > 9 {
		return -1
	}
	return int(a)*10 + int(b)
}

// readClock reads "Thh:mm:ss[.f…](Z|±hh:mm)" into microseconds since midnight in
// UTC.
func readClock(s []byte) (int64, bool) {
	if len(s) < 10 || s[0] != 'T' && s[0] != 't' && s[0] != ' ' || s[3] != ':' || s[6] != ':' {
		return 0, false
	}
	h, m, sec := twoDigits(s[1:]), twoDigits(s[4:]), twoDigits(s[7:])
	if h|m|sec < 0 || h > 23 || m > 59 || sec > 59 {
		return 0, false
	}
	at := int64(h*3600+m*60+sec) * 1_000_000
	s = s[9:]
	if s[0] == '.' {
		n, unit := 1, int64(100_000)
		for ; n < len(s) && s[n]-'0' < 10; n++ {
			at += int64(s[n]-'0') * unit
			unit /= 10
		}
		if n == 1 {
			return 0, false
		}
		s = s[n:]
	}
	offset, ok := readOffset(s)
	return at - offset, ok
}

// readOffset reads Z or ±hh:mm.
func readOffset(s []byte) (int64, bool) {
	if len(s) == 1 && (s[0] == 'Z' || s[0] == 'z') {
		return 0, true
	}
	if len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	h, m := twoDigits(s[1:]), twoDigits(s[4:])
	if h|m < 0 || h > 23 || m > 59 {
		return 0, false
	}
	offset := int64(h*3600+m*60) * 1_000_000
	if s[0] == '-' {
		offset = -offset
	}
	return offset, true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// daysFromCivil counts the days from 1970-01-01 to a date of the proleptic
// Gregorian calendar in the years 0 to 9999. Years begin in March, so that the
// leap day is the last of its year.
func daysFromCivil(y, m, d int) int {
	y += 400 // so that nothing is negative
	if m <= 2 {
		y--
		m += 12
	}
	return y*365 + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 1 - 719468 - 146097
}

// floorDay is the first microsecond of the day that t lies in, in UTC.
func floorDay(t int64) int64 {
	days := t / day
	if t%day < 0 {
		days--
	}
	return days * day
}

// civilDate returns the year, month and day of a moment in UTC.
func civilDate(t int64) [3]int {
	year, month, d := time.UnixMicro(t).UTC().Date()
	return [3]int{year, int(month), d}
}
