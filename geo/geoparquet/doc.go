// Package geoparquet writes GeoParquet 1.1 (geoparquet.org) and reads it, and other
// Parquet files with places in them: tables in columns, for analysts.
//
//	w := geoparquet.NewWriter(file, geo.Output{Collection: collection})
//	for f := range features {
//		err := w.Write(f)
//		…
//	}
//	err := w.Close()
//
// # What is written
//
// The column "geometry" holds well-known binary, with a Z as ISO has it where there
// are heights, in CRS84. The column "bbox" has xmin, ymin, xmax and ymax as float64,
// with statistics, so that a reader may pass over row groups and pages that lie elsewhere. The
// features keep the order in which they come, which in a large collection is that of
// a Hilbert curve; a row group has 50,000 of them. Compression is zstd.
//
// Properties become columns by the kinds of value that the schema tells: BOOLEAN,
// INT64, DOUBLE, STRING, DATE for full-dates, TIMESTAMP in microseconds and UTC for
// date-times, and JSON for arrays, objects and what has values of several kinds.
// Numbers among texts are texts. All may be null. The feature's id is the column "id"
// ("feature_id" if a property has that name), which the file's metadata tell under
// "cairn".
//
// # What is read
//
// GeoParquet 1.0 and 1.1 with well-known binary, or with the encodings of GeoArrow; in
// CRS84, or another system that is known. A file without such metadata is read by its
// names and types: a column of type GEOMETRY or GEOGRAPHY; binary called geometry, geom,
// wkb_geometry, the_geom or wkb; or a pair of numbers called longitude and latitude, lon or lng
// and lat. Where there is none of these, the features have no place.
//
// The column that "cairn" names, or else one called "id", gives the ids and is no
// property; a feature without one is numbered by its place in the file, from 1. Lists
// become arrays, groups and maps objects. Timestamps without a zone are taken for UTC. Bytes
// that are no text become base 64.
package geoparquet
