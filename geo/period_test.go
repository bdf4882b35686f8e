package geo_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"cairn/geo"
)

func TestParsePeriod(t *testing.T) {
	const past, forever = "past", "forever"
	at := func(s string) geo.Instant {
		switch s {
		case past:
			return geo.Past
		case forever:
			return geo.Forever
		}
		return instant(t, s)
	}
	for _, c := range []struct{ text, start, end, again string }{
		{"2026-01-20", "2026-01-20T00:00:00Z", "2026-01-21T00:00:00Z", "2026-01-20"},
		{"2026-01-20T08:00:00Z", "2026-01-20T08:00:00Z", "2026-01-20T08:00:00.000001Z", "2026-01-20T08:00:00Z"},
		{"2026-01-20T00:00:00Z", "2026-01-20T00:00:00Z", "2026-01-20T00:00:00.000001Z", "2026-01-20T00:00:00Z"},
		{"2026-01-19/2026-01-20", "2026-01-19T00:00:00Z", "2026-01-21T00:00:00Z", "2026-01-19/2026-01-20"},
		{"2026-01-19/2026-01-19", "2026-01-19T00:00:00Z", "2026-01-20T00:00:00Z", "2026-01-19"},
		{"2026-01-19T08:00:00Z/2026-01-20", "2026-01-19T08:00:00Z", "2026-01-21T00:00:00Z", "2026-01-19T08:00:00Z/2026-01-20"},
		{"2026-01-19/2026-01-20T00:00:00Z", "2026-01-19T00:00:00Z", "2026-01-20T00:00:00.000001Z", "2026-01-19/2026-01-20T00:00:00Z"},
		{"2026-01-19T10:00:00+03:00/2026-01-19T10:00:00+02:00", "2026-01-19T07:00:00Z", "2026-01-19T08:00:00.000001Z", "2026-01-19T07:00:00Z/2026-01-19T08:00:00Z"},
		{"../2026-01-20", past, "2026-01-21T00:00:00Z", "../2026-01-20"},
		{"/2026-01-20", past, "2026-01-21T00:00:00Z", "../2026-01-20"},
		{"2026-01-20/..", "2026-01-20T00:00:00Z", forever, "2026-01-20/.."},
		{"2026-01-20/", "2026-01-20T00:00:00Z", forever, "2026-01-20/.."},
		{"../..", past, forever, "../.."},
		{"../", past, forever, "../.."},
		{"0000-01-01/2026-01-20", past, "2026-01-21T00:00:00Z", "../2026-01-20"},
		{"0000-01-01T00:00:00Z/9999-12-31T23:59:59Z", past, forever, "../.."},
		{"2026-01-20T08:00:00Z/2026-01-20T08:00:00Z", "2026-01-20T08:00:00Z", "2026-01-20T08:00:00.000001Z", "2026-01-20T08:00:00Z"},
	} {
		p, err := geo.ParsePeriod(c.text)
		if want := (geo.Period{Start: at(c.start), End: at(c.end)}); err != nil || p != want {
			t.Errorf("%q: got %v (%v), want %v", c.text, p, err, want)
		}
		if got := p.String(); got != c.again {
			t.Errorf("%q prints as %q, want %q", c.text, got, c.again)
		}
	}
	for text, reason := range map[string]string{
		"": "no time", "/": "no time", "..": "no time", "now": `"now"`, "2026": "no time", "2026-01": "no time",
		"2026-01-20/2026-01-19": "ends before", "2026-01-20T08:00:00Z/2026-01-20T07:00:00Z": "ends before",
		"2026-01-19/2026-01-20/2026-01-21": "no time", "2026-01-19/P1D": `"P1D"`, "2026-01-19 / 2026-01-20": "no time", "x/2026-01-20": `"x"`,
		"2026-01-19,2026-01-20": "no time", "2026-02-30/..": "no time", ".../2026-01-20": `"..."`,
	} {
		_, err := geo.ParsePeriod(text)
		var refused *geo.Error
		if !errors.As(err, &refused) || refused.Kind != geo.Invalid || refused.Path != "datetime" || !strings.Contains(refused.Msg, reason) {
			t.Errorf("%q: got %v, want a refusal with %q", text, err, reason)
		}
	}
}

