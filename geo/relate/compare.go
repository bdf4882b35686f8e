package relate

import (
	"slices"

	"github.com/paulmach/orb"
)

// comparison fills the matrix of two figures, as far as a question needs it.
//
// The plane falls into points, pieces of edges and faces, each wholly inside, on or
// outside either figure. Every piece of an edge ends at a point where the figures
// touch, or belongs to a path that touches nothing; every face has a piece of an edge
// beside it. So it is enough to look around each point where the figures touch, and
// around one point of each path that touches nothing. Where two edges merely cross,
// what is around is known without looking; all other such points are vertices, so
// that no point has to be computed and every decision is exact.
type comparison struct {
	question
	matrix
	a, b *figure
	// touched are the paths of each that touch the other.
	touched [2][]bool
	// nodes are the vertices of one that lie on the other. crossed says that an edge
	// of one crosses an edge of the other where no vertex is, along that edges of both
	// run along each other.
	nodes          []orb.Point
	crossed, along bool
	// What is kept for the next use: what is around a point, and edges found.
	sightA, sightB sight
	spokes         []spoke
	found, nearby  []int32
}

// compare answers a question of two figures.
func compare(op Op, a, b *figure) bool {
	q := question{op, a.dim, b.dim}
	if a.dim < 0 || b.dim < 0 {
		return op == Disjoint || op == Equals && a.dim == b.dim
	}
	if apart, ok := q.byBounds(a.bound, b.bound); ok {
		return apart
	}
	if a.dim == b.dim && slices.Equal(a.paths, b.paths) && slices.Equal(a.edges, b.edges) {
		return op != Disjoint && op != Touches && op != Overlaps && op != Crosses
	}
	c := comparison{question: q, a: a, b: b}
	c.set(outside, outside, 2)
	if !c.question.settled(&c.matrix) {
		c.fill()
	}
	return q.answer(&c.matrix)
}

// byBounds answers from the bounds alone, where they can.
func (q question) byBounds(a, b orb.Bound) (answer, ok bool) {
	if !overlap(&a, &b) {
		return q.op == Disjoint, true
	}
	switch q.op {
	case Within:
		return false, !holds(b, a)
	case Contains:
		return false, !holds(a, b)
	case Equals:
		return false, a != b
	}
	return false, false
}

// overlap reports whether two bounds share a point, holds whether a has all of b.
func overlap(a, b *orb.Bound) bool {
	return a.Min[0] <= b.Max[0] && b.Min[0] <= a.Max[0] && a.Min[1] <= b.Max[1] && b.Min[1] <= a.Max[1]
}

func holds(a, b orb.Bound) bool {
	return a.Min[0] <= b.Min[0] && a.Min[1] <= b.Min[1] && a.Max[0] >= b.Max[0] && a.Max[1] >= b.Max[1]
}

func (c *comparison) fill() {
	c.sightA, c.sightB = sight{f: c.a, keep: true}, sight{f: c.b, keep: true}
	switch {
	case c.a.dim == 0 || c.b.dim == 0:
		c.points()
		return
	case c.a.dim == 1 && c.b.dim == 1:
		c.touch()
		c.lines()
		return
	}
	c.touch()
	if c.settled(&c.matrix) {
		return
	}
	for _, p := range c.nodes {
		c.lookAround(p)
		if c.settled(&c.matrix) {
			return
		}
	}
	c.ends()
	c.lonely()
}

// touch finds where the figures touch, until that settles the question.
func (c *comparison) touch() {
	c.touched = [2][]bool{make([]bool, len(c.a.paths)), make([]bool, len(c.b.paths))}
	few, many, turned := c.a, c.b, false
	if len(few.edges) > len(many.edges) {
		few, many, turned = many, few, true
	}
	for i, e := range few.edges {
		c.found = many.meeting(c.found[:0], boundOf(e))
		before := len(c.nodes)
		for _, k := range c.found {
			if turned {
				c.pair(k, int32(i))
			} else {
				c.pair(int32(i), k)
			}
		}
		if len(c.nodes) > before && (c.op == Intersects || c.op == Disjoint) {
			c.set(inside, inside, 0) // where exactly they meet is not asked for
		}
		if c.settled(&c.matrix) {
			return
		}
		// Where many edges meet in one vertex, each with each finds it.
		slices.SortFunc(c.nodes[before:], comparePoints)
		c.nodes = c.nodes[:before+len(slices.Compact(c.nodes[before:]))]
	}
	slices.SortFunc(c.nodes, comparePoints)
	c.nodes = slices.Compact(c.nodes)
}

