package aggregate_test

import (
	"context"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/aggregate"
)

// TestBuckets holds in which bucket of each length a moment is: at the edges of days,
// weeks and years, before 1970, and in other zones.
func TestBuckets(t *testing.T) {
	for _, c := range []struct{ value, hour, day, week, month, quarter, year string }{
		{"2026-01-19T10:59:59Z", "2026-01-19T10:00:00Z", "2026-01-19", "2026-01-19", "2026-01", "2026-Q1", "2026"},
		{"2026-01-18T23:59:59.999999Z", "2026-01-18T23:00:00Z", "2026-01-18", "2026-01-12", "2026-01", "2026-Q1", "2026"}, // a Sunday
		{"2026-01-19T00:00:00+03:00", "2026-01-18T21:00:00Z", "2026-01-18", "2026-01-12", "2026-01", "2026-Q1", "2026"},
		{"2024-12-31", "2024-12-31T00:00:00Z", "2024-12-31", "2024-12-30", "2024-12", "2024-Q4", "2024"},
		{"2025-01-01", "2025-01-01T00:00:00Z", "2025-01-01", "2024-12-30", "2025-01", "2025-Q1", "2025"}, // the same week
		{"2024-02-29", "2024-02-29T00:00:00Z", "2024-02-29", "2024-02-26", "2024-02", "2024-Q1", "2024"},
		{"2024-06-30T23:00:00Z", "2024-06-30T23:00:00Z", "2024-06-30", "2024-06-24", "2024-06", "2024-Q2", "2024"},
		{"2024-07-01T00:00:00Z", "2024-07-01T00:00:00Z", "2024-07-01", "2024-07-01", "2024-07", "2024-Q3", "2024"},
		{"1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01", "1969-12-29", "1970-01", "1970-Q1", "1970"},
		{"1969-12-31T23:59:59Z", "1969-12-31T23:00:00Z", "1969-12-31", "1969-12-29", "1969-12", "1969-Q4", "1969"},
		{"1900-03-01", "1900-03-01T00:00:00Z", "1900-03-01", "1900-02-26", "1900-03", "1900-Q1", "1900"},
		{"0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01", "0001-01-01", "0001-01", "0001-Q1", "0001"},
		{"9999-12-31T23:59:59Z", "9999-12-31T23:00:00Z", "9999-12-31", "9999-12-27", "9999-12", "9999-Q4", "9999"},
	} {
		for by, want := range map[string]string{"hour": c.hour, "day": c.day, "week": c.week, "month": c.month, "quarter": c.quarter, "year": c.year} {
			r := answer(t, by+"(v)", "", "count", []string{`"` + c.value + `"`})
			if got := string(r.AppendCSV(nil, false)); got != by+"(v),count\r\n"+want+",1\r\n" {
				t.Errorf("the %s of %s: got %q, want %s", by, c.value, got, want)
			}
		}
	}
}

// TestBucketsInOrder holds that buckets come in the order of time, what has none
// last, and that none is made where nothing was.
func TestBucketsInOrder(t *testing.T) {
	r := answer(t, "month(v)", "", "count", []string{`"2026-01-05"`, `null`, `"2024-11-30"`, `"soon"`, `"2026-01-31T23:59:59Z"`, ``, `"1969-07-20"`, `"2026-03-01"`})
	const want = "month(v),count\r\n1969-07,1\r\n2024-11,1\r\n2026-01,2\r\n2026-03,1\r\n,3\r\n"
	if got := string(r.AppendCSV(nil, false)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBucketsOfPeriods holds that a period counts in the bucket of its start, or where
// that is asked in that of its end.
func TestBucketsOfPeriods(t *testing.T) {
	r, c := filled(t, 4, func(b *geo.Builder, i int) {
		for k, name := range []string{"start", "end"} {
			if v := [4][2]string{{"2025-12-31", "2026-01-01"}, {"2026-01-01", ""}, {"", "2026-02-28"}, {"", ""}}[i][k]; v != "" {
				add(t, b, name, `"`+v+`"`)
			}
		}
	})
	for group, want := range map[string]string{
		"month":           "month,count\r\n2025-12,1\r\n2026-01,1\r\n,2\r\n",
		"month(start)":    "month(start),count\r\n2025-12,1\r\n2026-01,1\r\n,2\r\n",
		"month(end)":      "month(end),count\r\n2026-01,1\r\n2026-02,1\r\n,2\r\n",
		"year,month(end)": "year,month(end),count\r\n2025,2026-01,1\r\n2026,,1\r\n,2026-02,1\r\n,,1\r\n",
	} {
		req, err := aggregate.Parse(group, "", "count", c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := aggregate.Run(context.Background(), r, geo.Query{From: "events"}, req)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(got.AppendCSV(nil, false)); text != want {
			t.Errorf("by %s: got %s, want %s", group, strings.ReplaceAll(text, "\r\n", " "), strings.ReplaceAll(want, "\r\n", " "))
		}
	}
}
