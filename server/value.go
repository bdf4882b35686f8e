package server

import (
	"encoding/json"

	"cairn/geo"
)

// valueOf returns a property's value for a page: nil, a text, or what JSON has.
func valueOf(v geo.Value) any {
	if v.Kind() != geo.Array && v.Kind() != geo.Object {
		if v.Kind() == geo.Null {
			return nil
		}
		return v.String()
	}
	var out any
	if err := json.Unmarshal(v, &out); err != nil {
		return string(v)
	}
	return out
}
