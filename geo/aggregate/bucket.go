package aggregate

import (
	"strconv"
	"time"

	"cairn/geo"
)

const hour = geo.Day / 24

// bucket returns the number of the bucket of time that an instant is in: hours, days
// or weeks since 1970, months, quarters or years since the year 0.
func bucket(by By, i geo.Instant) int64 {
	switch by {
	case Hour:
		return floor(i, hour)
	case Day:
		return floor(i, geo.Day)
	case Week: // 1970-01-01 was a Thursday
		return floor(i+3*geo.Day, 7*geo.Day)
	}
	year, month, _ := i.Time().Date()
	switch by {
	case Month:
		return int64(year)*12 + int64(month) - 1
	case Quarter:
		return int64(year)*4 + int64(month-1)/3
	}
	return int64(year)
}

func floor(i, unit geo.Instant) int64 {
	n := i / unit
	if i%unit < 0 {
		n--
	}
	return int64(n)
}

// appendBucket appends the name of a bucket, as ISO 8601 writes it: an hour as its
// first moment, a week as its Monday, a quarter as 2026-Q1.
func appendBucket(b []byte, by By, n int64) []byte {
	switch by {
	case Hour:
		return (geo.Instant(n) * hour).Time().AppendFormat(b, "2006-01-02T15:04:05Z")
	case Day:
		return (geo.Instant(n) * geo.Day).Time().AppendFormat(b, time.DateOnly)
	case Week:
		return (geo.Instant(n)*7*geo.Day - 3*geo.Day).Time().AppendFormat(b, time.DateOnly)
	case Month:
		return time.Date(int(n/12), time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC).AppendFormat(b, "2006-01")
	case Quarter:
		b = time.Date(int(n/4), 1, 1, 0, 0, 0, 0, time.UTC).AppendFormat(b, "2006")
		return strconv.AppendInt(append(b, "-Q"...), n%4+1, 10)
	}
	return time.Date(int(n), 1, 1, 0, 0, 0, 0, time.UTC).AppendFormat(b, "2006")
}
