package geoparquet_test

import (
	"bytes"
	"fmt"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/geoparquet"
)

func Example() {
	b := geo.NewBuilder(nil)
	b.SetID("raqqa")
	b.SetPoint(orb.Point{38.99, 35.95}, nil)
	_ = b.AddText("kind", "city")
	f, _ := b.Feature()

	var file bytes.Buffer
	w := geoparquet.NewWriter(&file, geo.Output{Collection: geo.Collection{Name: "places", Schema: b.Schema()}})
	_ = w.Write(f)
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}

	layers, err := geoparquet.Layers(bytes.NewReader(file.Bytes()), int64(file.Len()), "places")
	if err != nil {
		fmt.Println(err)
		return
	}
	for f, err := range layers[0].Read(geo.NewBuilder(nil)) {
		fmt.Println(string(f.GeoJSON()), err)
	}
	// Output:
	// {"type":"Feature","id":"raqqa","geometry":{"type":"Point","coordinates":[38.99,35.95]},"properties":{"kind":"city"}} <nil>
}
