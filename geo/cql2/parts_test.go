package cql2_test

import (
	"slices"
	"testing"

	"cairn/geo/cql2"
)

// TestParts: which parts a filter has, and which are about an area alone.
func TestParts(t *testing.T) {
	const area = "S_INTERSECTS(geometry,BBOX(1,2,3,4))"
	for _, c := range []struct {
		text  string
		want  []string
		areas int
	}{
		{"kind='a'", []string{"kind = 'a'"}, 0},
		{area, []string{"S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))"}, 1},
		{"NOT " + area, []string{"NOT S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))"}, 0},
		{"S_WITHIN(geometry,BBOX(1,2,3,4))", []string{"S_WITHIN(geometry, BBOX(1, 2, 3, 4))"}, 0},
		{"kind='a' AND (n>1 AND " + area + ") AND 1=1", []string{"S_INTERSECTS(geometry, BBOX(1, 2, 3, 4))", "kind = 'a'", "n > 1"}, 1},
		{"kind='a' OR n>1 AND n<3", []string{"kind = 'a' OR n > 1 AND n < 3"}, 0},
		{"NOT (kind='a' AND n>1)", []string{"NOT (kind = 'a' AND n > 1)"}, 0},
		{"n=NULL AND kind='a'", nil, 0},
	} {
		e, err := cql2.Parse(c.text)
		if err != nil {
			if c.want != nil {
				t.Errorf("%s: %v", c.text, err)
			}
			continue
		}
		f, err := cql2.Compile(e, partTypes{})
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		var got []string
		areas := 0
		for _, p := range f.Parts() {
			got = append(got, cql2.String(p.Expr()))
			if p.Area() != nil {
				areas++
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) || areas != c.areas {
			t.Errorf("%s: got %q and %d areas, want %q and %d", c.text, got, areas, c.want, c.areas)
		}
	}
}

type partTypes struct{}

func (partTypes) Names() []string { return nil }

func (partTypes) Property(name string) (int, cql2.Kinds, bool) {
	switch name {
	case "geometry":
		return cql2.GeometryField, cql2.GeometryKind, true
	case "kind":
		return 0, cql2.TextKind, true
	}
	return 1, cql2.NumberKind, true
}

// TestPartsTogether: a filter is true of what all its parts are true of.
func TestPartsTogether(t *testing.T) {
	several, yes := 0, 0
	for seed := range uint64(40) {
		m := newMaker(seed)
		for range 50 {
			text := m.text(3) + " AND " + m.text(1)
			e, err := cql2.Parse(text)
			if err != nil {
				t.Fatal(text, err)
			}
			f, err := cql2.Compile(e, m.types)
			if err != nil {
				continue
			}
			if len(f.Parts()) > 1 {
				several++
			}
			for _, x := range m.things {
				all := true
				for _, p := range f.Parts() {
					all = all && p.Match(x)
				}
				if f.Match(x) != all {
					t.Fatalf("%s is %v of %s, its parts %v", text, f.Match(x), x.name, all)
				}
				if all {
					yes++
				}
			}
		}
	}
	if several < 100 || yes < 1000 {
		t.Errorf("%d filters of several parts, %d things of which one is true", several, yes)
	}
}
