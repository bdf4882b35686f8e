package format

import (
	"math"

	"github.com/paulmach/orb"
)

func (p *parser) polygon() (orb.Polygon, bool) {
	p.next()
	start, from := p.pos, len(p.rings)
	ok := p.each(kinds[polygon].content, func(i int) bool {
		ring, ok := p.ring(i > 0)
		p.rings = append(p.rings, ring)
		return ok
	})
	rings := p.rings[from:len(p.rings):len(p.rings)]
	if ok && len(rings) == 0 {
		ok = p.fail(start, "the polygon has no rings; expected one or more")
	}
	return rings, ok
}

// ring reads a linear ring (RFC 7946 §3.1.6): four or more positions, the last the
// same as the first. Readers take either direction; we write the one that is
// asked of writers, outer rings counterclockwise and holes clockwise.
func (p *parser) ring(hole bool) (orb.Ring, bool) {
	p.next()
	start, from := p.pos, len(p.shape)
	points, ok := p.positions()
	if !ok {
		return nil, false
	}
	n := len(points)
	if n < 4 {
		return nil, p.fail(start, "the ring has "+counted(n, "position")+"; expected four or more, the last the same as the first")
	}
	if points[0] != points[n-1] || !sameHeight(p.first, p.height) {
		first, last := p.written(from, 0), p.written(from, n-1)
		return nil, p.fail(start, "the ring is not closed: it starts at "+first+" and ends at "+last+"; expected the last position to be the same as the first: add "+first+" at the end")
	}
	if area := doubleArea(points); area < 0 && !hole || area > 0 && hole {
		p.turn(points, from)
	}
	return points, true
}

// written returns position i of the array that starts at from in p.shape.
func (p *parser) written(from, i int) string {
	start := from + 1
	if i > 0 {
		start = p.ends[i-1] + 1
	}
	return string(p.shape[start:p.ends[i]])
}

// sameHeight reports whether two heights are equal or both not given.
func sameHeight(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

// turn turns the ring round that starts at from in p.shape.
func (p *parser) turn(points []orb.Point, from int) {
	orb.Ring(points).Reverse()
	p.turned = append(p.turned[:0], p.shape[from:]...)
	p.shape = append(p.shape[:from], '[')
	for i := len(p.ends) - 1; i >= 0; i-- {
		start := 1
		if i > 0 {
			start = p.ends[i-1] + 1 - from
		}
		p.shape = append(p.shape, p.turned[start:p.ends[i]-from]...)
		if i > 0 {
			p.shape = append(p.shape, ',')
		}
	}
	p.shape = append(p.shape, ']')
}

// doubleArea returns twice the area the ring has on a plane of degrees: above
// zero if it runs counterclockwise, zero if it is collapsed. It is reckoned from
// the first position, so that a small ring far from 0,0 keeps its digits.
func doubleArea(ring []orb.Point) (area float64) {
	origin := ring[0]
	for i := 1; i < len(ring)-1; i++ {
		a, b := ring[i], ring[i+1]
		area += (a[0]-origin[0])*(b[1]-origin[1]) - (b[0]-origin[0])*(a[1]-origin[1])
	}
	return area
}
