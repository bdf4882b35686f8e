package server

import (
	"bytes"
	"slices"

	"cairn/geo"
)

// schemaDocument is a JSON Schema (draft 2020-12) of a feature or of what can
// be asked of one.
type schemaDocument struct {
	Schema      string              `json:"$schema"`
	ID          string              `json:"$id"`
	Title       string              `json:"title"`
	Description string              `json:"description,omitempty"`
	Type        string              `json:"type"`
	Properties  map[string]property `json:"properties"`
	Additional  bool                `json:"additionalProperties"`
}

// property is one property in a schema.
type property struct {
	Ref         string   `json:"$ref,omitempty"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Type        any      `json:"type,omitempty"` // one word or several
	Format      string   `json:"format,omitempty"`
	Enum        []string `json:"enum,omitempty"` // every text there is, where these are few
	Unit        string   `json:"x-ogc-unit,omitempty"`
	Role        string   `json:"x-ogc-role,omitempty"`
	Collection  string   `json:"x-ogc-collectionId,omitempty"` // whose ids the values are
	Order       int      `json:"x-ogc-propertySeq,omitempty"`
}

// purpose is what a schema of a collection is for.
type purpose uint8

const (
	toReturn purpose = iota // what features look like
	toQuery                 // what a filter can ask for (OGC 19-079r2 §6.2)
	toSort                  // what sortby can name
)

// schema answers with what a collection's features look like (OGC 23-058 §7).
func (s *Server) schema(x *exchange) error { return x.schemaFor(toReturn) }

// queryables answers with what can be asked for by name.
func (s *Server) queryables(x *exchange) error { return x.schemaFor(toQuery) }

// sortables answers with what can be sorted by.
func (s *Server) sortables(x *exchange) error { return x.schemaFor(toSort) }

func (x *exchange) schemaFor(p purpose) error {
	if err := x.viewed(); err != nil {
		return err
	}
	c, err := x.described()
	if err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	doc := schemaDocument{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: x.base() + x.path(),
		Title: titleOf(c), Description: c.Description,
		Type: "object", Properties: map[string]property{},
	}
	order := 1 // QGIS counts on where a number is missing, so all or none have one
	if _, taken := c.Schema.Field("id"); !taken && (p != toReturn || x.hasTextIDs()) {
		id := property{Type: "string", Role: "id", Order: order}
		order++
		if p != toReturn && c.NumericIDs {
			id.Type = "integer"
		}
		doc.Properties["id"] = id
	}
	words, err := x.server.wordsOf(x.ctx, x.state, c)
	if err != nil {
		return err
	}
	for i, f := range c.Schema.Fields() {
		if p == toSort && f.Kinds&scalarKinds == 0 || p == toQuery && f.Kinds&(scalarKinds|geo.Array) == 0 {
			continue
		}
		described := propertyOf(f)
		described.Order, described.Role = order+i, timeRole(c.TimeFields, f.Name)
		if p != toSort {
			described.Enum = words[i]
		}
		if to, ok := x.server.refersTo(c.Name, f.Name); ok {
			described.Role, described.Collection = "reference", string(to)
		}
		doc.Properties[f.Name] = described
	}
	if _, taken := c.Schema.Field("geometry"); p != toSort && !taken && c.Extent.IsLocated() {
		doc.Properties["geometry"] = geometryProperty(c.Geometries)
	}
	if x.form.is("html") {
		return x.page("schema", schemaPage{doc, c}, doc.Title)
	}
	return x.json(doc)
}

// timeRole is the role of a property that tells the time (OGC 23-058 §8).
func timeRole(fields []string, name string) string {
	switch i := slices.Index(fields, name); {
	case i < 0:
		return ""
	case len(fields) == 1:
		return "primary-instant"
	case i == 0:
		return "primary-interval-start"
	}
	return "primary-interval-end"
}

// hasTextIDs reports whether the first feature's id is a text, not a number:
// then the programs that read features show it among their properties.
func (x *exchange) hasTextIDs() bool {
	for hit, err := range x.state.Find(x.ctx, geo.Query{From: x.collection, Limit: 1}) {
		return err == nil && bytes.HasPrefix(hit.GeoJSON(), []byte(`{"type":"Feature","id":"`))
	}
	return false
}

// propertyOf describes a field: its type is every kind of value it has had. null
// is none of them where there are others: it says that the value is missing,
// which no schema here forbids, and QGIS takes a list of types for a text.
func propertyOf(f geo.Field) property {
	p := property{Title: f.Title, Description: f.Description, Unit: f.Unit}
	if f.Kinds != geo.Null {
		f.Kinds &^= geo.Null
	}
	var types []string
	formats := 0
	for _, k := range geo.AllKinds {
		if f.Kinds&k.Kind == 0 || slices.Contains(types, k.Type) && k.Format == "" {
			continue
		}
		if !slices.Contains(types, k.Type) {
			types = append(types, k.Type)
		}
		if k.Type == "string" {
			p.Format = k.Format
			formats++
		}
	}
	if formats > 1 {
		p.Format = "" // dates and other texts: no one format holds
	}
	if slices.Contains(types, "integer") && slices.Contains(types, "number") {
		types = slices.DeleteFunc(types, func(t string) bool { return t == "integer" })
	}
	switch len(types) {
	case 0:
	case 1:
		p.Type = types[0]
	default:
		p.Type = types
	}
	return p
}

// geometryProperty describes the geometry twice: with the format of OGC 23-058
// and with the GeoJSON schema, by which QGIS finds what it may ask for by place.
func geometryProperty(types []string) property {
	kind := "Geometry"
	if len(types) == 1 {
		kind = types[0]
	}
	return property{Ref: "https://geojson.org/schema/" + kind + ".json", Format: geometryFormat(types), Role: "primary-geometry"}
}

// geometryFormat returns the word of OGC 23-058 §7.6 for the types seen.
func geometryFormat(types []string) string {
	if len(types) != 1 {
		return "geometry-any"
	}
	switch types[0] {
	case "Point":
		return "geometry-point"
	case "MultiPoint":
		return "geometry-multipoint"
	case "LineString":
		return "geometry-linestring"
	case "MultiLineString":
		return "geometry-multilinestring"
	case "Polygon":
		return "geometry-polygon"
	case "MultiPolygon":
		return "geometry-multipolygon"
	}
	return "geometry-any"
}
