// Package relate says how two geometries lie to each other, in the plane of
// longitude and latitude, where GeoJSON's edges are straight (RFC 7946 §3.1.1). It
// answers the eight relations of CQL2 (OGC 21-065r2 §7.7), for two geometries or for
// many with one that is prepared.
//
//	district, err := relate.Prepare(polygon)
//	…
//	if district.Is(relate.Within, place) { … }
//
// Every decision is exact: whether a point lies left of an edge, on it or right of
// it is computed without rounding where rounding might tell, and no point is computed
// that is not a vertex. So the answers are those that PostGIS gives for the same
// geometries, but for lines that cross themselves, where PostGIS rounds (see the
// tests). A prepared geometry has a tree of boxes over its edges: a point costs a
// fraction of a microsecond against ten thousand vertices, an area or a line what
// lies about where the two touch.
//
// It knows geometries only: no features, no ellipsoid, no antimeridian; what crosses
// that is cut there, as RFC 7946 §3.1.9 asks.
package relate
