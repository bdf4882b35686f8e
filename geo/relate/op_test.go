package relate_test

import (
	"testing"

	"cairn/geo/relate"
)

func TestParseOp(t *testing.T) {
	for _, op := range ops {
		got, ok := relate.ParseOp(op.String())
		if got != op || !ok {
			t.Errorf("ParseOp(%q) = %v, %v; want %v", op.String(), got, ok, op)
		}
	}
	for _, name := range []string{"", "intersects", "S_INTERSECTS", "s_covers", "t_equals"} {
		if got, ok := relate.ParseOp(name); ok {
			t.Errorf("ParseOp(%q) = %v; want none", name, got)
		}
	}
	if got := relate.Op(200).String(); got != "relate.Op(?)" {
		t.Errorf("String of no relation: got %q", got)
	}
}

func TestConverse(t *testing.T) {
	for _, op := range ops {
		want := op
		switch op {
		case relate.Within:
			want = relate.Contains
		case relate.Contains:
			want = relate.Within
		}
		if got := op.Converse(); got != want {
			t.Errorf("converse of %v: got %v, want %v", op, got, want)
		}
	}
}
