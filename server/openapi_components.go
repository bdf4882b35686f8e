package server

// components are the parts that the paths of the OpenAPI document share.
func components() object {
	return object{
		"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}},
		"parameters":      parameters(),
		"responses": object{"problem": object{
			"description": "What went wrong (RFC 9457).",
			"content": object{
				mediaProblem: object{"schema": object{"$ref": "#/components/schemas/problem"}},
				"text/html":  object{"schema": object{"type": "string"}},
			},
		}},
		"schemas": schemasOfAnswers(),
	}
}

// parameters describes every parameter but the names of properties. QGIS takes
// its page size from the one called limit.
func parameters() object {
	text := object{"type": "string"}
	numbers := func(least, most int) object {
		return object{"type": "array", "items": object{"type": "number"}, "minItems": least, "maxItems": most}
	}
	words := func(list ...any) object { return object{"type": "string", "enum": list} }
	names := object{"type": "array", "items": text}
	address := object{"type": "string", "format": "uri"}
	path := func(name, description string) object {
		return object{"name": name, "in": "path", "required": true, "description": description, "schema": text}
	}
	header := func(name, description string) object {
		return object{"name": name, "in": "header", "required": false, "description": description, "schema": text}
	}
	query := func(name, description string, schema object) object {
		return object{"name": name, "in": "query", "required": false, "style": "form", "explode": false, "description": description, "schema": schema}
	}
	return object{
		"contentCrs":   header("Content-Crs", "The coordinate reference system of the positions sent, <http://www.opengis.net/def/crs/EPSG/0/3857> say; CRS84 without it."),
		"ifMatch":      header("If-Match", "The ETag of the feature or the collection that is meant: 412 if somebody has changed it since."),
		"collectionId": path("collectionId", "The name of a collection."),
		"featureId":    path("featureId", "The id of a feature."),
		"f":            query("f", "The format; without it, Accept decides.", text),
		"limit": query("limit", "At most so many features; more than the maximum counts as the maximum. A text sequence without it holds all that match.",
			object{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}),
		"bbox": query("bbox", "Only what meets this box: west,south,east,north in degrees (CRS84); west > east crosses the antimeridian. Six numbers have heights third and sixth.",
			numbers(4, 6)),
		"bbox-crs":    query("bbox-crs", "The coordinate reference system of bbox, CRS84 without it; the collection lists those there are.", address),
		"crs":         query("crs", "The coordinate reference system of the answer, CRS84 without it; the collection lists those there are.", address),
		"filter":      query("filter", "Only what this CQL2 expression is true of.", text),
		"filter-lang": query("filter-lang", "The language of filter.", object{"type": "string", "enum": []any{langText, langJSON}, "default": langText}),
		"filter-crs":  query("filter-crs", "The coordinate reference system of the geometries in filter, CRS84 without it.", address),
		"sortby":      query("sortby", "Sorted by these properties; - before a name sorts down.", names),
		"bom":         query("bom", "CSV for spreadsheets: with a byte order mark, and no cell that could be taken for a formula.", object{"type": "boolean", "default": false}),
		"profile":     query("profile", "How references to other features are written: their ids, addresses, or links with a title.", words("rel-as-key", "rel-as-uri", "rel-as-link")),
		"byName": object{"name": "byName", "in": "query", "required": false, "style": "form", "explode": true,
			"description": "Any property by its name, as items has them: only what has this value.",
			"schema":      object{"type": "object", "additionalProperties": object{"type": "string"}}},
		"group":        query("group", "What to count by: square, hex or quadkey cells, properties, year, month, week, day or hour; several together.", names),
		"cell":         query("cell", "The size of a cell in metres; for quadkey, the zoom.", object{"type": "number", "minimum": 0, "exclusiveMinimum": true}),
		"value":        query("value", "count, sum(p), min(p), max(p) or avg(p) of a property p; several together.", names),
		"datetime":     query("datetime", "When: an RFC 3339 time, or start/end with .. for an open end. What says nothing of time always matches; derived states are those of that moment.", text),
		"properties":   query("properties", "Only these properties.", names),
		"skipGeometry": query("skipGeometry", "Leave the geometry out.", object{"type": "boolean", "default": false}),
		"resultType":   query("resultType", "hits: only count.", words("hits", "results")),
		"cursor":       query("cursor", "Where the next page begins: made by the server for its next links.", text),
		"as-of":        query("as-of", "Answer as it would have been then: an RFC 3339 time or the number of a revision.", text),
		"according-to": query("according-to", "Derive the state from these sources' claims only.", names),
		"since":        query("since", "What changed after this: the number of a revision or an RFC 3339 time.", text),
		"in":           query("collection", "Only changes in this collection.", text),
		"diff-from":    query("from", "The earlier moment: the number of a revision or an RFC 3339 time.", text),
		"diff-to":      query("to", "The later moment; without it, now.", text),
		"place":        query("place", "The id of one place.", text),
		"point":        query("point", "Where from: lon,lat in degrees, or POINT(lon lat). Either this or to is given.", text),
		"to":           query("to", "Where from: the collection/id of a feature that has a place.", text),
		"max-distance": query("max-distance", "Only what is this near, in metres.", object{"type": "number", "minimum": 0, "exclusiveMinimum": true}),
	}
}

