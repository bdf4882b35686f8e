package geo_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// none says that a feature speaks of no time; unread that it does, but not in a
// way that can be read.
const none, unread = "none", "unread"

func periodOf(f geo.Feature) string {
	p, ok := f.Period()
	switch {
	case !ok:
		return none
	case p == geo.Unreadable():
		return unread
	}
	return p.String()
}

func TestPeriodOfFeature(t *testing.T) {
	for _, c := range []struct {
		rule       []string
		properties []string
		want       string
	}{
		{nil, nil, none},
		{nil, []string{"name", `"2026-01-19"`}, none},
		{nil, []string{"date", `"2026-01-19"`}, "2026-01-19"},
		{nil, []string{"Date", `"2026-01-19T08:00:00+03:00"`}, "2026-01-19T05:00:00Z"},
		{nil, []string{"start", `"2026-01-19"`, "end", `"2026-01-20"`}, "2026-01-19/2026-01-20"},
		{nil, []string{"END", `"2026-01-20"`, "Start", `"2026-01-19"`}, "2026-01-19/2026-01-20"},
		{nil, []string{"start", `"2026-01-19"`, "end", `null`}, "2026-01-19/.."},
		{nil, []string{"start", `"2026-01-19"`}, "2026-01-19/.."},
		{nil, []string{"start", `null`, "end", `"2026-01-20"`}, "../2026-01-20"},
		{nil, []string{"start", `null`, "end", `null`}, none},
		{nil, []string{"start", `null`, "end", `null`, "date", `"2026-01-19"`}, "2026-01-19"},
		{nil, []string{"start", `"2026-01-19"`, "end", `"2026-01-19"`}, "2026-01-19"},
		{nil, []string{"start", `"2026-01-19T08:00:00Z"`, "end", `"2026-01-19T08:00:00Z"`}, "2026-01-19T08:00:00Z"},
		{nil, []string{"start", `"2026-01-19"`, "end", `"soon"`}, unread},
		{nil, []string{"start", `"long ago"`, "end", `"2026-01-19"`}, unread},
		{nil, []string{"start", `"long ago"`}, unread},
		{nil, []string{"start", `"2026-01-19"`, "date", `"2020-01-01"`}, "2026-01-19/.."},
		{nil, []string{"date", `"2020-01-01"`, "datetime", `"2026-01-19"`}, "2026-01-19"},
		{nil, []string{"timestamp", `1768833000`, "occurred_at", `"2026-01-19"`}, "2026-01-19"},
		{nil, []string{"date", `"unknown"`, "occurred_at", `"2026-01-19"`}, "2026-01-19"},
		{nil, []string{"date", `"19/01/2026"`}, unread},
		{nil, []string{"date", `""`}, unread},
		{nil, []string{"date", `null`}, none},
		{nil, []string{"date", `1768833000`}, none},
		{[]string{"seen"}, []string{"date", `"2020-01-01"`, "seen", `"2026-01-19"`}, "2026-01-19"},
		{[]string{"seen"}, []string{"date", `"2020-01-01"`}, none},
		{[]string{"seen"}, []string{"Seen", `"2026-01-19"`}, none},
		{[]string{"from", "to"}, []string{"to", `"2026-01-20"`, "from", `"2026-01-19"`, "start", `"2000-01-01"`}, "2026-01-19/2026-01-20"},
		{[]string{"from", "to"}, []string{"start", `"2000-01-01"`, "date", `"2000-01-01"`}, none},
	} {
		f := built(t, geo.NewBuilder(nil, c.rule...), "a", nil, c.properties...)
		if got := periodOf(f); got != c.want {
			t.Errorf("%v %v: got %s, want %s", c.rule, c.properties, got, c.want)
		}
	}
}

