package format

import (
	"strings"

	"github.com/paulmach/orb"
)

// kind is a GeoJSON geometry type (RFC 7946 §1.4).
type kind uint8

const (
	nowhere kind = iota // no geometry, or one without a position
	point
	multiPoint
	lineString
	multiLineString
	polygon
	multiPolygon
	collection
)

// kinds lists every kind: its name, how its GeoJSON opens, and what stands in it.
var kinds = [...]struct{ name, opening, content string }{
	{},
	{"Point", `{"type":"Point","coordinates":`, "a position like [40.73,36.06]"},
	{"MultiPoint", `{"type":"MultiPoint","coordinates":`, "an array of positions"},
	{"LineString", `{"type":"LineString","coordinates":`, "an array of positions"},
	{"MultiLineString", `{"type":"MultiLineString","coordinates":`, "an array of lines, each an array of positions"},
	{"Polygon", `{"type":"Polygon","coordinates":`, "an array of rings, each an array of positions"},
	{"MultiPolygon", `{"type":"MultiPolygon","coordinates":`, "an array of polygons, each an array of rings"},
	{"GeometryCollection", `{"type":"GeometryCollection","geometries":`, "an array of geometries"},
}

const kindNames = "Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon or GeometryCollection"

// kindOf returns the kind called name, nowhere if there is none.
func kindOf(name []byte) kind {
	for k := point; k <= collection; k++ {
		if string(name) == kinds[k].name {
			return k
		}
	}
	return nowhere
}

// geometry is where a geometry is collected while it is read. Its slices are used
// again for the next feature, so nothing that is read may point into them once
// the builder has made the feature.
type geometry struct {
	shape   []byte    // its GeoJSON, compact
	heights bool      // some position has one
	point   orb.Point // the last position
	height  float64   // its height, NaN if it has none
	first   float64   // the same of the first position of the present array
	ends    []int     // in shape: where the positions of the present array end
	turned  []byte    // in which a ring is turned round

	points   []orb.Point
	lines    []orb.LineString
	rings    []orb.Ring
	polygons []orb.Polygon
}

// keptPoints is how many positions the memory kept for later geometries may hold.
const keptPoints = 1 << 16

func (g *geometry) clear() {
	if cap(g.points) > keptPoints {
		*g = geometry{}
	}
	g.shape, g.heights = g.shape[:0], false
	g.points, g.lines = g.points[:0], g.lines[:0]
	g.rings, g.polygons = g.rings[:0], g.polygons[:0]
}

// place reads the value of "geometry" and gives it to the builder.
func (p *parser) place() bool {
	switch p.next() {
	case 'n':
		return p.constant()
	case '{':
	default:
		return p.unexpected("a geometry, which is an object, or null for a thing without a place")
	}
	p.clear()
	k, g, ok := p.geometryObject()
	switch {
	case !ok:
		return false
	case k == nowhere:
		return true
	case k == point:
		p.b.SetPoint(p.point, p.shape[len(kinds[point].opening):len(p.shape)-1])
	default:
		p.b.SetGeometry(g, p.shape)
	}
	if p.heights {
		p.b.SetHeights()
	}
	return true
}

// geometryMembers is what has been read of a geometry object.
type geometryMembers struct {
	kind  kind
	typed bool
	at    [2]int // where "coordinates" and "geometries" have their value, 0 for nowhere
	read  bool   // the one that counts has been read already
	found kind   // and this is what came of it
	shape orb.Geometry
}

// geometryObject reads a geometry at pos, where a brace stands. A Point is left in
// p.point, any other in g; k is nowhere if there is no position in it.
func (p *parser) geometryObject() (k kind, g orb.Geometry, ok bool) {
	start, outer := p.pos, p.names.enter()
	var m geometryMembers
	empty, ok := p.open('}')
	for again := ok && !empty; again; {
		if !p.geometryMember(&m) {
			return nowhere, nil, false
		}
		again, ok = p.more('}')
	}
	if !ok {
		return nowhere, nil, false
	}
	p.depth--
	p.names.leave(outer)
	if !m.typed {
		return nowhere, nil, p.fail(start, `the geometry has no "type"; expected `+kindNames)
	}
	if m.read {
		return m.found, m.shape, true
	}
	at, name := m.at[0], `"coordinates"`
	if m.kind == collection {
		at, name = m.at[1], `"geometries"`
	}
	if at == 0 {
		return nowhere, nil, p.fail(start, "the "+kinds[m.kind].name+" has no "+name+"; expected "+kinds[m.kind].content)
	}
	end := p.pos
	p.pos = at
	k, g, ok = p.content(m.kind)
	p.pos = end
	return k, g, ok
}

