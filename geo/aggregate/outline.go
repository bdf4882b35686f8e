package aggregate

import (
	"slices"

	"github.com/paulmach/orb"
)

// corners are those of the eastern side of the hexagons of a row, from the lowest to
// the highest. They are kept from one cell to the next: a latitude takes as long as
// all else about a cell.
type corners struct {
	row  float64
	list []corner
}

// corner is a place on the outline of a cell.
type corner struct {
	right float64 // half columns east of the centre
	lat   float64 // degrees
}

// of returns the corners of a row. At the poles hexagons are cut off.
func (c *corners) of(g *grid, row float64) []corner {
	if c.list != nil && c.row == row {
		return c.list
	}
	v, limit := 3*row, 3*g.rows // in thirds of rows
	c.row, c.list = row, c.list[:0]
	add := func(right, v float64) { c.list = append(c.list, corner{right, g.lat(min(max(v, 0), limit))}) }
	if v == 0 {
		add(0, 0)
	} else {
		for i := range g.pieces {
			t := float64(i) / float64(g.pieces)
			add(t, v-2+t)
		}
	}
	add(1, v-1)
	if v == limit {
		add(1, limit)
	} else {
		for i := range g.pieces {
			t := float64(i) / float64(g.pieces)
			add(1-t, v+1+t)
		}
	}
	add(0, v+2)
	return c.list
}

// outline returns the cell as rings of lon, lat degrees: one, or two for a hexagon
// across the antimeridian.
func (g *grid) outline(cell uint64, known *corners) []orb.Ring {
	column, row := g.place(cell)
	if !g.hex {
		west, east := g.lon(2*column), g.lon(2*column+2)
		south, north := g.lat(3*row), g.lat(3*row+3)
		return []orb.Ring{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}
	}
	u, list := 2*column+odd(row), known.of(g, row)
	ring := make(orb.Ring, 0, 2*len(list)+1)
	if u == 0 {
		half := make(orb.Ring, 0, len(list)+1)
		return []orb.Ring{closed(g.half(ring, list, u, 1)), closed(g.half(half, list, 2*g.columns, -1))}
	}
	return []orb.Ring{closed(g.half(g.half(ring, list, u, 1), list, u, -1))}
}

// half appends one side of a hexagon's outline, counter-clockwise: that to the east
// of its centre (side 1) or to the west (-1). What is the same as the one before is
// left out.
func (g *grid) half(ring orb.Ring, list []corner, u, side float64) orb.Ring {
	for i := range list {
		c := &list[i]
		if side < 0 {
			c = &list[len(list)-1-i]
		}
		p := orb.Point{g.lon(u + side*c.right), c.lat}
		if n := len(ring); n == 0 || ring[n-1] != p {
			ring = append(ring, p)
		}
	}
	return ring
}

// closed closes a ring.
func closed(ring orb.Ring) orb.Ring {
	if ring[0] != ring[len(ring)-1] {
		ring = append(ring, ring[0])
	}
	return slices.Clip(ring)
}
