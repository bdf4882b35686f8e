package geo

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// Unreadable is the period of a feature that says when it holds, but not in a
// way that RFC 3339 can read. It overlaps no period; a feature that says nothing
// of time overlaps all.
func Unreadable() Period { return Period{Forever, Past} }

// timeNames are the properties a period is looked for in, best first.
var timeNames = [...]string{"datetime", "date", "time", "timestamp", "occurred_at"}

// timeRule says which properties make a feature's period.
type timeRule struct {
	start, end string   // names of a pair, or empty
	single     []string // names that stand alone, best first
	exact      bool     // names were given: compare them letter by letter

	schema  *Schema // the schema that the numbers below were found in
	numbers [2]int  // field numbers of start and end, -1 if not there
	singles []int
}

func newTimeRule(names []string) timeRule {
	switch len(names) {
	case 0:
		return timeRule{start: "start", end: "end", single: timeNames[:]}
	case 1:
		return timeRule{single: names, exact: true}
	}
	return timeRule{start: names[0], end: names[1], exact: true}
}

// TimeFields returns the names of the schema's properties that make up a
// feature's period under the rule of [NewBuilder]: none, one, or start and end.
func TimeFields(s *Schema, time ...string) []string {
	r := newTimeRule(time)
	r.look(s)
	var names []string
	for _, i := range r.numbers {
		if i >= 0 && s.fields[i].Kinds&(Date|DateTime) != 0 {
			names = append(names, s.fields[i].Name)
		}
	}
	for _, i := range r.singles {
		if len(names) == 0 && s.fields[i].Kinds&(Date|DateTime) != 0 {
			names = append(names, s.fields[i].Name)
		}
	}
	return names
}

// look finds the rule's fields in s.
func (r *timeRule) look(s *Schema) {
	r.schema, r.numbers, r.singles = s, [2]int{-1, -1}, r.singles[:0]
	same := strings.EqualFold
	if r.exact {
		same = func(a, b string) bool { return a == b }
	}
	for i, f := range s.Fields() {
		switch {
		case r.start != "" && same(f.Name, r.start):
			r.numbers[0] = i
		case r.end != "" && same(f.Name, r.end):
			r.numbers[1] = i
		}
	}
	for _, name := range r.single {
		for i, f := range s.Fields() {
			if same(f.Name, name) {
				r.singles = append(r.singles, i)
			}
		}
	}
}

// valued is a feature, or one under construction, whose properties have values.
type valued interface {
	value(field int) Value // nil if it is not there
}

// period reads the period of a feature of a schema.
func (r *timeRule) period(s *Schema, of valued) (p Period, timed bool, err error) {
	if r.schema != s {
		r.look(s)
	}
	valueOf := func(field int) Value {
		if field < 0 {
			return nil
		}
		return of.value(field)
	}
	start, end := valueOf(r.numbers[0]), valueOf(r.numbers[1])
	from, ok1 := start.Period()
	to, ok2 := end.Period()
	if ok1 || ok2 {
		return pair(from, ok1, start, to, ok2, end)
	}
	unreadable := start.Kind() == Text || end.Kind() == Text
	for _, i := range r.singles {
		v := of.value(i)
		if p, ok := v.Period(); ok {
			return p, true, nil
		}
		unreadable = unreadable || v.Kind() == Text
	}
	return Unreadable(), unreadable, nil
}

func pair(from Period, ok1 bool, start Value, to Period, ok2 bool, end Value) (Period, bool, error) {
	p := Always()
	switch {
	case ok1:
		p.Start = from.Start
	case start.Kind() == Text:
		return Unreadable(), true, nil
	}
	switch {
	case ok2:
		p.End = to.End
	case end.Kind() == Text:
		return Unreadable(), true, nil
	}
	if p.Start >= p.End {
		return p, false, &Error{Kind: Invalid, Path: "properties",
			Msg: "the period ends (" + strconv.Quote(end.String()) + ") before it starts (" + strconv.Quote(start.String()) + "); expected it to start first"}
	}
	return p, true, nil
}

// TimeRule says which properties make the periods of a collection's features. It is for
// use by one goroutine.
type TimeRule struct{ rule timeRule }

// NewTimeRule returns the rule of [NewBuilder] for the same names.
func NewTimeRule(time ...string) *TimeRule { return &TimeRule{newTimeRule(time)} }

// Apply returns the feature with the period that the rule reads from its properties,
// whatever rule it was made by. The error is Invalid when that ends before it starts; the
// feature then has one that is [Unreadable].
func (r *TimeRule) Apply(f Feature) (Feature, error) {
	p, timed, err := r.rule.period(f.schema, &f)
	if err != nil {
		p, timed = Unreadable(), true
	}
	if was, ok := f.Period(); ok != timed || timed && was != p {
		f = f.withPeriod(p, timed)
	}
	return f, err
}

// value returns the value of a property, nil if it is not there.
func (f *Feature) value(field int) Value {
	at, row := f.row(field)
	if at == 0 {
		return nil
	}
	return f.valueAt(at, row)
}

// withPeriod returns the feature with another period in its record.
func (f Feature) withPeriod(p Period, timed bool) Feature {
	at, flags := f.timeAt(), f.flags()&^flagTimed
	rest := f.head[at:]
	if f.flags()&flagTimed != 0 {
		rest = rest[16:]
	}
	head := append(make([]byte, 0, at+16+len(rest)), f.head[:at]...)
	if timed {
		flags |= flagTimed
		head = binary.LittleEndian.AppendUint64(head, uint64(p.Start))
		head = binary.LittleEndian.AppendUint64(head, uint64(p.End))
	}
	head[9] = flags
	f.head = append(head, rest...)
	return f
}
