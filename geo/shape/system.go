package shape

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
)

// System returns the system of coordinates called by its number in the EPSG
// registry, as files have it, east before north; nil where that is CRS84. The error
// is Invalid: a system that is not known, called name.
func System(code int, name string) (*crs.CRS, error) {
	switch code {
	case 4326, 4979: // WGS 84 in two dimensions, and in three
		return nil, nil
	}
	called := "EPSG:" + strconv.Itoa(code)
	if code > 0 {
		if c, err := crs.Parse(called); err == nil {
			return c, nil
		}
	}
	switch {
	case code <= 0 && name == "":
		called = "a system without a name"
	case code <= 0:
		called = strconv.Quote(name)
	case name != "":
		called += " (" + name + ")"
	}
	return nil, &geo.Error{Kind: geo.Invalid, Path: "crs", Msg: "the coordinates are in " + called +
		", which cannot be read here; expected WGS 84: convert the file, as with ogr2ogr -t_srs EPSG:4326 OUT IN"}
}

// CodeOfWKT returns the number in the EPSG registry that a well-known text of a
// system gives for the whole of it; 0 if it gives none.
func CodeOfWKT(wkt string) int {
	wkt = strings.TrimRight(wkt, " \r\n\t")
	i := max(strings.LastIndex(wkt, `AUTHORITY["EPSG",`), strings.LastIndex(wkt, `ID["EPSG",`))
	if i < 0 {
		return 0
	}
	digits, end, ok := strings.Cut(wkt[strings.IndexByte(wkt[i:], ',')+i+1:], "]")
	// What stands further in is the number of a part.
	if !ok || end != "]" {
		return 0
	}
	code, err := strconv.Atoi(strings.Trim(digits, `" `))
	if err != nil {
		return 0
	}
	return code
}

// ToCRS84 turns s, which is in c (nil for CRS84) in the order east, north, into
// CRS84, rounded to a billionth of a degree, a tenth of a millimetre. The error is
// Invalid: a position for which that cannot be done.
func (s *Shape) ToCRS84(c *crs.CRS) error {
	if c == nil {
		return nil
	}
	inverse := func(p orb.Point) (orb.Point, bool) {
		q, ok := c.Inverse(p)
		return orb.Point{math.Round(q[0]*1e9) / 1e9, math.Round(q[1]*1e9) / 1e9}, ok
	}
	return s.turn(inverse, func(p orb.Point) string {
		return "the position " + written(p) + " is not within the area of " + c.Name()
	})
}

// FromCRS84 turns s, which is in CRS84, into c (nil for CRS84) in the order east,
// north. The error is Invalid: a position outside of the area of c.
func (s *Shape) FromCRS84(c *crs.CRS) error {
	if c == nil {
		return nil
	}
	return s.turn(c.Forward, func(p orb.Point) string { return c.Outside(p).Error() })
}

func (s *Shape) turn(by func(orb.Point) (orb.Point, bool), fault func(orb.Point) string) (err error) {
	s.Each(func(p *orb.Point) bool {
		q, ok := by(*p)
		if !ok {
			err = invalid(fault(*p))
			return false
		}
		*p = q
		return true
	})
	return err
}
