package memory

import "cairn/geo"

// test is the part of a query that is asked of one feature after the other.
type test struct {
	set    *set
	during *geo.Period
	where  []condition
}

// condition is one on a property, and what the field's column says of it.
type condition struct {
	*geo.Condition
	column  *column // nil: ask the feature
	verdict *verdict
}

func newTest(q *geo.Query, c *set) test {
	t := test{set: c, during: q.During}
	if len(q.Where) == 0 {
		return t
	}
	all := geo.CompileFilter(q.Where, c.info.Schema).Conditions()
	t.where = make([]condition, len(all))
	for i := range all {
		t.where[i].Condition = &all[i]
		if field, ok := all[i].Field(); ok {
			if column := c.columns.of(field, c); column != nil {
				t.where[i].column, t.where[i].verdict = column, column.judge(&all[i])
			}
		}
	}
	return t
}

func (t *test) isZero() bool { return t.during == nil && len(t.where) == 0 }

// match asks the feature in a slot, which is in use.
func (t *test) match(slot uint32) bool {
	for i := range t.where {
		c, said := &t.where[i], uint8(ask)
		if c.column != nil {
			said = c.verdict[c.column.at(slot)]
		}
		if said == refused || said == ask && !c.Match(t.set.feature(slot)) {
			return false
		}
	}
	if t.during != nil {
		if p, ok := t.set.feature(slot).Period(); ok && !p.Overlaps(*t.during) {
			return false
		}
	}
	return true
}
