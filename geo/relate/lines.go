package relate

import (
	"cmp"
	"slices"
)

// lines compares two figures of lines, once it is known where they touch. Whether
// one covers the other, their edges tell one by one.
func (c *comparison) lines() {
	if c.along {
		c.set(inside, inside, 1)
	}
	for _, p := range c.nodes {
		if c.settled(&c.matrix) {
			return
		}
		c.sightA.look(p)
		c.sightB.look(p)
		c.set(c.sightA.place(), c.sightB.place(), 0)
	}
	c.ends()
	if c.settled(&c.matrix) {
		return
	}
	if !c.a.coveredBy(c.b) {
		c.set(inside, outside, 1)
	}
	if c.settled(&c.matrix) {
		return
	}
	if !c.b.coveredBy(c.a) {
		c.set(outside, inside, 1)
	}
}

// coveredBy reports whether every edge of f lies along edges of g.
func (f *figure) coveredBy(g *figure) bool {
	var found []int32
	var spans [][2]float64
	for i := range f.edges {
		e := &f.edges[i]
		if e.a == e.b {
			if g.locate(e.a) == outside {
				return false
			}
			continue
		}
		found = g.meeting(found[:0], boundOf(*e))
		spans = e.alongside(spans[:0], g, found)
		if !cover(spans, e) {
			return false
		}
	}
	return true
}

// axis is the coordinate in which the edge reaches further.
func (e *edge) axis() int {
	b := boundOf(*e)
	if b.Max[1]-b.Min[1] > b.Max[0]-b.Min[0] {
		return 1
	}
	return 0
}

// alongside appends what the edges of g that lie on e's line span of its axis.
func (e *edge) alongside(spans [][2]float64, g *figure, found []int32) [][2]float64 {
	axis := e.axis()
	for _, k := range found {
		f := &g.edges[k]
		if side(e.a, e.b, f.a) == 0 && side(e.a, e.b, f.b) == 0 {
			b := boundOf(*f)
			spans = append(spans, [2]float64{b.Min[axis], b.Max[axis]})
		}
	}
	return spans
}

// cover reports whether spans cover the whole edge. They are sorted by it.
func cover(spans [][2]float64, e *edge) bool {
	slices.SortFunc(spans, func(s, t [2]float64) int { return cmp.Compare(s[0], t[0]) })
	b, axis := boundOf(*e), e.axis()
	reached := b.Min[axis]
	for _, s := range spans {
		if s[0] > reached {
			return false
		}
		reached = max(reached, s[1])
		if reached >= b.Max[axis] {
			return true
		}
	}
	return false
}
