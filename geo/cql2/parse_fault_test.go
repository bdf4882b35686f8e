package cql2_test

import (
	"errors"
	"strings"
	"testing"

	"cairn/geo/cql2"
)

func TestParseFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", `column 1: expected a condition, found the end`},
		{"  ", `column 3: expected a condition, found the end`},
		{"5", `column 2: expected a comparison after "5", found the end`},
		{"'x' AND a", `column 5: expected a comparison after 'x', found "AND"`},
		{"a + 1 OR b", `column 7: expected a comparison after "1", found "OR"`},
		{"NOT DATE('2026-01-19')", `column 23: expected a comparison after ")", found the end`},
		{"casualties >", `column 13: expected a value after ">", found the end`},
		{"a = 1 AND", `column 10: expected a value after "AND", found the end`},
		{"a = 1 AND AND b", `column 11: expected a value after "AND", found "AND"`},
		{"a = OR b", `column 5: expected a value after "=", found "OR"`},
		{"and = 1", `column 1: expected a condition, found "and" (a property of that name is written in double quotes)`},
		{"a = like", `column 5: expected a value after "=", found "like" (a property of that name is written in double quotes)`},
		{"a == 1", `column 3: expected a comparison, AND, OR or the end, found "==" (write = for ==)`},
		{"a != 1", `column 3: expected a comparison, AND, OR or the end, found "!=" (write <> for !=)`},
		{"a = 1 && b = 2", `column 7: expected AND, OR or the end, found "&&" (write AND for &&)`},
		{"a = 1 | b = 2", `column 7: expected AND, OR or the end, found "|" (write OR for |)`},
		{"!a", `column 1: expected a condition, found "!" (write NOT for !)`},
		{"name = Deir ez-Zor", `column 13: expected AND, OR or the end, found "ez" (text is written in single quotes: 'Deir ez')`},
		{`name LIKE "B%"`, `column 11: expected a pattern in single quotes after LIKE, found "B%" (text is written in single quotes, names in double quotes)`},
		{"name LIKE b", `column 11: expected a pattern in single quotes after LIKE, found "b"`},
		{"name LIKE (b)", `column 11: expected a pattern in single quotes after LIKE, found something else`},
		{"name LIKE CASEI(b)", `column 11: expected a pattern in single quotes after LIKE, found something else`},
		{"name ILIKE 'b%'", `column 6: expected a comparison, AND, OR or the end, found "ILIKE" (write CASEI(…) LIKE CASEI('…') for ILIKE)`},
		{"name NOT ILIKE 'b%'", `column 10: expected LIKE, BETWEEN or IN after NOT, found "ILIKE" (write CASEI(…) LIKE CASEI('…') for ILIKE)`},
		{"name = NULL", `column 8: expected a value after "=", found "NULL" (write IS NULL to ask for what is missing)`},
		{"name IS 'x'", `column 9: expected NULL after IS, found 'x'`},
		{"name IS NOT 'x'", `column 13: expected NULL after IS, found 'x'`},
		{"name NOT = 1", `column 10: expected LIKE, BETWEEN or IN after NOT, found "="`},
		{"a = 1 = 2", `column 7: expected AND or OR after a comparison, found "="`},
		{"1 < a < 2", `column 7: expected AND or OR after a comparison, found "<"`},
		{"a BETWEEN 1, 2", `column 12: expected AND between the ends of BETWEEN, found ","`},
		{"a BETWEEN 1 OR 2", `column 13: expected AND between the ends of BETWEEN, found "OR"`},
		{"a IN 1", `column 6: expected "(", found "1"`},
		{"a IN ()", `column 7: expected a value in the list of IN, found ")"`},
		{"a IN (1 2)", `column 9: expected "," or ")", found "2"`},
		{"a IN (1, 2", `column 11: expected "," or ")", found the end`},
		{"a IN ((1, 2))", `column 7: expected a single value, found an array of 2 (arrays stand only as arguments of A_ functions and of others, and after IN)`},
		{"(a, b)", `column 1: expected a single value, found an array of 2 (arrays stand only as arguments of A_ functions and of others, and after IN)`},
		{"() = a", `column 1: expected a single value, found an array of 0 (arrays stand only as arguments of A_ functions and of others, and after IN)`},
		{"(a = 1", `column 7: expected AND, OR or ")", found the end`},
		{"(a", `column 3: expected a comparison, AND, OR or ")", found the end`},
		{"(5 AND b)", `column 4: expected a comparison after "5", found "AND"`},
		{"a = 1)", `column 6: expected AND, OR or the end, found ")"`},
		{"a = 1; DROP", `column 6: expected AND, OR or the end, found ";" (a filter is one expression without ;)`},
		{"x') OR 1=1--", `column 13: expected a closing ', found the end (a literal begins at column 2; a ' within is written twice)`},
		{"a = 'it's", `column 9: expected AND, OR or the end, found "s" (a ' within a text is written twice)`},
		{`"abc = 1`, `column 9: expected a closing ", found the end (a name begins at column 1; a " within is written twice)`},
		{`"" = 1`, `column 1: expected a name, found "" (an empty text is '')`},
		{"a = ‘x’", `column 5: expected a value after "=", found "‘" (text is written in straight single quotes: ')`},
		{"a[1] = 2", `column 2: expected a comparison, AND, OR or the end, found "[" (arrays are written in parentheses)`},
		{"a = 1e999", `column 5: expected a number below 1.8e308, found "1e999"`},
		{"a = 1e", `column 7: expected the digits of an exponent after "1e", found the end`},
		{"a = 1ex", `column 7: expected the digits of an exponent after "1e", found "x"`},
		{"a = 2km", `column 5: expected a number, found "2km" (text is written in single quotes, a name that begins with a digit in double quotes)`},
		{"a = .", `column 5: expected a value after "=", found "."`},
		{"a = +b", `column 6: expected a number after "+", found "b"`},
		{"a ^ 2 ^ 3 = 1", `column 7: "^" after "^" has no order (put parentheses around one of them)`},
		{"a ** 2 = 1", `column 3: expected a comparison, AND, OR or the end, found "**" (write ^ for **)`},
		{"é = 1 x", `column 7: expected AND, OR or the end, found "x"`},
		{"a = 1 " + strings.Repeat("x", 50), `column 7: expected AND, OR or the end, found "` + strings.Repeat("x", 40) + `…"`},

		{"f(a b)", `column 5: expected "," or ")", found "b" (text is written in single quotes: 'a b')`},
		{"f(a,)", `column 5: expected a value after ",", found ")"`},
		{"f(", `column 3: expected a value after "(", found the end`},
		{"and(a, b)", `column 1: expected a condition, found "and" (a property of that name is written in double quotes)`},
		{`"and"(a, b)`, `column 1: expected the name of a function, found the operator "and"`},
		{`"!"(a, b)`, `column 1: expected the name of a function, found "!"`},
		{"CASEI('a', 'b') = c", `column 1: expected one argument of CASEI, found 2`},
		{"a AND S_INTERSECTS(geom)", `column 7: expected 2 arguments of S_INTERSECTS, found 1`},
		{"T_AFTER()", `column 1: expected 2 arguments of T_AFTER, found 0`},
		{"A_EQUALS(a, (1), 2)", `column 1: expected 2 arguments of A_EQUALS, found 3`},

		{"S_WITHIN(g, POINT EMPTY)", `column 19: an empty geometry is nowhere, expected "(" after "POINT", found "EMPTY"`},
		{"S_WITHIN(g, GEOMETRYCOLLECTION(POINT Z EMPTY))", `column 40: an empty geometry is nowhere, expected "(" after "POINT", found "EMPTY"`},
		{"S_WITHIN(g, POINT(1, 2))", `column 20: expected a latitude, found ","`},
		{"S_WITHIN(g, POINT(1))", `column 20: expected a latitude, found ")"`},
		{"S_WITHIN(g, POINT())", `column 19: expected a longitude, found ")"`},
		{"S_WITHIN(g, POINT(1 NaN))", `column 21: expected a latitude, found "NaN"`},
		{"S_WITHIN(g, POINT(1 -1e400))", `column 22: expected a number below 1.8e308, found "1e400"`},
		{"S_WITHIN(g, POINT Z (1 2))", `column 25: expected a height, found ")"`},
		{"S_WITHIN(g, POINT(1 2 3 4))", `column 25: expected ")", found "4"`},
		{"S_WITHIN(g, LINESTRING(1 2))", `column 23: a line has two positions or more`},
		{"S_WITHIN(g, POLYGON((0 0, 1 0, 0 0)))", `column 21: a ring has four positions or more, the last one equal to the first`},
		{"S_WITHIN(g, POLYGON((0 0, 1 0, 1 1, 0 1)))", `column 21: the ring is not closed: its last position must equal its first`},
		{"S_WITHIN(g, POLYGON(0 0, 1 0, 1 1, 0 0))", `column 21: expected "(", found "0"`},
		{"S_WITHIN(g, GEOMETRYCOLLECTION(a))", `column 32: expected a geometry, found "a"`},
		{"S_WITHIN(g, GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 2))))", `column 32: a geometry collection within another`},
		{"S_WITHIN(g, BBOX(1, 2, 3))", `column 17: expected 4 numbers in a bounding box (west, south, east, north) or 6 with heights, found 3`},
		{"S_WITHIN(g, BBOX(1, 2, 3, x))", `column 27: expected a number, found "x"`},

		{"t = DATE(x)", `column 10: expected a date in single quotes as '2026-01-19', found "x"`},
		{`t = DATE("2026-01-19")`, `column 10: expected a date in single quotes as '2026-01-19', found "2026-01-19" (text is written in single quotes, names in double quotes)`},
		{"t = DATE('2026-02-30')", `column 10: expected a date in single quotes as '2026-01-19', found '2026-02-30' (there is no such day)`},
		{"t = DATE('19.1.2026')", `column 10: expected a date in single quotes as '2026-01-19', found '19.1.2026' (the date is not year-month-day)`},
		{"t = DATE('2026-01-19T00:00:00Z')", `column 10: expected a date in single quotes as '2026-01-19', found '2026-01-19T00:00:00Z' (that is a timestamp)`},
		{"t = TIMESTAMP('2026-01-19')", `column 15: expected a timestamp in single quotes as '2026-01-19T08:00:00Z', found '2026-01-19' (that is a date)`},
		{"t = TIMESTAMP('2026-01-19T08:00:00')", `column 15: expected a timestamp in single quotes as '2026-01-19T08:00:00Z', found '2026-01-19T08:00:00' (a timestamp ends with Z for UTC, or with an offset as +03:00)`},
		{"t = TIMESTAMP('2026-01-19 08:00:00Z')", `column 15: expected a timestamp in single quotes as '2026-01-19T08:00:00Z', found '2026-01-19 08:00:00Z' (a T separates the time from the date)`},
		{"T_DURING(t, INTERVAL('2026-01-19'))", `column 34: expected ",", found ")"`},
		{"T_DURING(t, INTERVAL('2026-01-19', 5))", `column 36: expected a date, a timestamp or .. in single quotes, a property or a function, found "5"`},
		{"T_DURING(t, INTERVAL('yesterday', '..'))", `column 22: expected a date, a timestamp or .. in single quotes, a property or a function, found 'yesterday' (the date is not year-month-day)`},
		{"T_DURING(t, INTERVAL(TRUE, '..'))", `column 22: expected a date, a timestamp or .. in single quotes, a property or a function, found "TRUE"`},

		{"a = '\xff'", `column 6: the filter is not valid UTF-8`},
		{"é\ufffd = '\xff'", `column 7: the filter is not valid UTF-8`},
		{"a = 'x\x00'", `column 7: the character U+0000 is not allowed`},
	} {
		e, err := cql2.Parse(c.text)
		if err == nil {
			t.Errorf("Parse(%s) = %s, want the error\n%s", c.text, cql2.String(e), c.want)
			continue
		}
		if err.Error() != c.want {
			t.Errorf("Parse(%s):\n got %s\nwant %s", c.text, err, c.want)
		}
		if fault := new(cql2.Error); !errors.As(err, &fault) || fault.Column == 0 {
			t.Errorf("Parse(%s): the error has no column", c.text)
		}
	}
}
