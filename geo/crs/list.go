package crs

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
)

// margin is how far beyond their area of use, in degrees, UTM zones and EPSG:3035
// are used.
const margin = 3

// CRS84 is WGS 84, longitude before latitude, in degrees: what everything is kept in.
var CRS84 = &CRS{uri: addressOGC + "1.3/CRS84", name: "WGS 84 longitude-latitude", area: world}

var (
	world = box{-180, -90, 180, 90}

	crs84h = &CRS{uri: addressOGC + "0/CRS84h", name: "WGS 84 longitude-latitude-height", heights: true, area: world}

	// The rest is numbered: these, and sixty zones of each hemisphere.
	wgs84 = &CRS{epsg: 4326, uri: addressEPSG + "4326", name: "WGS 84", northFirst: true, area: world}
	wgs3D = &CRS{epsg: 4979, uri: addressEPSG + "4979", name: "WGS 84 with heights", northFirst: true, heights: true, area: world}

	webMercator = projected(&CRS{
		epsg: 3857, uri: addressEPSG + "3857", name: "WGS 84 / Pseudo-Mercator",
		area: box{-180, -85.06, 180, 85.06}, plane: mercator{},
	})
	europe = projected(&CRS{
		epsg: 3035, uri: addressEPSG + "3035", name: "ETRS89-extended / LAEA Europe", northFirst: true,
		area: box{-35.58, 24.6, 44.83, 84.73}, margin: margin, meridian: 10, plane: newEqualArea(52, 4321000, 3210000),
	})
	zones = utmZones()
	all   = slices.Concat([]*CRS{CRS84, crs84h, wgs84, wgs3D, webMercator, europe}, zones)
)

// projected completes a system of metres in a plane.
func projected(c *CRS) *CRS {
	a := c.area
	if a.east-a.west >= 360 {
		c.reach = box{-180, a.south - c.margin, 180, a.north + c.margin}
	} else {
		c.reach = box{around(a.west-c.meridian) - c.margin, a.south - c.margin, around(a.east-c.meridian) + c.margin, a.north + c.margin}
	}
	c.within = planeOf(c.plane, c.reach)
	return c
}

// planeOf returns a part of the plane that holds all that lies in a box of
// longitudes, from the central meridian, and latitudes. All it is for is to keep an
// inverse from positions for which it is not made, so it need not be tight.
func planeOf(p projection, b box) orb.Bound {
	const steps = 128
	x, y := p.forward(b.west, b.south)
	bound := orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x, y}}
	for i := range steps + 1 {
		t := float64(i) / steps
		lon, lat := b.west+t*(b.east-b.west), b.south+t*(b.north-b.south)
		for _, at := range [...]orb.Point{{lon, b.south}, {lon, b.north}, {b.west, lat}, {b.east, lat}} {
			x, y := p.forward(at[0], at[1])
			bound = bound.Extend(orb.Point{x, y})
		}
		if b.south <= 0 && b.north >= 0 { // where a zone is widest
			for _, lon := range [...]float64{b.west, b.east} {
				x, y := p.forward(lon, 0)
				bound = bound.Extend(orb.Point{x, y})
			}
		}
	}
	slack := slackMetres
	if _, ok := p.(mercator); !ok {
		slack = 1000 // for the bend of the edges between the steps
	}
	return bound.Pad(slack)
}

func utmZones() []*CRS {
	north, south := newTransverse(500000, 0), newTransverse(500000, 10000000)
	list := make([]*CRS, 0, 120)
	add := func(zone, epsg int, letter string, t *transverse, low, high float64) {
		west := float64(6*zone - 186)
		c := &CRS{
			epsg: epsg, uri: addressEPSG + strconv.Itoa(epsg), name: "WGS 84 / UTM zone " + strconv.Itoa(zone) + letter,
			area: box{west, low, west + 6, high}, margin: margin, meridian: west + 3, plane: t,
		}
		if zone == 1 { // the zones differ in their meridian only
			projected(c)
		} else {
			c.reach, c.within = list[len(list)/60*60].reach, list[len(list)/60*60].within
		}
		list = append(list, c)
	}
	for zone := range 60 {
		add(zone+1, 32601+zone, "N", north, 0, 84)
	}
	for zone := range 60 {
		add(zone+1, 32701+zone, "S", south, -80, 0)
	}
	return list
}

// All returns every system, CRS84 first: CRS84, CRS84h, EPSG:4326 and 4979, 3857,
// 3035, and the UTM zones on WGS 84, 32601 to 32660 and 32701 to 32760.
func All() []*CRS { return slices.Clone(all) }

// listedZones is how many UTM zones a list for a collection has at most: what
// spreads over more has no use for any of them, and 120 addresses in every answer
// have none for anybody.
const listedZones = 8

// For returns the systems to advertise for what lies in a lon/lat box, CRS84 first:
// those of the whole world; EPSG:3035 if the box meets its area of use; and the UTM
// zones that the box meets, unless these are more than eight. Systems with heights
// are among them if there are heights. West > east crosses the antimeridian. What is not
// listed here is served all the same, where it reaches.
func For(west, south, east, north float64, heights bool) []*CRS {
	var list []*CRS
	var met []*CRS
	b := box{west, south, east, north}
	for _, c := range all {
		switch {
		case c.heights && !heights:
		case c.area.west == -180 && c.area.east == 180:
			list = append(list, c)
		case !c.area.meets(b):
		case c == europe:
			list = append(list, c)
		default:
			met = append(met, c)
		}
	}
	if len(met) > listedZones {
		return list
	}
	return append(list, met...)
}

// meets reports whether two boxes have a point in common. The first does not cross
// the antimeridian.
func (b box) meets(o box) bool {
	if !(o.south <= b.north && o.north >= b.south) {
		return false
	}
	if o.west <= o.east {
		return o.west <= b.east && o.east >= b.west || math.Abs(o.west) == 180 && o.west == -b.east || math.Abs(o.east) == 180 && o.east == -b.west
	}
	return o.west <= b.east || o.east >= b.west
}
