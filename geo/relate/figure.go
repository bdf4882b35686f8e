package relate

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// figure is a geometry of one dimension laid out to be compared: all its edges in
// one list, and a tree of boxes over them. A point is an edge without length.
//
// Nothing is asked of the geometry. A ring that does not close is closed; rings of
// one polygon count even-odd, wherever they cross; polygons of one multipolygon are
// united; positions that repeat count once. A line without length is a point, and
// an area without extent is its own boundary.
type figure struct {
	dim   int // 0, 1 or 2; -1 if there is nothing
	bound orb.Bound
	edges []edge
	paths []path      // of dimension 1 and 2: the lines or rings
	ends  []orb.Point // of dimension 1: its boundary, sorted
	tree  [][]box     // boxes of eight edges each, of eight of these each, and so on
}

// edge is a straight line between two positions of a path.
type edge struct {
	a, b orb.Point
	path int32
}

// path is a line or a ring: edges[first:last], each beginning where the one before
// ends. The paths of one part, a polygon, follow one another.
type path struct {
	first, last, part int32
	bound             orb.Bound
}

// newFigure lays out parts: each has one dimension and is a point (one path of one
// position), a line (one path) or a polygon (its rings).
func newFigure(dim int, parts [][]orb.LineString) *figure {
	f := &figure{dim: dim, bound: nowhere}
	n := 0
	for _, part := range parts {
		for _, p := range part {
			n += len(p)
		}
	}
	if n == 0 {
		f.dim = -1
		return f
	}
	f.edges = make([]edge, 0, n+len(parts))
	if dim == 0 {
		parts = distinct(parts)
	}
	pack(parts)
	for i, part := range parts {
		for _, p := range part {
			f.add(p, int32(i))
		}
	}
	if dim == 1 {
		f.findEnds()
	}
	f.plant()
	return f
}

var nowhere = orb.Bound{
	Min: orb.Point{math.Inf(1), math.Inf(1)},
	Max: orb.Point{math.Inf(-1), math.Inf(-1)},
}

// distinct leaves points out that are there already.
func distinct(points [][]orb.LineString) [][]orb.LineString {
	order := func(a, b []orb.LineString) int { return comparePoints(a[0][0], b[0][0]) }
	slices.SortFunc(points, order)
	return slices.CompactFunc(points, func(a, b []orb.LineString) bool { return a[0][0] == b[0][0] })
}

// add lays out a path.
func (f *figure) add(p orb.LineString, part int32) {
	if len(p) == 0 {
		return
	}
	first, id := int32(len(f.edges)), int32(len(f.paths))
	for i := range p[1:] {
		f.join(p[i], p[i+1], id)
	}
	if f.dim == 2 {
		f.join(p[len(p)-1], p[0], id)
	}
	if int32(len(f.edges)) == first {
		f.edges = append(f.edges, edge{p[0], p[0], id})
	}
	b := orb.Bound{Min: p[0], Max: p[0]}
	for _, e := range f.edges[first:] {
		b = b.Extend(e.b)
	}
	f.paths = append(f.paths, path{first, int32(len(f.edges)), part, b})
}

func (f *figure) join(a, b orb.Point, path int32) {
	if a != b {
		f.edges = append(f.edges, edge{a, b, path})
	}
}

// findEnds finds the boundary of lines: what is the end of an odd number of them
// (OGC 06-103r4 §6.1.9.1).
func (f *figure) findEnds() {
	for _, p := range f.paths {
		a, b := f.edges[p.first].a, f.edges[p.last-1].b
		if a != b {
			f.ends = append(f.ends, a, b)
		}
	}
	slices.SortFunc(f.ends, comparePoints)
	odd := f.ends[:0]
	for i := 0; i < len(f.ends); {
		j := i
		for j < len(f.ends) && f.ends[j] == f.ends[i] {
			j++
		}
		if (j-i)%2 == 1 {
			odd = append(odd, f.ends[i])
		}
		i = j
	}
	f.ends = odd
}

func comparePoints(a, b orb.Point) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// isEnd reports whether p is of the boundary of lines.
func (f *figure) isEnd(p orb.Point) bool {
	_, found := slices.BinarySearchFunc(f.ends, p, comparePoints)
	return found
}

// pack orders many parts so that neighbours in the list are neighbours on the map:
// by vertical strips, and in each from south to north.
func pack(parts [][]orb.LineString) {
	const few = 4 * fan
	if len(parts) <= few {
		return
	}
	parts = slices.DeleteFunc(parts, func(p []orb.LineString) bool { return len(p) == 0 || len(p[0]) == 0 })
	west := func(a, b []orb.LineString) int { return cmp.Compare(a[0][0][0], b[0][0][0]) }
	south := func(a, b []orb.LineString) int { return cmp.Compare(a[0][0][1], b[0][0][1]) }
	slices.SortFunc(parts, west)
	strip := fan * int(math.Ceil(math.Sqrt(float64(len(parts))/fan)))
	for s := range slices.Chunk(parts, strip) {
		slices.SortFunc(s, south)
	}
}
