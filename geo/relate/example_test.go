package relate_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo/relate"
)

// One district, and what lies how to it.
func ExamplePrepare() {
	district, err := relate.Prepare(orb.Polygon{{{40, 36}, {41, 36}, {41, 37}, {40, 37}, {40, 36}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	road := shape{orb.LineString{{40, 36}, {40.5, 36.5}}}
	fmt.Println(district.Is(relate.Within, road), district.Is(relate.Crosses, road))
	// Output: true false
}
