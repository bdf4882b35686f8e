package shape

import (
	"math"
	"slices"
	"strconv"

	"cairn/geo"
)

// noise is how far beyond ±180 or ±90 a number may be, in degrees, to be taken for
// that number with a rounding error: a tenth of a millimetre.
const noise = 1e-9

// OnEarth returns the longitude and the latitude, without a rounding error of 1e-9
// beyond ±180 and ±90; the error says what is wrong with them, and is Invalid.
func OnEarth(lon, lat float64) (float64, float64, error) {
	lon, lat = within(lon, 180), within(lat, 90)
	if math.Abs(lon) <= 180 && math.Abs(lat) <= 90 {
		return lon, lat, nil
	}
	return lon, lat, invalid(outside(lon, lat))
}

func within(v, limit float64) float64 {
	if a := math.Abs(v); a > limit && a <= limit+noise {
		return math.Copysign(limit, v)
	}
	return v
}

// outside says what is wrong with a position that is not on Earth, and guesses why.
func outside(lon, lat float64) string {
	x, y := math.Abs(lon), math.Abs(lat)
	switch {
	case !(x <= math.MaxFloat64 && y <= math.MaxFloat64):
		return "the position " + number(lon) + ", " + number(lat) + " is not finite; expected a longitude and a latitude in degrees"
	case y > 90 && y <= 180 && x <= 90:
		return "the latitude " + number(lat) + " is beyond ±90; expected longitude before latitude: are the two swapped?"
	case x > 360 || y > 360:
		return "the position " + number(lon) + ", " + number(lat) + " is not in degrees; expected WGS 84 longitude and latitude: if these are metres of a map projection, convert them, as with ogr2ogr -t_srs EPSG:4326"
	case y > 90:
		return "the latitude " + number(lat) + " is beyond ±90; expected a latitude in degrees"
	}
	around := number(lon - math.Copysign(360, lon))
	return "the longitude " + number(lon) + " is beyond ±180; expected the same meridian as " + around
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func invalid(msg string) error { return &geo.Error{Kind: geo.Invalid, Msg: msg} }

// check holds the shape to RFC 7946 §3.1 and turns its rings. It has no empty parts.
func (s Shape) check() error {
	for _, part := range s.Parts {
		if err := part.check(); err != nil {
			return err
		}
	}
	for p := range s.Positions {
		var err error
		if p.Lon, p.Lat, err = OnEarth(p.Lon, p.Lat); err != nil {
			return err
		}
		if math.IsInf(p.Height, 0) {
			return invalid("the height " + number(p.Height) + " is not finite; expected metres")
		}
	}
	switch s.Kind {
	case LineString, MultiLineString:
		for _, line := range s.Polygons[0] {
			if n := len(line); n < 2 {
				return invalid("the line has " + strconv.Itoa(n) + " position; expected two or more (one is a point)")
			}
		}
	case Polygon, MultiPolygon:
		for _, polygon := range s.Polygons {
			for i, ring := range polygon {
				if err := checkRing(ring, i > 0); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkRing holds a ring to RFC 7946 §3.1.6 and makes outer ones run
// counterclockwise, holes clockwise.
func checkRing(ring []Position, hole bool) error {
	n := len(ring)
	if n < 4 {
		return invalid("a ring has " + strconv.Itoa(n) + " positions; expected four or more, the last the same as the first")
	}
	if !ring[0].is(ring[n-1]) {
		first := string(appendPosition(nil, ring[0]))
		return invalid("a ring is not closed: it starts at " + first + " and ends at " + string(appendPosition(nil, ring[n-1])) +
			"; expected the last position to be the same as the first")
	}
	if area := doubleArea(ring); area < 0 && !hole || area > 0 && hole {
		slices.Reverse(ring)
	}
	return nil
}

// doubleArea returns twice the area the ring has on a plane of degrees: above zero
// if it runs counterclockwise. It is reckoned from the first position, so that a
// small ring far from 0,0 keeps its digits.
func doubleArea(ring []Position) (area float64) {
	o := ring[0]
	for i := 1; i < len(ring)-1; i++ {
		a, b := ring[i], ring[i+1]
		area += (a.Lon-o.Lon)*(b.Lat-o.Lat) - (b.Lon-o.Lon)*(a.Lat-o.Lat)
	}
	return area
}
