package cql2_test

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
)

// sample is a thing and its properties, for benchmarks and for what is implied.
func sample(t testing.TB) (*fields, *thing) {
	types := &fields{}
	x := types.add(t, "x", `{"name":"al-Hawl","n":1234.5,"t":"2024-05-01T12:00:00Z","d":"2024-05-01","b":true,
		"start":"2024-01-01","end":null,"mix":1,"both":"abc","accents":"Alep Chișinău","tags":["camp","large"]}`, orb.Point{41.1, 36.4})
	types.add(t, "y", `{"mix":"a","both":"2024-01-01","both":"2024-01-01T00:00:00Z"}`, nil)
	return types, x
}

// outline is a polygon with n corners around a point.
func outline(n int, x, y, radius float64) string {
	var b strings.Builder
	b.WriteString("POLYGON((")
	for i := range n + 1 {
		if i > 0 {
			b.WriteByte(',')
		}
		angle := 2 * math.Pi * float64(i%n) / float64(n)
		r := radius * (1 + 0.2*math.Sin(9*angle))
		fmt.Fprintf(&b, "%.6f %.6f", x+r*math.Cos(angle), y+r*math.Sin(angle))
	}
	return b.String() + "))"
}

// usual are filters of the usual kinds, which must not allocate.
func usual() map[string]string {
	return map[string]string{
		"equal":        "name = 'al-Hawl'",
		"order":        "name < 'b'",
		"number":       "n > 1000",
		"between":      "n BETWEEN 1000 AND 2000",
		"inTexts":      "name IN ('a','b','al-Hawl')",
		"inNumbers":    "n IN (1,2,1234.5)",
		"like":         "name LIKE '%-H%'",
		"caseiLike":    "CASEI(name) LIKE CASEI('AL-%')",
		"caseiEqual":   "CASEI(name) = CASEI('AL-HAWL')",
		"accenti":      "ACCENTI(CASEI(accents)) LIKE '%chisinau'",
		"time":         "t >= TIMESTAMP('2024-05-01T00:00:00Z')",
		"timeAsText":   "t >= '2024-05-01'",
		"tIntersects":  "T_INTERSECTS(t, INTERVAL('2024-01-01','2024-12-31'))",
		"tInterval":    "T_INTERSECTS(INTERVAL(start,\"end\"), DATE('2024-06-01'))",
		"arithmetic":   "n * 2 + 1 > 2000",
		"function":     "length(name) = 7",
		"sBox":         "S_INTERSECTS(geometry, BBOX(40,36,42,37))",
		"sPolygon":     "S_INTERSECTS(geometry, " + outline(500, 41, 36, 2) + ")",
		"distance":     "distance(geometry, POINT(41 36)) < 100000",
		"and":          "S_INTERSECTS(geometry, BBOX(40,36,42,37)) AND name = 'al-Hawl' AND n > 5 AND b = TRUE",
		"notOr":        "NOT (name = 'x' OR n < 5)",
		"isNull":       "\"end\" IS NULL",
		"propertyPair": "d < t OR d = t",
		"array":        "A_CONTAINS(tags, ('large'))",
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	types, x := sample(t)
	for name, text := range usual() {
		f := compile(t, text, types)
		if !f.Match(x) {
			t.Errorf("%s: %s is not true", name, text)
		}
		if raceEnabled {
			continue // the pool drops things at random then
		}
		if n := testing.AllocsPerRun(100, func() { f.Match(x) }); n > 0 {
			t.Errorf("%s: %s allocates %v times", name, text, n)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	types, x := sample(b)
	for name, text := range usual() {
		f := compile(b, text, types)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f.Match(x)
			}
		})
	}
}

// TestMatchTogether: one filter is asked by many at once.
func TestMatchTogether(t *testing.T) {
	types, x := sample(t)
	f := compile(t, "CASEI(ACCENTI(accents)) = 'alep chisinau' AND lower(name) IN ('x', lower('AL-HAWL')) AND A_OVERLAPS((name, 'q'), ('al-Hawl'))", types)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 500 {
				if !f.Match(x) {
					t.Error("not true")
				}
			}
		})
	}
	all.Wait()
}

