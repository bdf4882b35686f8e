package server

import (
	"bytes"

	"cairn/geo"
	"cairn/geo/jsonschema"
	"cairn/geo/situation"
)

// purpose is what a schema of a collection is for.
type purpose uint8

const (
	toReturn purpose = iota // what features look like
	toQuery                 // what a filter can ask for (OGC 19-079r2 §6.2)
	toSort                  // what sortby can name
)

// schema answers with what a collection's features look like (OGC 23-058 §7): as it is
// declared or else as it has been seen.
func (s *Server) schema(x *exchange) error { return x.schemaFor(toReturn) }

// queryables answers with what can be asked for by name.
func (s *Server) queryables(x *exchange) error { return x.schemaFor(toQuery) }

// sortables answers with what can be sorted by.
func (s *Server) sortables(x *exchange) error { return x.schemaFor(toSort) }

func (x *exchange) schemaFor(p purpose) error {
	wrong, err := x.see(x.server.config.Situation != nil)
	if err == nil {
		err = wrong.orNil()
	}
	if err != nil {
		return err
	}
	c, err := x.described()
	if err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	words, isNow, err := x.server.wordsOf(x.ctx, x.state, c)
	if err != nil {
		return err
	}
	if !isNow { // the same revision may be told of better soon
		x.tag.n = 0
		x.w.Header().Set("Cache-Control", "no-store")
	}
	order := 1 // QGIS counts on where a number is missing, so all or none have one
	_, taken := c.Schema.Field("id")
	withID := !taken && (p != toReturn || x.hasTextIDs())
	if withID {
		order++
	}
	var doc jsonschema.Document
	if p == toReturn {
		doc = x.server.returned(c, order, words)
	} else {
		doc = x.server.asked(c, p, order, words)
	}
	doc.ID, doc.Title = x.base()+x.path(), titleOf(c)
	if withID {
		id := jsonschema.Property{Type: "string", Role: jsonschema.RoleID, Order: 1}
		if p != toReturn && c.NumericIDs {
			id.Type = "integer"
		}
		doc.Properties["id"] = id
	}
	if x.form.is("html") {
		return x.page("schema", schemaPage{doc, c}, doc.Title)
	}
	return x.json(doc)
}

// returned is the schema of the features themselves. Texts that there are stand as enum
// where nothing is declared, and as examples where they are not what is declared.
func (s *Server) returned(c geo.Collection, order int, words [][]string) jsonschema.Document {
	doc := jsonschema.Describe(c, order)
	for i, f := range c.Schema.Fields() {
		p, ok := doc.Properties[f.Name]
		switch derived := s.config.Situation != nil && situation.Derives(c.Name, f.Name); {
		case !ok:
			continue
		case derived:
			order := p.Order
			p = jsonschema.Seen(f)
			p.Order, p.Examples, p.ReadOnly = order, words[i], true
		case !c.Schema.IsDeclared():
			p.Enum = words[i]
		case p.Enum == nil:
			p.Examples = words[i]
		}
		doc.Properties[f.Name] = s.referring(c.Name, f, p)
	}
	return doc
}

// asked is the schema of what a filter or an order can ask for: by the kinds of values
// that there have been, and those that are declared.
func (s *Server) asked(c geo.Collection, p purpose, order int, words [][]string) jsonschema.Document {
	doc := jsonschema.Document{Schema: jsonschema.Draft, Description: c.Description, Type: "object", Properties: map[string]jsonschema.Property{}}
	for i, f := range c.Schema.Fields() {
		if p == toSort && f.Kinds&scalarKinds == 0 || p == toQuery && f.Kinds&(scalarKinds|geo.Array) == 0 {
			continue
		}
		described := jsonschema.Seen(f)
		described.Order, described.Role = order+i, jsonschema.TimeRole(c.TimeFields, f.Name)
		if p != toSort {
			described.Enum = words[i]
			if f.Limits != nil && f.Limits.Enum != nil {
				described.Enum = f.Limits.Enum
			}
		}
		doc.Properties[f.Name] = s.referring(c.Name, f, described)
	}
	if _, taken := c.Schema.Field("geometry"); p != toSort && !taken && c.Extent.IsLocated() {
		doc.Properties["geometry"] = jsonschema.Geometry(c.Geometries)
	}
	return doc
}

// referring says of a property whose ids its values are, if they are any.
func (s *Server) referring(in geo.Name, f geo.Field, p jsonschema.Property) jsonschema.Property {
	if to, ok := s.refersTo(in, f); ok {
		p.Role, p.Collection = jsonschema.RoleReference, string(to)
	}
	return p
}

// hasTextIDs reports whether the first feature's id is a text, not a number:
// then the programs that read features show it among their properties.
func (x *exchange) hasTextIDs() bool {
	for hit, err := range x.state.Find(x.ctx, geo.Query{From: x.collection, Limit: 1}) {
		return err == nil && bytes.HasPrefix(hit.GeoJSON(), []byte(`{"type":"Feature","id":"`))
	}
	return false
}
