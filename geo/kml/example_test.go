package kml_test

import (
	"fmt"
	"os"
	"strings"

	"cairn/geo"
	"cairn/geo/kml"
)

func Example() {
	const document = `<kml xmlns="http://www.opengis.net/kml/2.2"><Folder><name>Camps</name>
<Placemark id="hol"><name>Al-Hol</name><TimeStamp><when>2026-01-20</when></TimeStamp>
<Point><coordinates>41.15,36.37,0</coordinates></Point></Placemark>
</Folder></kml>`

	b := geo.NewBuilder(nil)
	var features []geo.Feature
	for f, err := range kml.Read(strings.NewReader(document), b) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s\n", f.GeoJSON())
		features = append(features, f)
	}

	w := kml.NewWriter(os.Stdout, geo.Output{Collection: geo.Collection{Name: "camps", Schema: b.Schema()}, Fields: []int{0}})
	for _, f := range features {
		if err := w.Write(f); err != nil {
			fmt.Println(err)
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"type":"Feature","id":"hol","geometry":{"type":"Point","coordinates":[41.15,36.37]},"properties":{"name":"Al-Hol","folder":"Camps","start":"2026-01-20","end":"2026-01-20"}}
	// <?xml version="1.0" encoding="UTF-8"?>
	// <kml xmlns="http://www.opengis.net/kml/2.2">
	// <Document>
	// <name>camps</name>
	// <Schema id="_x_schema" name="camps">
	// <SimpleField type="string" name="name"/>
	// </Schema>
	// <Placemark id="hol"><name>Al-Hol</name><TimeStamp><when>2026-01-20</when></TimeStamp><ExtendedData><SchemaData schemaUrl="#_x_schema"><SimpleData name="name">Al-Hol</SimpleData></SchemaData></ExtendedData><Point><coordinates>41.15,36.37</coordinates></Point></Placemark>
	// </Document>
	// </kml>
}
