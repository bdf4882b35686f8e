package crs

import "github.com/paulmach/orb"

// outlineSteps is in how many pieces each edge of an outline is cut: at middle latitudes
// the chord of a piece of an edge of 100 km lies a decimetre beside it at most.
const outlineSteps = 64

// OutlineToCRS84 returns the box of c with the corners low (west and south) and high,
// in the order east, north, as a shape in CRS84 whose edges follow those of the box. It
// is cut at the antimeridian, so that it has two parts where the box lies on both
// sides of it. A box thinner than a millimetre is made that thick, since
// a line is no polygon. What lies beyond the positions that c reaches is left out as by
// [CRS.BoxToCRS84], with the same errors.
func (c *CRS) OutlineToCRS84(low, high orb.Point) (orb.MultiPolygon, error) {
	if c.plane == nil {
		if err := c.checkDegrees(low, high); err != nil {
			return nil, err
		}
		if low[0] > high[0] {
			return orb.MultiPolygon{
				{thick(orb.Bound{Min: low, Max: orb.Point{180, high[1]}}, slackDegrees).ToRing()},
				{thick(orb.Bound{Min: orb.Point{-180, low[1]}, Max: high}, slackDegrees).ToRing()},
			}, nil
		}
		return orb.MultiPolygon{{thick(orb.Bound{Min: low, Max: high}, slackDegrees).ToRing()}}, nil
	}
	b, _, err := c.clip(low, high)
	if err != nil {
		return nil, err
	}
	b = thick(b, slackMetres)
	corners := b.ToRing()
	ring := make(orb.Ring, 0, 4*outlineSteps+1)
	for i, from := range corners[:4] {
		for k := range outlineSteps {
			t := float64(k) / outlineSteps
			lon, lat := c.plane.inverse(from[0]+t*(corners[i+1][0]-from[0]), from[1]+t*(corners[i+1][1]-from[1]))
			ring = append(ring, orb.Point{lon + c.meridian, lat})
		}
	}
	return cut(append(ring, ring[0])), nil
}

// thick returns b with edges that are not shorter than a length.
func thick(b orb.Bound, least float64) orb.Bound {
	for axis := range 2 {
		if b.Max[axis]-b.Min[axis] < least {
			b.Min[axis] -= least / 2
			b.Max[axis] += least / 2
		}
	}
	return b
}

// cut returns a ring whose longitudes may lie beyond ±180 in the parts that lie
// within. What rounding alone has carried across is no part.
func cut(ring orb.Ring) (parts orb.MultiPolygon) {
	for _, turn := range [...]float64{0, 360, -360} {
		turned := make(orb.Ring, len(ring))
		for i, p := range ring {
			turned[i] = orb.Point{p[0] + turn, p[1]}
		}
		part := beside(beside(turned, 180, 1), -180, -1)
		if b := part.Bound(); len(part) >= 4 && (len(parts) == 0 || b.Max[0]-b.Min[0] > 10*slackDegrees) {
			parts = append(parts, orb.Polygon{part})
		}
	}
	return parts
}

// beside returns the part of a closed ring on one side of a meridian: west of it if
// side is 1, east of it if -1 (Sutherland and Hodgman 1974).
func beside(ring orb.Ring, meridian, side float64) (part orb.Ring) {
	for i, p := range ring {
		in := side*(p[0]-meridian) <= 0
		if i > 0 {
			q := ring[i-1]
			if was := side*(q[0]-meridian) <= 0; was != in {
				t := (meridian - q[0]) / (p[0] - q[0])
				part = append(part, orb.Point{meridian, q[1] + t*(p[1]-q[1])})
			}
		}
		if in {
			part = append(part, p)
		}
	}
	if len(part) > 0 && part[0] != part[len(part)-1] {
		part = append(part, part[0])
	}
	return part
}
