package geo_test

import (
	"testing"

	"cairn/geo"
)

func TestFilter(t *testing.T) {
	b := geo.NewBuilder(nil)
	for _, c := range []struct {
		value, ask string
		want       bool
	}{
		{`"Raqqa"`, "Raqqa", true}, {`"Raqqa"`, "raqqa", false}, {`"Raqqa"`, "Raqq", false}, {`""`, "", true}, {`"a\"b\n"`, "a\"b\n", true},
		{`"الرقة"`, "الرقة", true}, {`"120"`, "120", true}, {`"120"`, "120.0", false}, {`"true"`, "true", true}, {`"null"`, "null", true},
		{`120`, "120", true}, {`120`, "120.0", true}, {`120`, "1.2e2", true}, {`120`, "+120", true}, {`120.50`, "120.5", true}, {`120`, "121", false},
		{`120`, "0x78", false}, {`16`, "0x1p4", false}, {`1000`, "1_000", false}, {`120`, "a120", false}, {`120`, "", false}, {`120`, "NaN", false},
		{`0`, "-0", true}, {`-0.0`, "0", true}, {`12345678901234567890`, "12345678901234567890", true},
		{`1e400`, "1e400", true}, {`1e400`, "Inf", false},
		{`true`, "true", true}, {`true`, "false", false}, {`true`, "True", false}, {`true`, "1", false}, {`false`, "false", true},
		{`null`, "null", false}, {`null`, "", false}, {`[1]`, "[1]", false}, {`{}`, "{}", false}, {`[]`, "", false},
		{`"2026-01-19"`, "2026-01-19", true},
	} {
		f := built(t, b, "a", nil, "other", `"x"`, "v", c.value)
		filter := geo.CompileFilter([]geo.Equality{{Property: "v", Value: c.ask}}, f.Schema())
		if got := filter.Match(f); got != c.want {
			t.Errorf("%s = %q: got %t, want %t", c.value, c.ask, got, c.want)
		}
		twice := geo.CompileFilter([]geo.Equality{{Property: "other", Value: "x"}, {Property: "v", Value: c.ask}}, f.Schema())
		if got := twice.Match(f); got != c.want {
			t.Errorf("other = x and %s = %q: got %t, want %t", c.value, c.ask, got, c.want)
		}
		if never := geo.CompileFilter([]geo.Equality{{Property: "other", Value: "y"}, {Property: "v", Value: c.ask}}, f.Schema()); never.Match(f) {
			t.Errorf("other = y and %s = %q: matches", c.value, c.ask)
		}
	}
}

func TestFilterSchemas(t *testing.T) {
	b := geo.NewBuilder(nil)
	early := built(t, b, "early", nil, "a", `1`)
	late := built(t, b, "late", nil, "b", `2`)
	zero := geo.Filter{}
	if !zero.IsZero() || !zero.Match(early) || !geo.CompileFilter(nil, nil).IsZero() {
		t.Error("a filter without conditions does not match all")
	}
	onB := geo.CompileFilter([]geo.Equality{{Property: "b", Value: "2"}}, late.Schema())
	if onB.IsZero() || onB.Match(early) || !onB.Match(late) {
		t.Errorf("b = 2: the early one %t, the late one %t; want false, true", onB.Match(early), onB.Match(late))
	}
	for _, schema := range []*geo.Schema{nil, early.Schema()} {
		never := geo.CompileFilter([]geo.Equality{{Property: "none", Value: ""}}, schema)
		if never.Match(early) || never.Match(late) {
			t.Error("a property that is not there has a value")
		}
	}
}

func TestFilterAllocates(t *testing.T) {
	f := built(t, geo.NewBuilder(nil), "a", nil, "name", `"Raqqa"`, "count", `120`)
	filter := geo.CompileFilter([]geo.Equality{{Property: "name", Value: "Raqqa"}, {Property: "count", Value: "120.0"}}, f.Schema())
	if n := testing.AllocsPerRun(100, func() {
		if !filter.Match(f) {
			t.Error("no match")
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
