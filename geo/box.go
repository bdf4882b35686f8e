package geo

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Box is a lon/lat box in degrees. West > East crosses the antimeridian
// (RFC 7946 §5.2). A Tall box has heights too, in metres (OGC 17-069r4 §7.15.3,
// six numbers); they restrict only features that have heights.
type Box struct {
	West, South, East, North float64
	Tall                     bool
	Bottom, Top              float64
}

// BoxOf returns the box of a bound, without heights.
func BoxOf(b orb.Bound) Box {
	return Box{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}
}

// Crosses reports whether the box crosses the antimeridian.
func (b Box) Crosses() bool { return b.West > b.East }

// Bounds returns the one or two bounds that make up the box, each with
// west ≤ east; n says how many. A box that touches ±180 also gets the other
// side of that meridian, which is the same place.
func (b Box) Bounds() (bounds [2]orb.Bound, n int) {
	south, north := b.South, b.North
	if b.Crosses() {
		return [2]orb.Bound{
			{Min: orb.Point{b.West, south}, Max: orb.Point{180, north}},
			{Min: orb.Point{-180, south}, Max: orb.Point{b.East, north}},
		}, 2
	}
	one := orb.Bound{Min: orb.Point{b.West, south}, Max: orb.Point{b.East, north}}
	switch {
	case b.East == 180 && b.West > -180:
		return [2]orb.Bound{one, {Min: orb.Point{-180, south}, Max: orb.Point{-180, north}}}, 2
	case b.West == -180 && b.East < 180:
		return [2]orb.Bound{one, {Min: orb.Point{180, south}, Max: orb.Point{180, north}}}, 2
	}
	return [2]orb.Bound{one}, 1
}

// ContainsPoint reports whether the lon/lat point lies in the box or on its edge.
func (b Box) ContainsPoint(p orb.Point) bool {
	if p[1] < b.South || p[1] > b.North {
		return false
	}
	if b.Crosses() {
		return p[0] >= b.West || p[0] <= b.East
	}
	return p[0] >= b.West && p[0] <= b.East ||
		p[0] == 180 && b.West == -180 || p[0] == -180 && b.East == 180
}

// ParseBox reads a bbox parameter: four numbers west,south,east,north, or six
// with the lowest height third and the highest sixth. Longitudes lie within ±180,
// latitudes within ±90, south ≤ north. The error is Invalid with Path "bbox".
func ParseBox(s string) (Box, error) {
	var v [6]float64
	n, rest := 0, s
	for more := true; more; n++ {
		var part string
		part, rest, more = strings.Cut(rest, ",")
		f, ok := parseDecimal(strings.TrimSpace(part))
		if n == 6 || !ok {
			return Box{}, badBox("number " + strconv.Itoa(n+1) + ", " + strconv.Quote(part) + ", is not one of 4 or 6 finite numbers")
		}
		v[n] = f
	}
	b := Box{West: v[0], South: v[1], East: v[2], North: v[3]}
	switch n {
	case 4:
	case 6:
		b = Box{v[0], v[1], v[3], v[4], true, v[2], v[5]}
	default:
		return Box{}, badBox("has " + strconv.Itoa(n) + " numbers; expected 4 (west,south,east,north) or 6")
	}
	return b, b.check()
}

func (b Box) check() error {
	switch {
	case math.Abs(b.West) > 180 || math.Abs(b.East) > 180:
		return badBox("has a longitude beyond ±180")
	case math.Abs(b.South) > 90 || math.Abs(b.North) > 90:
		return badBox("has a latitude beyond ±90; the order is west,south,east,north")
	case b.South > b.North:
		return badBox("has its south edge north of its north edge")
	case b.Bottom > b.Top:
		return badBox("has its bottom above its top")
	}
	return nil
}

func badBox(msg string) error { return &Error{Kind: Invalid, Path: "bbox", Msg: msg} }
