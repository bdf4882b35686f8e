package aggregate_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/aggregate"
)

// events is a collection as a store describes it.
func events() geo.Collection {
	return geo.Collection{
		Name: "events",
		Schema: geo.NewSchema(
			geo.Field{Name: "kind", Kinds: geo.Text}, geo.Field{Name: "best", Kinds: geo.Integer | geo.Null}, geo.Field{Name: "date", Kinds: geo.Date},
			geo.Field{Name: "year", Kinds: geo.Integer}, geo.Field{Name: "a,b", Kinds: geo.Number}, geo.Field{Name: `the "q"`, Kinds: geo.Number}, geo.Field{Name: "count", Kinds: geo.Integer},
			geo.Field{Name: "hex", Kinds: geo.Text}, geo.Field{Name: "end", Kinds: geo.Date}, geo.Field{Name: "mixed", Kinds: geo.Text | geo.Number},
		),
		Extent: geo.Extent{Bound: orb.Bound{Min: orb.Point{35, 32}, Max: orb.Point{42, 37.5}}},
	}
}

// written writes a request so that it can be compared.
func written(r aggregate.Request) string {
	var words []string
	for _, g := range r.Groups {
		words = append(words, fmt.Sprintf("%d/%d/%s", g.By, g.Field, g.Name))
	}
	for _, v := range r.Values {
		words = append(words, fmt.Sprintf("%v/%d/%s", v.Func, v.Field, v.Name))
	}
	return strings.Join(append(words, fmt.Sprint(r.Cell, " ", r.Parallel)), " ")
}