// pair notes where two edges touch.
func (c *comparison) pair(i, k int32) {
	e, f := &c.a.edges[i], &c.b.edges[k]
	fa, fb := side(f.a, f.b, e.a), side(f.a, f.b, e.b)
	if fa*fb > 0 {
		return
	}
	ea, eb := side(e.a, e.b, f.a), side(e.a, e.b, f.b)
	if ea*eb > 0 {
		return
	}
	before := len(c.nodes)
	if fa*fb*ea*eb != 0 {
		if !c.crossed && c.clear(e, f) {
			c.crossed = true
			c.cross()
		}
	} else {
		c.node(fa, e.a, f)
		c.node(fb, e.b, f)
		c.node(ea, f.a, e)
		c.node(eb, f.b, e)
		if len(c.nodes) == before {
			return
		}
		if fa == 0 && fb == 0 && slices.ContainsFunc(c.nodes[before:], func(p orb.Point) bool { return p != c.nodes[before] }) {
			c.along = true
		}
	}
	c.touched[0][e.path], c.touched[1][f.path] = true, true
}

// clear reports whether two edges that cross do so where no vertex of either figure
// is: a vertex is looked at as a node, with all that passes it.
func (c *comparison) clear(e, f *edge) bool {
	b, o := boundOf(*e), boundOf(*f)
	for axis := range 2 {
		b.Min[axis], b.Max[axis] = max(b.Min[axis], o.Min[axis]), min(b.Max[axis], o.Max[axis])
	}
	for _, g := range [2]*figure{c.a, c.b} {
		c.nearby = g.meeting(c.nearby[:0], b)
		for _, i := range c.nearby {
			for _, p := range [2]orb.Point{g.edges[i].a, g.edges[i].b} {
				if b.Contains(p) && side(e.a, e.b, p) == 0 && side(f.a, f.b, p) == 0 {
					return false
				}
			}
		}
	}
	return true
}

// node notes p if it lies on e, given on which side of it.
func (c *comparison) node(side int, p orb.Point, e *edge) {
	if side == 0 && boundOf(*e).Contains(p) {
		c.nodes = append(c.nodes, p)
	}
}

// cross enters what is around a place where an edge crosses an edge, each between
// its ends.
func (c *comparison) cross() {
	m := &c.matrix
	if c.a.dim == 1 && c.b.dim == 1 {
		m.set(inside, inside, 0) // others of their edges may run along these
		return
	}
	m.set(inside, inside, uint8(min(c.a.dim, c.b.dim)))
	if c.a.dim == 2 {
		m.set(outside, inside, uint8(c.b.dim))
		m.set(boundary, inside, uint8(c.b.dim-1))
	} else {
		m.set(outside, inside, 2)
		m.set(outside, boundary, 1)
	}
	if c.b.dim == 2 {
		m.set(inside, outside, uint8(c.a.dim))
		m.set(inside, boundary, uint8(c.a.dim-1))
	} else {
		m.set(inside, outside, 2)
		m.set(boundary, outside, 1)
	}
	if c.a.dim == 2 && c.b.dim == 2 {
		m.set(boundary, boundary, 0)
		m.set(boundary, outside, 1)
		m.set(outside, boundary, 1)
	}
}

// ends enters where the ends of lines lie.
func (c *comparison) ends() {
	for _, p := range c.a.ends {
		if c.settled(&c.matrix) {
			return
		}
		c.set(boundary, c.b.locate(p), 0)
	}
	for _, p := range c.b.ends {
		if c.settled(&c.matrix) {
			return
		}
		c.set(c.a.locate(p), boundary, 0)
	}
}

// lonely looks around a vertex of each path that touches nothing.
func (c *comparison) lonely() {
	for k, p := range c.a.paths {
		if c.settled(&c.matrix) {
			return
		}
		far := c.matrix[inside][outside] == uint8(c.a.dim)+1 && !overlap(&p.bound, &c.b.bound)
		if !c.touched[0][k] && !far {
			c.lookAround(c.a.edges[p.first].a)
		}
	}
	for k, p := range c.b.paths {
		if c.settled(&c.matrix) {
			return
		}
		far := c.matrix[outside][inside] == uint8(c.b.dim)+1 && !overlap(&p.bound, &c.a.bound)
		if !c.touched[1][k] && !far {
			c.lookAround(c.b.edges[p.first].a)
		}
	}
}

// points compares where one figure is points.
func (c *comparison) points() {
	if c.a.dim == 0 {
		for _, e := range c.a.edges {
			c.set(inside, c.b.locate(e.a), 0)
			if c.settled(&c.matrix) {
				return
			}
		}
	}
	if c.b.dim == 0 {
		for _, e := range c.b.edges {
			c.set(c.a.locate(e.a), inside, 0)
			if c.settled(&c.matrix) {
				return
			}
		}
	}
	// Points cannot cover what has a dimension.
	switch {
	case c.a.dim > 0:
		c.set(inside, outside, uint8(c.a.dim))
	case c.b.dim > 0:
		c.set(outside, inside, uint8(c.b.dim))
	}
	if c.a.dim == 2 {
		c.set(boundary, outside, 1)
	}
	if c.b.dim == 2 {
		c.set(outside, boundary, 1)
	}
	c.ends()
}
