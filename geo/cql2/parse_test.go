package cql2_test

import (
	"testing"

	"cairn/geo/cql2"
)

// constructs has each production of the grammar (OGC 21-065r2 Annex B): a text, how
// it is written in the one way that is ours (empty if it is that already), and what
// it is in JSON.
var constructs = []struct{ text, canonical, json string }{
	// booleanExpression, booleanTerm, booleanFactor, booleanPrimary
	{"a OR b", "", `{"op":"or","args":[{"property":"a"},{"property":"b"}]}`},
	{"a or b Or c", "a OR b OR c", `{"op":"or","args":[{"property":"a"},{"property":"b"},{"property":"c"}]}`},
	{"a AND b OR c AND NOT d", "", `{"op":"or","args":[{"op":"and","args":[{"property":"a"},{"property":"b"}]},{"op":"and","args":[{"property":"c"},{"op":"not","args":[{"property":"d"}]}]}]}`},
	{"(a OR b) AND c", "", `{"op":"and","args":[{"op":"or","args":[{"property":"a"},{"property":"b"}]},{"property":"c"}]}`},
	{"((a) AND (b AND (c)))", "a AND b AND c", `{"op":"and","args":[{"property":"a"},{"property":"b"},{"property":"c"}]}`},
	{"NOT(held)", "NOT held", `{"op":"not","args":[{"property":"held"}]}`},
	{"not x=1 AND y", "NOT (x = 1) AND y", `{"op":"and","args":[{"op":"not","args":[{"op":"=","args":[{"property":"x"},1]}]},{"property":"y"}]}`},
	{"NOT NOT a", "NOT (NOT a)", `{"op":"not","args":[{"op":"not","args":[{"property":"a"}]}]}`},
	{"TRUE", "", `true`},
	{"false", "FALSE", `false`},
	{"near('Raqqa', 5)", "", `{"op":"near","args":["Raqqa",5]}`},

	// binaryComparisonPredicate
	{"kind='prison'", "kind = 'prison'", `{"op":"=","args":[{"property":"kind"},"prison"]}`},
	{"5<>n", "5 <> n", `{"op":"<>","args":[5,{"property":"n"}]}`},
	{"a<b", "a < b", `{"op":"<","args":[{"property":"a"},{"property":"b"}]}`},
	{"a>b", "a > b", `{"op":">","args":[{"property":"a"},{"property":"b"}]}`},
	{"a<=-1", "a <= -1", `{"op":"<=","args":[{"property":"a"},-1]}`},
	{"a>=TRUE", "a >= TRUE", `{"op":">=","args":[{"property":"a"},true]}`},
	{"(a = 1) = held", "", `{"op":"=","args":[{"op":"=","args":[{"property":"a"},1]},{"property":"held"}]}`},
	{"begins >= DATE('2026-01-19')", "", `{"op":">=","args":[{"property":"begins"},{"date":"2026-01-19"}]}`},
	{"begins < timestamp('2026-01-19T11:00:00.250+03:00')", "begins < TIMESTAMP('2026-01-19T08:00:00.25Z')", `{"op":"<","args":[{"property":"begins"},{"timestamp":"2026-01-19T08:00:00.25Z"}]}`},

	// isLikePredicate, patternExpression
	{"name LIKE '%camp_'", "", `{"op":"like","args":[{"property":"name"},"%camp_"]}`},
	{"name not like 'a\\%'", "name NOT LIKE 'a\\%'", `{"op":"not","args":[{"op":"like","args":[{"property":"name"},"a\\%"]}]}`},
	{"(CASEI(accenti(name)) LIKE casei(ACCENTI('É%')))", "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('É%'))", `{"op":"like","args":[{"op":"casei","args":[{"op":"accenti","args":[{"property":"name"}]}]},{"op":"casei","args":[{"op":"accenti","args":["É%"]}]}]}`},
	{"name LIKE ('a%')", "name LIKE 'a%'", `{"op":"like","args":[{"property":"name"},"a%"]}`},

	// isBetweenPredicate
	{"n BETWEEN 1 AND 2 AND m", "", `{"op":"and","args":[{"op":"between","args":[{"property":"n"},1,2]},{"property":"m"}]}`},
	{"n + 1 NOT BETWEEN low*2 AND f()", "n + 1 NOT BETWEEN low * 2 AND f()", `{"op":"not","args":[{"op":"between","args":[{"op":"+","args":[{"property":"n"},1]},{"op":"*","args":[{"property":"low"},2]},{"op":"f","args":[]}]}]}`},

	// isInListPredicate
	{"kind IN ('prison','camp')", "kind IN ('prison', 'camp')", `{"op":"in","args":[{"property":"kind"},["prison","camp"]]}`},
	{"n NOT IN (1)", "", `{"op":"not","args":[{"op":"in","args":[{"property":"n"},[1]]}]}`},
	{"CASEI(kind) IN (CASEI('Camp'), other, DATE('2026-01-19'), (2+1)*3, TRUE)", "CASEI(kind) IN (CASEI('Camp'), other, DATE('2026-01-19'), (2 + 1) * 3, TRUE)", `{"op":"in","args":[{"op":"casei","args":[{"property":"kind"}]},[{"op":"casei","args":["Camp"]},{"property":"other"},{"date":"2026-01-19"},{"op":"*","args":[{"op":"+","args":[2,1]},3]},true]]}`},

	// isNullPredicate
	{"geometry is null", "geometry IS NULL", `{"op":"isNull","args":[{"property":"geometry"}]}`},
	{"until IS NOT NULL", "", `{"op":"not","args":[{"op":"isNull","args":[{"property":"until"}]}]}`},
	{"(a AND b) IS NULL", "", `{"op":"isNull","args":[{"op":"and","args":[{"property":"a"},{"property":"b"}]}]}`},
	{"POINT(1 2) IS NULL", "", `{"op":"isNull","args":[{"type":"Point","coordinates":[1,2]}]}`},

	// arrayPredicate, array, arrayElement
	{"A_EQUALS(tags,('a','b'))", "A_EQUALS(tags, ('a', 'b'))", `{"op":"a_equals","args":[{"property":"tags"},["a","b"]]}`},
	{"a_contains(tags, ('a'))", "A_CONTAINS(tags, ('a'))", `{"op":"a_contains","args":[{"property":"tags"},["a"]]}`},
	{"A_CONTAINEDBY(tags, ())", "", `{"op":"a_containedBy","args":[{"property":"tags"},[]]}`},
	{"A_OVERLAPS(f(), ((1, 2), (3), ((1+2)*3), 4 = 5, a OR b, POINT(1 2)))", "A_OVERLAPS(f(), ((1, 2), (3), ((1 + 2) * 3), 4 = 5, a OR b, POINT(1 2)))", `{"op":"a_overlaps","args":[{"op":"f","args":[]},[[1,2],[3],[{"op":"*","args":[{"op":"+","args":[1,2]},3]}],{"op":"=","args":[4,5]},{"op":"or","args":[{"property":"a"},{"property":"b"}]},{"type":"Point","coordinates":[1,2]}]]}`},

	// arithmeticExpression, arithmeticTerm, powerTerm, arithmeticFactor
	{"1+2*3=a", "1 + 2 * 3 = a", `{"op":"=","args":[{"op":"+","args":[1,{"op":"*","args":[2,3]}]},{"property":"a"}]}`},
	{"(1+2)*3=a", "(1 + 2) * 3 = a", `{"op":"=","args":[{"op":"*","args":[{"op":"+","args":[1,2]},3]},{"property":"a"}]}`},
	{"a-1-2 = a-(1-2)", "a - 1 - 2 = a - (1 - 2)", `{"op":"=","args":[{"op":"-","args":[{"op":"-","args":[{"property":"a"},1]},2]},{"op":"-","args":[{"property":"a"},{"op":"-","args":[1,2]}]}]}`},
	{"a div 2 / 3 % 4 = 0", "a DIV 2 / 3 % 4 = 0", `{"op":"=","args":[{"op":"%","args":[{"op":"/","args":[{"op":"div","args":[{"property":"a"},2]},3]},4]},0]}`},
	{"2*a^3 = -b^-2", "2 * a ^ 3 = (-b) ^ -2", `{"op":"=","args":[{"op":"*","args":[2,{"op":"^","args":[{"property":"a"},3]}]},{"op":"^","args":[{"op":"-","args":[{"property":"b"}]},-2]}]}`},
	{"( - (a + b)) > +1", "-(a + b) > 1", `{"op":">","args":[{"op":"-","args":[{"op":"+","args":[{"property":"a"},{"property":"b"}]}]},1]}`},
	{"a = -(1)", "", `{"op":"=","args":[{"property":"a"},{"op":"-","args":[1]}]}`},

	// propertyName, identifier
	{`"eo:cloud_cover" < 0.1`, "eo:cloud_cover < 0.1", `{"op":"<","args":[{"property":"eo:cloud_cover"},0.1]}`},
	{"a.b.c1 = الاسم", "", `{"op":"=","args":[{"property":"a.b.c1"},{"property":"الاسم"}]}`},
	{`"two ""words""" = "1st"`, "", `{"op":"=","args":[{"property":"two \"words\""},{"property":"1st"}]}`},
	{`"and" = date`, `"and" = "date"`, `{"op":"=","args":[{"property":"and"},{"property":"date"}]}`},

	// function, argument
	{"f() = g(a, 'b', 1+1, DATE('2026-01-19'), BBOX(1,2,3,4), (1, 2), x AND y, h(i()))", "f() = g(a, 'b', 1 + 1, DATE('2026-01-19'), BBOX(1, 2, 3, 4), (1, 2), x AND y, h(i()))", `{"op":"=","args":[{"op":"f","args":[]},{"op":"g","args":[{"property":"a"},"b",{"op":"+","args":[1,1]},{"date":"2026-01-19"},{"bbox":[1,2,3,4]},[1,2],{"op":"and","args":[{"property":"x"},{"property":"y"}]},{"op":"h","args":[{"op":"i","args":[]}]}]}]}`},
	{`"date"('x')`, "", `{"op":"date","args":["x"]}`},

	// characterLiteral, escapeQuote
	{"a = 'it''s' OR a = ''", "", `{"op":"or","args":[{"op":"=","args":[{"property":"a"},"it's"]},{"op":"=","args":[{"property":"a"},""]}]}`},
	{`a = 'it\'s' OR a = '\''`, "a = 'it''s' OR a = ''''", `{"op":"or","args":[{"op":"=","args":[{"property":"a"},"it's"]},{"op":"=","args":[{"property":"a"},"'"]}]}`},
	{`a = 'C:\' OR a = '\'' OR 1=1 --'`, "", `{"op":"or","args":[{"op":"=","args":[{"property":"a"},"C:\\"]},{"op":"=","args":[{"property":"a"},"\\' OR 1=1 --"]}]}`},

	// numericLiteral
	{"a IN (007, 1., .5, 1E3, 1.5e-3, +2, -0.10, 1e21, 1e-7)", "a IN (7, 1, 0.5, 1000, 0.0015, 2, -0.1, 1E+21, 1E-07)", `{"op":"in","args":[{"property":"a"},[7,1,0.5,1000,0.0015,2,-0.1,1E+21,1E-07]]}`},

	// spatialPredicate
	{"s_intersects(geom,Point(36.3 -32.2))", "S_INTERSECTS(geom, POINT(36.3 -32.2))", `{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":[36.3,-32.2]}]}`},
	{"S_EQUALS(geom, LINESTRING(1 2, 3 4))", "", `{"op":"s_equals","args":[{"property":"geom"},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`},
	{"S_DISJOINT(geom, POLYGON((0 0, 9 0, 0 9, 0 0), (1 1, 2 1, 1 2, 1 1)))", "", `{"op":"s_disjoint","args":[{"property":"geom"},{"type":"Polygon","coordinates":[[[0,0],[9,0],[0,9],[0,0]],[[1,1],[2,1],[1,2],[1,1]]]}]}`},
	{"S_TOUCHES(MULTIPOINT(1 2, (3 4)), geom)", "S_TOUCHES(MULTIPOINT((1 2), (3 4)), geom)", `{"op":"s_touches","args":[{"type":"MultiPoint","coordinates":[[1,2],[3,4]]},{"property":"geom"}]}`},
	{"S_WITHIN(geom, MULTILINESTRING((1 2, 3 4), (5 6, 7 8)))", "", `{"op":"s_within","args":[{"property":"geom"},{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}]}`},
	{"S_OVERLAPS(geom, MULTIPOLYGON(((0 0, 9 0, 0 9, 0 0))))", "", `{"op":"s_overlaps","args":[{"property":"geom"},{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[0,9],[0,0]]]]}]}`},
	{"S_CROSSES(geom, GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(1 2, 3 4)))", "", `{"op":"s_crosses","args":[{"property":"geom"},{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}]}`},
	{"S_CONTAINS((geom), buffer(POINT Z (1 2 3), 10))", "S_CONTAINS(geom, buffer(POINT(1 2), 10))", `{"op":"s_contains","args":[{"property":"geom"},{"op":"buffer","args":[{"type":"Point","coordinates":[1,2]},10]}]}`},
	{"S_EQUALS(LineStringZM(1 2 3 4, 5 6 7 8), multipoint m ((1 2 3)))", "S_EQUALS(LINESTRING(1 2, 5 6), MULTIPOINT((1 2)))", `{"op":"s_equals","args":[{"type":"LineString","coordinates":[[1,2],[5,6]]},{"type":"MultiPoint","coordinates":[[1,2]]}]}`},
	{"S_EQUALS(POINT(1 2 3), point = 1)", `S_EQUALS(POINT(1 2), "point" = 1)`, `{"op":"s_equals","args":[{"type":"Point","coordinates":[1,2]},{"op":"=","args":[{"property":"point"},1]}]}`},
	{"S_INTERSECTS(geom,BBOX(170,-10,-170,10))", "S_INTERSECTS(geom, BBOX(170, -10, -170, 10))", `{"op":"s_intersects","args":[{"property":"geom"},{"bbox":[170,-10,-170,10]}]}`},
	{"S_INTERSECTS(geom, bbox(1,2,-5,3,4,1e3))", "S_INTERSECTS(geom, BBOX(1, 2, 3, 4))", `{"op":"s_intersects","args":[{"property":"geom"},{"bbox":[1,2,3,4]}]}`},

	// temporalPredicate, temporalInstance
	{"T_AFTER(begins, DATE('2026-01-19'))", "", `{"op":"t_after","args":[{"property":"begins"},{"date":"2026-01-19"}]}`},
	{"t_before(begins, TIMESTAMP('2026-01-19T08:00:00Z'))", "T_BEFORE(begins, TIMESTAMP('2026-01-19T08:00:00Z'))", `{"op":"t_before","args":[{"property":"begins"},{"timestamp":"2026-01-19T08:00:00Z"}]}`},
	{"T_CONTAINS(INTERVAL('..', '2026-01-20'), begins)", "", `{"op":"t_contains","args":[{"interval":["..","2026-01-20"]},{"property":"begins"}]}`},
	{"T_DISJOINT(INTERVAL(begins, ends), interval('2026-01-19T00:00:00.000001Z', '..'))", "T_DISJOINT(INTERVAL(begins, ends), INTERVAL('2026-01-19T00:00:00.000001Z', '..'))", `{"op":"t_disjoint","args":[{"interval":[{"property":"begins"},{"property":"ends"}]},{"interval":["2026-01-19T00:00:00.000001Z",".."]}]}`},
	{"T_DURING(begins, INTERVAL(DATE('2026-01-19'), now()))", "T_DURING(begins, INTERVAL('2026-01-19', now()))", `{"op":"t_during","args":[{"property":"begins"},{"interval":["2026-01-19",{"op":"now","args":[]}]}]}`},
	{"T_EQUALS(a, b)", "", `{"op":"t_equals","args":[{"property":"a"},{"property":"b"}]}`},
	{"t_finishedby(a, b)", "T_FINISHEDBY(a, b)", `{"op":"t_finishedBy","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_FINISHES(a, b)", "", `{"op":"t_finishes","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_INTERSECTS(a, b)", "", `{"op":"t_intersects","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_MEETS(a, b)", "", `{"op":"t_meets","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_METBY(a, b)", "", `{"op":"t_metBy","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_OVERLAPPEDBY(a, b)", "", `{"op":"t_overlappedBy","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_OVERLAPS(a, b)", "", `{"op":"t_overlaps","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_STARTEDBY(a, b)", "", `{"op":"t_startedBy","args":[{"property":"a"},{"property":"b"}]}`},
	{"T_STARTS(a, b)", "", `{"op":"t_starts","args":[{"property":"a"},{"property":"b"}]}`},

	// whitespace
	{"\t\n a\u00a0=\u3000\v1\u2028 ", "a = 1", `{"op":"=","args":[{"property":"a"},1]}`},
}

func TestParse(t *testing.T) {
	for _, c := range constructs {
		e, err := cql2.Parse(c.text)
		if err != nil {
			t.Errorf("Parse(%s): %v", c.text, err)
			continue
		}
		want := c.canonical
		if want == "" {
			want = c.text
		}
		if got := cql2.String(e); got != want {
			t.Errorf("Parse(%s):\n got %s\nwant %s", c.text, got, want)
		}
		if got := string(cql2.JSON(e)); got != c.json {
			t.Errorf("Parse(%s):\n got %s\nwant %s", c.text, got, c.json)
		}
		again, err := cql2.Parse(want)
		if err != nil || cql2.String(again) != want {
			t.Errorf("Parse(%s): %v, not itself again", want, err)
		}
	}
}

// TestPositions looks where nodes begin, in characters.
func TestPositions(t *testing.T) {
	const text = `"é" = 'ü' OR NOT f(a, -1) IS NULL AND (b NOT IN (2))`
	e, err := cql2.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		text:                   1,
		"é":                    1,
		"'ü'":                  7,
		"f(a, -1) IS NOT NULL": 14,
		"f(a, -1) IS NULL":     18,
		"f(a, -1)":             18,
		"a":                    20,
		"-1":                   23,
		"b NOT IN (2)":         40,
		"2":                    50,
	}
	cql2.Walk(e, func(e cql2.Expr) bool {
		s := cql2.String(e)
		if column, ok := want[s]; ok && e.Position() != column {
			t.Errorf("%s begins at %d, want %d", s, e.Position(), column)
		}
		delete(want, s)
		return true
	})
	delete(want, text)
	for s := range want {
		t.Errorf("%s was not seen", s)
	}
}
