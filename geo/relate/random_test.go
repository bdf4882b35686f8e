package relate_test

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
)

// maker makes random geometries on a small grid, so that vertices, edges and
// points on edges coincide often, or anywhere, so that they never do.
type maker struct {
	*rand.Rand
	side int // of the grid; 0 for anywhere within 10 by 10
}

func (m maker) point() orb.Point {
	if m.side == 0 {
		return orb.Point{m.Float64() * 10, m.Float64() * 10}
	}
	return orb.Point{float64(m.IntN(m.side)), float64(m.IntN(m.side))}
}

func (m maker) points(n int) []orb.Point {
	all := make([]orb.Point, n)
	for i := range all {
		all[i] = m.point()
	}
	return all
}

func (m maker) line() orb.LineString { return m.points(2 + m.IntN(4)) }

// ring is a box, a triangle, a star about a middle, or any.
func (m maker) ring() orb.Ring {
	a, b := m.point(), m.point()
	var r orb.Ring
	switch m.IntN(4) {
	case 0:
		r = orb.Ring{a, {b[0], a[1]}, b, {a[0], b[1]}}
	case 1:
		r = m.points(3)
	case 2:
		r = m.points(3 + m.IntN(5))
		slices.SortFunc(r, func(p, q orb.Point) int {
			return int(math.Copysign(1, math.Atan2(p[1]-a[1], p[0]-a[0])-math.Atan2(q[1]-a[1], q[0]-a[0])))
		})
		r = append(r, a)
	case 3:
		r = m.points(4)
	}
	return append(r, r[0])
}

func (m maker) polygon() orb.Polygon {
	p := orb.Polygon{m.ring()}
	for m.IntN(3) == 0 {
		if m.IntN(2) == 0 {
			p = append(p, m.ring())
			continue
		}
		// A hole that touches the shell, perhaps.
		a, b := p[0][m.IntN(len(p[0]))], p[0][m.IntN(len(p[0]))]
		p = append(p, orb.Ring{a, m.point(), b, m.point(), a})
	}
	return p
}

// geometry is of any kind but a collection.
func (m maker) geometry() orb.Geometry {
	switch m.IntN(7) {
	case 0:
		return m.point()
	case 1:
		return orb.MultiPoint(m.points(1 + m.IntN(4)))
	case 2:
		return m.line()
	case 3:
		return orb.MultiLineString{m.line(), m.line()}
	case 4, 5:
		return m.polygon()
	default:
		return orb.MultiPolygon{m.polygon(), m.polygon()}
	}
}

// pair is two geometries, the second often made from the first.
func (m maker) pair() (a, b orb.Geometry) {
	a = m.geometry()
	vertices := verticesOf(a)
	kind := m.IntN(8)
	if m.side == 0 && kind == 3 {
		kind = 7 // a middle comes out rounded, beside the edge by a hair
	}
	switch kind {
	case 0: // the same, moved
		by := m.point()
		b = mapped(a, func(p orb.Point) orb.Point { return orb.Point{p[0] + by[0] - 3, p[1] + by[1] - 3} })
	case 1: // with one vertex moved
		from, to := vertices[m.IntN(len(vertices))], m.point()
		b = mapped(a, func(p orb.Point) orb.Point {
			if p == from {
				return to
			}
			return p
		})
	case 2: // along its edges
		b = orb.LineString(vertices[m.IntN(len(vertices)):])
		if len(b.(orb.LineString)) < 2 {
			b = orb.LineString{vertices[0], m.point()}
		}
	case 3: // the middle of an edge, or a line from there
		i := m.IntN(len(vertices))
		p, q := vertices[i], vertices[(i+1)%len(vertices)]
		middle := orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
		b = middle
		if m.IntN(2) == 0 {
			b = orb.LineString{middle, m.point(), vertices[m.IntN(len(vertices))]}
		}
	case 4: // an area that has its vertices
		r := append(orb.Ring(slices.Clone(vertices)), m.point(), m.point())
		b = orb.Polygon{append(r, r[0])}
	default:
		b = m.geometry()
	}
	if m.IntN(2) == 0 {
		return b, a
	}
	return a, b
}