// TestPeriodsOfOneBuilder makes features whose schema grows and whose properties
// change their order: each has its own period.
func TestPeriodsOfOneBuilder(t *testing.T) {
	b := geo.NewBuilder(nil)
	for i, c := range []struct {
		properties []string
		want       string
	}{
		{[]string{"a", `1`}, none},
		{[]string{"a", `1`, "date", `"2026-01-01"`}, "2026-01-01"},
		{[]string{"date", `"2026-01-02"`, "a", `1`}, "2026-01-02"},
		{[]string{"end", `"2026-01-05"`, "start", `"2026-01-03"`}, "2026-01-03/2026-01-05"},
		{[]string{"a", `2`}, none},
		{[]string{"b", `2`, "date", `"2026-01-06"`}, "2026-01-06"},
		{[]string{"datetime", `"2026-01-07"`, "date", `"2026-01-06"`}, "2026-01-07"},
	} {
		if got := periodOf(built(t, b, geo.ID(fmt.Sprint(i)), nil, c.properties...)); got != c.want {
			t.Errorf("feature %d: got %s, want %s", i, got, c.want)
		}
	}
}

func TestTimeFields(t *testing.T) {
	schema := func(fields ...geo.Field) *geo.Schema { return geo.NewSchema(fields...) }
	date := func(name string) geo.Field { return geo.Field{Name: name, Kinds: geo.Date | geo.Null} }
	text := func(name string) geo.Field { return geo.Field{Name: name, Kinds: geo.Text} }
	for _, c := range []struct {
		schema *geo.Schema
		rule   []string
		want   string
	}{
		{nil, nil, "[]"},
		{schema(text("name"), date("seen")), nil, "[]"},
		{schema(date("end"), text("x"), date("start")), nil, "[start end]"},
		{schema(date("start")), nil, "[start]"},
		{schema(date("start"), text("end")), nil, "[start]"},
		{schema(text("start"), text("end"), date("Date")), nil, "[Date]"},
		{schema(date("time"), date("datetime")), nil, "[datetime]"},
		{schema(geo.Field{Name: "timestamp", Kinds: geo.DateTime | geo.Text}), nil, "[timestamp]"},
		{schema(date("seen"), date("date")), []string{"seen"}, "[seen]"},
		{schema(date("SEEN")), []string{"seen"}, "[]"},
		{schema(date("to"), date("from")), []string{"from", "to"}, "[from to]"},
	} {
		if got := fmt.Sprint(geo.TimeFields(c.schema, c.rule...)); got != c.want {
			t.Errorf("%v %v: got %s, want %s", c.schema.Fields(), c.rule, got, c.want)
		}
	}
}

// TestTimeRuleApply reads the periods of features made by one rule by another: they are
// as if made by that, and nothing else of them differs.
func TestTimeRuleApply(t *testing.T) {
	rules := [][]string{nil, {"at"}, {"from", "to"}, {"nowhere"}}
	things := [][]string{
		{}, {"at", `"2026-01-19"`}, {"name", `"x"`, "from", `"2026-01-19"`, "to", `"2026-01-20"`, "n", "5"}, {"date", `"2020"`, "at", `"soon"`},
		{"at", "null", "start", `"2026-01-19"`, "from", `"never"`}, {"from", `"2026-01-20"`, "to", `"2026-01-19"`, "long", `"` + strings.Repeat("x", 70_000) + `"`, "at", `"2026"`},
	}
	places := []orb.Geometry{nil, orb.Point{40, 36}, orb.LineString{{1, 2}, {3, 4}}}
	for _, properties := range things {
		for i, place := range places {
			for _, made := range rules {
				for _, then := range rules {
					b := geo.NewBuilder(nil, made...)
					b.TakeAnyPeriod()
					f := thing(t, b, place, properties...)
					wanted := geo.NewBuilder(nil, then...)
					wanted.TakeAnyPeriod()
					want := thing(t, wanted, place, properties...)
					got, err := geo.NewTimeRule(then...).Apply(f.WithRev(7))
					if wrong := len(then) == 2 && len(properties) == 8 && properties[0] == "from"; (err != nil) != wrong {
						t.Errorf("%.60q by %q: %v", properties, then, err)
					}
					if periodOf(got) != periodOf(want) || string(got.AppendHead(nil, nil)) != string(want.AppendHead(nil, nil)) || string(got.GeoJSON()) != string(want.GeoJSON()) || got.Rev() != 7 {
						t.Errorf("%.60q at %d made by %q, then by %q: %s, want %s", properties, i, made, then, periodOf(got), periodOf(want))
					}
				}
			}
		}
	}
}
