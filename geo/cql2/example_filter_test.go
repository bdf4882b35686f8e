package cql2_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
)

func ExampleCompile() {
	types := &fields{names: []string{"name", "held", "since"}, kinds: []cql2.Kinds{cql2.TextKind, cql2.IntegerKind, cql2.DateKind}}
	camp := &thing{
		name:   "al-hawl",
		values: [][]byte{[]byte(`"al-Hawl"`), []byte("40000"), []byte(`"2019-03-01"`)},
		shape:  orb.Point{41.1, 36.4},
	}
	for _, text := range []string{
		"CASEI(name) LIKE 'al-%' AND held > 10000",
		"T_BEFORE(since, DATE('2019-01-01')) OR S_WITHIN(geometry, BBOX(40,36,42,37))",
		"held = 'many'",
		"hled > 1",
	} {
		e, err := cql2.Parse(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		f, err := cql2.Compile(e, types)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(f.Match(camp))
	}
	// Output:
	// true
	// true
	// column 8: expected a number, as held is, found the text 'many'
	// column 1: there is no property called "hled" (did you mean "held"?)
}
