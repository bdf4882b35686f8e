package csv

import (
	"encoding/json"
	"strings"
	"testing"

	"cairn/geo"
)

// TestIsNumber holds what is taken for a number: what JSON takes for one and nobody
// for a code. Everything else stays the text that it is.
func TestIsNumber(t *testing.T) {
	for _, s := range strings.Fields("0 -0 1 -1 12 9007199254740992 -9007199254740992 1.5 -0.25 1.0 0.1e5 1.2E3 1e-07 5E+10 1e+300 123456789012345 1.00 0.000000000000000000001") {
		if !isNumber([]byte(s)) || !json.Valid([]byte(s)) {
			t.Errorf("%s is no number", s)
		}
	}
	for _, s := range []string{"", "-", "+1", "01", "-01", "00", ".5", "5.", "1.", "1e5", "12E3", "1e", "1e+", "1.5e", "e5", "9007199254740993", "123456789012345678901", "1e+999", "1,5", "1 000", " 1", "1 ", "0x10", "1_000", "NaN", "Inf", "١", "1.2.3", "--1", strings.Repeat("9", 400)} {
		if isNumber([]byte(s)) {
			t.Errorf("%.20q is taken for a number", s)
		}
	}
}

func TestIsDecimalComma(t *testing.T) {
	for s, want := range map[string]bool{"1,5": true, "-0,25": true, "0,5": true, "1,5e-3": true, "1": false, "1.5": false, "1,234,567": false, "1.234,5": false, ",5": false, "5,": false, "01,5": false, "": false} {
		if got := isDecimalComma([]byte(s)); got != want {
			t.Errorf("%q: got %t, want %t", s, got, want)
		}
	}
}

// TestMoments holds which ways to write a date or a time become those of RFC 3339.
func TestMoments(t *testing.T) {
	for s, want := range map[string]string{
		"2026/01/19":                   "2026-01-19",
		"2026/01/19 08:00:00+00":       "2026-01-19T08:00:00Z",
		"2026/01/19 08:00:00Z":         "2026-01-19T08:00:00Z",
		"2026-01-19 08:00:00+03":       "2026-01-19T08:00:00+03:00",
		"2026-01-19 08:00:00-0330":     "2026-01-19T08:00:00-03:30",
		"2026-01-19 08:00:00.5+03:00":  "2026-01-19T08:00:00.5+03:00",
		"2026-01-19":                   "", // is that already
		"2026-01-19T08:00:00Z":         "",
		"2026-01/19":                   "",
		"2026/13/01":                   "",
		"2026/02/30":                   "",
		"2026/01/19 25:00:00Z":         "",
		"2026/01/19 08:00:00":          "", // nobody knows where
		"2026/01/19 08:00+03":          "",
		"2026/01/19 08:00:00+3":        "",
		"2026/01/19 08:00:00+03:00:00": "",
		"19/01/2026":                   "",
		"January 19":                   "",
		"20.01.2026":                   "2026-01-20",
		"2.1.2026":                     "2026-01-02",
		"31.12.2026":                   "2026-12-31",
		"1.20.2026":                    "", // the day comes first
		"31.02.2026":                   "",
		"20.01.26":                     "",
		"2026.01.20":                   "",
		"1.1.1.2026":                   "",
		"001.1.2026":                   "",
		"1..2026":                      "",
		"a.1.2026":                     "",
		"192.168.0.1":                  "",
	} {
		got, ok := appendMoment([]byte("#"), []byte(s))
		if ok != (want != "") || ok && string(got) != `#"`+want+`"` || !ok && string(got) != "#" {
			t.Errorf("%q: got %s (%t), want %q", s, got, ok, want)
		}
		if ok {
			if _, period := geo.Value(got[1:]).Period(); !period {
				t.Errorf("%q became %s, which is no time", s, got)
			}
		}
	}
}

// TestDocuments holds which cells are JSON: whole, and with each name once.
func TestDocuments(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	for text, want := range map[string]string{
		` { "a" : [ 1 , "\u00e9" ] } `: `{"a":[1,"é"]}`, `[]`: `[]`, `{}`: `{}`, `[null,true,-1.50e3]`: `[null,true,-1.50e3]`,
		deep(500): deep(500), deep(600): "", `[1] [2]`: "", `[1`: "", `{"a":1,"a":2}`: "", `[{"a":{"b":1,"b":2}}]`: "", `[1e999]`: "", `12`: "", `"x"`: "", ``: "", `[see below]`: "",
	} {
		got, ok := appendDocument([]byte("#"), []byte(text))
		if ok != (want != "") || ok && string(got) != "#"+want {
			t.Errorf("%.30s: got %.40s (%t), want %.30s", text, got, ok, want)
		}
	}
}

// TestAmbiguous holds which texts are written in quotes, so that nobody takes them for
// something else, and which of them a spreadsheet would run.
func TestAmbiguous(t *testing.T) {
	for _, s := range []string{"", " x", "x ", "12", "-1", "+5", ".5", "1e5", "007", "true", "FALSE", "[x", "{", "2026/01/19", "\tx"} {
		if !isAmbiguous([]byte(s)) {
			t.Errorf("%q is not taken for ambiguous", s)
		}
	}
	for _, s := range []string{"x", "Raqqa", "a b", "12 camps", "-x", "truth", "2026-01-19", "٣", "=1"} {
		if isAmbiguous([]byte(s)) {
			t.Errorf("%q is taken for ambiguous", s)
		}
	}
	for s, want := range map[string]bool{"=1+1": true, "+1": true, "-1": false, "-1+1": true, "-x": true, "@x": true, "\t=1": true, "\r=1": true, "x=1": false, "": false, "1": false} {
		if got := isFormula([]byte(s)); got != want {
			t.Errorf("%q as a formula: got %t, want %t", s, got, want)
		}
	}
}

func TestHexWKB(t *testing.T) {
	for s, want := range map[string]bool{
		"0101000000000000000000F03F0000000000000040": true, "00000000013ff0000000000000": true, "0101000000": false, "0201000000000000000000F03F": false, "010100000000000000000xF03F": false, "01010000000000000": false, "POINT (1 2)": false, "": false,
	} {
		if got := isHexWKB([]byte(s)); got != want {
			t.Errorf("%s: got %t, want %t", s, got, want)
		}
	}
}
