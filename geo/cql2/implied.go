package cql2

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// limits is what must hold of a thing that a predicate is true of (or false of):
// the makings of [Implied]. The zero limits say nothing.
type limits struct {
	never  bool // it is so of nothing
	exact  bool // whatever meets ids and ranges, it is so of
	byID   bool
	ids    []string
	placed bool
	bounds []orb.Bound
	ranges []Range // one per field, by field
}

// mostSpans is how many spans or ids an OR may bring together; beyond that, an
// index would help less than it costs.
const mostSpans = 10_000

// mostBounds is the same for boxes, each of which is a search.
const mostBounds = 16

// and is what holds where both do.
func (l limits) and(m limits) limits {
	if l.never || m.never {
		return limits{never: true, exact: true}
	}
	both := limits{exact: l.exact && m.exact}
	both.byID, both.ids = l.byID, l.ids
	if m.byID {
		both.byID, both.ids = true, m.ids
		if l.byID {
			both.ids = slices.DeleteFunc(slices.Clone(l.ids), func(id string) bool { return !slices.Contains(m.ids, id) })
			both.never = len(both.ids) == 0
		}
	}
	// That a bound meets each of two boxes does not say that it meets what they
	// share, so one of them is kept.
	both.placed, both.bounds = l.placed, l.bounds
	if m.placed && (!l.placed || area(m.bounds) < area(l.bounds)) {
		both.placed, both.bounds = true, m.bounds
	}
	both.ranges = slices.Clone(l.ranges)
	for _, r := range m.ranges {
		i, found := both.rangeOf(r.Field)
		if !found {
			both.ranges = slices.Insert(both.ranges, i, r)
			continue
		}
		spans := intersectSpans(both.ranges[i].Spans, r.Spans)
		both.ranges[i].Spans = spans
		both.never = both.never || len(spans) == 0
	}
	if both.never {
		return limits{never: true, exact: true}
	}
	return both
}

func area(bounds []orb.Bound) (sum float64) {
	for _, b := range bounds {
		sum += (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1])
	}
	return sum
}

// rangeOf finds the range of a field.
func (l *limits) rangeOf(field int) (int, bool) {
	return slices.BinarySearchFunc(l.ranges, field, func(r Range, field int) int { return cmp.Compare(r.Field, field) })
}

// or is what holds where one does.
func (l limits) or(m limits) limits {
	switch {
	case l.never:
		return m
	case m.never:
		return l
	}
	var one limits
	if l.byID && m.byID && len(l.ids)+len(m.ids) <= mostSpans {
		one.byID, one.ids = true, slices.Concat(l.ids, m.ids)
	}
	if l.placed && m.placed && len(l.bounds)+len(m.bounds) <= mostBounds {
		one.placed, one.bounds = true, slices.Concat(l.bounds, m.bounds)
	}
	for _, r := range l.ranges {
		i, found := m.rangeOf(r.Field)
		if !found || m.ranges[i].Spans[0].Class != r.Spans[0].Class || len(r.Spans)+len(m.ranges[i].Spans) > mostSpans {
			continue
		}
		one.ranges = append(one.ranges, Range{r.Field, uniteSpans(slices.Concat(r.Spans, m.ranges[i].Spans))})
	}
	// Only where each says one and the same kind of thing is the union all of it.
	if l.exact && m.exact && l.alone() && m.alone() {
		one.exact = one.byID && len(one.ids) > 0 || len(one.ranges) == 1
		if l.byID != m.byID {
			one.exact = false
		}
	}
	return one
}

// alone reports whether there is one condition only.
func (l *limits) alone() bool { return len(l.ranges) == 1 && !l.byID || len(l.ranges) == 0 && l.byID }

// fewParts is how many parts of an AND or OR are brought together one by one, which
// takes time by the square.
const fewParts = 64

// allLimits is the AND of what side tells of each part; of many, the first say
// enough.
func allLimits(parts []predicate, side func(*predicate) limits) limits {
	all := limits{exact: true}
	for i := range parts {
		if i == fewParts {
			all.exact = all.never
			break
		}
		all = all.and(side(&parts[i]))
	}
	return all
}

// anyLimits is the OR of what side tells of each part. Many are joined at once, as
// long as all are about one property or the id.
func anyLimits(parts []predicate, side func(*predicate) limits) limits {
	one := limits{never: true, exact: true}
	if len(parts) <= fewParts {
		for i := range parts {
			one = one.or(side(&parts[i]))
		}
		return one
	}
	var spans []Span
	var field int
	for i := range parts {
		l := side(&parts[i])
		if l.never {
			continue
		}
		if !l.alone() {
			return limits{}
		}
		if one.never {
			one = limits{exact: true, byID: l.byID}
		}
		one.exact = one.exact && l.exact
		switch {
		case l.byID != one.byID:
			return limits{}
		case l.byID:
			one.ids = append(one.ids, l.ids...)
		case spans == nil:
			field, spans = l.ranges[0].Field, slices.Clone(l.ranges[0].Spans)
		case l.ranges[0].Field != field || l.ranges[0].Spans[0].Class != spans[0].Class:
			return limits{}
		default:
			spans = append(spans, l.ranges[0].Spans...)
		}
	}
	if len(spans) > 0 {
		one.ranges = []Range{{field, uniteSpans(spans)}}
	}
	if len(spans)+len(one.ids) > mostSpans {
		return limits{}
	}
	return one
}

