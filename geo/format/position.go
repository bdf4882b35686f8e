package format

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// position reads a position: longitude, latitude and, if given, the height
// (RFC 7946 §3.1.1). Its numbers are written to p.shape as they stand. A fourth
// number has no meaning that GeoJSON defines, and is refused rather than lost.
func (p *parser) position() bool {
	if p.next() != '[' {
		return p.unexpected("a position like [40.73,36.06]")
	}
	start := p.pos
	p.pos++
	p.shape = append(p.shape, '[')
	lon, ok := p.degrees(180)
	if !ok {
		return false
	}
	if !p.take(',') {
		if p.next() == ']' {
			return p.fail(start, "the position has one number; expected two: longitude, latitude")
		}
		return p.unexpected("',' and the latitude")
	}
	p.shape = append(p.shape, ',')
	lat, ok := p.degrees(90)
	if !ok {
		return false
	}
	p.height = math.NaN()
	if p.take(',') {
		p.shape = append(p.shape, ',')
		if p.height, ok = p.ordinate(); !ok {
			return false
		}
		p.heights = true
	}
	if !p.take(']') {
		if p.next() == ',' {
			return p.fail(start, "the position has more than three numbers; expected longitude, latitude and height: move the others into a property")
		}
		return p.unexpected("']' after the position")
	}
	p.shape = append(p.shape, ']')
	if !(math.Abs(lon) <= 180 && math.Abs(lat) <= 90) {
		return p.outside(start, lon, lat)
	}
	p.point = orb.Point{lon, lat}
	return true
}

// ordinate reads one number of a position and writes it to p.shape as it stands.
func (p *parser) ordinate() (v float64, ok bool) {
	p.next()
	from := p.pos
	v, ok = p.float()
	p.shape = append(p.shape, p.data[from:p.pos]...)
	return v, ok
}

// noise is how far beyond ±180 or ±90 a number may be, in degrees, to be taken for
// that number with a rounding error: a tenth of a millimetre. Natural Earth, for
// one, has had 180.00000000000006.
const noise = 1e-9

// degrees reads a longitude or a latitude, of which limit is the largest.
func (p *parser) degrees(limit float64) (v float64, ok bool) {
	start := len(p.shape)
	v, ok = p.ordinate()
	if a := math.Abs(v); a > limit && a <= limit+noise {
		v = math.Copysign(limit, v)
		p.shape = strconv.AppendFloat(p.shape[:start], v, 'f', 0, 64)
	}
	return v, ok
}

// outside refuses a position that is not on Earth, and guesses why.
func (p *parser) outside(at int, lon, lat float64) bool {
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	x, y := math.Abs(lon), math.Abs(lat)
	switch {
	case y > 90 && y <= 180 && x <= 90:
		return p.fail(at, "the latitude "+number(lat)+" is beyond ±90; expected longitude before latitude: are the two swapped? Then write ["+number(lat)+","+number(lon)+"]")
	case x > 360 || y > 360:
		return p.fail(at, "the position "+number(lon)+", "+number(lat)+" is not in degrees; expected WGS 84 longitude and latitude: if these are metres of a map projection, convert them, as with ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES")
	case y > 90:
		return p.fail(at, "the latitude "+number(lat)+" is beyond ±90; expected [longitude,latitude] in degrees")
	}
	around := number(lon - 360)
	if lon < 0 {
		around = number(lon + 360)
	}
	return p.fail(at, "the longitude "+number(lon)+" is beyond ±180; expected the same meridian as "+around+", and what crosses 180 cut there (RFC 7946 §3.1.9)")
}

// positions reads an array of positions.
func (p *parser) positions() (points []orb.Point, ok bool) {
	if p.next() != '[' {
		return nil, p.unexpected("an array of positions")
	}
	from := len(p.points)
	p.ends = p.ends[:0]
	p.shape = append(p.shape, '[')
	empty, ok := p.open(']')
	for again := ok && !empty; again; {
		if !p.position() {
			return nil, false
		}
		if len(p.ends) == 0 {
			p.first = p.height
		}
		p.points = append(p.points, p.point)
		p.ends = append(p.ends, len(p.shape))
		if again, ok = p.more(']'); again {
			p.shape = append(p.shape, ',')
		}
	}
	p.shape = append(p.shape, ']')
	p.depth--
	return p.points[from:len(p.points):len(p.points)], ok
}

// each reads an array whose elements item reads.
func (p *parser) each(what string, item func(i int) bool) bool {
	if p.next() != '[' {
		return p.unexpected(what)
	}
	p.shape = append(p.shape, '[')
	empty, ok := p.open(']')
	again := ok && !empty
	for i := 0; again; i++ {
		if !item(i) {
			return false
		}
		if again, ok = p.more(']'); again {
			p.shape = append(p.shape, ',')
		}
	}
	p.shape = append(p.shape, ']')
	p.depth--
	return ok
}

func (p *parser) line() (orb.LineString, bool) {
	p.next()
	start := p.pos
	points, ok := p.positions()
	if ok && len(points) < 2 {
		ok = p.fail(start, "the line has "+counted(len(points), "position")+"; expected two or more (one is a Point)")
	}
	return points, ok
}

func (p *parser) multiLine() (orb.MultiLineString, bool) {
	from := len(p.lines)
	ok := p.each(kinds[multiLineString].content, func(int) bool {
		line, ok := p.line()
		p.lines = append(p.lines, line)
		return ok
	})
	return p.lines[from:len(p.lines):len(p.lines)], ok
}

func (p *parser) multiPolygon() (orb.MultiPolygon, bool) {
	from := len(p.polygons)
	ok := p.each(kinds[multiPolygon].content, func(int) bool {
		polygon, ok := p.polygon()
		p.polygons = append(p.polygons, polygon)
		return ok
	})
	return p.polygons[from:len(p.polygons):len(p.polygons)], ok
}
