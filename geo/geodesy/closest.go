package geodesy

import (
	"math"

	"github.com/paulmach/orb"
)

// closest is the state of looking for the two points of two geometries that are
// nearest to each other.
type closest struct {
	from   *Shape
	to     *web
	metres float64 // of the best found
	// sin and cos, up to a common factor, of the azimuth at the shape.
	sin, cos float64
}

func (c *closest) offer(metres, sin, cos float64) {
	if metres < c.metres {
		c.metres, c.sin, c.cos = metres, sin, cos
	}
}

// nodes looks at what lies under a node of each; level −1 is a span. It goes down
// in the one of the two that is larger, the nearest first.
func (c *closest) nodes(level, i, otherLevel, k int) {
	if level < 0 && otherLevel < 0 {
		c.spans(c.from.spans[i], c.to.spans[k])
		return
	}
	type way struct {
		level, i, otherLevel, k int
		atLeast                 float64
	}
	var ways [webFan]way
	n := 0
	add := func(w way) {
		w.atLeast = c.from.hubs[w.level+1][w.i].atLeast(c.to.box(w.otherLevel, w.k))
		at := n
		for ; at > 0 && ways[at-1].atLeast > w.atLeast; at-- {
			ways[at] = ways[at-1]
		}
		ways[at] = w
		n++
	}
	if otherLevel < 0 || level >= 0 && c.from.hubs[level+1][i].radius > size(c.to.box(otherLevel, k)) {
		first, last := c.from.under(level, i)
		for at := first; at < last; at++ {
			add(way{level - 1, at, otherLevel, k, 0})
		}
	} else {
		first, last := c.to.under(otherLevel, k)
		for at := first; at < last; at++ {
			add(way{level, i, otherLevel - 1, at, 0})
		}
	}
	for _, w := range ways[:n] {
		if w.atLeast >= c.metres {
			return
		}
		c.nodes(w.level, w.i, w.otherLevel, w.k)
	}
}

// size is about the radius of a box, in metres.
func size(b orb.Bound) float64 {
	return equatorialRadius * degree / 2 * math.Hypot(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])
}

// spans looks at a span of each: from the ends of one to the other, and between
// their insides, because two edges may bulge towards each other: they are straight in
// longitude and latitude, and not geodesics.
func (c *closest) spans(a, b span) {
	switch {
	case a.start == a.end:
		c.end(a.start, b, true)
		return
	case b.start == b.end:
		c.end(b.start, a, false)
		return
	}
	c.end(a.start, b, true)
	c.end(a.end, b, true)
	c.end(b.start, a, false)
	c.end(b.end, a, false)
	if a.start[1] == a.end[1] && b.start[1] == b.end[1] {
		// Between parallels the distance depends on the difference of longitude
		// only, and grows with it: see search.level.
		return
	}
	e, f := newEdge(nil, a.start, a.end), newEdge(nil, b.start, b.end)
	c.patch(&e, &f, patch{.5, .5, .5, .5})
}

// end looks from a position to a span; forward says that the position is of the
// shape.
func (c *closest) end(p orb.Point, to span, forward bool) {
	from := FromPoint(p)
	s := search{from: &from, best: line{metres: c.metres}, reach: c.metres}
	if to.start == to.end {
		s.point(to.start)
	} else {
		s.edge(to.start, to.end)
	}
	if !(s.best.metres < c.metres) {
		return
	}
	if forward {
		c.offer(s.best.metres, s.best.sin1, s.best.cos1)
	} else {
		c.offer(s.best.metres, -s.best.sin2, -s.best.cos2)
	}
}

// patch is a part of the pairs of points of two edges x(t) and y(s): all with t
// within width of t and s within height of s.
type patch struct{ t, s, width, height float64 }

// patch looks for the least distance D(t, s) of a patch, by its middle and by a
// bound for the rest; where that does not decide, it halves the patch.
//
// By the second variation, with K ≤ 1/b² for the curvature, and with j₀ and j₁ the
// parts of the velocities at the two ends across the geodesic,
//
//	D″ ≥ ((j₀² + j₁²) cos θ − 2 j₀j₁)/(b sin θ) + ⟨direction, A⟩,  θ = D/b < π
//
// whose first part is at least −(j₀² + j₁²) tan(θ/2)/b, and whose second is at least
// −|A| at each end (see [edge]). So in a patch D lies above its tangent plane at the
// middle less half of C₁ dt² + C₂ ds², with C = |v|² tan(θ/2)/b + |A| for each edge.
// Besides, |dD| ≤ |v₁ dt| + |v₂ ds|, and that alone is used close to the antipode.
func (c *closest) patch(e, f *edge, p patch) {
	x, y := newSite(e.point(p.t)), newSite(f.point(p.s))
	l := solve(&x, &y)
	c.offer(l.metres, l.sin1, l.cos1)
	if c.metres == 0 {
		return
	}
	dt, ds, enough := e.fastest*p.width, f.fastest*p.height, tolerance
	if far := l.metres + dt + ds; far < antipodal {
		if h := math.Hypot(l.sin1, l.cos1); h > 0 {
			bend := math.Tan(far/(2*polarRadius)) / polarRadius
			slopeT := e.along(&x, l.sin1, l.cos1) / h * p.width
			slopeS := f.along(&y, l.sin2, l.cos2) / math.Hypot(l.sin2, l.cos2) * p.height
			dt = min(dt, math.Abs(slopeT)+(bend*dt*dt+e.bend*p.width*p.width)/2)
			ds = min(ds, math.Abs(slopeS)+(bend*ds*ds+f.bend*p.height*p.height)/2)
		}
	} else {
		enough = antipodalTolerance
	}
	if !(l.metres-dt-ds < c.metres-enough) {
		return
	}
	one, two := p, p
	if dt > ds {
		one.width, two.width = p.width/2, p.width/2
		one.t, two.t = p.t-p.width/2, p.t+p.width/2
	} else {
		one.height, two.height = p.height/2, p.height/2
		one.s, two.s = p.s-p.height/2, p.s+p.height/2
	}
	c.patch(e, f, one)
	c.patch(e, f, two)
}

// point is x(t).
func (e *edge) point(t float64) orb.Point {
	return orb.Point{e.start[0] + t*(e.end[0]-e.start[0]), e.start[1] + t*(e.end[1]-e.start[1])}
}

// along is the velocity at a site of the edge along a direction, times the length of
// that.
func (e *edge) along(s *site, sin, cos float64) float64 {
	return meridianCurve(s)*e.dLat*cos + equatorialRadius*s.cosBeta*e.dLon*sin
}
