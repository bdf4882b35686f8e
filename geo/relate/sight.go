package relate

import "github.com/paulmach/orb"

// sight is what a figure is at a point: the edges that pass through it, and for
// areas where it lies by even-odd counting of the edges east of it.
//
// The ray that counts runs a hair north of due east, so that it tells of the sector
// next to due east, counter-clockwise, even for a point on an edge: edges through
// the point itself do not count.
type sight struct {
	f *figure
	p orb.Point
	// within says that a part holds the point in its inside, off its edges; on
	// that an edge passes through it.
	within, on bool
	// Where keep is set: the edges through the point and, for areas, their parts.
	keep  bool
	edges []int32
	parts []sector

	part    int32 // the part being read, with what is known of it
	odd, at bool
}

// sector is a direction from a point, and whether it leads into the inside of a part.
type sector struct {
	part int32
	in   bool
}

// locate says where p lies.
func (f *figure) locate(p orb.Point) place {
	s := sight{f: f}
	s.look(p)
	return s.place()
}

// place says where the point lies. What lies on the edge of one part and inside
// another lies inside.
func (s *sight) place() place {
	switch {
	case s.within:
		return inside
	case !s.on:
		return outside
	case s.f.dim == 2 || s.f.dim == 1 && s.f.isEnd(s.p):
		return boundary
	}
	return inside
}

// look reads the figure at p.
func (s *sight) look(p orb.Point) {
	s.p, s.within, s.on, s.odd, s.at, s.part = p, false, false, false, false, 0
	s.edges, s.parts = s.edges[:0], s.parts[:0]
	if s.f.dim >= 0 {
		s.read(len(s.f.tree)-1, 0)
		s.close()
	}
}

func (s *sight) read(level, i int) {
	f, b := s.f, &s.f.tree[level][i]
	if s.p[1] < b.Min[1] || s.p[1] > b.Max[1] || s.p[0] > b.Max[0] {
		return
	}
	if s.p[0] < b.Min[0] {
		if f.dim < 2 {
			return
		}
		// Whether the ray crosses a chain that lies wholly to the east of its
		// origin an odd number of times, its two ends tell.
		if b.chain {
			first, last := f.under(level, i)
			if e := &f.edges[first]; (e.a[1] > s.p[1]) != (f.edges[last-1].b[1] > s.p[1]) {
				s.cross(e)
			}
			return
		}
	}
	from := i * fan
	if level > 0 {
		for k := from; k < min(from+fan, len(f.tree[level-1])); k++ {
			s.read(level-1, k)
		}
		return
	}
	for k := from; k < min(from+fan, len(f.edges)); k++ {
		s.edge(k)
	}
}

// edge reads one edge.
func (s *sight) edge(k int) {
	e := &s.f.edges[k]
	x, y := s.p[0], s.p[1]
	if y < e.a[1] && y < e.b[1] || y > e.a[1] && y > e.b[1] || x > e.a[0] && x > e.b[0] {
		return
	}
	north := e.b[1] > y
	crosses := s.f.dim == 2 && (e.a[1] > y) != north
	if x < e.a[0] && x < e.b[0] {
		if crosses {
			s.cross(e)
		}
		return
	}
	switch way := side(e.a, e.b, s.p); {
	case way == 0:
		s.touch(k)
	case crosses && (way > 0) == north:
		s.cross(e)
	}
}

func (s *sight) cross(e *edge) {
	s.enter(s.f.paths[e.path].part)
	s.odd = !s.odd
}

func (s *sight) touch(k int) {
	s.on = true
	if s.f.dim == 2 {
		s.enter(s.f.paths[s.f.edges[k].path].part)
		s.at = true
	}
	if s.keep {
		s.edges = append(s.edges, int32(k))
	}
}

// enter begins to read a part; those come one after the other.
func (s *sight) enter(part int32) {
	if part != s.part {
		s.close()
		s.part = part
	}
}

func (s *sight) close() {
	if !s.at {
		s.within = s.within || s.odd
	} else if s.keep {
		s.parts = append(s.parts, sector{s.part, s.odd})
	}
	s.odd, s.at = false, false
}

// around says where the sector that was last stepped into lies.
func (s *sight) around() place {
	if s.within {
		return inside
	}
	for _, p := range s.parts {
		if p.in {
			return inside
		}
	}
	return outside
}
