// Package index finds values by place: an R-tree that is read by many while one
// changes a copy of it. It does not know what a feature is; a value is anything
// with a lon/lat bound.
//
// A [View] never changes. [View.Edit] gives an editor that shares all nodes with
// the view and copies only those it changes; its View is the next to publish:
//
//	e := view.Edit()
//	e.Insert(bound, value)
//	view = e.View()
//
// Bounds are kept in 32 bits, rounded outwards, which halves the memory of the
// tree: a search says of each value whether the bounds alone prove that it meets
// the box, or whether the caller has to look at the exact coordinates.
package index

import (
	"math"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// View is one state of an index, safe for any number of readers. The zero View
// is empty.
type View[T comparable] struct {
	tree  *rtree.RTreeGN[float32, T]
	hint  *density
	spare *sync.Pool // of *search[T]
}

// Len returns how many values there are.
func (v View[T]) Len() int {
	if v.tree == nil {
		return 0
	}
	return v.tree.Len()
}

// Search yields every value whose bound may meet b (lon, lat degrees, both
// edges included), in no particular order, until yield returns false. sure says
// that the value's bound lies wholly within b.
func (v View[T]) Search(b orb.Bound, yield func(x T, sure bool) bool) {
	if v.tree == nil {
		return
	}
	outer, inner := outwards(b), inwards(b)
	v.tree.Search(outer.min, outer.max, func(min, max [2]float32, x T) bool {
		sure := min[0] >= inner.min[0] && min[1] >= inner.min[1] && max[0] <= inner.max[0] && max[1] <= inner.max[1]
		return yield(x, sure)
	})
}

// Edit returns an editor that starts from this view. A view may be edited by one
// goroutine at a time, and only the latest view should be: the tree marks what
// it shares when it is copied.
func (v View[T]) Edit() *Edit[T] {
	if v.tree == nil {
		return &Edit[T]{tree: new(rtree.RTreeGN[float32, T]), spare: new(sync.Pool)}
	}
	return &Edit[T]{tree: v.tree.Copy(), hint: v.hint, spare: v.spare}
}

// Apart returns an editor like [View.Edit] for a state that is not the next one: what
// it changes does not count for the guesses, which all views share.
func (v View[T]) Apart() *Edit[T] {
	e := v.Edit()
	e.apart = true
	return e
}

// Edit changes a copy of a view.
type Edit[T comparable] struct {
	tree  *rtree.RTreeGN[float32, T]
	hint  *density
	spare *sync.Pool
	apart bool
}

// Insert adds x with its bound (lon, lat degrees, finite).
func (e *Edit[T]) Insert(b orb.Bound, x T) {
	r := outwards(b)
	e.tree.Insert(r.min, r.max, x)
	if e.apart {
		return
	}
	if e.hint == nil && e.tree.Len() >= hintFrom {
		e.hint = new(density)
	}
	if e.hint != nil {
		e.hint.add(b.Center(), 1)
	}
}

// hintFrom is how many values are worth a density map.
const hintFrom = 2048

// Delete removes x, which was inserted with exactly this bound; it does nothing
// if it is not there.
func (e *Edit[T]) Delete(b orb.Bound, x T) {
	r := outwards(b)
	n := e.tree.Len()
	e.tree.Delete(r.min, r.max, x)
	if e.hint != nil && !e.apart && e.tree.Len() < n {
		e.hint.add(b.Center(), -1)
	}
}

// View returns the state reached. The editor can go on; what it changes later
// is not seen in this view.
func (e *Edit[T]) View() View[T] {
	v := View[T]{tree: e.tree, hint: e.hint, spare: e.spare}
	e.tree = e.tree.Copy()
	return v
}

// Look returns the state reached, to be read until the editor goes on.
func (e *Edit[T]) Look() View[T] { return View[T]{tree: e.tree, hint: e.hint, spare: e.spare} }

type rect struct{ min, max [2]float32 }

// outwards returns the smallest 32-bit box that holds b.
func outwards(b orb.Bound) rect {
	return rect{
		[2]float32{down(b.Min[0]), down(b.Min[1])},
		[2]float32{up(b.Max[0]), up(b.Max[1])},
	}
}

// inwards returns a 32-bit box that b holds; it may be inside out.
func inwards(b orb.Bound) rect {
	return rect{
		[2]float32{up(b.Min[0]), up(b.Min[1])},
		[2]float32{down(b.Max[0]), down(b.Max[1])},
	}
}

func down(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		return math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func up(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		return math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

// widened returns a kept box in 64 bits.
func widened(low, high [2]float32) orb.Bound {
	return orb.Bound{Min: orb.Point{float64(low[0]), float64(low[1])}, Max: orb.Point{float64(high[0]), float64(high[1])}}
}
