package server

// describePast adds the resources that tell of what was; of is the path of a
// collection.
func describePast(paths object, of string) {
	paths["/changes"] = get("changes", "What has changed since a moment: a document, or events that go on for Accept: text/event-stream.", "anything", mediaJSON,
		ref("since"), ref("in"), ref("bbox"), ref("filter"), ref("filter-lang"), ref("limit"), ref("f"))
	contentOf(paths["/changes"].(object))["text/event-stream"] = object{"schema": object{"type": "string"}}
	paths[of+"/diff"] = get("diff", "What differs between two moments: added, changed, removed.", "anything", mediaJSON,
		ref("collectionId"), ref("diff-from"), ref("diff-to"), ref("f"))
	paths[of+"/items/{featureId}/history"] = get("history", "Every revision of a feature, newest first.", "anything", mediaJSON,
		ref("collectionId"), ref("featureId"), ref("limit"), ref("f"))
}

// describeCollectionWriting describes how collections are made, changed and dropped.
func describeCollectionWriting(paths object, of string) {
	text := object{"type": "string"}
	body := object{"required": true, "content": object{mediaJSON: object{"schema": object{"type": "object", "properties": object{
		"id": object{"type": "string", "description": "The name in addresses; of a new one it may follow from the title."}, "title": text, "description": text,
		"timeFields": object{"type": "array", "items": text, "maxItems": 2, "description": "The property that tells when a feature holds, or the two for start and end."},
		"schema":     object{"type": "object", "nullable": true, "description": "What features must be like: a JSON Schema of the form that /collections/{collectionId}/schema answers with. Without it what is declared stays, null takes that away."},
	}}}}}
	one := paths[of].(object)
	for _, m := range [...]struct{ method, id, summary string }{
		{"put", "putCollection", "Make a collection, or change what is said and declared of it. 409 if features that are there are not as declared."},
		{"patch", "patchCollection", "Change some of what is said and declared of a collection by a merge patch (RFC 7396). 409 as for PUT."},
		{"delete", "dropCollection", "Drop a collection with all that is in it; its past is kept."},
	} {
		describeWriting(one, m.id, m.method, m.summary, "collections")
		op := one[m.method].(object)
		op["summary"], op["parameters"] = m.summary, []any{ref("collectionId"), ref("ifMatch")}
		if m.method == "put" {
			op["requestBody"] = body
		}
	}
	all := paths["/collections"].(object)
	describeWriting(all, "makeCollection", "post", "", "")
	all["post"].(object)["summary"], all["post"].(object)["requestBody"] = "Make a collection that is not there yet.", body
}

// describeFeatureWriting adds a method that writes features to a resource, with the
// headers that say in which system their positions are, and of which state they are.
func describeFeatureWriting(resource object, id, method, summary, title string) {
	describeWriting(resource, id, method, summary, title)
	op := resource[method].(object)
	parameters, _ := op["parameters"].([]any)
	if method != "delete" {
		parameters = append(parameters, ref("contentCrs"))
	}
	if method != "post" {
		parameters = append(parameters, ref("ifMatch"))
	}
	op["parameters"] = parameters
}

// describeWriting adds a method that writes to a resource.
func describeWriting(resource object, id, method, summary, title string) {
	op := object{
		"operationId": id, "summary": summary + " In: " + title,
		"security": []any{object{"token": []any{}}},
		"responses": object{
			"201":     object{"description": "It has been made."},
			"204":     object{"description": "It has been done."},
			"412":     object{"$ref": "#/components/responses/problem"},
			"default": object{"$ref": "#/components/responses/problem"},
		},
	}
	if method != "post" {
		op["parameters"] = []any{ref("featureId")}
	}
	if method != "delete" {
		media := mediaGeoJSON
		if method == "patch" {
			media = "application/merge-patch+json"
		}
		op["requestBody"] = object{"required": true, "content": object{media: object{"schema": object{"type": "object"}}}}
	}
	resource[method] = op
}
