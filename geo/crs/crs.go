// Package crs turns positions from CRS84 (WGS 84 longitude and latitude in degrees)
// into the coordinate reference systems that Cairn serves, and back: see [All].
//
// Everything is computed here, in a fixed set of systems on two ellipsoids that
// differ by a tenth of a millimetre. Datums are not shifted: ETRS89 is taken for WGS 84, as PROJ
// takes it too; the two are less than a metre apart. Heights are not touched: where a
// system has them, they are above the ellipsoid.
//
//	utm, err := crs.Parse("EPSG:32637")
//	q, ok := utm.Forward(orb.Point{39.0, 35.95}) // metres east, north
package crs

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// CRS is a coordinate reference system. Two of the same system are the same pointer.
type CRS struct {
	epsg       int
	uri, name  string
	northFirst bool
	heights    bool
	area       box
	margin     float64 // degrees beyond the area that are taken too

	// What follows is not set where positions are longitudes and latitudes.
	plane    projection
	meridian float64   // the central one, degrees
	reach    box       // area and margin, west and east counted from the meridian
	within   orb.Bound // everything in reach lies in this part of the plane
}

// box is a lon/lat box in degrees; west > east crosses the antimeridian.
type box struct{ west, south, east, north float64 }

// projection is a map projection. Longitudes are degrees from its central
// meridian, x and y metres east and north.
type projection interface {
	forward(lon, lat float64) (x, y float64)
	inverse(x, y float64) (lon, lat float64)
}

// Limits of what rounding alone may do to a position.
const (
	slackMetres  = 1e-3
	slackDegrees = 1e-8 // about a millimetre
)

// URI returns the system's address (OGC 18-058r1 §6.2).
func (c *CRS) URI() string { return c.uri }

// EPSG returns the system's number, 0 for CRS84 and CRS84h.
func (c *CRS) EPSG() int { return c.epsg }

// Name returns the system's name for people.
func (c *CRS) Name() string { return c.name }

// NorthFirst reports whether the system's own order of axes is north before east,
// as that of EPSG:4326 and EPSG:3035.
func (c *CRS) NorthFirst() bool { return c.northFirst }

// Heights reports whether the system's positions have heights, in metres above
// the ellipsoid. Other systems leave those that there are as they are.
func (c *CRS) Heights() bool { return c.heights }

// Degrees reports whether the system's positions are longitudes and latitudes on
// WGS 84; otherwise they are metres in a plane.
func (c *CRS) Degrees() bool { return c.plane == nil }

// Area is the area of use (lon/lat degrees) in the EPSG dataset; west may be
// greater than east. [CRS.Forward] goes beyond it a little.
func (c *CRS) Area() (west, south, east, north float64) {
	return c.area.west, c.area.south, c.area.east, c.area.north
}

// Covers reports whether every position of a lon/lat box can be turned into c, so
// that what lies in it can be written in c without an error. West > east crosses
// the antimeridian.
func (c *CRS) Covers(west, south, east, north float64) bool {
	if c.plane == nil {
		return true
	}
	if !(south >= c.reach.south && north <= c.reach.north) {
		return false
	}
	if c.reach.east-c.reach.west >= 360 {
		return true
	}
	width := east - west
	if width < 0 {
		width += 360
	}
	from := around(west - c.meridian)
	return from >= c.reach.west && from+width <= c.reach.east
}

// Forward turns a CRS84 position (lon, lat degrees) into one of c, in the order
// east, north whatever the system's own order is. ok is false outside of what c
// reaches: its area of use and, on every side of it, 3 degrees more for UTM zones
// and EPSG:3035, because what is mapped in them seldom ends at their edges. It is
// false too for what is no position: not finite, or beyond ±180 or ±90. Inside,
// the error is below a micrometre.
func (c *CRS) Forward(p orb.Point) (q orb.Point, ok bool) {
	lon, lat := p[0], p[1]
	if !(lon >= -180 && lon <= 180 && lat >= -90 && lat <= 90) {
		return q, false
	}
	if c.plane == nil {
		return p, true
	}
	lon = around(lon - c.meridian)
	if !(lon >= c.reach.west && lon <= c.reach.east && lat >= c.reach.south && lat <= c.reach.north) {
		return q, false
	}
	q[0], q[1] = c.plane.forward(lon, lat)
	return q, true
}

// Inverse turns a position of c (east, north) into a CRS84 position. ok is false
// for what [CRS.Forward] does not return, but for a millimetre of rounding.
func (c *CRS) Inverse(p orb.Point) (q orb.Point, ok bool) {
	if c.plane == nil {
		return c.Forward(p)
	}
	if !(p[0] >= c.within.Min[0] && p[0] <= c.within.Max[0] && p[1] >= c.within.Min[1] && p[1] <= c.within.Max[1]) {
		return q, false
	}
	lon, lat := c.plane.inverse(p[0], p[1])
	east, ok1 := clamp(lon, c.reach.west, c.reach.east)
	north, ok2 := clamp(lat, c.reach.south, c.reach.north)
	if !ok1 || !ok2 {
		return q, false
	}
	return orb.Point{around(east + c.meridian), north}, true
}

// clamp returns v in the range, and whether it is there but for rounding.
func clamp(v, low, high float64) (float64, bool) {
	return min(max(v, low), high), v >= low-slackDegrees && v <= high+slackDegrees
}

// around returns a longitude that lies within ±540 degrees within ±180.
func around(lon float64) float64 {
	switch {
	case lon > 180:
		return lon - 360
	case lon < -180:
		return lon + 360
	}
	return lon
}

func radians(degrees float64) float64 { return degrees * (math.Pi / 180) }

func degrees(radians float64) float64 { return radians * (180 / math.Pi) }

// label is how the system is called in messages.
func (c *CRS) label() string {
	switch {
	case c.epsg != 0:
		return "EPSG:" + strconv.Itoa(c.epsg) + " (" + c.name + ")"
	case c.heights:
		return "OGC:CRS84h"
	}
	return "OGC:CRS84"
}
