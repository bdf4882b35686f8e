package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"cairn/geo"
	"cairn/geo/jsonschema"
)

// patchCollection changes some of what is said and declared of a collection by a merge
// patch (RFC 7396): what is not in it stays. That of its schema is merged with what is
// declared; null takes the declaration away.
func (s *Server) patchCollection(x *exchange) error {
	if err := x.noParameters(); err != nil {
		return err
	}
	if _, err := x.described(); err != nil {
		return err
	}
	body, err := x.bodyOf(patchedBy...)
	if err != nil {
		return err
	}
	text, err := readAll(body)
	if err != nil {
		return err
	}
	if nesting(text) > maxNesting {
		return &refusal{http.StatusBadRequest, "the patch has more than " + strconv.Itoa(maxNesting) + " arrays and objects within one another"}
	}
	var p map[string]json.RawMessage
	if err := json.Unmarshal(text, &p); err != nil || p == nil {
		return &refusal{http.StatusBadRequest, `the body is no JSON object; expected some of {"title":…,"description":…,"timeFields":[…],"schema":{…}}`}
	}
	err = x.alone(func() error {
		c, err := x.described()
		if err != nil {
			return err
		}
		to, err := patched(c, p)
		if err != nil {
			return err
		}
		return x.declare(x.collection, to)
	})
	if err != nil {
		return err
	}
	return x.send(http.StatusNoContent, nil, nil)
}

// patched returns what is said of a collection with a patch of it.
func patched(c geo.Collection, p map[string]json.RawMessage) (*collectionBody, error) {
	was, err := json.Marshal(map[string]any{"title": c.Title, "description": c.Description, "timeFields": c.TimeFields})
	if err != nil {
		return nil, fmt.Errorf("write what is said of the collection: %w", err)
	}
	schema, given := p["schema"]
	delete(p, "schema")
	merged, err := mergeObject(was, p, false)
	if err != nil {
		return nil, err
	}
	to := &collectionBody{}
	if err := json.Unmarshal(merged, to); err != nil {
		return nil, &refusal{http.StatusBadRequest, "the patch cannot be applied: " + err.Error()}
	}
	if to.ID != nil && *to.ID != string(c.Name) {
		return nil, &refusal{http.StatusUnprocessableEntity, "the patch has the id " + strconv.Quote(*to.ID) + "; an id does not change"}
	}
	if _, to.timed = p["timeFields"]; !to.timed {
		to.TimeFields = timeFieldsOf(c)
	}
	switch {
	case !given:
	case isObject(schema):
		if to.Schema, err = patchedSchema(c, schema); err != nil {
			return nil, err
		}
	default:
		to.Schema = schema
	}
	return to, nil
}

// timeFieldsOf returns the time fields that somebody has given or declared, nil if they
// follow from the names of the properties.
func timeFieldsOf(c geo.Collection) []string {
	if !c.Schema.IsDeclared() && slices.Equal(c.TimeFields, geo.TimeFields(c.Schema)) {
		return nil
	}
	return c.TimeFields
}

// patchedSchema merges a patch with what is declared of a collection.
func patchedSchema(c geo.Collection, patch []byte) (json.RawMessage, error) {
	declared := []byte("{}")
	if c.Schema.IsDeclared() {
		c.Title, c.Description = "", "" // they are said beside it
		var err error
		if declared, err = json.Marshal(jsonschema.Describe(c, 1)); err != nil {
			return nil, fmt.Errorf("write the schema: %w", err)
		}
	}
	return mergeNested(declared, patch)
}
