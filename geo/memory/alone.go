package memory

import (
	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
)

// askColumns takes those parts of the filter that are about one property alone, and
// asks them of the few values that its column has, whatever they are: comparing
// without regard to case then takes no longer than an equality does. Where that settles
// all parts, the filter itself need not be asked.
func (t *test) askColumns() {
	if t.filter == nil {
		return
	}
	settled := true
	for _, part := range conjuncts(t.filter.Expr(), nil) {
		c, ok := t.alone(part)
		settled = settled && ok && c.column.counts[manyValues] == 0
		if ok {
			t.where = append(t.where, c)
		}
	}
	if settled {
		t.filter = nil
	}
}

// conjuncts appends the parts of an expression that must all be true.
func conjuncts(e cql2.Expr, parts []cql2.Expr) []cql2.Expr {
	if c, ok := e.(*cql2.Call); ok && c.Op == "and" {
		for _, arg := range c.Args {
			parts = conjuncts(arg, parts)
		}
		return parts
	}
	return append(parts, e)
}

// alone returns the condition that a part of a filter is, if it is about one
// property alone that has a column.
func (t *test) alone(e cql2.Expr) (c condition, ok bool) {
	types, fields := t.set.info.Types(), map[int]bool{}
	field := 0
	cql2.Walk(e, func(e cql2.Expr) bool {
		if p, is := e.(*cql2.Property); is {
			field, _, _ = types.Property(p.Name)
			fields[field] = true
		}
		return true
	})
	if len(fields) != 1 || field < 0 {
		return c, false
	}
	column := t.set.columns.of(field, t.set)
	if column == nil || column.isUseless(t.set.table.n) {
		return c, false
	}
	f, err := cql2.Compile(e, types)
	if err != nil {
		return c, false
	}
	c = condition{field: field, column: column, alone: f}
	c.verdict, c.n, c.sure = column.judge(&c)
	if f.Match(&lone{field: field}) { // of features without the property too
		c.verdict[noValue], c.n, c.sure = met, t.set.table.n, false
	}
	return c, true
}

// lone is a thing that has one property only.
type lone struct {
	field int
	value geo.Value
}

// Value implements [cql2.Scope].
func (l *lone) Value(field int) []byte {
	if field == l.field {
		return l.value
	}
	return nil
}

// Point implements [cql2.Scope].
func (l *lone) Point() (p orb.Point, ok bool) { return p, false }

// Bound implements [cql2.Scope].
func (l *lone) Bound() (b orb.Bound, ok bool) { return b, false }

// Geometry implements [cql2.Scope].
func (l *lone) Geometry() orb.Geometry { return nil }
