package cql2_test

import (
	"fmt"

	"cairn/geo/cql2"
)

// A filter is read, asked for the properties that it needs, and written in both
// encodings.
func Example() {
	e, err := cql2.Parse(`kind='camp' and not (held OR begins<date('2026-01-20'))`)
	if err != nil {
		fmt.Println(err)
		return
	}
	cql2.Walk(e, func(e cql2.Expr) bool {
		if p, ok := e.(*cql2.Property); ok {
			fmt.Println(p.Name, "at column", p.Position())
		}
		return true
	})
	fmt.Println(cql2.String(e))
	fmt.Println(string(cql2.JSON(e)))
	// Output:
	// kind at column 1
	// held at column 22
	// begins at column 30
	// kind = 'camp' AND NOT (held OR begins < DATE('2026-01-20'))
	// {"op":"and","args":[{"op":"=","args":[{"property":"kind"},"camp"]},{"op":"not","args":[{"op":"or","args":[{"property":"held"},{"op":"<","args":[{"property":"begins"},{"date":"2026-01-20"}]}]}]}]}
}

func ExampleParse_fault() {
	_, err := cql2.Parse("kind == 'camp'")
	fmt.Println(err)
	_, err = cql2.Parse("casualties > ")
	fmt.Println(err)
	// Output:
	// column 6: expected a comparison, AND, OR or the end, found "==" (write = for ==)
	// column 14: expected a value after ">", found the end
}

func ExampleParseJSON() {
	e, err := cql2.ParseJSON([]byte(`{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["%camp%"]}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cql2.String(e))
	_, err = cql2.ParseJSON([]byte(`{"op":"and","args":[true,{"op":"=","args":[{"property":"kind"}]}]}`))
	fmt.Println(err)
	// Output:
	// CASEI(name) LIKE CASEI('%camp%')
	// column 43, args[1].args: expected 2 arguments of "=", found 1
}