func TestParse(t *testing.T) {
	tests := []struct{ group, cell, value, want string }{
		{"square", "10000", "", "0/0/square count/0/count 10000 35"},
		{"hex()", "2.5e3", "count", "1/0/hex() count/0/count 2500 35"},
		{"quadkey,kind", "7", "count,sum(best)", "2/0/quadkey 3/0/kind count/0/count sum/1/sum(best) 7 35"},
		{"hex", "", "", "3/7/hex count/0/count 0 35"}, // a property goes before
		{"year", "", "", "3/3/year count/0/count 0 35"},
		{"year()", "", "", "9/-1/year() count/0/count 0 35"},
		{"month", "", "min(best),max(best),avg(best)", "7/-1/month min/1/min(best) max/1/max(best) avg/1/avg(best) 0 35"},
		{"day(start),week(end),hour(date)", "", "", "5/-1/day(start) 6/8/week(end) 4/2/hour(date) count/0/count 0 35"},
		{"quarter(kind)", "", "", "8/0/quarter(kind) count/0/count 0 35"},
		{`"a,b",month("date")`, "", `sum("a,b"),sum("the ""q""")`, `3/4/a,b 7/2/month("date") sum/4/sum("a,b") sum/5/sum("the ""q""") 0 35`},
		{"count", "", "count", "3/6/count count/0/count() 0 35"},
		{"", "", "avg(mixed)", "avg/9/avg(mixed) 0 35"},
	}
	for _, test := range tests {
		r, err := aggregate.Parse(test.group, test.cell, test.value, events())
		if got := written(r); err != nil || got != test.want {
			t.Errorf("group=%s&cell=%s&value=%s: got %s, %v; want %s", test.group, test.cell, test.value, got, err, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ group, cell, value, path, want string }{
		{"hexx()", "1", "", "group", "did you mean hex?"},
		{"Kind", "", "", "group", "did you mean kind?"},
		{"kynd", "", "", "group", "did you mean kind?"},
		{"nothing like it at all", "", "", "group", "expected a property or one of square, hex, quadkey, hour, day, week, month, quarter, year"},
		{"month(dat)", "", "", "group", "did you mean date?"},
		{"kind,", "", "", "group", "character 6: there is nothing; expected a name"},
		{",kind", "", "", "group", "character 1: there is ','; expected a name"},
		{"month(", "", "", "group", "character 7: there is nothing; expected a property"},
		{"month(date", "", "", "group", "character 11: there is nothing; expected ')'"},
		{"month(date)x", "", "", "group", "character 12: there is 'x'; expected a comma"},
		{`"kind`, "", "", "group", "expected the second '\"'"},
		{"square(5)", "5", "", "group", "its size in cell="},
		{"kind,kind", "", "", "group", "twice"},
		{"square,quadkey", "5", "", "group", "two kinds of cell"},
		{"kind,year,date,best,end", "", "", "group", "at most 4"},
		{"kind(x)", "", "", "group", "there is no \"kind\""},
		{"square", "", "", "cell", "metres"},
		{"quadkey", "", "", "cell", "zoom"},
		{"kind", "5", "", "cell", "expected square, hex or quadkey"},
		{"square", "big", "", "cell", "no number"},
		{"square", "Inf", "", "cell", "no number"},
		{"square", "0x10", "", "cell", "no number"},
		{"square", "1e400", "", "cell", "no number"},
		{"square", "-5", "", "cell", "1 to 2000000"},
		{"square", "0", "", "cell", "1 to 2000000"},
		{"quadkey", "25", "", "cell", "1 to 24"},
		{"quadkey", "1.5", "", "cell", "1 to 24"},
		{"kind", "", "sum", "value", "as in sum(best)"},
		{"kind", "", "sum()", "value", "as in sum(best)"},
		{"kind", "", "total(best)", "value", "count, sum(p)"},
		{"kind", "", "summ(best)", "value", "did you mean sum?"},
		{"kind", "", "sum(besst)", "value", "did you mean best?"},
		{"kind", "", "sum(kind)", "value", "has no numbers"},
		{"kind", "", "count(best)", "value", "of all features"},
		{"kind", "", "count,count", "value", "twice"},
		{"kind", "", "sum(best),", "value", "character 11"},
		{"kind", "", strings.Repeat("count,", 16) + "sum(best)", "value", "at most 16"},
	}
	for _, test := range tests {
		_, err := aggregate.Parse(test.group, test.cell, test.value, events())
		e, ok := err.(*geo.Error)
		if !ok || e.Kind != geo.Invalid || e.Path != test.path || !strings.Contains(e.Msg, test.want) {
			t.Errorf("group=%s&cell=%s&value=%s: got %v; want Invalid about %s with %q", test.group, test.cell, test.value, err, test.path, test.want)
		}
	}
}

func TestParallel(t *testing.T) {
	for _, test := range []struct{ south, north, want float64 }{{32, 37.5, 35}, {-37.5, -32, 35}, {-90, 90, 45}, {-1, 1, 0}, {80, 90, 75}, {-10, 50, 20}} {
		c := events()
		c.Extent.Bound.Min[1], c.Extent.Bound.Max[1] = test.south, test.north
		if r, err := aggregate.Parse("square", "5", "", c); err != nil || r.Parallel != test.want {
			t.Errorf("from %v to %v: %v, %v; want %v", test.south, test.north, r.Parallel, err, test.want)
		}
	}
}

// FuzzParse: whatever is taken can be asked, and names differ.
func FuzzParse(f *testing.F) {
	f.Add("hex(),month(date)", "5000", "count,sum(best)")
	f.Add(`"a,b",year()`, "", `avg("the ""q""")`)
	f.Add("quadkey", "24", "")
	f.Fuzz(func(t *testing.T, group, cell, value string) {
		r, err := aggregate.Parse(group, cell, value, events())
		if err != nil {
			if e, ok := err.(*geo.Error); !ok || e.Kind != geo.Invalid || e.Path != "group" && e.Path != "cell" && e.Path != "value" {
				t.Fatalf("the error is not Invalid about a parameter: %v", err)
			}
			return
		}
		if len(r.Groups) > aggregate.MaxParts || len(r.Values) == 0 {
			t.Errorf("got %+v", r)
		}
		seen := map[string]bool{}
		for _, g := range r.Groups {
			seen[g.Name] = true
		}
		for _, v := range r.Values {
			seen[v.Name] = true
		}
		if len(seen) != len(r.Groups)+len(r.Values) {
			t.Errorf("two things have the same name in %+v", r)
		}
	})
}
