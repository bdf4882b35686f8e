package index

import (
	"math"
	"sync/atomic"

	"github.com/paulmach/orb"
)

// density counts values per degree, and per sixteenth of a degree where a degree
// is crowded, so that a nearest search can guess how far it has to look. It is a
// hint: it is shared by all views of an index and may be ahead of any of them.
// A nil density knows nothing.
type density struct {
	coarse [180 * 360]atomic.Int32
	fine   [180 * 360]atomic.Pointer[[fineSide * fineSide]atomic.Int32]
}

const (
	fineSide = 16
	crowded  = 256 // values in a degree from which on sixteenths are counted
)

// place returns the degree p lies in, and the sixteenth within it.
func place(p orb.Point) (degree, sixteenth int) {
	x := min(max(p[0]+180, 0), 359.999999)
	y := min(max(p[1]+90, 0), 179.999999)
	fx := int((x - math.Floor(x)) * fineSide)
	fy := int((y - math.Floor(y)) * fineSide)
	return int(y)*360 + int(x), fy*fineSide + fx
}

// add counts n more values at p; only one goroutine may.
func (d *density) add(p orb.Point, n int32) {
	degree, sixteenth := place(p)
	c := d.coarse[degree].Add(n)
	f := d.fine[degree].Load()
	if f == nil && c > crowded {
		f = new([fineSide * fineSide]atomic.Int32)
		for i := range f {
			f[i].Store(c / (fineSide * fineSide))
		}
		d.fine[degree].Store(f)
	}
	if f != nil {
		f[sixteenth].Add(n)
	}
}

// metresPerDegree is the length of a degree of latitude at 45°, rounded.
const metresPerDegree = 111_000

// radius guesses how far from p one must look to find k values, in metres.
func (d *density) radius(p orb.Point, k int) float64 {
	if d == nil {
		return metresPerDegree / 2
	}
	degree, sixteenth := place(p)
	n, side := float64(d.coarse[degree].Load()), 1.0
	if f := d.fine[degree].Load(); f != nil {
		if m := f[sixteenth].Load(); m > 0 {
			n, side = float64(m), 1.0/fineSide
		}
	}
	if n < 1 {
		return metresPerDegree / 2
	}
	area := side * side * metresPerDegree * metresPerDegree * math.Max(math.Cos(p[1]*math.Pi/180), 0.01)
	return math.Sqrt(1.2 * float64(k) * area / (n * math.Pi))
}
