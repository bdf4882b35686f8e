// Package jsonschema writes and reads what is declared of a collection as a JSON
// Schema (draft 2020-12) with the keywords of OGC 23-058. It does not validate anything:
// [geo.Schema.Check] does.
//
//	doc := jsonschema.Describe(c)           // what its features are like
//	made, err := jsonschema.Read(text)      // and back
//	change.Collection.Schema = made.Schema
//
// # What the schema is of
//
// The properties of a feature, and beside them its geometry as "geometry" and its id as
// "id", unless a property has that name. A property that is null counts as one that is
// not there, as in OGC 23-058: no schema here lets null through as a type, and
// none refuses it unless the property is required.
//
// # Keywords
//
// Of a schema: $schema, $id, title, description, type, properties, required and
// additionalProperties. Of a property: title, description, type (a word or a list),
// format (date, date-time), anyOf of two formats, enum (of texts), minimum, maximum,
// maxLength, readOnly, examples, x-ogc-unit, x-ogc-role, x-ogc-collectionId and
// x-ogc-propertySeq. Of the geometry: $ref to a schema of geojson.org, a format of OGC
// 23-058 §7.6, anyOf of such, title, description and x-ogc-role. Any other is refused,
// by a JSON pointer (RFC 6901), because it would be taken for a promise.
//
// x-cairn-declared says of a schema that is written that writes are held to it: without it
// the schema only tells what has been seen.
//
// $id, x-cairn-declared, readOnly properties (which are derived, not stored), examples and the id are
// read over: they say what is, not what must be.
package jsonschema