// TestHostileFilters: the largest filters are compiled and asked in no time.
func TestHostileFilters(t *testing.T) {
	types, x := sample(t)
	list := func(n int, item func(i int) string, sep string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = item(i)
		}
		return strings.Join(parts, sep)
	}
	for name, text := range map[string]string{
		"or":    list(3000, func(i int) string { return "n = " + strconv.Itoa(i) }, " OR "),
		"and":   list(3000, func(i int) string { return "n <> " + strconv.Itoa(i) }, " AND "),
		"mixed": list(1400, func(i int) string { return "name = 'x' OR n = " + strconv.Itoa(i) }, " OR "),
		"in":    "name IN (" + list(9000, func(i int) string { return "'" + strconv.Itoa(i) + "'" }, ",") + ")",
		"casei": "CASEI(name) IN (" + list(9000, func(i int) string { return "'" + strconv.Itoa(i) + "'" }, ",") + ")",
		"not":   strings.Repeat("NOT ", 50) + "n = 1",
		"like":  "name LIKE '" + strings.Repeat("%a", 3000) + "'",
		"hole":  "name LIKE '" + strings.Repeat("%a_", 2000) + "'",
	} {
		start := time.Now()
		f := compile(t, text, types)
		for range 10 {
			f.Match(x)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
	long := &thing{values: [][]byte{[]byte(`"` + strings.Repeat("a", 100_000) + `"`)}}
	f := compile(t, "name LIKE '%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b'", types)
	start := time.Now()
	if f.Match(long) {
		t.Error("a text of a has a b")
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("LIKE over a long text took %v", took)
	}
}

func TestImplied(t *testing.T) {
	types, _ := sample(t)
	number := func(f int, low, high cql2.End) cql2.Range {
		return cql2.Range{Field: f, Spans: []cql2.Span{{Class: cql2.NumberClass, Low: low, High: high}}}
	}
	text := func(f int, spans ...[2]cql2.End) cql2.Range {
		r := cql2.Range{Field: f}
		for _, s := range spans {
			r.Spans = append(r.Spans, cql2.Span{Class: cql2.TextClass, Low: s[0], High: s[1]})
		}
		return r
	}
	moment := func(f int, low, high string) cql2.Range {
		s := cql2.Span{Class: cql2.TimeClass}
		for _, e := range []struct {
			end  *cql2.End
			text string
		}{{&s.Low, low}, {&s.High, high}} {
			if at, err := time.Parse(time.RFC3339Nano, e.text); err == nil {
				e.end.Micros = at.UnixMicro()
			} else {
				*e.end = cql2.End{Open: true, Micros: map[bool]int64{true: math.MinInt64, false: math.MaxInt64}[e.end == &s.Low]}
			}
		}
		return cql2.Range{Field: f, Spans: []cql2.Span{s}}
	}
	open, at := cql2.End{Open: true}, func(v float64) cql2.End { return cql2.End{Number: v} }
	box := orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{1, 1}}
	const name, n, when, date, both = 0, 1, 2, 3, 8
	for _, c := range []struct {
		text string
		want cql2.Implied
	}{
		{"n > 5", cql2.Implied{Exact: true, Ranges: []cql2.Range{number(n, cql2.End{Number: 5, Excluded: true}, open)}}},
		{"5 >= n", cql2.Implied{Exact: true, Ranges: []cql2.Range{number(n, open, at(5))}}},
		{"n > 5 AND n <= 7", cql2.Implied{Exact: true, Ranges: []cql2.Range{number(n, cql2.End{Number: 5, Excluded: true}, at(7))}}},
		{"n > 5 AND n < 5", cql2.Implied{Exact: true, Never: true}},
		{"NOT (n <= 5 OR n > 7)", cql2.Implied{Exact: true, Ranges: []cql2.Range{number(n, cql2.End{Number: 5, Excluded: true}, at(7))}}},
		{"n = 1 OR n BETWEEN 0 AND 2", cql2.Implied{Exact: true, Ranges: []cql2.Range{number(n, at(0), at(2))}}},
		{"n = 1 OR name = 'x'", cql2.Implied{}},
		{"(n = 1 AND name = 'x') OR (n = 1 AND b)", cql2.Implied{Ranges: []cql2.Range{number(n, at(1), at(1))}}},
		{"n = 1 AND length(name) = 2", cql2.Implied{Ranges: []cql2.Range{number(n, at(1), at(1))}}},
		{"name IN ('b','a','b')", cql2.Implied{Exact: true, Ranges: []cql2.Range{text(name, [2]cql2.End{{Text: "a"}, {Text: "a"}}, [2]cql2.End{{Text: "b"}, {Text: "b"}})}}},
		{"name LIKE 'al%'", cql2.Implied{Exact: true, Ranges: []cql2.Range{text(name, [2]cql2.End{{Text: "al"}, {Text: "am", Excluded: true}})}}},
		{"name LIKE 'al_b%'", cql2.Implied{Ranges: []cql2.Range{text(name, [2]cql2.End{{Text: "al"}, {Text: "am", Excluded: true}})}}},
		{"name LIKE 'al\\%'", cql2.Implied{Exact: true, Ranges: []cql2.Range{text(name, [2]cql2.End{{Text: "al%"}, {Text: "al%"}})}}},
		{"CASEI(name) LIKE 'al%'", cql2.Implied{}},
		{"b", cql2.Implied{Exact: true, Ranges: []cql2.Range{{Field: 4, Spans: []cql2.Span{{Class: cql2.BooleanClass, Low: cql2.End{Boolean: true}, High: cql2.End{Boolean: true}}}}}}},
		{"TRUE", cql2.Implied{Exact: true}},
		{"FALSE", cql2.Implied{Exact: true, Never: true}},
		{"n = 1 / 0", cql2.Implied{Exact: true, Never: true}},
		{"t > TIMESTAMP('2024-01-01T00:00:00Z')", cql2.Implied{Exact: true, Ranges: []cql2.Range{moment(when, "2024-01-01T00:00:00.000001Z", "")}}},
		{"t = '2024-01-01'", cql2.Implied{Exact: true, Ranges: []cql2.Range{moment(when, "2024-01-01T00:00:00Z", "2024-01-01T23:59:59.999999Z")}}},
		{"d >= TIMESTAMP('2024-01-01T12:00:00Z')", cql2.Implied{Exact: true, Ranges: []cql2.Range{moment(date, "2023-12-31T12:00:00.000001Z", "")}}},
		{"T_BEFORE(d, DATE('2024-01-01'))", cql2.Implied{Exact: true, Ranges: []cql2.Range{moment(date, "", "2023-12-31T00:00:00Z")}}},
		{"T_INTERSECTS(t, INTERVAL('2024-01-01','..'))", cql2.Implied{Exact: true, Ranges: []cql2.Range{moment(when, "2024-01-01T00:00:00Z", "")}}},
		{"both < 'b'", cql2.Implied{}},
		{"both = 'b'", cql2.Implied{Exact: true, Ranges: []cql2.Range{text(both, [2]cql2.End{{Text: "b"}, {Text: "b"}})}}},
		{"T_INTERSECTS(INTERVAL(t,'..'), DATE('2024-01-01'))", cql2.Implied{Ranges: []cql2.Range{moment(when, "", "2024-01-01T23:59:59.999999Z")}}},
		{"T_INTERSECTS(INTERVAL(start,t), DATE('2024-01-01'))", cql2.Implied{}},
		{"T_AFTER(INTERVAL(t,d), TIMESTAMP('2024-01-01T00:00:00Z'))", cql2.Implied{Ranges: []cql2.Range{moment(when, "2024-01-01T00:00:00.000001Z", "")}}},
		{"S_INTERSECTS(geometry, BBOX(0,0,1,1))", cql2.Implied{Bounds: []orb.Bound{box}}},
		{"S_WITHIN(geometry, BBOX(0,0,1,1)) AND S_INTERSECTS(geometry, BBOX(-9,-9,9,9)) AND n = 1", cql2.Implied{Bounds: []orb.Bound{box}, Ranges: []cql2.Range{number(n, at(1), at(1))}}},
		{"S_DISJOINT(geometry, BBOX(0,0,1,1))", cql2.Implied{}},
		{"NOT S_DISJOINT(geometry, BBOX(0,0,1,1))", cql2.Implied{Bounds: []orb.Bound{box}}},
		{"NOT S_INTERSECTS(geometry, BBOX(0,0,1,1))", cql2.Implied{}},
		{"S_INTERSECTS(geometry, BBOX(179,0,-179,1))", cql2.Implied{Bounds: []orb.Bound{{Min: orb.Point{179, 0}, Max: orb.Point{180, 1}}, {Min: orb.Point{-180, 0}, Max: orb.Point{-179, 1}}}}},
		{"id = 'x'", cql2.Implied{Exact: true, IDs: []string{"x"}}},
		{"id IN ('x','y','x') AND n = 1", cql2.Implied{Exact: true, IDs: []string{"x", "y"}, Ranges: []cql2.Range{number(n, at(1), at(1))}}},
		{"id = 'x' AND id = 'y'", cql2.Implied{Exact: true, Never: true}},
		{"id <> 'x'", cql2.Implied{}},
	} {
		got := *compile(t, c.text, types).Implied()
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.text, got, c.want)
		}
	}
}