func verticesOf(g orb.Geometry) []orb.Point {
	var all []orb.Point
	mapped(g, func(p orb.Point) orb.Point {
		all = append(all, p)
		return p
	})
	return all
}

// mapped is a copy of g with its positions changed.
func mapped(g orb.Geometry, f func(orb.Point) orb.Point) orb.Geometry {
	g = orb.Clone(g)
	points := func(all []orb.Point) {
		for i := range all {
			all[i] = f(all[i])
		}
	}
	polygon := func(p orb.Polygon) {
		for _, r := range p {
			points(r)
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return f(g)
	case orb.MultiPoint:
		points(g)
	case orb.LineString:
		points(g)
	case orb.MultiLineString:
		for _, l := range g {
			points(l)
		}
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			polygon(p)
		}
	case orb.Collection:
		for i := range g {
			g[i] = mapped(g[i], f)
		}
	}
	return g
}

// lattice is corners of 16 by 16 fields that are no rectangles. Blocks of fields
// share corners and edges, as districts do.
type lattice [17][17]orb.Point

func (m maker) lattice() *lattice {
	var l lattice
	for i := range l {
		for k := range l[i] {
			l[i][k] = orb.Point{float64(i) + m.Float64()*.9, float64(k) + m.Float64()*.9}
		}
	}
	return &l
}

// block is the area of some fields, its outline as a line, or a way along edges.
func (m maker) block(l *lattice) orb.Geometry {
	w, s := m.IntN(15), m.IntN(15)
	e, n := w+1+m.IntN(16-w), s+1+m.IntN(16-s)
	r := l.outline(w, s, e, n)
	switch m.IntN(6) {
	case 0:
		return orb.LineString(r)
	case 1:
		from := m.IntN(len(r) - 1)
		return orb.LineString(r[from:])
	case 2:
		return orb.MultiPoint{r[0], r[len(r)/2], m.point()}
	}
	p := orb.Polygon{r}
	if e-w > 1 && n-s > 1 {
		x, y := w+m.IntN(e-w), s+m.IntN(n-s)
		if x > w && y > s && m.IntN(2) == 0 { // a field is left out
			p = append(p, l.outline(x, y, min(x+1, e-1), min(y+1, n-1)))
		}
	}
	if len(p) > 1 && len(p[1]) < 5 {
		p = p[:1]
	}
	return p
}

func (l *lattice) outline(w, s, e, n int) orb.Ring {
	var r orb.Ring
	for x := w; x < e; x++ {
		r = append(r, l[x][s])
	}
	for y := s; y < n; y++ {
		r = append(r, l[e][y])
	}
	for x := e; x > w; x-- {
		r = append(r, l[x][n])
	}
	for y := n; y > s; y-- {
		r = append(r, l[w][y])
	}
	return append(r, l[w][s])
}

// star is an area about a middle with many corners, on a fine grid.
func (m maker) star(corners int) orb.Polygon {
	c, size := orb.Point{float64(m.IntN(10)), float64(m.IntN(10))}, 1+4*m.Float64()
	ring := func(size float64) (r orb.Ring) {
		for i := range corners {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
			d := size * (.7 + .3*m.Float64())
			r = append(r, orb.Point{math.Round((c[0]+d*cos)*64) / 64, math.Round((c[1]+d*sin)*64) / 64})
		}
		return append(r, r[0])
	}
	return orb.Polygon{ring(size), ring(size / 2)}
}

// archipelago is many islands, on a fine grid.
func (m maker) archipelago(islands int) orb.MultiPolygon {
	var all orb.MultiPolygon
	for range islands {
		x, y := float64(m.IntN(80))/8, float64(m.IntN(80))/8
		all = append(all, orb.Polygon{{{x, y}, {x + .125, y}, {x + .0625, y + .125}, {x, y}}})
	}
	return all
}
