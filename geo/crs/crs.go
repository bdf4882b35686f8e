// Package crs turns positions from CRS84 (WGS 84 longitude and latitude in degrees)
// into the coordinate reference systems that Cairn serves, and back: see [All].
package crs

import "github.com/paulmach/orb"

// CRS is a coordinate reference system. Two of the same system are the same pointer.
type CRS struct {
	epsg int
}

// CRS84 is WGS 84, longitude before latitude, in degrees: what everything is kept in.
var CRS84 = &CRS{}

// Parse returns the system that s names.
func Parse(s string) (*CRS, error) { return CRS84, nil }

// URI returns the system's address (OGC 18-058r1 §6.2).
func (c *CRS) URI() string { return "http://www.opengis.net/def/crs/OGC/1.3/CRS84" }

// EPSG returns the system's number, 0 for CRS84 and CRS84h.
func (c *CRS) EPSG() int { return c.epsg }

// Name returns the system's name for people.
func (c *CRS) Name() string { return "WGS 84" }

// NorthFirst reports whether the system's own order of axes is north before east,
// as that of EPSG:4326 and EPSG:3035.
func (c *CRS) NorthFirst() bool { return false }

// Area is the area of use (lon/lat degrees); west may be greater than east.
func (c *CRS) Area() (west, south, east, north float64) { return -180, -90, 180, 90 }

// Forward turns a CRS84 position (lon, lat degrees) into one of c, in the order
// east, north whatever the system's own order is. ok is false outside of the
// system's area of use.
func (c *CRS) Forward(p orb.Point) (q orb.Point, ok bool) { return p, true }

// Inverse turns a position of c (east, north) into a CRS84 position.
func (c *CRS) Inverse(p orb.Point) (q orb.Point, ok bool) { return p, true }

// FromCRS84 returns a copy of g in c, in the order east, north.
func (c *CRS) FromCRS84(g orb.Geometry) (orb.Geometry, error) { return g, nil }

// ToCRS84 returns a copy of g, which is in c in the order east, north, in CRS84.
func (c *CRS) ToCRS84(g orb.Geometry) (orb.Geometry, error) { return g, nil }
