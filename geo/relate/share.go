package relate

import "github.com/paulmach/orb"

// Share is how much of a bound lies in a geometry.
type Share uint8

// The shares. Some is also said where it is not worth finding out more.
const (
	None Share = iota
	Some
	All
)

// Share returns how much of b (lon, lat degrees), edges included, lies in p: of All,
// whatever lies within b meets p, and of None nothing does. Only areas hold all of a
// bound.
func (p *Prepared) Share(b orb.Bound) Share {
	if !b.Intersects(p.bound) {
		return None
	}
	if p.box && p.bound.Contains(b.Min) && p.bound.Contains(b.Max) {
		return All
	}
	if len(p.figures) != 1 || p.box {
		return Some
	}
	f := p.figures[0]
	switch {
	case f.enters(&b, len(f.tree)-1, 0):
		return Some
	case f.dim == 2 && f.locate(b.Min) == inside:
		return All
	}
	return None // no edge comes in, so that all of it lies on one side of each
}

// enters reports whether an edge below a box of the tree shares a point with b.
func (f *figure) enters(b *orb.Bound, level, i int) bool {
	if !overlap(&f.tree[level][i].Bound, b) {
		return false
	}
	from := i * fan
	if level == 0 {
		for k := from; k < min(from+fan, len(f.edges)); k++ {
			if e := &f.edges[k]; segmentMeets(e.a, e.b, *b) {
				return true
			}
		}
		return false
	}
	for k := from; k < min(from+fan, len(f.tree[level-1])); k++ {
		if f.enters(b, level-1, k) {
			return true
		}
	}
	return false
}
