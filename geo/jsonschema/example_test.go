package jsonschema_test

import (
	"encoding/json"
	"fmt"
	"os"

	"cairn/geo"
	"cairn/geo/jsonschema"
)

// Read what is declared, hold a feature to it, and write it again.
func Example() {
	d, err := jsonschema.Read([]byte(`{
	  "title": "Wells",
	  "properties": {
	    "name": {"type": "string", "title": "Name"},
	    "depth": {"type": "number", "minimum": 0, "x-ogc-unit": "m"}
	  },
	  "required": ["name"]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	b := geo.NewBuilder(d.Schema)
	b.SetID("w1")
	if err := b.AddNumber("depth", -3); err != nil {
		fmt.Println(err)
		return
	}
	f, err := b.Feature()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Schema.Check(f))
	e := json.NewEncoder(os.Stdout)
	if err := e.Encode(jsonschema.Describe(geo.Collection{Title: d.Title, Schema: d.Schema}, 1)); err != nil {
		fmt.Println(err)
	}
	// Output:
	// depth: is -3; expected at least 0
	// name: is missing; expected a text
	// {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Wells","type":"object","properties":{"depth":{"type":"number","minimum":0,"x-ogc-unit":"m","x-ogc-propertySeq":2},"name":{"title":"Name","type":"string","x-ogc-propertySeq":1}},"required":["name"],"additionalProperties":true,"x-cairn-declared":true}
}