// schemasOfAnswers describes the JSON answers, as far as clients rely on it.
func schemasOfAnswers() object {
	text := object{"type": "string"}
	count := object{"type": "integer", "minimum": 0}
	to := func(name string) object { return object{"$ref": "#/components/schemas/" + name} }
	list := func(of object) object { return object{"type": "array", "items": of} }
	thing := func(required []any, properties object) object {
		return object{"type": "object", "required": required, "properties": properties}
	}
	links := list(to("link"))
	return object{
		"anything": object{"type": "object"},
		"link":     thing([]any{"href", "rel"}, object{"href": text, "rel": text, "type": text, "title": text}),
		"landing":  thing([]any{"title", "links"}, object{"title": text, "description": text, "links": links}),
		"conformance": thing([]any{"conformsTo"},
			object{"conformsTo": list(text), "links": links}),
		"collections": thing([]any{"collections", "links"},
			object{"collections": list(to("collection")), "links": links, "timeStamp": text}),
		"collection": thing([]any{"id", "links"}, object{
			"id": text, "title": text, "description": text, "itemType": text, "itemCount": count,
			"crs": list(text), "storageCrs": text, "supportsNonAutogeneratedResourceIds": object{"type": "boolean"}, "extent": object{"type": "object"}, "links": links,
		}),
		"feature": thing([]any{"type", "id", "geometry", "properties"}, object{
			"type":     object{"type": "string", "enum": []any{"Feature"}},
			"id":       object{"oneOf": []any{text, object{"type": "integer"}}},
			"geometry": object{"type": "object", "nullable": true}, "properties": object{"type": "object", "nullable": true},
			"links": links,
			"nearest": thing([]any{"distance", "azimuth"}, object{
				"distance": object{"type": "number", "minimum": 0, "description": "metres"},
				"azimuth":  object{"type": "number", "minimum": 0, "maximum": 360, "description": "degrees clockwise from north"},
			}),
		}),
		"features": thing([]any{"type", "features"}, object{
			"type":     object{"type": "string", "enum": []any{"FeatureCollection"}},
			"features": list(to("feature")), "links": links, "timeStamp": text,
			"numberMatched": count, "numberReturned": count,
		}),
		"status": thing([]any{"status"}, object{"status": text}),
		"problem": thing([]any{"title", "status"}, object{
			"type": text, "title": text, "status": object{"type": "integer"}, "detail": text, "instance": text, "request": text,
			"invalid": list(thing([]any{"parameter", "reason"}, object{
				"parameter": text, "position": object{"type": "integer", "description": "of the value in the query string, in bytes"},
				"reason": text, "expected": text,
			})),
			"errors": list(thing([]any{"detail"}, object{
				"pointer": object{"type": "string", "description": "to what is wrong in the body: a JSON pointer, as a URI fragment"}, "detail": text,
			})),
		}),
	}
}
