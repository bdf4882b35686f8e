package crs

import "math"

// equator is the half axis of WGS 84 and of GRS 1980 in the plane of the equator, metres.
const equator = 6378137

// mercator is "Popular Visualisation Pseudo Mercator" (EPSG method 1024, IOGP
// 373-7-2 §3.2.1.2): WGS 84 latitudes as if they were those of a sphere.
type mercator struct{}

func (mercator) forward(lon, lat float64) (x, y float64) {
	return equator * radians(lon), equator * math.Asinh(math.Tan(radians(lat)))
}

func (mercator) inverse(x, y float64) (lon, lat float64) {
	return degrees(x / equator), degrees(math.Atan(math.Sinh(y / equator)))
}
