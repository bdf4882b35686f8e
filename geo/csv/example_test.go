package csv_test

import (
	"fmt"
	"strings"

	"cairn/geo"
	"cairn/geo/csv"
)

func Example() {
	const table = "name;lon;lat;since\nRaqqa;39,0079;35,9528;2026-01-19\nsomewhere;;;\n"

	b := geo.NewBuilder(nil)
	var features []geo.Feature
	for f, err := range csv.Read(strings.NewReader(table), b, csv.Options{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s\n", f.GeoJSON())
		features = append(features, f)
	}

	var text strings.Builder
	w := csv.NewWriter(&text, geo.Output{Collection: geo.Collection{Name: "places", Schema: b.Schema()}})
	for _, f := range features {
		if err := w.Write(f); err != nil {
			fmt.Println(err)
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.ReplaceAll(text.String(), "\r\n", "\n"))
	// Output:
	// {"type":"Feature","id":1,"geometry":{"type":"Point","coordinates":[39.0079,35.9528]},"properties":{"name":"Raqqa","since":"2026-01-19"}}
	// {"type":"Feature","id":2,"geometry":null,"properties":{"name":"somewhere","since":null}}
	// "id",longitude,latitude,name,since
	// 1,39.0079,35.9528,Raqqa,2026-01-19
	// 2,,,somewhere,
}
