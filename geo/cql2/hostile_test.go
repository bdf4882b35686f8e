package cql2_test

import (
	"fmt"
	"strings"
	"testing"

	"cairn/geo/cql2"
)

// TestHostile gives both parsers what is meant to exhaust them.
func TestHostile(t *testing.T) {
	const deep, many = "nested deeper than 64", "more than 10000 operators, names and values"
	long := fmt.Sprintf("at most %d are read", cql2.MaxBytes)
	for _, c := range []struct {
		name, text, want string // want is empty if it is a filter
	}{
		{"NOT", strings.Repeat("NOT ", 10_000) + "a", deep},
		{"parentheses", strings.Repeat("(", 60_000), deep},
		{"parentheses closed", strings.Repeat("(", 100) + "a" + strings.Repeat(")", 100), deep},
		{"64 parentheses", strings.Repeat("(", 64) + "a" + strings.Repeat(")", 64), ""},
		{"65 parentheses", strings.Repeat("(", 65) + "a" + strings.Repeat(")", 65), deep},
		{"functions", strings.Repeat("f(", 10_000), deep},
		{"63 functions", strings.Repeat("f(", 63) + "a" + strings.Repeat(")", 63), ""},
		{"64 functions", strings.Repeat("f(", 64) + "a" + strings.Repeat(")", 64), deep},
		{"CASEI", strings.Repeat("CASEI(", 10_000), deep},
		{"intervals", strings.Repeat("INTERVAL(", 7_000), deep},
		{"functions in intervals", strings.Repeat("f(INTERVAL(", 5_000), deep},
		{"lists", "A_EQUALS(a, " + strings.Repeat("(", 10_000), deep},
		{"signs", strings.Repeat("-", 10_000) + "a = 1", deep},
		{"signs of a number", strings.Repeat("-", 10_000) + "1 = a", deep},
		{"patterns", "a LIKE " + strings.Repeat("(", 10_000), deep},
		{"sums", "a = 1" + strings.Repeat("+1", 9_000), many},
		{"long sum", "a = 1" + strings.Repeat("+1", 1_000), deep},
		{"products", "a = 1" + strings.Repeat("*1", 1_000), deep},
		{"collections", "S_EQUALS(a, " + strings.Repeat("GEOMETRYCOLLECTION(", 3_000), "within another"},
		{"10,000-way OR", strings.Repeat("a = 1 OR ", 10_000) + "b", long},
		{"7,000-way OR", strings.Repeat("a=1 OR ", 7_000) + "b", many},
		{"3,000-way OR", strings.Repeat("a = 1 OR ", 3_000) + "b", ""},
		{"3,000-way AND", strings.Repeat("(a = 1) AND ", 3_000) + "b", ""},
		{"OR and AND in turns", strings.Repeat("a AND b OR ", 2_000) + "b", ""},
		{"OR to the right", strings.Repeat("a OR (", 60) + "b" + strings.Repeat(")", 60), ""},
		{"a million values", "a IN (" + strings.Repeat("1,", 1_000_000) + "1)", long},
		{"30,000 values", "a IN (" + strings.Repeat("1,", 30_000) + "1)", many},
		{"9,000 values", "a IN (" + strings.Repeat("1,", 9_000) + "1)", ""},
		{"one long text", "a = '" + strings.Repeat("''", 32_000) + "'", ""},
		{"one long text with backslashes", "a = '" + strings.Repeat(`\'`, 32_000) + "'", ""},
		{"backslashes", "a = '" + strings.Repeat(`\`, 60_000) + "'", ""},
		{"one long name", strings.Repeat("a", 65_000), ""},
		{"one long quoted name", `"` + strings.Repeat(`""`, 32_000) + `"`, ""},
		{"one long number", "a = " + strings.Repeat("9", 300), ""},
		{"one longer number", "a = " + strings.Repeat("9", 60_000), "below 1.8e308"},
		{"a long fraction", "a = 0." + strings.Repeat("0", 60_000) + "1", ""},
		{"nothing but space", strings.Repeat(" ", 65_000), "found the end"},
		{"8,000 positions", "S_EQUALS(a, MULTIPOINT(" + strings.Repeat("1 2,", 8_000) + "1 2))", ""},
		{"12,000 positions", "S_EQUALS(a, MULTIPOINT(" + strings.Repeat("1 2,", 12_000) + "1 2))", "more than 10000 positions"},
		{"a property called like code", `exec(java.lang.Runtime) = 1`, ""},
		{"a chain of names", "a.b.c.d()=1", ""},
		{"SQL", "x') OR 1=1--", "closing '"},
		{"a name like SQL", `"a]b""c'd; DROP TABLE x--" = 1`, ""},
		{"a pattern like SQL", `a LIKE '%_\'' OR 1=1--'`, ""},
		{"right to left", "a = '\u202e\u2028<script>'", ""},
	} {
		e, err := cql2.Parse(c.text)
		check(t, c.name, e, err, c.want)
		if err != nil {
			continue
		}
		text := cql2.String(e)
		if len(text) > cql2.MaxBytes {
			continue
		}
		again, err := cql2.Parse(text)
		check(t, c.name+" again", again, err, "")
	}
}

func TestHostileJSON(t *testing.T) {
	const deep, many = "nested deeper than 64", "more than 10000 operators, names and values"
	long := fmt.Sprintf("at most %d are read", cql2.MaxBytes)
	nots := func(n int) string {
		return strings.Repeat(`{"op":"not","args":[`, n) + `true` + strings.Repeat("]}", n)
	}
	for _, c := range []struct{ name, json, want string }{
		{"100,000 arrays", strings.Repeat("[", 100_000), long},
		{"60,000 arrays", strings.Repeat("[", 60_000), deep},
		{"arrays closed", strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000), deep},
		{"objects", strings.Repeat(`{"a":`, 13_000), deep},
		{"63 not", nots(63), ""},
		{"64 not", nots(64), deep},
		{"1,600 not", nots(1_600), deep},
		{"63 old functions", strings.Repeat(`{"function":{"name":"f","args":[`, 63) + "1" + strings.Repeat("]}}", 63), ""},
		{"64 old functions", strings.Repeat(`{"function":{"name":"f","args":[`, 64) + "1" + strings.Repeat("]}}", 64), deep},
		{"lists", `{"op":"f","args":[` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `]}`, deep},
		{"or", `{"op":"or","args":[` + strings.Repeat("true,", 9_000) + `true]}`, ""},
		{"longer or", `{"op":"or","args":[` + strings.Repeat("true,", 11_000) + `true]}`, many},
		{"in", `{"op":"in","args":[{"property":"a"},[` + strings.Repeat("1,", 30_000) + `1]]}`, many},
		{"members", `{` + members(5_000) + `}`, "more than 16 members"},
		{"positions", `{"op":"s_equals","args":[{"property":"a"},{"type":"MultiPoint","coordinates":[` + strings.Repeat("[1,2],", 10_500) + `[1,2]]}]}`, "more than 10000 positions"},
		{"escapes", `{"op":"=","args":["` + strings.Repeat(`\u00e9`, 10_000) + `",1]}`, ""},
		{"a long number", `{"op":"=","args":[` + strings.Repeat(`9`, 60_000) + `,1]}`, "below 1.8e308"},
	} {
		e, err := cql2.ParseJSON([]byte(c.json))
		check(t, c.name, e, err, c.want)
	}
}

func members(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"%x":1`, i)
	}
	return b.String()[1:]
}

// check compares an error with what it should hold, or with none.
func check(t *testing.T, name string, e cql2.Expr, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v, want no error", name, err)
	case want != "" && err == nil:
		t.Errorf("%s: %.100s…, want an error: %s", name, cql2.String(e), want)
	case want != "" && !strings.Contains(err.Error(), want):
		t.Errorf("%s: %v, want %s", name, err, want)
	case err != nil && len(err.Error()) > 400:
		t.Errorf("%s: an error of %d bytes", name, len(err.Error()))
	}
}
