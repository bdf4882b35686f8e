package relate

import (
	"slices"

	"github.com/paulmach/orb"
)

// spoke is an edge that leaves a point, seen from there.
type spoke struct {
	to     orb.Point
	part   int32
	second bool // of the second figure
}

// lookAround enters what lies at and around p, which is a vertex of a figure: the
// point itself, the spokes, and the sectors between them. p is no end of a line
// that only the other's ends could tell of: [comparison.ends] looks at those.
func (c *comparison) lookAround(p orb.Point) {
	a, b := &c.sightA, &c.sightB
	a.look(p)
	b.look(p)
	c.set(a.place(), b.place(), 0)
	c.spokes = a.spokes(c.spokes[:0], false)
	c.spokes = b.spokes(c.spokes, true)
	slices.SortFunc(c.spokes, func(s, t spoke) int { return turn(p, s.to, t.to) })
	for from := 0; from < len(c.spokes); {
		to := from + 1
		for to < len(c.spokes) && turn(p, c.spokes[from].to, c.spokes[to].to) == 0 {
			to++
		}
		same := c.spokes[from:to]
		c.set(a.along(same, false), b.along(same, true), 1)
		a.step(same, false)
		b.step(same, true)
		c.set(a.around(), b.around(), 2)
		from = to
	}
}

// spokes appends the edges through the point, as seen from there.
func (s *sight) spokes(all []spoke, second bool) []spoke {
	for _, i := range s.edges {
		e := &s.f.edges[i]
		part := s.f.paths[e.path].part
		if e.a != s.p {
			all = append(all, spoke{e.a, part, second})
		}
		if e.b != s.p {
			all = append(all, spoke{e.b, part, second})
		}
	}
	return all
}

// turn orders directions from p counter-clockwise, beginning just after due east,
// which comes last.
func turn(p, q, r orb.Point) int {
	if d := quarter(p, q) - quarter(p, r); d != 0 {
		return d
	}
	return -side(p, q, r)
}

// quarter is 0 north of p, 1 due west, 2 south of it, 3 due east.
func quarter(p, q orb.Point) int {
	switch {
	case q[1] > p[1]:
		return 0
	case q[1] < p[1]:
		return 2
	case q[0] < p[0]:
		return 1
	}
	return 3
}

// along says where a spoke lies: same are the edges that run along it, of both
// figures.
func (s *sight) along(same []spoke, second bool) place {
	mine := slices.ContainsFunc(same, func(e spoke) bool { return e.second == second })
	switch {
	case !mine:
		return s.around()
	case s.f.dim < 2 || s.within:
		return inside
	}
	// On the edge of one part, it may be inside another.
	for _, p := range s.parts {
		if p.in && !slices.ContainsFunc(same, func(e spoke) bool { return e.second == second && e.part == p.part }) {
			return inside
		}
	}
	return boundary
}

// step goes on across a spoke into the next sector.
func (s *sight) step(same []spoke, second bool) {
	for _, e := range same {
		if e.second != second || s.f.dim < 2 {
			continue
		}
		for i := range s.parts {
			if s.parts[i].part == e.part {
				s.parts[i].in = !s.parts[i].in
			}
		}
	}
}
