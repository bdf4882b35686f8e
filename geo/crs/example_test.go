package crs_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo/crs"
)

func Example() {
	utm, err := crs.Parse("EPSG:32637")
	if err != nil {
		fmt.Println(err)
		return
	}
	q, ok := utm.Forward(orb.Point{39.01, 35.95}) // Raqqa
	fmt.Printf("%s: %.3f m east, %.3f m north, %t\n", utm.Name(), q[0], q[1], ok)

	p, ok := utm.Inverse(q)
	fmt.Printf("%.6f, %.6f, %t\n", p[0], p[1], ok)

	_, err = crs.Parse("EPSG:900913")
	fmt.Println(err)
	// Output:
	// WGS 84 / UTM zone 37N: 500901.845 m east, 3978402.792 m north, true
	// 39.010000, 35.950000, true
	// "EPSG:900913" is no coordinate reference system served here; did you mean http://www.opengis.net/def/crs/EPSG/0/3857 (WGS 84 / Pseudo-Mercator)?
}

func ExampleFor() {
	for _, c := range crs.For(35.7, 32.3, 42.4, 37.4, false) { // Syria
		fmt.Println(c.URI())
	}
	// Output:
	// http://www.opengis.net/def/crs/OGC/1.3/CRS84
	// http://www.opengis.net/def/crs/EPSG/0/4326
	// http://www.opengis.net/def/crs/EPSG/0/3857
	// http://www.opengis.net/def/crs/EPSG/0/3035
	// http://www.opengis.net/def/crs/EPSG/0/32636
	// http://www.opengis.net/def/crs/EPSG/0/32637
	// http://www.opengis.net/def/crs/EPSG/0/32638
}

func ExampleCRS_BoxToCRS84() {
	utm, _ := crs.Parse("EPSG:32637")
	west, south, east, north, err := utm.BoxToCRS84(orb.Point{450000, 3950000}, orb.Point{550000, 4050000})
	fmt.Printf("%.5f, %.5f, %.5f, %.5f, %v\n", west, south, east, north, err)
	// Output: 38.44101, 35.69265, 39.55899, 36.59549, <nil>
}
