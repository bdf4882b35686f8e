package exchange_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/exchange"
)

func Example() {
	b := geo.NewBuilder(nil)
	b.SetID("raqqa")
	b.SetPoint(orb.Point{38.99, 35.95}, nil)
	f, _ := b.Feature()

	var s exchange.Shape
	if err := s.Take(f); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%x\n", s.AppendWKB(nil))
	fmt.Println(exchange.TypeOf(geo.Integer | geo.Null))
	// Output:
	// 01010000001f85eb51b87e43409a99999999f94140
	// INTEGER
}
