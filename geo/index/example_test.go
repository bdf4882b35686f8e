package index_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo/index"
)

func ExampleView_Search() {
	e := index.View[string]{}.Edit()
	e.Insert(orb.Point{40.7348, 36.0576}.Bound(), "al-Shaddadi")
	e.Insert(orb.Point{39.0079, 35.9528}.Bound(), "Raqqa")
	v := e.View()
	east := orb.Bound{Min: orb.Point{40, 35}, Max: orb.Point{42, 37}}
	v.Search(east, func(name string, sure bool) bool {
		fmt.Println(name, sure)
		return true
	})
	// Output: al-Shaddadi true
}
