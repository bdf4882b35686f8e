package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"cairn/geo"
	"cairn/geo/jsonschema"
	"cairn/geo/situation"
)

// object is a JSON object under construction.
type object = map[string]any

// document is the OpenAPI document of one revision under one address.
type document struct {
	rev  geo.Rev
	base string
	root object
	json []byte
}

// openAPI answers with the description of what can be asked (OGC 17-069r4 §7.3
// and §11).
func (s *Server) openAPI(x *exchange) error {
	if err := x.viewed(); err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	doc, err := s.document(x)
	if err != nil {
		return err
	}
	if x.form.is("html") {
		return x.page("api", apiPage(doc.root), "What can be asked")
	}
	return x.send(http.StatusOK, x.media, doc.json)
}

// document returns the OpenAPI document; it is made once for each revision.
func (s *Server) document(x *exchange) (*document, error) {
	rev, _ := x.state.Rev()
	if d := s.api.Load(); d != nil && d.rev == rev && d.base == x.base() {
		return d, nil
	}
	list, err := x.state.Collections(x.ctx)
	if err != nil {
		return nil, err
	}
	d := &document{rev: rev, base: x.base(), root: s.describe(x.base(), list)}
	if d.json, err = json.Marshal(d.root); err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	s.api.Store(d)
	return d, nil
}

// describe makes an OpenAPI 3.0 document. The collections' own parameters stand
// in it, because QGIS offers to filter by those alone.
func (s *Server) describe(base string, list []geo.Collection) object {
	paths := object{
		"/":                 get("landing", "The landing page: where everything is.", "landing", mediaJSON, ref("f")),
		"/OGCFeatureServer": get("landingAlias", "The landing page, for clients that look for this address; in any letter case.", "landing", mediaJSON, ref("f")),
		"/conformance":      get("conformance", "Which parts of the standards hold here.", "conformance", mediaJSON, ref("f")),
		"/api":              get("api", "This document.", "anything", mediaAPI, ref("f")),
		"/collections":      get("collections", "The collections.", "collections", mediaJSON, ref("f")),
		"/functions":        get("functions", "The functions that filters may call.", "anything", mediaJSON, ref("f")),
		"/healthz":          get("healthz", "Whether the process lives.", "status", mediaJSON, ref("f")),
		"/readyz":           get("readyz", "Whether the server may be sent requests.", "status", mediaJSON, ref("f")),
	}
	of := "/collections/{collectionId}"
	paths[of] = get("collection", "One collection: its extent and where its features are.", "collection", mediaJSON, ref("collectionId"), ref("f"))
	paths[of+"/schema"] = get("schema", "What the features look like (JSON Schema): as declared, or as seen.", "anything", mediaSchema, ref("collectionId"), ref("as-of"), ref("f"))
	paths[of+"/queryables"] = get("queryables", "What can be asked for by name (JSON Schema).", "anything", mediaSchema, ref("collectionId"), ref("f"))
	paths[of+"/sortables"] = get("sortables", "What can be sorted by (JSON Schema).", "anything", mediaSchema, ref("collectionId"), ref("f"))
	if s.config.Guard != nil {
		describeCollectionWriting(paths, of)
	}
	for _, c := range list {
		s.describeCollection(paths, c)
	}
	if _, ok := s.keeper(); ok {
		describePast(paths, of)
	}
	if s.config.Situation != nil {
		paths["/situation"] = get("situation", "What is known at a moment about one place or all, claims side by side.", "anything", mediaJSON,
			ref("place"), ref("datetime"), ref("as-of"), ref("according-to"), ref("f"))
		paths["/situation/rule"] = get("rule", "The rule by which shown states follow from claims.", "", mediaText, ref("f"))
	}
	info := object{"title": s.config.Title, "version": s.config.Version}
	if s.config.Version == "" {
		info["version"] = "0"
	}
	if s.config.Description != "" {
		info["description"] = s.config.Description
	}
	return object{
		"openapi": "3.0.3", "info": info,
		"servers":    []any{object{"url": base}},
		"paths":      paths,
		"components": components(),
	}
}

