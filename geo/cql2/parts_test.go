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