// geometryMember reads one member of a geometry. Coordinates are read at once
// where the type stands before them, as it nearly always does, and otherwise
// passed over until it is known.
func (p *parser) geometryMember(m *geometryMembers) bool {
	p.next()
	at := p.pos
	name, ok := p.memberName()
	if !ok {
		return false
	}
	which := 0
	switch string(name) {
	case "type":
		if m.typed {
			return p.twice(at, name)
		}
		m.typed = true
		m.kind, ok = p.geometryType()
		return ok
	case "coordinates":
	case "geometries":
		which = 1
	case "crs":
		return p.crsMember(at, name)
	default:
		return p.foreign(at, name)
	}
	if m.at[which] > 0 {
		return p.twice(at, name)
	}
	p.next()
	m.at[which] = p.pos
	if m.typed && (m.kind == collection) == (which == 1) {
		m.read = true
		m.found, m.shape, ok = p.content(m.kind)
		return ok
	}
	p.text = p.text[:0]
	return p.copyValue()
}

func (p *parser) geometryType() (kind, bool) {
	p.next()
	at := p.pos
	name, ok := p.word("the type of a geometry: " + kindNames)
	if !ok {
		return nowhere, false
	}
	k := kindOf(name)
	if k != nowhere {
		return k, true
	}
	for _, known := range kinds {
		if strings.EqualFold(known.name, string(name)) {
			return nowhere, p.fail(at, "the type "+shownText(name)+" is not written as GeoJSON writes it; expected "+known.name)
		}
	}
	return nowhere, p.fail(at, shownText(name)+" is no type of geometry; expected "+kindNames)
}

// content reads the coordinates of a geometry, or its parts, and writes it to
// p.shape. Empty coordinates are no place at all (RFC 7946 §3.1).
func (p *parser) content(k kind) (found kind, g orb.Geometry, ok bool) {
	if p.next() != '[' {
		return nowhere, nil, p.unexpected(kinds[k].content)
	}
	at := p.pos
	p.pos++
	if p.next() == ']' {
		p.pos++
		return nowhere, nil, true
	}
	p.pos = at
	start := len(p.shape)
	p.shape = append(p.shape, kinds[k].opening...)
	switch k {
	case point:
		ok = p.position()
	case multiPoint:
		var points []orb.Point
		points, ok = p.positions()
		g = orb.MultiPoint(points)
	case lineString:
		g, ok = p.line()
	case multiLineString:
		g, ok = p.multiLine()
	case polygon:
		g, ok = p.polygon()
	case multiPolygon:
		g, ok = p.multiPolygon()
	case collection:
		var parts orb.Collection
		if parts, ok = p.parts(); ok && len(parts) == 0 {
			p.shape = p.shape[:start]
			return nowhere, nil, true
		}
		g = parts
	}
	p.shape = append(p.shape, '}')
	return k, g, ok
}

// parts reads the geometries of a collection. One without a position is left out.
func (p *parser) parts() (parts orb.Collection, ok bool) {
	p.shape = append(p.shape, '[')
	empty, ok := p.open(']')
	for again := ok && !empty; again; {
		if p.next() != '{' {
			return nil, p.unexpected("a geometry, which is an object")
		}
		before := len(p.shape)
		if len(parts) > 0 {
			p.shape = append(p.shape, ',')
		}
		k, g, read := p.geometryObject()
		switch {
		case !read:
			return nil, false
		case k == nowhere:
			p.shape = p.shape[:before]
		case k == point:
			parts = append(parts, p.point)
		default:
			parts = append(parts, g)
		}
		again, ok = p.more(']')
	}
	p.shape = append(p.shape, ']')
	p.depth--
	return parts, ok
}
