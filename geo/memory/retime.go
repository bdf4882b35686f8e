package memory

import (
	"fmt"
	"strings"

	"cairn/geo"
)

// rule returns the rule by which features have their periods.
func (e *edit) rule() *geo.TimeRule {
	if e.timing == nil {
		e.timing = geo.NewTimeRule(e.timeFields...)
	}
	return e.timing
}

// retime reads the periods of all features from other properties, as a store that is
// opened anew does.
func (e *edit) retime(fields []string) {
	e.timeFields, e.timing = fields, nil
	for slot := range uint32(e.table.n) {
		f := e.feature(slot)
		if f.IsZero() {
			continue
		}
		was, timed := f.Period()
		made, _ := e.rule().Apply(f) // one that ends before it starts is none
		if is, ok := made.Period(); ok == timed && is == was {
			continue
		}
		e.forget(slot)
		e.table.set(slot, e.keep(made, nil, f.Rev()))
		e.enter(slot)
	}
}

// mistimed returns an error of kind Conflict if features could not have their periods
// from other properties: which, and how many.
func (e *edit) mistimed(fields []string) error {
	rule, count, told := geo.NewTimeRule(fields...), 0, []string(nil)
	for slot := range uint32(e.table.n) {
		f := e.feature(slot)
		if f.IsZero() {
			continue
		}
		if _, err := rule.Apply(f); err != nil {
			if count++; count <= toldMisfits {
				told = append(told, fmt.Sprintf("%s (%s)", f.ID(), briefly(err, 1)))
			}
		}
	}
	if count == 0 {
		return nil
	}
	if more := count - toldMisfits; more > 0 {
		told = append(told, fmt.Sprintf("and %d more", more))
	}
	return &geo.Error{Kind: geo.Conflict, Path: "timeFields", Msg: fmt.Sprintf("%d of %d features of %s do not fit: %s", count, e.stats.count, e.info.Name, strings.Join(told, ", "))}
}
