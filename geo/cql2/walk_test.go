package cql2_test

import (
	"slices"
	"testing"

	"cairn/geo/cql2"
)

func TestWalk(t *testing.T) {
	e, err := cql2.Parse("A_EQUALS(tags, (1, (x, 'y'))) AND NOT T_DURING(INTERVAL(begins, '..'), INTERVAL(f(z), DATE('2026-01-19')))")
	if err != nil {
		t.Fatal(err)
	}
	names := func(into func(*cql2.Call) bool) (names []string) {
		cql2.Walk(e, func(e cql2.Expr) bool {
			switch e := e.(type) {
			case *cql2.Property:
				names = append(names, e.Name)
			case *cql2.Call:
				return into(e)
			}
			return true
		})
		return names
	}
	if got, want := names(func(*cql2.Call) bool { return true }), []string{"tags", "x", "begins", "z"}; !slices.Equal(got, want) {
		t.Errorf("all: got %v, want %v", got, want)
	}
	if got, want := names(func(c *cql2.Call) bool { return c.Op != "f" && c.Op != "a_equals" }), []string{"begins"}; !slices.Equal(got, want) {
		t.Errorf("without some: got %v, want %v", got, want)
	}
}
