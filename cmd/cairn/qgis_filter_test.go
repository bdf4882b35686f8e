//go:build qgis

package main_test

import (
	"slices"
	"strings"
	"testing"
)

// pushed is an expression that QGIS may leave to the server.
type pushed struct {
	expression string
	match      func(town) bool
	cql2       string // what it sends as filter since it speaks CQL2; "" if it filters by itself
	folded     string // the same where it has reckoned with constants first
	datetime   string // what it sends as datetime before
	since      int    // the QGIS that first takes the expression, 0 for any
	partly     bool   // it sends a part and forgets the rest, but for a request's filter
}

// pushable are the expressions of QGIS's own filter dialog, one of each kind.
var pushable = []pushed{
	{expression: `"kind" = 'camp'`, cql2: `(kind = 'camp')`,
		match: func(c town) bool { return c.Kind == "camp" }},
	{expression: `"kind" <> 'camp'`, cql2: `(kind <> 'camp')`,
		match: func(c town) bool { return c.Kind != "camp" }},
	{expression: `"name" = 'O''Town 17'`, cql2: `(name = 'O''Town 17')`,
		match: func(c town) bool { return c.Name == "O'Town 17" }},
	{expression: `"name_ar" = 'بلدة 4'`, cql2: `("name_ar" = 'بلدة 4')`,
		match: func(c town) bool { return c.NameAr == "بلدة 4" }},
	{expression: `"people" < 10`, cql2: `(people < 10)`,
		match: func(c town) bool { return c.People != nil && *c.People < 10 }},
	{expression: `"people" <= 10`, cql2: `(people <= 10)`,
		match: func(c town) bool { return c.People != nil && *c.People <= 10 }},
	{expression: `"people" > 9990`, cql2: `(people > 9990)`,
		match: func(c town) bool { return c.People != nil && *c.People > 9990 }},
	{expression: `"height" >= 149.5`, cql2: `(height >= 149.5)`,
		match: func(c town) bool { return c.Height >= 149.5 }},
	{expression: `"height" < -99.5`, cql2: `(height < ( - (99.5)))`, folded: `(height < -99.5)`,
		match: func(c town) bool { return c.Height < -99.5 }},
	{expression: `"people" * 2 + 1 = 15`, cql2: `(((people * 2) + 1) = 15)`,
		match: func(c town) bool { return c.People != nil && *c.People == 7 }},
	{expression: `"name" LIKE 'Town 99%'`, cql2: `(name LIKE 'Town 99%')`,
		match: func(c town) bool { return strings.HasPrefix(c.Name, "Town 99") }},
	{expression: `"name" NOT LIKE '%Town%'`, cql2: `(name NOT LIKE '%Town%')`,
		match: func(c town) bool { return false }},
	{expression: `"name" ILIKE 'o''toWN 99%'`, cql2: `(CASEI(name) LIKE CASEI('o''toWN 99%'))`,
		match: func(c town) bool { return strings.HasPrefix(c.Name, "O'Town 99") }},
	{expression: `"kind" IN ('prison','camp')`, cql2: `kind IN ('prison','camp')`,
		match: func(c town) bool { return c.Kind == "prison" || c.Kind == "camp" }},
	{expression: `"key" NOT IN (1,2)`, cql2: `key NOT IN (1,2)`,
		match: func(c town) bool { return c.Key > 2 }},
	{expression: `"key" BETWEEN 100 AND 110`, cql2: `key BETWEEN 100 AND 110`, since: 32600,
		match: func(c town) bool { return c.Key >= 100 && c.Key <= 110 }},
	{expression: `"people" IS NULL`, cql2: `(people IS NULL)`,
		match: func(c town) bool { return c.People == nil }},
	{expression: `"people" IS NOT NULL`, cql2: `(people IS NOT NULL)`,
		match: func(c town) bool { return c.People != nil }},
	{expression: `"remark #1" IS NOT NULL`, cql2: `("remark #1" IS NOT NULL)`,
		match: func(c town) bool { return c.Remarks != nil }},
	{expression: `"open" = true`, cql2: `(open = TRUE)`,
		match: func(c town) bool { return c.Open }},
	{expression: `"open" = true AND ("kind" = 'camp' OR "key" < 5)`, cql2: `((open = TRUE) AND ((kind = 'camp') OR (key < 5)))`,
		match: func(c town) bool { return c.Open && (c.Kind == "camp" || c.Key < 5) }},
	{expression: `NOT ("kind" = 'camp' OR "key" > 20)`, cql2: `(NOT (((kind = 'camp') OR (key > 20))))`,
		match: func(c town) bool { return c.Kind != "camp" && c.Key <= 20 }},
	{expression: `"date" >= '2026-12-30'`, cql2: `(date >= DATE('2026-12-30'))`, datetime: "2026-12-30/9999-12-31T00:00:00Z",
		match: func(c town) bool { return c.Date >= "2026-12-30" }},
	{expression: `"date" = '2026-02-03'`, cql2: `(date = DATE('2026-02-03'))`, datetime: "2026-02-03",
		match: func(c town) bool { return c.Date == "2026-02-03" }},
	{expression: `"date" <= '2026-01-02'`, cql2: `(date <= DATE('2026-01-02'))`, datetime: "0000-01-01T00:00:00Z/2026-01-02",
		match: func(c town) bool { return c.Date <= "2026-01-02" }},
	{expression: `"date" >= make_date(2026,12,30)`, cql2: `(date >= DATE('2026-12-30'))`,
		match: func(c town) bool { return c.Date >= "2026-12-30" }},
	{expression: `"seen" >= make_datetime(2026,12,30,0,0,0)`, cql2: `(seen >= TIMESTAMP('2026-12-30T00:00:00.000Z'))`,
		match: func(c town) bool { return c.Seen >= "2026-12-30" }},
	{expression: `"key" < 50 AND length("name") = 6`, cql2: `(key < 50)`, partly: true,
		match: func(c town) bool { return c.Key < 50 && len(c.Name) == 6 }},
	{expression: `length("name") = 6`,
		match: func(c town) bool { return len(c.Name) == 6 }},
}

