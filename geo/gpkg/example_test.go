package gpkg_test

import (
	"fmt"
	"os"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// A GeoPackage is written feature by feature, and read layer by layer.
func Example() {
	file, err := os.CreateTemp("", "example-*.gpkg")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(file.Name())
	defer file.Close()

	b := geo.NewBuilder(nil)
	b.SetID("hol-camp")
	b.SetPoint(orb.Point{41.1468, 36.3796}, nil)
	if err := b.AddText("name", "Al-Hol camp"); err != nil {
		fmt.Println(err)
	}
	f, err := b.Feature()
	if err != nil {
		fmt.Println(err)
	}

	w := gpkg.NewWriter(file, geo.Output{Collection: geo.Collection{Name: "places", Schema: b.Schema()}})
	if err := w.Write(f); err != nil {
		fmt.Println(err)
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}

	layers, err := gpkg.Layers(file.Name())
	if err != nil {
		fmt.Println(err)
	}
	for _, l := range layers {
		fmt.Println(l.Name, l.Count)
		for f, err := range l.Read(geo.NewBuilder(nil)) {
			if err != nil {
				fmt.Println(err)
				break
			}
			fmt.Println(string(f.GeoJSON()))
		}
	}
	// Output:
	// places 1
	// {"type":"Feature","id":"hol-camp","geometry":{"type":"Point","coordinates":[41.1468,36.3796]},"properties":{"name":"Al-Hol camp"}}
}
