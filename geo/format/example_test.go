package format_test

import (
	"fmt"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
)

func ExampleReadGeoJSON() {
	text := `{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": "raqqa", "geometry": {"type": "Point", "coordinates": [39.0079, 35.9528]}, "properties": {"name": "Raqqa"}},
  {"type": "Feature", "id": "nowhere", "geometry": {"type": "Point", "coordinates": [36.0561, 140.7303]}, "properties": null}
]}`
	for f, err := range format.ReadGeoJSON(strings.NewReader(text), geo.NewBuilder(nil)) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(f.ID(), f.Property("name"))
	}
	// Output:
	// raqqa Raqqa
	// line 3, column 85, features[1].geometry.coordinates: the latitude 140.7303 is beyond ±90; expected longitude before latitude: are the two swapped? Then write [140.7303,36.0561]
}

func ExampleByPath() {
	f, err := format.ByPath("towns.ndjson")
	fmt.Println(f.Name, err)
	_, err = format.ByPath("towns.shp")
	fmt.Println(err)
	// Output:
	// geojsonseq <nil>
	// towns.shp: no format is known by the ending .shp; expected one of .geojson, .json, .geojsonl, .geojsons, .geojsonseq, .ndjson, .jsonl, .jsonfg, .csv, .tsv, .tab, .fgb, .gpkg, .kml, .parquet, .geoparquet
}

func ExampleAppendNearest() {
	b := geo.NewBuilder(nil)
	b.SetID("raqqa")
	_ = b.AddText("name", "Raqqa")
	_ = b.AddText("kind", "city")
	f, _ := b.Feature()
	hit := geo.Hit{Feature: f, Metres: 4270.4, Azimuth: 195.25}
	text, err := format.AppendNearest(nil, hit, format.Selection{Fields: []int{0}})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s\n", text)
	// Output: {"type":"Feature","id":"raqqa","geometry":null,"properties":{"name":"Raqqa"},"nearest":{"distance":4270.400,"azimuth":195.25}}
}
