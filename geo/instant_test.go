package geo_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"cairn/geo"
)

func instant(t *testing.T, s string) geo.Instant {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		t.Fatal(err)
	}
	return geo.InstantOf(at)
}

func TestParseInstant(t *testing.T) {
	for _, c := range []struct{ text, start, end string }{
		{"2026-01-19", "2026-01-19T00:00:00Z", "2026-01-20T00:00:00Z"},
		{"2024-02-29", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"},
		{"2000-02-29", "2000-02-29T00:00:00Z", "2000-03-01T00:00:00Z"},
		{"0000-01-01", "0000-01-01T00:00:00Z", "0000-01-02T00:00:00Z"},
		{"2026-01-19T14:30:00Z", "2026-01-19T14:30:00Z", "2026-01-19T14:30:00.000001Z"},
		{"2026-01-19t14:30:00z", "2026-01-19T14:30:00Z", "2026-01-19T14:30:00.000001Z"},
		{"2026-01-19 14:30:00Z", "2026-01-19T14:30:00Z", "2026-01-19T14:30:00.000001Z"},
		{"2026-01-19T17:30:00+03:00", "2026-01-19T14:30:00Z", "2026-01-19T14:30:00.000001Z"},
		{"2026-01-19T17:30:00-23:59", "2026-01-20T17:29:00Z", "2026-01-20T17:29:00.000001Z"},
		{"2026-01-19T14:30:00-00:00", "2026-01-19T14:30:00Z", "2026-01-19T14:30:00.000001Z"},
		{"2026-01-19T14:30:00.5Z", "2026-01-19T14:30:00.5Z", "2026-01-19T14:30:00.500001Z"},
		{"2026-01-19T14:30:00.123456789Z", "2026-01-19T14:30:00.123456Z", "2026-01-19T14:30:00.123457Z"},
		{"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00Z"},
	} {
		p, ok := geo.ParseInstant([]byte(c.text))
		if want := (geo.Period{Start: instant(t, c.start), End: instant(t, c.end)}); !ok || p != want {
			t.Errorf("%q: got %v %t, want %v", c.text, p, ok, want)
		}
	}
	for _, text := range []string{
		"", "2026", "2026-01", "2026-1-19", "2026-01-19T", "2026-01-19T14", "2026-01-19T14:30", "2026-01-19T14:30Z", "2026-01-19 14:30",
		"2026-01-19T14:30:00", "2026-01-19T14:30:00.", "2026-01-19T14:30:00.Z", "2026-01-19T14:30:00.5", "2026-01-19T14:30:00,5Z",
		"2026-01-19T14:30:00+03", "2026-01-19T14:30:00+0300", "2026-01-19T14:30:00+24:00", "2026-01-19T14:30:00+03:60", "2026-01-19T14:30:00+3:00",
		"2026-01-19T14:30:00ZZ", "2026-01-19T14:30:00Z ", " 2026-01-19", "2026-01-19X14:30:00Z",
		"2026-00-19", "2026-13-19", "2026-01-00", "2026-01-32", "2026-02-29", "2026-02-30", "2026-04-31", "1900-02-29",
		"2026-01-19T24:00:00Z", "2026-01-19T14:60:00Z", "2026-01-19T14:30:61Z", "2016-12-31T23:59:60Z",
		"19/01/2026", "01/19/2026", "2026/01/19", "20260119", "2026-W04-1", "2026-019", "-026-01-19", "+2026-01-19", "12026-01-19",
		"٢٠٢٦-٠١-١٩", "unknown", "1768833000", "2026-01-1a", "2026-01-19T1a:30:00Z",
	} {
		if p, ok := geo.ParseInstant([]byte(text)); ok {
			t.Errorf("%q: got %v, want no time", text, p)
		}
	}
}

// TestParseInstantAgainstTime compares with package time: every day of 400 years
// and random moments of the years 0000 to 9999.
func TestParseInstantAgainstTime(t *testing.T) {
	for day := time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2201; day = day.AddDate(0, 0, 1) {
		text := day.Format(time.DateOnly)
		if p, ok := geo.ParseInstant([]byte(text)); !ok || p.Start != geo.InstantOf(day) || p.End-p.Start != geo.Day {
			t.Fatalf("%s: got %v %t", text, p, ok)
		}
	}
	random := rand.New(rand.NewPCG(5, 6))
	first, last := time.Date(0, 1, 2, 0, 0, 0, 0, time.UTC).UnixMicro(), time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC).UnixMicro()
	for range 50_000 {
		zone := time.FixedZone("", (random.IntN(2*23*60)-23*60)*60)
		at := time.UnixMicro(first + random.Int64N(last-first)).In(zone)
		text := at.Format(time.RFC3339Nano)
		if p, ok := geo.ParseInstant([]byte(text)); !ok || p.Start != geo.InstantOf(at) {
			t.Fatalf("%s: got %v %t, want %v", text, p.Start, ok, geo.InstantOf(at))
		}
	}
}

func TestInstantString(t *testing.T) {
	for _, c := range []struct {
		i    geo.Instant
		want string
	}{
		{0, "1970-01-01"}, {-geo.Day, "1969-12-31"}, {1, "1970-01-01T00:00:00.000001Z"}, {-1, "1969-12-31T23:59:59.999999Z"},
		{geo.Day / 2, "1970-01-01T12:00:00Z"}, {geo.Past, ".."}, {geo.Forever, ".."},
	} {
		if got := c.i.String(); got != c.want {
			t.Errorf("%d: got %s, want %s", int64(c.i), got, c.want)
		}
	}
}

func TestInstantTime(t *testing.T) {
	at := time.Date(2026, 1, 19, 14, 30, 0, 123456789, time.FixedZone("", 3*3600))
	got := geo.InstantOf(at).Time()
	if want := "2026-01-19 11:30:00.123456 +0000 UTC"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
