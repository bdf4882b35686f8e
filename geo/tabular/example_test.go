package tabular_test

import (
	"fmt"

	"cairn/geo"
	"cairn/geo/tabular"
)

func Example() {
	o := geo.Output{Collection: geo.Collection{Schema: geo.NewSchema(
		geo.Field{Name: "name", Kinds: geo.Text | geo.Null},
		geo.Field{Name: "held", Kinds: geo.Integer},
		geo.Field{Name: "since", Kinds: geo.Date},
		geo.Field{Name: "sources", Kinds: geo.Array},
	)}}
	for _, c := range tabular.Columns(&o) {
		fmt.Println(c.Name, c.Type)
	}
	// Output:
	// id TEXT
	// name TEXT
	// held INTEGER
	// since DATE
	// sources JSON
}
