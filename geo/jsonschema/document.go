package jsonschema

import (
	"slices"

	"cairn/geo"
)

// Draft is the dialect of JSON Schema that is written.
const Draft = "https://json-schema.org/draft/2020-12/schema"

// Document is a JSON Schema of a collection's features, or of what can be asked of
// them.
type Document struct {
	Schema      string              `json:"$schema"`
	ID          string              `json:"$id,omitempty"`
	Title       string              `json:"title,omitempty"`
	Description string              `json:"description,omitempty"`
	Type        string              `json:"type"`
	Properties  map[string]Property `json:"properties"`
	Required    []string            `json:"required,omitempty"`
	Additional  bool                `json:"additionalProperties"`
	Declared    bool                `json:"x-cairn-declared,omitempty"` // writes are held to it; else it only tells what there is
}

// Property is one property in a schema, or the geometry.
type Property struct {
	Ref         string     `json:"$ref,omitempty"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	Type        any        `json:"type,omitempty"` // one word or several
	Format      string     `json:"format,omitempty"`
	AnyOf       []Property `json:"anyOf,omitempty"`
	Enum        []string   `json:"enum,omitempty"`
	Minimum     *float64   `json:"minimum,omitempty"`
	Maximum     *float64   `json:"maximum,omitempty"`
	MaxLength   int        `json:"maxLength,omitempty"`
	Examples    []string   `json:"examples,omitempty"` // texts that there are
	ReadOnly    bool       `json:"readOnly,omitempty"` // it is derived
	Unit        string     `json:"x-ogc-unit,omitempty"`
	Role        string     `json:"x-ogc-role,omitempty"`
	Collection  string     `json:"x-ogc-collectionId,omitempty"` // whose ids the values are
	Order       int        `json:"x-ogc-propertySeq,omitempty"`
}

// The roles of properties (OGC 23-058 §8).
const (
	RoleID            = "id"
	RoleGeometry      = "primary-geometry"
	RoleReference     = "reference"
	RoleInstant       = "primary-instant"
	RoleIntervalStart = "primary-interval-start"
	RoleIntervalEnd   = "primary-interval-end"
)

// geometryName is what the geometry is called among the properties.
const geometryName = "geometry"

// Describe writes what a collection's features are like: what is declared of them, or
// else what has been seen. It leaves $id and the id out. Properties are numbered from
// first on.
func Describe(c geo.Collection, first int) Document {
	frame, declared := c.Schema.Frame(), c.Schema.IsDeclared()
	doc := Document{Schema: Draft, Title: c.Title, Description: c.Description, Type: "object", Properties: map[string]Property{}, Additional: !frame.Closed, Declared: declared}
	for _, f := range c.Schema.Fields() {
		if frame.Closed && f.Limits == nil {
			continue
		}
		p := Declared(f)
		if !declared {
			p = Seen(f)
		}
		p.Order = first
		first++
		if p.Role == "" {
			p.Role = TimeRole(c.TimeFields, f.Name)
		}
		if f.Limits != nil && f.Limits.Required {
			doc.Required = append(doc.Required, f.Name)
		}
		doc.Properties[f.Name] = p
	}
	if _, taken := c.Schema.Field(geometryName); taken {
		return doc
	}
	switch l := frame.Location; {
	case l != nil:
		g := Geometry(l.Types)
		g.Title, g.Description = l.Title, l.Description
		doc.Properties[geometryName] = g
		if l.Required {
			doc.Required = append(doc.Required, geometryName)
		}
	case declared && !frame.Closed && len(c.Geometries) > 0:
		doc.Properties[geometryName] = Geometry(nil)
	case !declared && len(c.Geometries) > 0:
		doc.Properties[geometryName] = Geometry(c.Geometries)
	}
	return doc
}

// TimeRole is the role of a property that tells the time, "" of any other. fields are
// the collection's TimeFields.
func TimeRole(fields []string, name string) string {
	switch i := slices.Index(fields, name); {
	case i < 0:
		return ""
	case len(fields) == 1:
		return RoleInstant
	case i == 0:
		return RoleIntervalStart
	}
	return RoleIntervalEnd
}

// Declared describes what is declared of a field: nothing, if it has no limits.
func Declared(f geo.Field) Property {
	p := Property{Title: f.Title, Description: f.Description, Unit: f.Unit}
	l := f.Limits
	if l == nil {
		return p
	}
	kinds := l.Kinds
	if kinds&geo.Text != 0 {
		kinds &^= geo.Date | geo.DateTime
	}
	p.Type, p.Format = typesOf(kinds)
	if kinds&(geo.Date|geo.DateTime) == geo.Date|geo.DateTime {
		p.AnyOf = []Property{{Format: "date"}, {Format: "date-time"}}
	}
	p.Enum, p.Minimum, p.Maximum, p.MaxLength = l.Enum, l.Minimum, l.Maximum, l.MaxLength
	if l.Refers != "" {
		p.Role, p.Collection = RoleReference, string(l.Refers)
	}
	return p
}

// Seen describes a field by every kind of value it has had. null is none of them where
// there are others: it says that the value is missing, which no schema here forbids, and
// QGIS takes a list of types for a text.
func Seen(f geo.Field) Property {
	p := Property{Title: f.Title, Description: f.Description, Unit: f.Unit}
	if f.Kinds != geo.Null {
		f.Kinds &^= geo.Null
	}
	p.Type, p.Format = typesOf(f.Kinds)
	return p
}

// typesOf returns the types of JSON Schema for kinds of values: nil, a word or several.
func typesOf(kinds geo.Kinds) (kind any, format string) {
	var types []string
	formats := 0
	for _, k := range geo.AllKinds {
		if kinds&k.Kind == 0 || slices.Contains(types, k.Type) && k.Format == "" {
			continue
		}
		if !slices.Contains(types, k.Type) {
			types = append(types, k.Type)
		}
		if k.Type == "string" {
			format = k.Format
			formats++
		}
	}
	if formats > 1 {
		format = "" // dates and other texts: no one format holds
	}
	if slices.Contains(types, "integer") && slices.Contains(types, "number") {
		types = slices.DeleteFunc(types, func(t string) bool { return t == "integer" })
	}
	switch len(types) {
	case 0:
		return nil, ""
	case 1:
		return types[0], format
	}
	return types, format
}

// refStart and refEnd stand around a type in the address of its schema.
const refStart, refEnd = "https://geojson.org/schema/", ".json"

// Geometry describes the geometry of one of some types, nil for any, twice: with the
// format of OGC 23-058 and with the GeoJSON schema, by which QGIS finds what it may ask
// for by place.
func Geometry(types []string) Property {
	p := Property{Ref: refStart + "Geometry" + refEnd, Format: formatOf(types), Role: RoleGeometry}
	if len(types) == 1 {
		p.Ref = refStart + types[0] + refEnd
	}
	if len(types) > 1 {
		for _, t := range types {
			p.AnyOf = append(p.AnyOf, Property{Ref: refStart + t + refEnd})
		}
	}
	return p
}

// formats are the words of OGC 23-058 §7.6 for geometries, with the types of GeoJSON.
var formats = [...]struct {
	format string
	types  []string
}{
	{"geometry-point", []string{"Point"}},
	{"geometry-multipoint", []string{"MultiPoint"}},
	{"geometry-linestring", []string{"LineString"}},
	{"geometry-multilinestring", []string{"MultiLineString"}},
	{"geometry-polygon", []string{"Polygon"}},
	{"geometry-multipolygon", []string{"MultiPolygon"}},
	{"geometry-geometrycollection", []string{"GeometryCollection"}},
	{"geometry-point-or-multipoint", []string{"Point", "MultiPoint"}},
	{"geometry-linestring-or-multilinestring", []string{"LineString", "MultiLineString"}},
	{"geometry-polygon-or-multipolygon", []string{"Polygon", "MultiPolygon"}},
	{anyGeometry, nil},
}

const anyGeometry = "geometry-any"

func formatOf(types []string) string {
	for _, f := range formats {
		if slices.Equal(f.types, types) {
			return f.format
		}
	}
	return anyGeometry
}
