package cql2_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
)

// maker makes random things and random filters that mean something for them.
type maker struct {
	*rand.Rand
	types  *fields
	things []*thing
}

// What values the properties have; "" leaves one out.
var pools = map[string][]string{
	"num":   {"-3", "0", "1", "2.5", "7", "1e2", "null", ""},
	"other": {"0", "1", "2", "7"},
	"txt":   {`""`, `"a"`, `"ab"`, `"abc"`, `"b"`, `"Éa"`, `"é\"a"`, `"a\\\n"`, `"2"`, "null", ""},
	"dat":   {`"2024-05-01"`, `"2024-05-02"`, `"2024-05-03"`, "null"},
	"ins":   {`"2024-05-01T00:00:00Z"`, `"2024-05-01T12:00:00Z"`, `"2024-05-02T00:00:00+02:00"`, `"2024-05-02T23:59:59.999999Z"`, ""},
	"tim":   {`"2024-05-01"`, `"2024-05-02"`, `"2024-05-01T12:00:00Z"`, `"2024-05-02T00:00:00Z"`, `"2024-05-03T00:00:00Z"`, "null"},
	"both":  {`"2024-05-01"`, `"2024-05-02T12:00:00Z"`, `"2024"`, `"abc"`, `"a"`, ""},
	"mix":   {`"a"`, `"2024-05-01"`, "1", "2.5", "true", "false", `["a"]`, `{"a":1}`, "null", ""},
	"yes":   {"true", "false", "null", ""},
	"arr":   {"[]", `["a"]`, `["a","b",1]`, `[1,["a","b"],null]`, `["2024-05-01T00:00:00Z"]`, "null"},
	"from":  {`"2024-05-01"`, `"2024-05-01T12:00:00Z"`, "null", ""},
	"until": {`"2024-05-02"`, `"2024-05-03T12:00:00Z"`, "null", "", `"soon"`},
}

func newMaker(seed uint64) *maker {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 7)), types: &fields{}}
	names := []string{"num", "other", "txt", "dat", "ins", "tim", "both", "mix", "yes", "arr", "from", "until"}
	for i := range 40 {
		x := &thing{name: string(rune('a'+i%26)) + strconv.Itoa(i/26)}
		for _, name := range names {
			if v := m.of(pools[name]...); v != "" {
				m.types.set(x, name, []byte(v))
			}
		}
		if m.IntN(5) > 0 {
			x.shape = orb.Point{float64(m.IntN(5)), float64(m.IntN(5))}
		}
		m.things = append(m.things, x)
	}
	return m
}

func (m *maker) of(s ...string) string { return s[m.IntN(len(s))] }

// text makes the text of a filter.
func (m *maker) text(depth int) string {
	if depth > 0 {
		switch m.IntN(5) {
		case 0, 1:
			return "(" + m.text(depth-1) + " AND " + m.text(depth-1) + ")"
		case 2:
			return "(" + m.text(depth-1) + " OR " + m.text(depth-1) + " OR " + m.text(depth-1) + ")"
		case 3:
			return "NOT (" + m.text(depth-1) + ")"
		}
	}
	return m.leaf()
}

func (m *maker) leaf() string {
	compare := m.of("=", "<>", "<", "<=", ">", ">=")
	switch m.IntN(15) {
	case 0, 1:
		return m.number() + compare + m.number()
	case 2, 3:
		return m.word() + compare + m.word()
	case 4, 5:
		return m.time() + compare + m.time()
	case 6:
		return m.of("mix", "both") + compare + m.of("'a'", "1", "TRUE", "'2024-05-01'", "DATE('2024-05-01')", "'abc'")
	case 7:
		return m.number() + m.of(" BETWEEN ", " NOT BETWEEN ") + m.number() + " AND " + m.number()
	case 8:
		return m.word() + m.of(" IN (", " NOT IN (") + m.word() + "," + m.word() + "," + m.word() + ")"
	case 9:
		return m.of("num", "mix", "id", "txt") + m.of(" IN ", " NOT IN ") + m.of("(1,7)", "('a0','b1','a')", "('a')", "(2.5,0,1)")
	case 10:
		return m.word() + m.of(" LIKE ", " NOT LIKE ") + m.of("'a%'", "'%a%'", "'_b%'", "'a'", "'é_a%'", "'2024-%'", "'%'", "'a\\\\%'")
	case 11:
		return m.of("t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedBy", "t_finishes",
			"t_intersects", "t_meets", "t_metBy", "t_overlappedBy", "t_overlaps", "t_startedBy", "t_starts") + "(" + m.when() + "," + m.when() + ")"
	case 12:
		return m.of("a_equals", "a_contains", "a_containedBy", "a_overlaps") + "(" + m.array() + "," + m.array() + ")"
	case 13:
		return m.spatial()
	}
	return m.of("num", "txt", "mix", "geometry", "yes", "from", "(num = 1)") + m.of(" IS NULL", " IS NOT NULL")
}

func (m *maker) number() string {
	return m.of("num", "num", "other", "mix", "1", "2.5", "7", "num + other", "other / num", "- num", "length(txt)", "year(tim)", "num % 2", "8 DIV other")
}

func (m *maker) word() string {
	return m.of("txt", "txt", "both", "mix", "id", "'a'", "'ab'", "'abc'", "'2'", "'Éa'", "'b1'", "'2024-05-01'",
		"CASEI(txt)", "ACCENTI(CASEI(txt))", "CASEI('AB')", "lower(both)")
}

