package exchange

import (
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// MaxDepth is how many collections may stand within one another.
const MaxDepth = 64

// noise is how far beyond ±180 or ±90 a number may be, in degrees, to be taken for
// that number with a rounding error: a tenth of a millimetre.
const noise = 1e-9

// Give checks s, which is in CRS84 (lon, lat degrees), and sets it as the geometry
// of the feature that b makes. Rings are turned to run as RFC 7946 §3.1.6 asks;
// parts without a position are left out, which changes s. The error is Invalid:
// a position that is not on Earth, a line of one position, a ring that is not
// closed.
func (s *Shape) Give(b *geo.Builder) error {
	if err := s.tidy(); err != nil {
		return err
	}
	heights := s.HasHeights()
	switch {
	case s.Kind == Nowhere:
		b.SetGeometry(nil, nil)
		return nil
	case heights:
		b.SetGeometry(s.Geometry(), s.AppendGeoJSON(nil))
		b.SetHeights()
	default:
		b.SetGeometry(s.Geometry(), nil)
	}
	return nil
}

// tidy checks s and brings it into the form that features have.
func (s *Shape) tidy() error {
	if s.Kind == Point && len(s.XY) == 1 && math.IsNaN(s.XY[0][0]) && math.IsNaN(s.XY[0][1]) {
		s.Kind = Nowhere // how well-known binary writes POINT EMPTY
		return nil
	}
	for i := range s.XY {
		if err := onEarth(&s.XY[i]); err != nil {
			return err
		}
	}
	for i, z := range s.Z {
		if math.IsInf(z, 0) {
			s.Z[i] = math.NaN()
		}
	}
	switch s.Kind {
	case Point, MultiPoint:
	case LineString:
		if len(s.XY) == 1 {
			return invalid("the line has one position; expected two or more")
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
		s.Ends = s.Ends[1:]
	}
	for i := range s.Ends {
		xy, z := s.line(i)
		if s.Kind == MultiLineString {
			if len(xy) == 1 {
				return invalid("a line has one position; expected two or more")
			}
			continue
		}
		if err := tidyRing(xy, z, i > 0); err != nil {
			return err
		}
	}
	return nil
}

// tidyRing checks a ring and turns it round where an outer one runs clockwise, or
// a hole counterclockwise.
func tidyRing(xy []orb.Point, z []float64, hole bool) error {
	n := len(xy)
	if n < 4 {
		return invalid("a ring has " + strconv.Itoa(n) + " positions; expected four or more, the last the same as the first")
	}
	if xy[0] != xy[n-1] {
		return invalid("a ring is not closed: it starts at " + written(xy[0]) + " and ends at " + written(xy[n-1]) + "; expected the last position to be the same as the first")
	}
	if area := doubleArea(xy); area < 0 && !hole || area > 0 && hole {
		slices.Reverse(xy)
		slices.Reverse(z)
	}
	return nil
}

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

func onEarth(p *orb.Point) error {
	for i, limit := range [...]float64{180, 90} {
		if a := math.Abs(p[i]); a > limit && a <= limit+noise {
			p[i] = math.Copysign(limit, p[i])
		}
	}
	if math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 {
		return nil
	}
	return invalid("the position " + written(*p) + " is not a longitude within ±180 and a latitude within ±90; expected WGS 84 degrees, or a file that says which system it is in")
}

func written(p orb.Point) string {
	return strconv.FormatFloat(p[0], 'g', -1, 64) + ", " + strconv.FormatFloat(p[1], 'g', -1, 64)
}

func invalid(msg string) error {
	return &geo.Error{Kind: geo.Invalid, Path: "geometry", Msg: msg}
}
