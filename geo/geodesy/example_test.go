package geodesy_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo/geodesy"
)

func ExampleInverse() {
	jfk, lhr := orb.Point{-73.8, 40.6}, orb.Point{-0.5, 51.6}
	metres, azimuth := geodesy.Inverse(jfk, lhr)
	fmt.Printf("%.3f km, leaving at %.2f°\n", metres/1000, azimuth)
	// Output: 5551.759 km, leaving at 51.20°
}

func ExampleDirect() {
	q := geodesy.Direct(orb.Point{39, 36}, 90, 100e3)
	fmt.Printf("%.5f %.5f\n", q[0], q[1])
	// Output: 40.10905 35.99487
}

func ExampleToGeometry() {
	road := orb.LineString{{38.5, 36.2}, {39.5, 36.2}, {40.5, 36.6}}
	metres, azimuth := geodesy.ToGeometry(orb.Point{39, 36}, road)
	fmt.Printf("%.1f m, bearing %.1f°\n", metres, azimuth)
	// Output: 22192.2 m, bearing 0.0°
}

// The nearest of some positions, asking for few exact distances.
func ExampleFrom() {
	from := geodesy.FromPoint(orb.Point{39, 36})
	places := []orb.Point{{39.01, 35.95}, {36.2, 37.1}, {40.7, 36.5}}
	nearest, least, asked := -1, 1e9, 0
	for i, q := range places {
		if lo, _ := from.Bracket(q); lo > least {
			continue
		}
		asked++
		if d := from.Distance(q); d < least {
			nearest, least = i, d
		}
	}
	fmt.Printf("%v at %.0f m, %d distance asked\n", places[nearest], least, asked)
	// Output: [39.01 35.95] at 5621 m, 1 distance asked
}

// A box of the index beyond the antimeridian is as near as it is.
func ExampleLowerBound() {
	fiji := orb.Point{179, -17}
	box := orb.Bound{Min: orb.Point{-180, -18}, Max: orb.Point{-178, -16}}
	fmt.Printf("%.0f km\n", geodesy.LowerBound(fiji, box)/1000)
	boxes, n := geodesy.Surrounding(fiji, 200e3)
	for _, b := range boxes[:n] {
		fmt.Printf("%.1f to %.1f\n", b.Min[0], b.Max[0])
	}
	// Output:
	// 106 km
	// 177.1 to 180.0
	// -180.0 to -179.1
}

// How near places come to an area, and in which direction they lie from there.
func ExampleFromShape() {
	district := geodesy.FromShape(orb.Polygon{{{38, 35}, {40, 35}, {40, 37}, {38, 37}, {38, 35}}})
	for _, p := range []orb.Point{{39, 36}, {39, 38}, {41, 34}} {
		metres, azimuth := district.ToGeometry(p)
		fmt.Printf("%.1f km, %.0f°\n", metres/1000, azimuth)
	}
	// Output:
	// 0.0 km, 0°
	// 111.0 km, 0°
	// 144.0 km, 140°
}
