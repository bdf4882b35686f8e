// Package gpkg writes and reads GeoPackages (OGC 12-128r18, GeoPackage 1.3):
// SQLite files that QGIS, GDAL and ArcGIS open as they are. It makes tables of
// features with their systems of coordinates and an R-tree index, and reads those
// of any other program; it knows nothing of tiles.
//
//	w := gpkg.NewWriter(file, geo.Output{Collection: places})
//	err := w.Write(feature) // each one
//	err = w.Close()
//
// # What a file of ours looks like
//
// One table, called like the collection, in one transaction:
//
//	fid   INTEGER PRIMARY KEY AUTOINCREMENT: the ids, where every one is a number
//	geom  the geometry as a GeoPackageBinary (§2.1.3), x before y; it is not there
//	      if there are no geometries to write, and the table is one of attributes
//	id    TEXT NOT NULL UNIQUE: the ids, where they are texts; fid runs from 1. The
//	      constraint [idConstraint] in gpkg_data_columns marks the column
//	…     a column for each property
//
// A property's column is BOOLEAN, INTEGER, REAL, DATE, DATETIME or TEXT if its
// values have been of that kind only. Values of several kinds, arrays and objects
// are TEXT that is JSON, and gpkg_data_columns gives application/json as the mime
// type, so that GDAL and we give them back as they were. Moments are written in
// UTC, as the standard has them (§1.1.1.1.3), to the millisecond, or the
// microsecond where there is more. A property that is null and one that is not
// there are both NULL. Whole numbers beyond 64 bits, and those
// of a property that has others too, are REAL, which is exact to 53 bits.
//
// SQLite does not tell "name" from "NAME": the second gets a number, and
// gpkg_data_columns keeps the name that it had, which reading gives back.
//
// The R-tree (extension gpkg_rtree_index, annex F.3) is not filled row by row but
// built from the table once all rows are there: see [fillIndex].
package gpkg
