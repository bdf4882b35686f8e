package memory

import (
	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/cql2"
)

// askColumns takes those parts of the filter that are about one property alone, and
// asks them of the few values that its column has, whatever they are: comparing
// without regard to case then takes no longer than an equality does.
func (t *test) askColumns() {
	var left []*cql2.Filter
	for _, part := range t.parts {
		c, ok := t.alone(part)
		if ok {
			t.where = append(t.where, c)
		}
		if !ok || c.asks > 0 {
			left = append(left, part)
		}
	}
	t.parts = left
}

// alone returns the condition that a part of a filter is, if it is about one
// property alone that has a column.
func (t *test) alone(f *cql2.Filter) (c condition, ok bool) {
	types, fields := t.set.info.Types(), map[int]bool{}
	field := 0
	cql2.Walk(f.Expr(), func(e cql2.Expr) bool {
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
	if column == nil || column.bands != nil || column.isUseless(t.set.table.n) {
		return c, false
	}
	c = condition{field: field, column: column, alone: f}
	c.judgement = column.judge(&c)
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