func (m *maker) time() string {
	return m.of("dat", "ins", "tim", "both", "mix", "'2024-05-01'", "DATE('2024-05-02')", "TIMESTAMP('2024-05-01T12:00:00Z')",
		"TIMESTAMP('2024-05-02T00:00:00Z')", "'2024-05-02T00:00:00Z'", "DATE('2024-05-01')", "'2024'")
}

func (m *maker) when() string {
	if m.IntN(2) == 0 {
		return m.time()
	}
	return "INTERVAL(" + m.of("from", "tim", "'2024-05-01'", "'2024-05-01T12:00:00Z'", "'..'") + "," +
		m.of("until", "'2024-05-02'", "'2024-05-03'", "'2024-05-03T12:00:00Z'", "'..'") + ")"
}

func (m *maker) array() string {
	return m.of("arr", "arr", "mix", "()", "('a')", "('a','b')", "(1,'a','b')", "(txt)", "(('b','a'),1)", "(DATE('2024-05-01'))")
}

func (m *maker) spatial() string {
	box := fmt.Sprintf("BBOX(%d,%d,%d,%d)", m.IntN(3), m.IntN(3), 3+m.IntN(2), 3+m.IntN(2))
	return m.of("s_intersects", "s_disjoint", "s_within", "s_touches") + "(geometry," + box + ")"
}

// TestAgainstReference: filters are true of what the plain evaluator says; whatever
// they are true of meets what they imply; and where that is exact, the converse.
func TestAgainstReference(t *testing.T) {
	compiled, exact, bounded, ranged, hits := 0, 0, 0, 0, 0
	for seed := range uint64(10) {
		m := newMaker(seed)
		for range 400 {
			text := m.text(m.IntN(4))
			e, err := cql2.Parse(text)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			f, err := cql2.Compile(e, m.types)
			if err != nil {
				if !strings.Contains(err.Error(), "expected") && !strings.Contains(err.Error(), "ends before") {
					t.Fatalf("%s: %v", text, err)
				}
				continue // kinds that do not go together
			}
			compiled++
			implied := f.Implied()
			if implied.Exact {
				exact++
			}
			if implied.Bounds != nil {
				bounded++
			}
			if implied.Ranges != nil || implied.IDs != nil {
				ranged++
			}
			for _, x := range m.things {
				want := reference{m.types, x}.value(e) == true
				got := f.Match(x)
				if got {
					hits++
				}
				if got != want {
					t.Fatalf("seed %d: %s\nof %s %s %v: got %v, want %v", seed, text, x.name, x.values, x.shape, got, want)
				}
				meets := meets(implied, x)
				if got && !meets {
					t.Fatalf("seed %d: %s\nis true of %s %s %v, which does not meet %+v", seed, text, x.name, x.values, x.shape, implied)
				}
				if !got && meets && implied.Exact {
					t.Fatalf("seed %d: %s\nis not true of %s %s, which meets %+v exactly", seed, text, x.name, x.values, implied)
				}
			}
		}
	}
	t.Logf("%d filters, %d hits; implied: %d exact, %d with bounds, %d with ranges or ids", compiled, hits, exact, bounded, ranged)
	if compiled < 3000 || exact < 800 || bounded < 150 || ranged < 600 {
		t.Error("too few to say anything")
	}
}

// meets reports whether a thing meets all of what is implied.
func meets(i *cql2.Implied, x *thing) bool {
	if i.Never {
		return false
	}
	if i.IDs != nil && !contains(i.IDs, x.name) {
		return false
	}
	if i.Bounds != nil {
		met := false
		b, ok := x.Bound()
		for _, bound := range i.Bounds {
			met = met || ok && bound.Intersects(b)
		}
		if !met {
			return false
		}
	}
	for _, r := range i.Ranges {
		in := false
		for _, s := range r.Spans {
			in = in || lies(s, x.Value(r.Field))
		}
		if !in {
			return false
		}
	}
	return true
}

func contains(all []string, s string) bool {
	for _, a := range all {
		if a == s {
			return true
		}
	}
	return false
}

// lies reports whether a value is in a span, by the class it has of its own.
func lies(s cql2.Span, raw []byte) bool {
	v := reference{&fields{names: []string{"v"}, kinds: []cql2.Kinds{0}}, &thing{values: [][]byte{raw}}}.property("v")
	_, isTime := timeOf(v)
	var end func(e cql2.End) any
	switch v.(type) {
	case float64:
		end = func(e cql2.End) any { return e.Number }
		isTime = s.Class != cql2.NumberClass
	case bool:
		end = func(e cql2.End) any { return e.Boolean }
		isTime = s.Class != cql2.BooleanClass
	case string:
		if isTime != (s.Class == cql2.TimeClass) || !isTime && s.Class != cql2.TextClass {
			return false
		}
		if isTime {
			first, _ := timeOf(v)
			v = first.first
			end = func(e cql2.End) any { return float64(e.Micros) }
		} else {
			end = func(e cql2.End) any { return e.Text }
		}
		isTime = false
	default:
		return false
	}
	if isTime { // another class
		return false
	}
	if !s.Low.Open {
		if c := order(v, end(s.Low)); c < 0 || c == 0 && s.Low.Excluded {
			return false
		}
	}
	if !s.High.Open {
		if c := order(v, end(s.High)); c > 0 || c == 0 && s.High.Excluded {
			return false
		}
	}
	return true
}

// order compares two values of one class, texts by their bytes.
func order(a, b any) int {
	if s, ok := a.(string); ok {
		return strings.Compare(s, b.(string))
	}
	return compare(a, b).(int)
}
