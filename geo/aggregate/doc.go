// Package aggregate counts features and sums up their properties in groups: cells
// of a grid, values of properties, buckets of time, and all of these combined. It
// asks any [geo.Reader], and writes GeoJSON or CSV; it knows nothing of HTTP.
//
//	request, err := aggregate.Parse("hex,month", "10000", "count,sum(best)", collection)
//	result, err := aggregate.Run(ctx, reader, geo.Query{From: "events"}, request)
//	answer = result.AppendGeoJSON(answer, "")
//
// # Cells
//
// The grid of squares and hexagons is the same for every question that is asked of a
// collection, whatever its box and filter: a cylindrical equal-area projection of
// the WGS 84 ellipsoid (Snyder, USGS Professional Paper 1395, §10), in which the
// whole Earth is a rectangle of n columns by m rows. "cell" is the side of a square,
// or the distance from one flat side of a hexagon to the other. n and m are whole,
// so that no cell is cut off at the antimeridian; the cells are therefore not
// exactly as large as asked, but all of exactly the same area: the Earth's,
// 510,065,622 km², by n × m. That differs from what was asked by less than 0.3 % for
// cells of up to 50 km, and 3 % up to 500 km. (The hexagons of the two rows at the
// poles are cut off there.)
//
// An equal-area projection cannot keep shapes. Cells are regular at the standard
// parallel, which is the mean distance of the collection's extent from the equator,
// rounded to 5° and at most 75°; away from it they get narrower and taller towards
// the poles, and the other way round towards the equator: at latitude φ by
// cos φ / cos(parallel) in width, the inverse in height. Where the extent moves over
// a multiple of 5°, the grid changes.
//
// A cell across the antimeridian is written as a MultiPolygon that is cut there (RFC
// 7946 §3.1.9). Its number is "column/row", both from 0, columns eastwards from the
// antimeridian, rows northwards from the South Pole.
//
// Quadkeys are the tiles of the Web Mercator pyramid: "cell" is the zoom, and the
// key has that many digits. The outermost rows reach up to the poles here.
//
// # Which cell, which bucket
//
// A point counts in its cell, any other geometry in the one that the middle of its
// bound lies in; the bound of what lies on both sides of the antimeridian goes
// across it if it is narrower so. Features without a place are left out where there
// are cells, and [Result.Placeless] says how many they are.
//
// A bucket of time is that of the start of the feature's period, or of the property
// that is named, in UTC. Weeks start on Monday (ISO 8601). A feature without a time,
// or whose period has no start, is in the group null; so is one without the
// property in groups by property.
//
// # Values
//
// count is the number of features; sum, min, max and avg are those of the numbers
// that a property has, and null where there are none: what is no number does not
// count. Sums are compensated (Neumaier 1974), so they do not depend on the order by
// more than the last digit.
package aggregate
