package aggregate

import (
	"strconv"

	"github.com/paulmach/orb"
)

// request is a Request made ready.
type request struct {
	Request
	grid   *grid
	tiles  tiles
	fields []int // the properties of which numbers are asked, each once
	sumOf  []int // for each value, which of them
	most   int   // groups
}

func newRequest(r Request) *request {
	made := &request{Request: r, most: MaxGroups}
	if g := r.cells(); g != nil && g.By == Quadkey {
		made.tiles.zoom = int(r.Cell)
	} else if g != nil {
		made.grid = newGrid(g.By == Hex, r.Cell, r.Parallel)
	}
	for _, v := range r.Values {
		at := -1
		for i, field := range made.fields {
			if v.Func != Count && field == v.Field {
				at = i
			}
		}
		if v.Func != Count && at < 0 {
			at = len(made.fields)
			made.fields = append(made.fields, v.Field)
		}
		made.sumOf = append(made.sumOf, at)
	}
	return made
}

func (r *request) cellOf(p orb.Point) uint64 {
	if r.grid != nil {
		return r.grid.cell(p)
	}
	return r.tiles.cell(p)
}

func (r *request) outline(cell uint64, known *corners) []orb.Ring {
	if r.grid != nil {
		return r.grid.outline(cell, known)
	}
	return r.tiles.outline(cell)
}

// tooMany says what to do about more groups than there may be.
func (r *request) tooMany() error {
	advice := "group by fewer things, or filter"
	if g := r.cells(); g != nil && g.By == Quadkey {
		advice = "choose a smaller zoom than " + number(r.Cell) + " in cell=, or filter"
	} else if g != nil {
		advice = "choose larger cells than " + number(r.Cell) + " metres in cell=, or filter"
	}
	path := "group"
	if r.cells() != nil {
		path = "cell"
	}
	return invalid(path, "there are more than "+strconv.Itoa(r.most)+" groups; "+advice)
}