// describeCollection adds the paths of one collection's features. Each property is a
// parameter of its own of items only, where QGIS looks for them, so that the document
// stays small.
func (s *Server) describeCollection(paths object, c geo.Collection) {
	name := string(c.Name)
	at := "/collections/" + url.PathEscape(name)
	title := titleOf(c)
	derived := s.config.Situation != nil && c.Name == situation.Places
	var byName []any
	if _, taken := c.Schema.Field("id"); !taken {
		byName = append(byName, queryable(geo.Field{Name: "id", Kinds: idKinds(c), Description: "The id."}))
	}
	for _, f := range c.Schema.Fields() {
		if p := queryable(f); p != nil {
			byName = append(byName, p)
		}
	}
	params := func(names []string, extra ...any) []any {
		var list []any
		for _, n := range names {
			list = append(list, ref(n))
		}
		list = append(list, ref("f"))
		if derived {
			list = append(list, ref("according-to"))
		}
		return append(list, extra...)
	}
	items := get("items."+name, "Features of: "+title, "features", mediaGeoJSON, params(itemsParameters, byName...)...)
	addFiles(items)
	if s.config.Guard != nil {
		describeFeatureWriting(items, "create."+name, "post", "Make the features sent: one, or all of a collection or none.", title)
	}
	paths[at+"/items"] = items
	nearest := get("nearest."+name, "Nearest features of: "+title, "features", mediaGeoJSON, params(nearestParameters, ref("byName"))...)
	nearest["post"] = nearestOfMany(name, title, params(manyParameters, ref("byName")))
	paths[at+"/nearest"] = nearest
	aggregate := get("aggregate."+name, "Counts and sums, by cell, by property or by time, over: "+title, "anything", mediaGeoJSON, params(aggregateParameters, ref("byName"))...)
	contentOf(aggregate)["text/csv"] = object{"schema": object{"type": "string"}}
	paths[at+"/aggregate"] = aggregate
	one := params(itemParameters, ref("featureId"))
	if derived {
		one = append(one, ref("datetime"))
	}
	item := get("item."+name, "One feature of: "+title, "feature", mediaGeoJSON, one...)
	addFiles(item)
	if s.config.Guard != nil {
		describeFeatureWriting(item, "replace."+name, "put", "Make or replace one feature.", title)
		describeFeatureWriting(item, "patch."+name, "patch", "Change one feature by a merge patch (RFC 7396).", title)
		describeFeatureWriting(item, "delete."+name, "delete", "Delete one feature.", title)
	}
	paths[at+"/items/{featureId}"] = item
}

func idKinds(c geo.Collection) geo.Kinds {
	if c.NumericIDs {
		return geo.Integer
	}
	return geo.Text
}

// queryable describes a property as a parameter, nil if it cannot be one. style
// and explode are written out though they are the defaults, because QGIS looks
// for them.
func queryable(f geo.Field) any {
	if expected(f.Name) != "" || slices.Contains(situationParameters, f.Name) && f.Name != "place" {
		return nil
	}
	p := jsonschema.Seen(geo.Field{Name: f.Name, Kinds: f.Kinds &^ (geo.Null | geo.Array | geo.Object)})
	if p.Type == nil {
		return nil
	}
	schema := object{"type": "string"}
	if t, ok := p.Type.(string); ok {
		schema["type"] = t
		if p.Format != "" {
			schema["format"] = p.Format
		}
	}
	out := object{"name": f.Name, "in": "query", "style": "form", "explode": false, "schema": schema}
	if f.Description != "" {
		out["description"] = f.Description
	}
	return out
}

func ref(name string) any { return object{"$ref": "#/components/parameters/" + name} }

// get describes a resource that is read. schema names the component that the
// answer of the given media type looks like; "" for plain text.
func get(id, summary, schema, media string, parameters ...any) object {
	page := object{"schema": object{"type": "string"}}
	content := object{media: page, "text/html": page}
	if schema != "" {
		content[media] = object{"schema": object{"$ref": "#/components/schemas/" + schema}}
	}
	switch media {
	case mediaGeoJSON:
		content[mediaSeq] = page
		fallthrough
	case mediaAPI, mediaSchema:
		content[mediaJSON] = content[media]
	case mediaText:
		content["text/plain"] = content[media]
	}
	return object{"get": object{
		"operationId": id, "summary": summary, "parameters": parameters,
		"responses": object{
			"200":     object{"description": "The answer.", "content": content},
			"304":     object{"description": "Nothing has changed."},
			"default": object{"$ref": "#/components/responses/problem"},
		},
	}}
}

// contentOf returns the media types of a resource's answer.
func contentOf(resource object) object {
	return resource["get"].(object)["responses"].(object)["200"].(object)["content"].(object)
}

// addFiles adds the files that features come in to the answers of a resource.
func addFiles(resource object) {
	content := contentOf(resource)
	for i := range features {
		if f := &features[i]; !f.is(htmlFormat.name) && content[f.media[0]] == nil {
			media, _, _ := strings.Cut(f.media[0], ";")
			content[media] = object{"schema": fileSchema(f)}
		}
	}
}

// nearestOfMany describes the question for the nearest of each of many points.
func nearestOfMany(name, title string, parameters []any) object {
	op := get("nearestOfMany."+name, "Nearest of each of the features sent, of: "+title, "features", mediaGeoJSON, parameters...)["get"].(object)
	op["requestBody"] = object{"required": true, "content": object{
		mediaGeoJSON: object{"schema": object{"$ref": "#/components/schemas/features"}},
		mediaJSON:    object{"schema": object{"$ref": "#/components/schemas/features"}},
	}}
	return op
}

// fileSchema describes what a format of features looks like.
func fileSchema(f *form) object {
	if f.file {
		return object{"type": "string", "format": "binary"}
	}
	return object{"type": "object"}
}
