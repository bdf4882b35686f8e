package relate

import "github.com/paulmach/orb"

// fan is how many boxes or edges a box of the tree holds.
const fan = 8

// box holds the next edges of a figure, in their order.
type box struct {
	orb.Bound
	// chain says that the edges are of one path, so that they lead from the start
	// of the first to the end of the last.
	chain bool
}

// plant makes the tree over the edges, which lie along their paths and so near one
// another.
func (f *figure) plant() {
	row := make([]box, 0, (len(f.edges)+fan-1)/fan)
	for i := 0; i < len(f.edges); i += fan {
		some := f.edges[i:min(i+fan, len(f.edges))]
		b := box{boundOf(some[0]), some[0].path == some[len(some)-1].path}
		for _, e := range some[1:] {
			b.Bound = b.Union(boundOf(e))
		}
		row = append(row, b)
	}
	f.tree = append(f.tree, row)
	for len(row) > 1 {
		above := make([]box, 0, (len(row)+fan-1)/fan)
		for i := 0; i < len(row); i += fan {
			some := row[i:min(i+fan, len(row))]
			b := some[0]
			for _, c := range some[1:] {
				b.Bound = b.Union(c.Bound)
			}
			first, last := f.under(len(f.tree), len(above))
			b.chain = f.edges[first].path == f.edges[last-1].path
			above = append(above, b)
		}
		f.tree = append(f.tree, above)
		row = above
	}
	f.bound = row[0].Bound
}

// under returns which edges lie in a box of the tree: edges[first:last].
func (f *figure) under(level, i int) (first, last int) {
	first, last = i*fan, i*fan+fan
	for range level {
		first, last = first*fan, last*fan
	}
	return first, min(last, len(f.edges))
}

func boundOf(e edge) orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(e.a[0], e.b[0]), min(e.a[1], e.b[1])},
		Max: orb.Point{max(e.a[0], e.b[0]), max(e.a[1], e.b[1])},
	}
}

// meeting appends the edges whose bounds meet b.
func (f *figure) meeting(found []int32, b orb.Bound) []int32 {
	if f.dim < 0 {
		return found
	}
	return f.search(found, &b, len(f.tree)-1, 0)
}

func (f *figure) search(found []int32, b *orb.Bound, level, i int) []int32 {
	if !overlap(&f.tree[level][i].Bound, b) {
		return found
	}
	from := i * fan
	if level == 0 {
		for k := from; k < min(from+fan, len(f.edges)); k++ {
			if e := boundOf(f.edges[k]); overlap(&e, b) {
				found = append(found, int32(k))
			}
		}
		return found
	}
	for k := from; k < min(from+fan, len(f.tree[level-1])); k++ {
		found = f.search(found, b, level-1, k)
	}
	return found
}
