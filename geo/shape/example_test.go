package shape_test

import (
	"fmt"

	"cairn/geo"
	"cairn/geo/shape"
)

func Example() {
	var s shape.Shape
	if err := s.ParseWKT([]byte("POLYGON Z ((0 0 5, 0 1 5, 1 0 6, 0 0 5))")); err != nil {
		fmt.Println(err)
	}
	b := geo.NewBuilder(nil)
	b.SetID("field")
	if err := s.Give(b); err != nil {
		fmt.Println(err)
	}
	f, err := b.Feature()
	fmt.Printf("%s %v\n", f.GeometryJSON(), err)

	if err := s.Take(f); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%x…\n", s.AppendWKB(nil)[:9])
	// Output:
	// {"type":"Polygon","coordinates":[[[0,0,5],[1,0,6],[0,1,5],[0,0,5]]]} <nil>
	// 01eb03000001000000…
}

func ExampleShape_ParseWKT() {
	var s shape.Shape
	err := s.ParseWKT([]byte("SRID=4326;POINT Z(39.0079 35.9528 298.5)"))
	fmt.Println(string(s.AppendGeoJSON(nil)), err)

	err = s.ParseWKT([]byte("POINT (39.0079, 35.9528)"))
	fmt.Println(err)
	// Output:
	// {"type":"Point","coordinates":[39.0079,35.9528,298.5]} <nil>
	// geometry: found ", 35.9528)" at character 15 of the geometry; expected a number
}
