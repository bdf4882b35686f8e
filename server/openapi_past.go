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
