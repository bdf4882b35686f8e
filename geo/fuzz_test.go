package geo_test

import (
	"math"
	"testing"
	"time"

	"cairn/geo"
)

// invalidOnly fails if a reader refuses with anything but Invalid.
func invalidOnly(t *testing.T, text string, err error) {
	t.Helper()
	if geo.KindOf(err) != geo.Invalid {
		t.Errorf("%q: got %v, want Invalid", text, err)
	}
}

// FuzzParseBox checks that a box that is taken lies on Earth and has an inside.
func FuzzParseBox(f *testing.F) {
	for _, s := range []string{"35,32,46,38.5", "179,-18,-179,-17", "1,2,3,4,5,6", "NaN,0,0,0", "1e999,0,0,0", " 1 ,2,3,4", "0x1p3,0,9,9", ",,,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b, err := geo.ParseBox(s)
		if err != nil {
			invalidOnly(t, s, err)
			return
		}
		if !(math.Abs(b.West) <= 180 && math.Abs(b.East) <= 180 && b.South >= -90 && b.South <= b.North && b.North <= 90 && b.Bottom <= b.Top) {
			t.Errorf("%q: got %+v", s, b)
		}
		bounds, n := b.Bounds()
		for _, bound := range bounds[:n] {
			if !(bound.Min[0] <= bound.Max[0] && bound.Min[1] <= bound.Max[1]) || !b.ContainsPoint(bound.Min) || !b.ContainsPoint(bound.Max) {
				t.Errorf("%q: its bound %v is not in %+v", s, bound, b)
			}
		}
	})
}

// FuzzParsePeriod checks that a period that is taken holds something and prints
// as what it is.
func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2026-01-20", "2026-01-20T08:00:00.123456789+03:00", "../2026-01-20", "/..", "0000-01-01/9999-12-31", "2026-01-19/2026-01-20T00:00:00Z", "2026-02-30", "//"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := geo.ParsePeriod(s)
		if err != nil {
			invalidOnly(t, s, err)
			return
		}
		if p.Start >= p.End || !p.Overlaps(geo.Always()) {
			t.Errorf("%q: got %d to %d", s, p.Start, p.End)
		}
		// An offset can move a moment out of the years that RFC 3339 can write, or
		// into the first or last day of them, which mean an open end.
		for _, i := range []geo.Instant{p.Start, p.Last()} {
			if day := i.Time(); i != geo.Past && i != geo.Forever && (day.Year() < 0 || day.Year() > 9999 || day.YearDay() == 1 && day.Year() == 0 || day.Year() == 9999 && day.YearDay() == 365) {
				return
			}
		}
		if again, err := geo.ParsePeriod(p.String()); err != nil || again != p {
			t.Errorf("%q prints as %q, which is read as %v (%v)", s, p, again, err)
		}
	})
}

// FuzzParseInstant compares with package time, which is more lenient in nothing
// that both take.
func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{"2026-01-20", "2026-01-20T08:00:00Z", "2026-01-20t08:00:00.5z", "2026-01-20 08:00:00-03:30", "2024-02-29", "2026-01-20T08:00:00,5Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, ok := geo.ParseInstant([]byte(s))
		at, err := time.Parse(time.RFC3339Nano, s)
		if err == nil && ok && p.Start != geo.InstantOf(at) {
			t.Errorf("%q: got %v, want %v", s, p.Start, at)
		}
		day, err := time.Parse(time.DateOnly, s)
		if (err == nil) != (ok && len(s) == 10) || err == nil && p.Start != geo.InstantOf(day) {
			t.Errorf("%q as a date: got %v %t, want %v %v", s, p, ok, day, err)
		}
	})
}

// FuzzParseCursor checks that a cursor that is taken is one that is given out.
func FuzzParseCursor(f *testing.F) {
	for _, s := range []string{"1", "zz", "0", "", "3w5e11264sgsf", "3w5e11264sgsg", "A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := geo.ParseCursor(s)
		if err != nil {
			invalidOnly(t, s, err)
			return
		}
		if again, err := geo.ParseCursor(c.String()); err != nil || again != c || c == 0 {
			t.Errorf("%q is %d, which prints as %q and is read as %d (%v)", s, c, c, again, err)
		}
	})
}
