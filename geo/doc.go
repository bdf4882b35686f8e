// Package geo holds the nouns of Cairn: what a feature, a collection, a period,
// a box, a query and a store are. It stores nothing and speaks no protocol.
//
// The words, each with one meaning:
//
//   - A [Feature] is an immutable record: an id, a geometry or none, properties,
//     and the period in which it holds. Below the server nothing keeps a map of
//     properties; a feature is a view of its bytes (see record.go).
//   - A [Collection] is a named set of features with a [Schema] that is learned
//     from the features it has been given. What is declared in it beside, features
//     are held to.
//   - A [Period] is valid time: when something held in the world, half-open.
//   - A [Rev] is our time: the how-manyeth change of the store told us.
//   - A [Query] asks one collection for what lies in a box, near a point, within
//     a period, with given property values; a [Reader] answers it from one
//     state that no later change touches.
//   - A [Store] takes changes, all or none, and opens states for reading.
//
// Coordinates are WGS 84 longitude and latitude in degrees, in that order
// (OGC CRS84, RFC 7946 §4). Distances are geodesic metres.
package geo
