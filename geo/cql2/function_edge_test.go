package cql2_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
)

// TestFunctionsOfAnyKind: a function of a property of every kind has a value where
// it is of the right one, and is null, never true of anything, elsewhere. Every
// function there is has a line here.
func TestFunctionsOfAnyKind(t *testing.T) {
	types := &fields{}
	values := []string{`"A b"`, `""`, `-1.5`, `0`, `true`, `null`, `["a"]`, `{"a":1}`, `"2023-12-31"`, `"2024-01-01T00:30:00+01:00"`}
	var things []*thing
	for _, v := range values {
		things = append(things, types.add(t, v, `{"v":`+v+`}`, nil))
	}
	things = append(things, types.add(t, "nothing", `{}`, nil))
	numbers := map[string]string{"abs": "1.5 0", "round": "-2 0", "floor": "-2 0", "ceil": "-1 0", "sqrt": "null 0"}
	want := map[string]map[string]string{
		"lower":    {`"A b"`: "'a b'", `""`: "''", values[8]: "'2023-12-31'", values[9]: "'2024-01-01t00:30:00+01:00'"},
		"upper":    {`"A b"`: "'A B'", `""`: "''", values[8]: "'2023-12-31'", values[9]: "'2024-01-01T00:30:00+01:00'"},
		"trim":     {`"A b"`: "'A b'", `""`: "''", values[8]: "'2023-12-31'", values[9]: "'2024-01-01T00:30:00+01:00'"},
		"length":   {`"A b"`: "3", `""`: "0", values[8]: "10", values[9]: "25"},
		"min":      {`-1.5`: "-1.5", `0`: "0"},
		"max":      {`-1.5`: "1", `0`: "1"},
		"year":     {values[8]: "2023", values[9]: "2023"},
		"month":    {values[8]: "12", values[9]: "12"},
		"day":      {values[8]: "31", values[9]: "31"},
		"hour":     {values[8]: "0", values[9]: "23"},
		"distance": {},
	}
	for name, of := range numbers {
		want[name] = map[string]string{}
		for i, v := range strings.Fields(of) {
			if v != "null" {
				want[name][values[2+i]] = v
			}
		}
	}
	for _, f := range cql2.Functions() {
		row, ok := want[f.Name]
		if !ok {
			t.Errorf("%s has no line", f.Name)
		}
		call := f.Name + "(v)"
		switch f.Name {
		case "min", "max":
			call = f.Name + "(1, v, 1)"
		case "distance":
			call = "distance(geometry, POINT(0 0))"
		}
		isNull := compile(t, call+" IS NULL", types)
		for _, x := range things {
			v, has := row[x.name]
			if isNull.Match(x) == has {
				t.Errorf("%s of %s: null is %v", call, x.name, !has)
			}
			if has && !compile(t, call+" = "+v, types).Match(x) {
				t.Errorf("%s of %s is not %s", call, x.name, v)
			}
		}
	}
}

// TestFunctionEdges: what is true of a thing at the antimeridian.
func TestFunctionEdges(t *testing.T) {
	types := &fields{}
	x := types.add(t, "x", `{"s":"\u00a0\t x\u2003\n","e":"e\u0301😀","turkish":"İI ıi","old":"1969-12-31T23:59:59.999999Z","leap":"2024-02-29T23:00:00-01:00","d":"0000-01-01"}`, orb.Point{179.5, 0})
	area := types.add(t, "area", `{}`, orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}})
	for _, text := range []string{
		"trim(s) = 'x'", "length(trim(s)) = 1", "length(e) = 3", "length('') = 0", "upper(e) = 'E\u0301😀'",
		"lower(turkish) = 'ii ıi'", "upper(turkish) = 'İI II'",
		"round(-0.5) = -1", "round(2.5) = 3", "round(0.49999999999999994) = 0", "floor(-0.5) = -1", "ceil(-0.5) = 0", "sqrt(0) = 0", "sqrt(-1e-300) IS NULL",
		"abs(-1.7e308) = 1.7e308", "min(2, 1 / 0) IS NULL", "max(1 / 0, 2) IS NULL", "min(3, -1, 2) = -1", "max(-3, -1, -2) = -1",
		"year(old) = 1969 AND hour(old) = 23", "month(leap) = 3 AND day(leap) = 1 AND hour(leap) = 0", "year(d) = 0 AND month(d) = 1", "year(DATE('9999-12-31')) = 9999",
		"distance(geometry, POINT(179.5 0)) = 0", "distance(geometry, POINT(-179.5 0)) BETWEEN 111000 AND 112000", "distance(POINT(-180.0 0), geometry) < 56000",
	} {
		if !compile(t, text, types).Match(x) {
			t.Errorf("%s is not true", text)
		}
	}
	for _, text := range []string{"distance(geometry, POINT(1 1)) = 0", "distance(geometry, POINT(2 1)) = 0", "distance(geometry, POINT(3 1)) BETWEEN 111000 AND 112000"} {
		if !compile(t, text, types).Match(area) {
			t.Errorf("%s is not true of an area", text)
		}
	}
}

// TestFaultColumns: columns count characters, not bytes, and point at the argument.
func TestFaultColumns(t *testing.T) {
	types := &fields{}
	types.add(t, "x", `{"n":1,"s":"a","الاسم":"x","tags":["a"]}`, nil)
	for text, column := range map[string]int{
		"الاسم = 'حلب' AND n LIKE 'x'":               19,
		"\"الاسم\" = '😀' AND n = 'x'":                23,
		"s = 'a' OR\n  lower(n) = 'x'":               20,
		"s = 'é' AND min(n, s) = 1":                  20,
		"s = 'é' AND A_CONTAINS(tags, s)":            30,
		"s = 'é' AND T_AFTER(n, DATE('2024-01-01'))": 21,
		"s = 'é' AND n BETWEEN 1 AND 'x'":            29,
		"s = 'é' AND nmae = 1":                       13,
		"CASEI(s) = 'é' AND CASEI(n) = 'x'":          26,
		"1 + s = 2":                                  5,
		"n = 1 AND tags":                             11,
	} {
		e, err := cql2.Parse(text)
		if err == nil {
			_, err = cql2.Compile(e, types)
		}
		if fault := new(cql2.Error); !errors.As(err, &fault) || fault.Column != column {
			t.Errorf("%s: got %v, want column %d", text, err, column)
		}
	}
}
