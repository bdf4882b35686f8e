package cql2_test

import (
	"testing"

	"cairn/geo/cql2"
)

// FuzzMatch: whatever can be parsed can be checked; what passes is asked without
// harm, is never true together with its negation, and holds only where what it
// implies does.
func FuzzMatch(f *testing.F) {
	m := newMaker(1)
	for range 200 {
		f.Add(m.text(2))
	}
	for _, text := range usual() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := cql2.Parse(text)
		if err != nil {
			return
		}
		filter, err := cql2.Compile(e, m.types)
		if err != nil {
			return
		}
		not, err := cql2.Compile(&cql2.Call{Op: "not", Args: []cql2.Expr{e}}, m.types)
		if err != nil {
			t.Fatalf("%s can be compiled, but not NOT of it: %v", text, err)
		}
		for _, x := range m.things {
			is := filter.Match(x)
			if is && not.Match(x) {
				t.Fatalf("%s and its negation are true of %s", text, x.values)
			}
			if is && !meets(filter.Implied(), x) {
				t.Fatalf("%s is true of %s, which does not meet %+v", text, x.values, filter.Implied())
			}
		}
	})
}