func TestFunctions(t *testing.T) {
	types := &fields{}
	types.add(t, "x", `{"string":"a","number":1,"datetime":"2024-01-01","boolean":true}`, nil)
	for _, f := range cql2.Functions() {
		var args []string
		for _, a := range f.Arguments {
			switch {
			case a.Name == "point":
				args = append(args, "POINT(0 0)")
			default:
				args = append(args, a.Type)
			}
		}
		compile(t, f.Name+"("+strings.Join(args, ",")+") IS NULL", types)
		if f.Description == "" || f.Returns == "" {
			t.Errorf("%s does not say what it is", f.Name)
		}
	}
}

// numbered are properties of things whose ids are numbers.
type numbered struct{ *fields }

func (n numbered) Property(name string) (int, cql2.Kinds, bool) {
	if name == "id" {
		return cql2.IDField, cql2.IntegerKind, true
	}
	return n.fields.Property(name)
}

func TestImpliedNumericIDs(t *testing.T) {
	types, _ := sample(t)
	for text, want := range map[string]cql2.Implied{
		"id = 5":                {Exact: true, IDs: []string{"5"}},
		"-0 = id":               {Exact: true, IDs: []string{"0"}},
		"id IN (7,5)":           {Exact: true, IDs: []string{"5", "7"}},
		"id = 9007199254740993": {}, // a float64 is not exact any more
		"id > 5":                {},
	} {
		if got := *compile(t, text, numbered{types}).Implied(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
	e, _ := cql2.Parse("id = '5'")
	if _, err := cql2.Compile(e, numbered{types}); err == nil || !strings.Contains(err.Error(), "expected a number, as id is") {
		t.Errorf("a text for a numeric id: got %v", err)
	}
}
