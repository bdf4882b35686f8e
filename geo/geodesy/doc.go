// Package geodesy measures on the WGS 84 ellipsoid: how far two positions are
// apart and in which direction, where a line ends, and how near a geometry comes
// to a position.
package geodesy
