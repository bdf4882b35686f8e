package memory_test

import (
	"fmt"
	"slices"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
)

// TestDuringOpenEnds asks for periods with and without ends of features with and
// without them, few and many: what touches an end is not in, what has no time always
// is, what has one that cannot be read never is.
func TestDuringOpenEnds(t *testing.T) {
	const day = geo.Day
	held := []struct {
		start, end string // values
		period     geo.Period
	}{
		{"", "", geo.Always()}, {"null", "", geo.Always()}, {"5", "[]", geo.Always()},
		{quoted("soon"), "", geo.Unreadable()}, {quoted("1970-01-02"), quoted("late"), geo.Unreadable()}, {quoted("1970-02-30"), quoted("1970-03-01"), geo.Unreadable()},
		{quoted("1970-01-02"), "", geo.Period{Start: day, End: geo.Forever}},
		{quoted("1970-01-02"), "null", geo.Period{Start: day, End: geo.Forever}},
		{"", quoted("1970-01-02"), geo.Period{Start: geo.Past, End: 2 * day}}, // to the end of that day
		{quoted("1970-01-01"), quoted("1970-01-01"), geo.Period{Start: 0, End: day}},
		{quoted("1970-01-01T00:00:00Z"), quoted("1970-01-01T00:00:00Z"), geo.Period{Start: 0, End: 1}},
		{quoted("1969-12-31T23:59:59.999999Z"), quoted("1970-01-01T01:00:00+01:00"), geo.Period{Start: -1, End: 1}},
		{quoted("1970-01-01T00:00:00Z"), quoted("1970-01-01T00:00:00.000002Z"), geo.Period{Start: 0, End: 3}},
		{quoted("0000-01-01"), quoted("9999-12-31"), geo.Period{Start: -719528 * day, End: 2932897 * day}},
		{quoted("0000-01-01"), "", geo.Period{Start: -719528 * day, End: geo.Forever}},
		{"", quoted("9999-12-31"), geo.Period{Start: geo.Past, End: 2932897 * day}},
	}
	ends := []geo.Instant{geo.Past, -719528*day - 1, -719528 * day, -719528*day + 1, -1, 0, 1, 2, 3, day - 1, day, day + 1, 2*day - 1, 2 * day, 2*day + 1, 2932897*day - 1, 2932897 * day, 2932897*day + 1, geo.Forever}
	for _, times := range []int{1, 400} {
		n := len(held) * times
		s, b := memory.New(nil), geo.NewBuilder(nil)
		_, err := s.Fill(t.Context(), "p", nil, func(yield func(geo.Feature, error) bool) {
			for i := range n {
				b.SetID(geo.ID(fmt.Sprint(i)))
				for j, value := range []string{held[i%len(held)].start, held[i%len(held)].end} {
					if value == "" {
						continue
					}
					if err := b.Add([]byte([]string{"start", "end"}[j]), geo.Value(value)); err != nil {
						t.Fatal(err)
					}
				}
				if !yield(b.Feature()) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		r := read(t, s)
		for i, from := range ends {
			for _, to := range ends[i+1:] {
				asked := geo.Period{Start: from, End: to}
				var want []geo.ID
				for i := range n {
					if p := held[i%len(held)].period; p.Start < to && from < p.End {
						want = append(want, geo.ID(fmt.Sprint(i)))
					}
				}
				q := geo.Query{From: "p", During: &asked}
				if got, err := r.Count(t.Context(), q); err != nil || got != len(want) {
					t.Fatalf("of %d features, %d are counted during %v (%v), want %d", n, got, asked, err, len(want))
				}
				var got []geo.ID
				for q.Limit = len(want)/3 + 1; ; {
					hits := find(t, r, q)
					got = append(got, idsOf(hits)...)
					if len(hits) < q.Limit {
						break
					}
					q.After = hits[len(hits)-1].At
				}
				if !slices.Equal(got, want) {
					t.Fatalf("of %d features, during %v: the pages tell %v, want %v", n, asked, got, want)
				}
			}
		}
	}
}
