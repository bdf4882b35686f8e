package geo_test

import (
	"testing"

	"cairn/geo"
)

func TestOrderCompare(t *testing.T) {
	// Each comes before the next; what stands together is equal.
	ascending := [][]geo.Value{
		{geo.Value("false")},
		{geo.Value("true")},
		{geo.Value("-1e3"), geo.Value("-1000")},
		{geo.Value("-0.5")},
		{geo.Value("0"), geo.Value("-0"), geo.Value("0.0")},
		{geo.Value("7"), geo.Value("7.0")},
		{geo.Value("10")},
		{geo.Value(`"2026-01-19"`), geo.Value(`"2026-01-19T00:00:00Z"`), geo.Value(`"2026-01-19T03:00:00+03:00"`)},
		{geo.Value(`"2026-01-19T00:00:00.000001Z"`)},
		{geo.Value(`"2026-01-20"`)},
		{geo.Value(`""`)},
		{geo.Value(`"\u0001"`)},
		{geo.Value(`"\""`)},
		{geo.Value(`"2026-13-01"`)},
		{geo.Value(`"B"`)},
		{geo.Value(`"a"`)},
		{geo.Value(`"ab"`)},
		{geo.Value(`"ö"`)},
	}
	last := []geo.Value{nil, geo.Value("null"), geo.Value("[1]"), geo.Value("{}"), geo.Value("1e999")}
	up, down := geo.Order{}, geo.Order{Descending: true}
	for i, as := range ascending {
		for j, bs := range ascending {
			for _, a := range as {
				for _, b := range bs {
					if got := sign(up.Compare(a, b)); got != sign(i-j) {
						t.Errorf("ascending, %s and %s: got %d, want %d", a, b, got, sign(i-j))
					}
					if got := sign(down.Compare(a, b)); got != sign(j-i) {
						t.Errorf("descending, %s and %s: got %d, want %d", a, b, got, sign(j-i))
					}
				}
			}
		}
		for _, b := range last {
			for _, o := range []geo.Order{up, down} {
				if o.Compare(as[0], b) >= 0 || o.Compare(b, as[0]) <= 0 || o.Compare(b, last[0]) != 0 {
					t.Errorf("%s does not come before %s", as[0], b)
				}
			}
		}
	}
}

func sign(d int) int {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}
