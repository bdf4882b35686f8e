package format

import (
	"bytes"
	"errors"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
	"cairn/geo/crs"
)

// isStored reports whether positions in c are as they are kept: longitude,
// latitude and, if there is one, the height.
func isStored(c *crs.CRS) bool { return c == nil || c.Degrees() && !c.NorthFirst() }

// AppendProjected appends a compact GeoJSON geometry, as [geo.Feature.GeometryJSON]
// returns it, with its positions in c, in the order of c's own axes (OGC 18-058r1
// §6.2); nil is CRS84. Metres have up to four decimals, so that rounding takes away
// less than a tenth of a millimetre; degrees keep their digits; heights stay as they
// are. A position outside of what c reaches is an error, a *[geo.Error] of kind Invalid with
// Path "crs" that names it; b is returned as it was then.
func AppendProjected(b, geometry []byte, c *crs.CRS) ([]byte, error) {
	if isStored(c) {
		return append(b, geometry...), nil
	}
	start, rest := len(b), geometry
	for {
		// A position is a bracket and a number.
		i := bytes.IndexByte(rest, '[')
		if i < 0 || i+1 == len(rest) {
			return append(b, rest...), nil
		}
		b = append(b, rest[:i+1]...)
		rest = rest[i+1:]
		if rest[0] != '-' && rest[0]-'0' > 9 {
			continue
		}
		var err error
		if b, rest, err = appendPosition(b, rest, c); err != nil {
			return b[:start], err
		}
	}
}

// appendPosition appends in c the first two numbers of the position that text is
// inside of, and returns what follows them.
func appendPosition(b, text []byte, c *crs.CRS) (out, rest []byte, err error) {
	lon, rest := literal(text)
	if len(rest) == 0 || rest[0] != ',' {
		return b, rest, errGeometry
	}
	lat, rest := literal(rest[1:])
	x, ok1 := decimal(lon)
	y, ok2 := decimal(lat)
	if !ok1 || !ok2 || len(rest) == 0 {
		return b, rest, errGeometry
	}
	p := orb.Point{x, y}
	q, ok := c.Forward(p)
	if !ok {
		return b, rest, &geo.Error{Kind: geo.Invalid, Path: "crs", Msg: c.Outside(p).Error()}
	}
	if c.Degrees() { // whose axes are in the other order
		return append(append(append(b, lat...), ','), lon...), rest, nil
	}
	q = c.EastNorth(q[0], q[1])
	return appendMetres(append(appendMetres(b, q[0]), ','), q[1]), rest, nil
}

var errGeometry = errors.New("project a geometry: it is no compact GeoJSON")

// literal cuts the number that text begins with.
func literal(text []byte) (number, rest []byte) {
	for i, c := range text {
		if c == ',' || c == ']' {
			return text[:i], text[i:]
		}
	}
	return text, nil
}

// decimal returns the float64 nearest to a number. Few digits are read here, as
// [parser.float] does; the rest is left to strconv.
func decimal(d []byte) (v float64, ok bool) {
	i := 0
	if len(d) > 0 && d[0] == '-' {
		i++
	}
	if i == len(d) || d[i]-'0' > 9 {
		return 0, false
	}
	m, point := uint64(0), -1
	for ; i < len(d); i++ {
		switch digit := uint64(d[i] - '0'); {
		case digit <= 9:
			m = m*10 + digit
		case d[i] == '.' && point < 0:
			point = i
		default:
			v, err := strconv.ParseFloat(string(d), 64)
			return v, err == nil
		}
	}
	decimals := 0
	if point >= 0 {
		decimals = len(d) - point - 1
	}
	if len(d) > 19 || m >= 1<<53 {
		v, err := strconv.ParseFloat(string(d), 64)
		return v, err == nil
	}
	v = float64(m) / tens[decimals]
	if d[0] == '-' {
		v = -v
	}
	return v, true
}

// appendMetres appends v, which is below 1e12, to the tenth of a millimetre.
func appendMetres(b []byte, v float64) []byte {
	const parts = 10000
	n := uint64(math.Round(math.Abs(v) * parts))
	if v < 0 && n > 0 {
		b = append(b, '-')
	}
	b = strconv.AppendUint(b, n/parts, 10)
	if n %= parts; n == 0 {
		return b
	}
	b = append(b, '.', '0'+byte(n/1000), '0'+byte(n/100%10), '0'+byte(n/10%10), '0'+byte(n%10))
	return bytes.TrimRight(b, "0")
}
