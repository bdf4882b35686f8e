package gpkg

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"cairn/geo/shape"
)

// SQLite keeps an R-tree in three tables (its ext/rtree/rtree.c says how):
//
//	_node    nodeno, data: node 1 is the root
//	_parent  nodeno, parentnode: of every node but the root
//	_rowid   rowid, nodeno: the leaf that an entry is in
//
// The data of all nodes has the same size. Big-endian:
//
//	0  u16  in the root, how many levels are below it
//	2  u16  number of cells
//	4  n ×  i64 the number of a node below, or in a leaf the entry's id;
//	        4 × f32 least x, most x, least y, most y
const (
	nodeHeader = 4
	cellSize   = 24
)

// cell is an entry of a leaf, or a node as its parent has it.
type cell struct {
	id    int64
	box   [4]float32 // least x, most x, least y, most y
	place uint32     // along the Hilbert curve; later the node it is in
}

// packer writes an R-tree from the leaves up.
type packer struct {
	room                int // cells in a node
	size                int // bytes of a node
	last                int64
	node, parent, rowid *inserter
}

// pack writes the tree of these cells, one at least, and changes their order.
func (p *packer) pack(cells []cell) error {
	byPlace(cells)
	p.last = 1 // the root
	level := cells
	for height := uint16(0); ; height++ {
		above, err := p.level(level, height)
		if err != nil {
			return err
		}
		into := p.rowid
		if height > 0 {
			into = p.parent
		} else {
			slices.SortFunc(level, func(a, b cell) int { return cmp.Compare(a.id, b.id) })
		}
		for _, c := range level {
			if err := into.add(c.id, int64(c.place)); err != nil {
				return err
			}
		}
		if len(above) == 1 {
			break
		}
		level = above
	}
	for _, n := range []*inserter{p.node, p.parent, p.rowid} {
		if err := n.close(); err != nil {
			return err
		}
	}
	return nil
}

// level writes the nodes that hold the cells, notes in each cell which one that
// is, and returns the nodes as cells of the level above.
func (p *packer) level(cells []cell, height uint16) (above []cell, err error) {
	nodes := (len(cells) + p.room - 1) / p.room
	above = make([]cell, nodes)
	for i := range above {
		from, to := i*len(cells)/nodes, (i+1)*len(cells)/nodes // all about equally full
		if nodes == 1 {
			above[i].id = 1
		} else {
			p.last++
			above[i].id = p.last
		}
		data := make([]byte, nodeHeader, p.size)
		if nodes == 1 {
			binary.BigEndian.PutUint16(data, height)
		}
		binary.BigEndian.PutUint16(data[2:], uint16(to-from))
		box := cells[from].box
		for k := from; k < to; k++ {
			c := &cells[k]
			c.place = uint32(above[i].id)
			data = binary.BigEndian.AppendUint64(data, uint64(c.id))
			for _, v := range c.box {
				data = binary.BigEndian.AppendUint32(data, math.Float32bits(v))
			}
			box = [4]float32{min(box[0], c.box[0]), max(box[1], c.box[1]), min(box[2], c.box[2]), max(box[3], c.box[3])}
		}
		above[i].box = box
		if err := p.node.add(above[i].id, data[:p.size]); err != nil {
			return nil, err
		}
	}
	return above, nil
}

// byPlace sorts cells along a Hilbert curve through their middles, so that
// neighbours come into the same node.
func byPlace(cells []cell) {
	extent := cells[0].bound()
	for _, c := range cells[1:] {
		extent = extent.Union(c.bound())
	}
	for i := range cells {
		cells[i].place = shape.Hilbert(cells[i].bound(), extent)
	}
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Compare(a.place, b.place) })
}

func (c *cell) bound() orb.Bound {
	return orb.Bound{Min: orb.Point{float64(c.box[0]), float64(c.box[2])}, Max: orb.Point{float64(c.box[1]), float64(c.box[3])}}
}