// qgisFilters filters as the layer's own filter and as a request's, and looks at
// what was sent. Whatever QGIS leaves to the server, what it shows is right.
func qgisFilters(t *testing.T, q *qgis, w *witness) {
	for _, p := range pushable {
		t.Run(p.expression, func(t *testing.T) {
			if q.version < p.since {
				t.Skip("this QGIS does not know the expression")
			}
			for _, how := range []string{"subset", "where"} {
				if how == "subset" && p.partly && q.version >= cql2Since {
					continue
				}
				w.take()
				r := q.ask(t, on(w.address, "hamlets", "find", "field", "key", how, p.expression))
				if got, want := r.keys(t), keysOf(hamlets, p.match); !slices.Equal(got, want) {
					t.Errorf("as %s: got %s, want %s", how, shortly(got), shortly(want))
				}
				p.check(t, q, how, items(w.take()))
			}
		})
	}
}

// check looks at the pages that QGIS took.
func (p pushed) check(t *testing.T, q *qgis, how string, pages []asking) {
	t.Helper()
	name, want := "filter", p.cql2
	if how == "where" && p.folded != "" {
		want = p.folded
	}
	if q.version < cql2Since {
		name, want = "datetime", p.datetime
		if how == "where" {
			want = "" // only the layer's own filter is sent
		}
	}
	if len(pages) == 0 {
		t.Errorf("as %s: QGIS asked for no features", how)
		return
	}
	if got := pages[0].query.Get(name); got != want {
		t.Errorf("as %s: %s = %q, want %q", how, name, got, want)
	}
	t.Logf("as %s: %d pages with %s", how, len(pages), pages[0].query.Encode())
}