// implied turns limits into what an index is told.
func (l *limits) implied() Implied {
	if l.never {
		return Implied{Never: true, Exact: true}
	}
	i := Implied{Exact: l.exact && !l.placed, Ranges: l.ranges}
	if l.byID {
		i.IDs = slices.Compact(slices.Sorted(slices.Values(l.ids)))
	}
	if l.placed {
		i.Bounds = l.bounds
	}
	return i
}

// among says that a property lies in spans.
func (n *node) among(spans ...Span) limits {
	if n.field < 0 {
		return limits{}
	}
	if len(spans) == 0 {
		return limits{never: true, exact: true}
	}
	return limits{exact: true, ranges: []Range{{n.field, spans}}}
}

// limits returns what must hold for n to compare so with a constant.
func (n *node) limits(k comparison, c value) limits {
	switch {
	case n.near != nil && c.class == aNumber:
		return n.near.limits(k, c.number)
	case !n.property:
		return limits{}
	case n.field == IDField:
		return n.idLimits(k, c)
	}
	switch c.class {
	case aNumber:
		return n.among(spansOf(k, Span{Class: NumberClass, Low: End{Number: c.number}})...)
	case aBoolean:
		return n.booleanLimits(k, c.truth)
	case aMoment:
		return n.timeLimits(comparedWith(k, c.when))
	case aText:
		return n.textLimits(k, c)
	}
	return limits{}
}

// spansOf returns the values that compare so with the low end of one.
func spansOf(k comparison, one Span) (spans []Span) {
	at := one.Low
	one.High = at
	below, above := one, one
	below.Low, below.High.Excluded = End{Open: true}, k&same == 0
	above.High, above.Low.Excluded = End{Open: true}, k&same == 0
	switch k {
	case same:
		return []Span{one}
	case less, less | same:
		return []Span{below}
	case more, more | same:
		return []Span{above}
	}
	return []Span{below, above} // less or more
}

func booleanSpan(v bool) Span {
	return Span{Class: BooleanClass, Low: End{Boolean: v}, High: End{Boolean: v}}
}

func (n *node) booleanLimits(k comparison, c bool) limits {
	var spans []Span
	for _, v := range []bool{false, true} {
		if k.of(orderBooleans(v, c)) == yes {
			spans = append(spans, booleanSpan(v))
		}
	}
	return n.among(spans...)
}

// textLimits: a text is in the order of times if it is one, otherwise in that of
// texts; see [order].
func (n *node) textLimits(k comparison, c value) limits {
	when, isTime := c.time()
	texts, times := n.kinds&TextKind != 0, n.kinds&(DateKind|DateTimeKind) != 0
	at := Span{Class: TextClass, Low: End{Text: string(c.text)}}
	switch {
	case k == same && isTime:
		return n.timeLimits(comparedWith(k, when)) // no other text is the same
	case k == same:
		return n.among(spansOf(k, at)...) // no time is the same
	case texts && !times:
		return n.among(spansOf(k, at)...)
	case times && !texts && isTime:
		return n.timeLimits(comparedWith(k, when))
	}
	return limits{}
}

func (n *node) idLimits(k comparison, c value) limits {
	if k != same {
		return limits{}
	}
	switch c.class {
	case aNumber:
		if math.Trunc(c.number) != c.number || math.Abs(c.number) >= 1<<53 {
			return limits{}
		}
		id := strconv.FormatInt(int64(c.number), 10)
		return limits{byID: true, ids: []string{id}, exact: n.sorts == sortNumber}
	case aText:
		if _, ok := c.time(); ok {
			return limits{} // it may be written in another way
		}
		return limits{byID: true, ids: []string{string(c.text)}, exact: n.sorts&sortNumber == 0}
	}
	return limits{}
}

// likeLimits: texts that begin with the pattern's beginning. Times are in another
// order, but begin with a digit.
func (n *node) likeLimits(p *pattern) limits {
	text, whole := p.prefix()
	if !n.property || n.field < 0 || len(text) == 0 {
		return limits{}
	}
	if times := n.kinds&(DateKind|DateTimeKind) != 0; times && text[0] >= '0' && text[0] <= '9' {
		return limits{}
	}
	after := slices.Clone(text)
	after[len(after)-1]++ // UTF-8 has no byte 0xFF
	l := n.among(Span{Class: TextClass, Low: End{Text: string(text)}, High: End{Text: string(after), Excluded: true}})
	if len(p.pieces) == 1 && len(p.pieces[0].holes) == 0 {
		return n.among(spansOf(same, Span{Class: TextClass, Low: End{Text: string(text)}})...)
	}
	l.exact = whole
	return l
}

// placed says that the bound of the geometry meets that of a literal, or of one of
// its parts.
func placed(g orb.Geometry) limits {
	var bounds []orb.Bound
	switch g := g.(type) {
	case orb.MultiPolygon:
		bounds = boundsOf(g)
	case orb.Collection:
		bounds = boundsOf(g)
	default:
		bounds = boundsOf([]orb.Geometry{g})
	}
	if len(bounds) > mostBounds {
		bounds = boundsOf([]orb.Geometry{g})
	}
	if len(bounds) == 0 {
		return limits{never: true, exact: true}
	}
	return limits{placed: true, bounds: bounds}
}

func boundsOf[G orb.Geometry](parts []G) (bounds []orb.Bound) {
	for _, p := range parts {
		if b := p.Bound(); !b.IsEmpty() {
			bounds = append(bounds, b)
		}
	}
	return bounds
}
