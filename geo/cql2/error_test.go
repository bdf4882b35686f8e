package cql2_test

import (
	"strings"
	"testing"

	"cairn/geo/cql2"
)

func TestError(t *testing.T) {
	for _, c := range []struct {
		err  cql2.Error
		want string
	}{
		{cql2.Error{Msg: "too long"}, "too long"},
		{cql2.Error{Column: 17, Expected: `a value after "="`, Found: "the end"}, `column 17: expected a value after "=", found the end`},
		{cql2.Error{Column: 3, Path: "args[1].op", Msg: "twice"}, "column 3, args[1].op: twice"},
		{cql2.Error{Path: "args[1]", Expected: "a number"}, "args[1]: expected a number"},
		{cql2.Error{Column: 1, Msg: "no property nmae", Hint: "name?"}, "column 1: no property nmae (name?)"},
		{cql2.Error{Path: strings.Repeat("args[0].", 20) + "op", Msg: "deep"}, "…" + strings.Repeat(".args[0]", 9) + ".op: deep"},
		{cql2.Error{Path: strings.Repeat("x", 100), Msg: "long"}, "…" + strings.Repeat("x", 80) + ": long"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("%#v:\n got %s\nwant %s", c.err, got, c.want)
		}
	}
}
