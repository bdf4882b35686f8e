package cql2

import "github.com/paulmach/orb"

// shape reads a GeoJSON geometry (RFC 7946 §3.1). Members that are not its own, as
// bbox, are left out as GeoJSON has it. A part of a collection is no collection.
func (p *jsonParser) shape(v *jsonValue, part bool) (g orb.Geometry) {
	kind := v.member("type")
	if v.kind != jsonObject || kind == nil || kind.kind != jsonString {
		p.expected(v, `a GeoJSON geometry, which has a "type"`)
		return nil
	}
	key := "coordinates"
	if kind.text == "GeometryCollection" {
		key = "geometries"
	}
	value := v.member(key)
	if value == nil {
		p.fail(v, &Error{Expected: quote(key) + " in a " + short(kind.text), Found: "none"})
		return nil
	}
	p.within(key, func() {
		switch kind.text {
		case "Point":
			g = p.position(value)
		case "LineString":
			g = p.line(value)
		case "Polygon":
			g = p.polygon(value)
		case "MultiPoint":
			g = orb.MultiPoint(each(p, value, p.position))
		case "MultiLineString":
			g = orb.MultiLineString(each(p, value, p.line))
		case "MultiPolygon":
			g = orb.MultiPolygon(each(p, value, p.polygon))
		case "GeometryCollection":
			g = p.collection(value, part)
		default:
			p.expected(kind, "a type of geometry")
		}
	})
	return g
}

// each reads the items of an array, of which there must be one.
func each[T any](p *jsonParser, v *jsonValue, read func(*jsonValue) T) []T {
	switch {
	case v.kind != jsonArray:
		p.expected(v, "an array")
		return nil
	case len(v.items) == 0:
		p.fail(v, &Error{Msg: "an empty geometry is nowhere"})
		return nil
	}
	things := make([]T, 0, len(v.items))
	for i := range v.items {
		if p.err != nil {
			break
		}
		p.path = p.path.index(i)
		things = append(things, read(&v.items[i]))
		p.path = p.path.up()
	}
	return things
}

func (p *jsonParser) collection(v *jsonValue, part bool) orb.Geometry {
	if part {
		p.fail(v, &Error{Msg: nestedCollection})
		return nil
	}
	return orb.Collection(each(p, v, func(v *jsonValue) orb.Geometry { return p.shape(v, true) }))
}

// position reads two numbers; the third and the fourth are left out.
func (p *jsonParser) position(v *jsonValue) (at orb.Point) {
	p.positions++
	if p.positions > MaxPositions {
		p.fail(v, &Error{Msg: tooManyPositions()})
		return at
	}
	if v.kind == jsonArray && (len(v.items) < 2 || len(v.items) > 4) {
		p.fail(v, &Error{Expected: "2 numbers in a position (longitude, latitude) or up to 4", Found: number(len(v.items))})
		return at
	}
	copy(at[:], p.numbers(v))
	return at
}

func (p *jsonParser) line(v *jsonValue) orb.LineString {
	line := orb.LineString(each(p, v, p.position))
	p.faulty(v, lineFault(line))
	return line
}

func (p *jsonParser) ring(v *jsonValue) orb.Ring {
	ring := orb.Ring(each(p, v, p.position))
	p.faulty(v, ringFault(ring))
	return ring
}

func (p *jsonParser) polygon(v *jsonValue) orb.Polygon {
	return orb.Polygon(each(p, v, p.ring))
}

// faulty notes what is wrong with a part of a geometry, if anything is.
func (p *jsonParser) faulty(v *jsonValue, fault string) {
	if fault != "" {
		p.fail(v, &Error{Msg: fault})
	}
}
