package server

import (
	"maps"
	"slices"
	"strings"
)

// apiPath is one resource on the page of what can be asked.
type apiPath struct {
	Path, Summary string
	Parameters    []apiParameter
}

type apiParameter struct{ Name, Type, Description string }

// apiPage makes of an OpenAPI document what a page shows of it.
func apiPage(root object) []apiPath {
	shared := root["components"].(object)["parameters"].(object)
	paths := root["paths"].(object)
	var list []apiPath
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		get := paths[path].(object)["get"].(object)
		p := apiPath{Path: path, Summary: get["summary"].(string)}
		parameters, _ := get["parameters"].([]any)
		for _, one := range parameters {
			p.Parameters = append(p.Parameters, apiParameterOf(one.(object), shared))
		}
		list = append(list, p)
	}
	return list
}

func apiParameterOf(p, shared object) apiParameter {
	if ref, ok := p["$ref"].(string); ok {
		p = shared[ref[strings.LastIndexByte(ref, '/')+1:]].(object)
	}
	schema := p["schema"].(object)
	kind, _ := schema["type"].(string)
	if format, ok := schema["format"].(string); ok {
		kind = format
	}
	description, _ := p["description"].(string)
	return apiParameter{p["name"].(string), kind, description}
}
