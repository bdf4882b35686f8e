package memory

import (
	"slices"

	"cairn/geo"
	"cairn/geo/cql2"
)

// test is the part of a query that is asked of one feature after the other. Boxes
// and Near are not in it.
type test struct {
	set    *set
	never  bool        // nothing matches
	slots  []uint32    // only these, ascending; nil for all
	where  []condition // those with columns first
	during *geo.Period
	parts  []*cql2.Filter // of the filter, what the conditions do not say
	placed *cql2.Filter   // the one of them that candidates are known to meet; may be nil

	members bitmap // only these, in place of the conditions that are settled; nil for all
	subject geo.Subject
}

// condition is one on a property, and what the field's column says of it.
type condition struct {
	field   int
	equal   *geo.Condition // either this,
	limits  *limits        // or these; in both cases to find it by;
	alone   *cql2.Filter   // or this, which asks of the field only what the column knows
	loose   bool           // what is within the limits is still to be asked
	decided bool           // the filter need not be asked of it
	settled bool           // what is asked meets it

	column *column // nil: ask the feature
	judgement
}

func newTest(q *geo.Query, c *set) test {
	t := test{set: c, during: q.During}
	all := geo.CompileFilter(q.Where, c.info.Schema).Conditions()
	for i := range all {
		field, ok := all[i].Field()
		if !ok {
			t.never = true
			return t
		}
		c := condition{field: field, equal: &all[i], decided: true}
		c.limits, c.loose = equals(q.Where[i].Value, &all[i])
		t.where = append(t.where, c)
	}
	if q.Filter != nil {
		t.imply(q.Filter)
	}
	for i := range t.where {
		t.where[i].look(c)
	}
	slices.SortStableFunc(t.where, func(a, b condition) int { return a.price() - b.price() })
	return t
}

// equals returns the limits of an equality. Those of a time are loose: others write
// it in another way.
func equals(text string, of *geo.Condition) (l *limits, loose bool) {
	own := rankOf(geo.AppendString(nil, text))
	ranks := []*rank{&own}
	if v, ok := of.Number(); ok {
		ranks = append(ranks, &rank{class: numbers, key: numberKey(v)})
	}
	if text == "true" || text == "false" {
		ranks = append(ranks, rankOfBoolean(text == "true"))
	}
	return only(ranks...), own.class == times
}

// imply takes over what a filter implies.
func (t *test) imply(f *cql2.Filter) {
	implied := f.Implied()
	t.never = implied.Never
	decided := map[int]bool{}
	for _, part := range f.Parts() {
		said := part.Implied()
		if !said.Exact {
			t.parts = append(t.parts, part)
			continue
		}
		for i := range said.Ranges {
			decided[said.Ranges[i].Field] = true
		}
	}
	for i := range implied.Ranges {
		r := &implied.Ranges[i]
		t.where = append(t.where, condition{field: r.Field, limits: newLimits(r.Spans), decided: decided[r.Field]})
	}
	if implied.IDs == nil {
		return
	}
	t.slots = []uint32{}
	for _, id := range implied.IDs {
		if slot, ok := t.set.slot(geo.ID(id)); ok {
			t.slots = append(t.slots, slot)
		}
	}
	slices.Sort(t.slots)
	t.slots = slices.Compact(t.slots)
}

// look asks the field's column.
func (c *condition) look(in *set) {
	c.n = in.table.n
	if c.field < 0 {
		return
	}
	column := in.columns.of(c.field, in)
	if column == nil || column.isUseless(in.table.n) {
		return
	}
	c.column, c.judgement = column, column.judge(c)
}

// admits reports whether a value of the field meets the condition.
func (c *condition) admits(v geo.Value, at *rank) bool {
	switch {
	case c.equal != nil:
		return c.equal.MatchValue(v)
	case c.limits != nil:
		return c.limits.holdRank(at)
	}
	return c.alone.Match(&lone{c.field, v})
}

// What it costs, in about nanoseconds, to ask something of one feature.
const (
	columnPrice = 3
	headPrice   = 60
	valuePrice  = 150
	partPrice   = 250
)

// price is what it costs to ask one feature.
func (c *condition) price() int {
	switch {
	case c.settled:
		return 0
	case c.column != nil:
		return columnPrice + valuePrice*c.asks/(len(c.column.pages)*codePage)
	case !c.decided: // the filter asks
		return 0
	}
	return valuePrice
}

func (t *test) isZero() bool {
	return !t.never && t.during == nil && len(t.where) == 0 && t.asked() == 0 && t.slots == nil && t.members == nil
}

// asked returns how many parts of the filter are to be asked.
func (t *test) asked() int {
	if t.placed != nil {
		return len(t.parts) - 1
	}
	return len(t.parts)
}

// may reports what is known without a look at the feature in a slot.
func (t *test) may(slot uint32) bool {
	if t.members != nil && !t.members.has(int(slot)) {
		return false
	}
	for i := range t.where {
		if c := &t.where[i]; c.column != nil && !c.settled && c.verdict[c.column.at(slot)] == refused {
			return false
		}
	}
	return true
}

// match asks the feature in a slot, which is in use.
func (t *test) match(slot uint32) bool {
	if t.members != nil && !t.members.has(int(slot)) || t.never {
		return false
	}
	if t.slots != nil {
		if _, ok := slices.BinarySearch(t.slots, slot); !ok {
			return false
		}
	}
	for i := range t.where {
		if c := &t.where[i]; !c.settled && !c.match(t.set, slot) {
			return false
		}
	}
	if t.during != nil {
		if p, ok := t.set.feature(slot).Period(); ok && !p.Overlaps(*t.during) {
			return false
		}
	}
	if t.asked() == 0 {
		return true
	}
	t.subject.Feature = t.set.feature(slot)
	for _, part := range t.parts {
		if part != t.placed && !part.Match(&t.subject) {
			return false
		}
	}
	return true
}

// match asks the feature in a slot; what the filter is to ask is left to it.
func (c *condition) match(in *set, slot uint32) bool {
	if c.column != nil {
		if said := c.verdict[c.column.at(slot)]; said != ask {
			return said == met
		}
	}
	if !c.decided {
		return true
	}
	f := in.feature(slot)
	if c.equal != nil {
		return c.equal.Match(f)
	}
	return c.limits.hold(keyer{c.field}.value(f))
}
