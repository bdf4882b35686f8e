package shape

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// MaxDepth is how many collections may stand within one another.
const MaxDepth = 64

func tooDeep() error {
	return invalid("more than " + strconv.Itoa(MaxDepth) + " collections of geometries stand within one another; expected fewer")
}

// noise is how far beyond ±180 or ±90 a number may be, in degrees, to be taken for
// that number with a rounding error: a tenth of a millimetre.
const noise = 1e-9

// OnEarth returns p (lon, lat degrees) without a rounding error of 1e-9 beyond ±180
// and ±90. The error is Invalid: a position that is not on Earth; it says why it may
// not be.
func OnEarth(p orb.Point) (orb.Point, error) {
	for i, limit := range [...]float64{180, 90} {
		if a := math.Abs(p[i]); a > limit && a <= limit+noise {
			p[i] = math.Copysign(limit, p[i])
		}
	}
	if math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 {
		return p, nil
	}
	return p, invalid(outside(p))
}

// outside says what is wrong with a position that is not on Earth, and guesses why.
func outside(p orb.Point) string {
	x, y := math.Abs(p[0]), math.Abs(p[1])
	switch {
	case !(x <= math.MaxFloat64 && y <= math.MaxFloat64):
		return "the position " + written(p) + " is not finite; expected a longitude and a latitude in degrees"
	case y > 90 && y <= 180 && x <= 90:
		return "the latitude " + number(p[1]) + " is beyond ±90; expected longitude before latitude: are the two swapped?"
	case x > 360 || y > 360:
		return "the position " + written(p) + " is not in degrees; expected WGS 84 longitude and latitude, or a file that says which system it is in: if these are metres of a map projection, convert them, as with ogr2ogr -t_srs EPSG:4326"
	case y > 90:
		return "the latitude " + number(p[1]) + " is beyond ±90; expected a latitude in degrees"
	}
	return "the longitude " + number(p[0]) + " is beyond ±180; expected the same meridian as " + number(p[0]-math.Copysign(360, p[0]))
}

func number(v float64) string {
	if math.Abs(v) < 1e21 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func written(p orb.Point) string { return number(p[0]) + ", " + number(p[1]) }

func invalid(msg string) error { return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: msg} }

// tidy checks s and brings it into the form that features have.
func (s *Shape) tidy() error {
	if s.Kind == Point && len(s.XY) == 1 && math.IsNaN(s.XY[0][0]) && math.IsNaN(s.XY[0][1]) {
		s.Kind = Nowhere // how binary formats write POINT EMPTY
		return nil
	}
	for i := range s.XY {
		p, err := OnEarth(s.XY[i])
		if err != nil {
			return err
		}
		s.XY[i] = p
	}
	for _, z := range s.Z {
		if math.IsInf(z, 0) {
			return invalid("the height " + number(z) + " is not finite; expected metres")
		}
	}
	switch s.Kind {
	case LineString:
		if len(s.XY) == 1 {
			return onePosition()
		}
	case Polygon, MultiLineString:
		if err := s.tidyLines(); err != nil {
			return err
		}
	case MultiPolygon, Collection:
		return s.tidyParts()
	}
	if len(s.XY) == 0 {
		s.Kind = Nowhere
	}
	return nil
}

func onePosition() error {
	return invalid("the line has 1 position; expected two or more (one is a point)")
}

func (s *Shape) tidyParts() error {
	kept := 0
	for i := range s.Parts {
		if err := s.Parts[i].tidy(); err != nil {
			return err
		}
		if s.Parts[i].Kind != Nowhere {
			s.Parts[kept], s.Parts[i] = s.Parts[i], s.Parts[kept]
			kept++
		}
	}
	if s.Parts = s.Parts[:kept]; kept == 0 {
		s.Kind = Nowhere
	}
	return nil
}

func (s *Shape) tidyLines() error {
	// Lines without a position go away; they move nothing but ends.
	s.Ends = slices.Compact(s.Ends)
	if len(s.Ends) > 0 && s.Ends[0] == 0 {
		if s.Kind == Polygon && len(s.Ends) > 1 {
			return invalid("the first ring of a polygon is empty, and another is not, which would be a hole in nothing; expected the outer ring first")
		}
		s.Ends = slices.Delete(s.Ends, 0, 1)
	}
	for i := range s.Ends {
		xy, z := s.Line(i)
		if s.Kind == MultiLineString {
			if len(xy) == 1 {
				return onePosition()
			}
			continue
		}
		if err := tidyRing(xy, z, i > 0); err != nil {
			return err
		}
	}
	return nil
}

// tidyRing holds a ring to RFC 7946 §3.1.6 and turns it round where an outer one
// runs clockwise, or a hole counterclockwise.
func tidyRing(xy []orb.Point, z []float64, hole bool) error {
	n := len(xy)
	if n < 4 {
		return invalid("a ring has " + strconv.Itoa(n) + " positions; expected four or more, the last the same as the first")
	}
	if xy[0] != xy[n-1] || len(z) > 0 && !sameHeight(z[0], z[n-1]) {
		first, last := appendPosition(nil, xy, z, 0), appendPosition(nil, xy, z, n-1)
		return invalid("a ring is not closed: it starts at " + string(first) + " and ends at " + string(last) + "; expected the last position to be the same as the first")
	}
	if area := doubleArea(xy); area < 0 && !hole || area > 0 && hole {
		slices.Reverse(xy)
		slices.Reverse(z)
	}
	return nil
}

// sameHeight reports whether two heights are equal or both not given.
func sameHeight(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// doubleArea returns twice the area the ring has on a plane, above zero if it runs
// counterclockwise, reckoned from the first position so that a small ring far from
// 0,0 keeps its digits.
func doubleArea(ring []orb.Point) (area float64) {
	origin := ring[0]
	for i := 1; i < len(ring)-1; i++ {
		a, b := ring[i], ring[i+1]
		area += (a[0]-origin[0])*(b[1]-origin[1]) - (b[0]-origin[0])*(a[1]-origin[1])
	}
	return area
}