func TestPeriodRelations(t *testing.T) {
	p := func(a, b geo.Instant) geo.Period { return geo.Period{Start: a, End: b} }
	for _, c := range []struct {
		a, b     geo.Period
		overlaps bool
		join     geo.Period
	}{
		{p(0, 10), p(5, 15), true, p(0, 15)},
		{p(0, 10), p(10, 20), false, p(0, 20)},
		{p(0, 10), p(9, 20), true, p(0, 20)},
		{p(0, 10), p(3, 4), true, p(0, 10)},
		{p(0, 10), p(20, 30), false, p(0, 30)},
		{p(0, 10), geo.Always(), true, geo.Always()},
		{p(geo.Past, 0), p(0, geo.Forever), false, geo.Always()},
		{p(0, 10), geo.Unreadable(), false, geo.Always()},
		{geo.Always(), geo.Unreadable(), false, geo.Always()},
		{geo.Unreadable(), geo.Unreadable(), false, geo.Always()},
	} {
		if got := c.a.Overlaps(c.b); got != c.overlaps || c.b.Overlaps(c.a) != got {
			t.Errorf("%v and %v: overlap %t, want %t", c.a, c.b, got, c.overlaps)
		}
		if c.a == geo.Unreadable() || c.b == geo.Unreadable() {
			continue
		}
		if got := c.a.Join(c.b); got != c.join || c.b.Join(c.a) != got {
			t.Errorf("%v and %v: joined %v, want %v", c.a, c.b, got, c.join)
		}
	}
}

func TestPeriodContains(t *testing.T) {
	p := geo.Period{Start: 10, End: 20}
	for i, want := range map[geo.Instant]bool{9: false, 10: true, 19: true, 20: false, geo.Past: false, geo.Forever: false} {
		if got := p.Contains(i); got != want {
			t.Errorf("%d: got %t", int64(i), got)
		}
	}
	if got := p.Last(); got != 19 {
		t.Errorf("last: got %d, want 19", int64(got))
	}
	if got := geo.Always().Last(); got != geo.Forever {
		t.Errorf("last of always: got %d", int64(got))
	}
	if (geo.Period{}).Contains(0) || geo.Unreadable().Contains(0) {
		t.Error("an empty period contains a moment")
	}
}

// TestPeriodString prints random periods and reads them back.
func TestPeriodString(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	start := geo.InstantOf(time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC))
	some := func() geo.Instant {
		i := start + geo.Instant(random.Int64N(int64(200*365*geo.Day)))
		switch random.IntN(6) {
		case 0:
			return i - i%geo.Day
		case 1:
			return i - i%geo.Day + 1
		case 2:
			return i - i%1e6
		}
		return i
	}
	for range 20_000 {
		p := geo.Period{Start: some(), End: some()}
		switch random.IntN(8) {
		case 0:
			p.Start = geo.Past
		case 1:
			p.End = geo.Forever
		case 2:
			p.End = p.Start + 1
		case 3:
			p.End = p.Start + geo.Day
		}
		if p.Start >= p.End {
			if got := p.String(); got != "" {
				t.Fatalf("an empty period prints as %q", got)
			}
			continue
		}
		if got, err := geo.ParsePeriod(p.String()); err != nil || got != p {
			t.Fatalf("%d to %d prints as %q, which is read as %d to %d (%v)", p.Start, p.End, p, got.Start, got.End, err)
		}
	}
	if got := geo.Unreadable().String() + (geo.Period{}).String(); got != "" {
		t.Errorf("what holds nothing prints as %q", got)
	}
}
