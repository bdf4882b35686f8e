package cql2_test

import (
	"testing"
	"time"

	"cairn/geo/cql2"
)

func TestInstants(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2026-01-19T08:00:00Z", "2026-01-19T08:00:00Z"},
		{"2026-01-19t08:00:00z", "2026-01-19T08:00:00Z"},
		{"2026-01-19T00:30:00+03:00", "2026-01-18T21:30:00Z"},
		{"2026-01-18T21:30:00-00:30", "2026-01-18T22:00:00Z"},
		{"2026-01-19T08:00:00.1Z", "2026-01-19T08:00:00.1Z"},
		{"2026-01-19T08:00:00.123456999999Z", "2026-01-19T08:00:00.123456Z"},
		{"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"},
		{"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
		{"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
		{"2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"},
	} {
		e, err := cql2.Parse("t = TIMESTAMP('" + c.text + "')")
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		i := e.(*cql2.Call).Args[1].(*cql2.Instant)
		want, err := time.Parse(time.RFC3339Nano, c.want)
		if err != nil {
			t.Fatal(err)
		}
		if i.Micros != want.UnixMicro() {
			t.Errorf("%s: got %d, want %d", c.text, i.Micros, want.UnixMicro())
		}
		if got := cql2.String(e); got != "t = TIMESTAMP('"+c.want+"')" {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

func TestNoInstants(t *testing.T) {
	for _, text := range []string{
		"", "..", "2026", "2026-1-19", "2026-01", "2026-01-19Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2025-02-29T00:00:00Z",
		"2026-01-00T00:00:00Z", "2026-01-19T24:00:00Z", "2026-01-19T08:60:00Z", "2026-01-19T08:00:60Z", "2026-01-19T08:00Z",
		"2026-01-19T08:00:00.Z", "2026-01-19T08:00:00,5Z", "2026-01-19T08:00:00", "2026-01-19T08:00:00ZZ", "2026-01-19T08:00:00+3",
		"2026-01-19T08:00:00+03", "2026-01-19T08:00:00+24:00", "2026-01-19T08:00:00+03:60", "2026-01-19T08:00:00+03:00x",
		"0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "-2026-01-19T08:00:00Z", "+12026-01-19T08:00:00Z", "２026-01-19T08:00:00Z",
	} {
		if e, err := cql2.Parse("T_AFTER(t, TIMESTAMP('" + text + "'))"); err == nil {
			t.Errorf("%q was taken for %s", text, cql2.String(e))
		}
	}
}
