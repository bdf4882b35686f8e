package geo_test

import (
	"math"
	"testing"

	"cairn/geo"
)

func TestCursor(t *testing.T) {
	for _, c := range []geo.Cursor{1, 2, 35, 36, 1e6, 1e12, math.MaxUint64} {
		got, err := geo.ParseCursor(c.String())
		if err != nil || got != c {
			t.Errorf("%d prints as %q, which is read as %d (%v)", c, c, got, err)
		}
	}
	for _, s := range []string{"", "0", "00", "-1", "+1", " 1", "1 ", "1.5", "é", "1_0", "zzzzzzzzzzzzzz", "0x10!", "?"} {
		if got, err := geo.ParseCursor(s); geo.KindOf(err) != geo.Invalid {
			t.Errorf("%q: got %d (%v), want Invalid", s, got, err)
		}
	}
}

func TestExtent(t *testing.T) {
	c := geo.Collection{}
	c.Extent.Bound.Min[0] = 1 // west of 1, east of 0: nothing
	if c.Extent.IsLocated() || c.Extent.IsTimed() {
		t.Error("an empty extent says it holds something")
	}
	e := geo.Extent{Period: geo.Always()}
	if !e.IsTimed() {
		t.Error("an extent with an open period says it has no time")
	}
}

func TestOps(t *testing.T) {
	for i, op := range geo.Ops {
		if int(op) != i {
			t.Errorf("op %d stands at place %d", op, i)
		}
	}
}
