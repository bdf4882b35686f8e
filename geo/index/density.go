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

// Guess returns about how many values meet b (lon, lat degrees), without looking
// for them: from counts by degree, which know nothing of how large a value is. Of
// a bound larger than 2,000 square degrees it says that all do.
func (v View[T]) Guess(b orb.Bound) float64 {
	if v.hint == nil || (b.Max[0]-b.Min[0])*(b.Max[1]-b.Min[1]) > 2000 {
		return float64(v.Len())
	}
	return v.hint.within(b)
}

// within guesses how many values lie within b, as if those of a cell lay evenly.
func (d *density) within(b orb.Bound) (n float64) {
	west, east := min(max(b.Min[0]+180, 0), 359.999999), min(max(b.Max[0]+180, 0), 359.999999)
	south, north := min(max(b.Min[1]+90, 0), 179.999999), min(max(b.Max[1]+90, 0), 179.999999)
	for y := int(south); y <= int(north); y++ {
		low, high := max(south-float64(y), 0), min(north-float64(y), 1)
		for x := int(west); x <= int(east); x++ {
			left, right := max(west-float64(x), 0), min(east-float64(x), 1)
			count := d.coarse[y*360+x].Load()
			if f := d.fine[y*360+x].Load(); f != nil && (high-low)*(right-left) < 1 {
				n += fineWithin(f, left*fineSide, low*fineSide, right*fineSide, high*fineSide)
			} else if count > 0 {
				n += float64(count) * share(left, right) * share(low, high)
			}
		}
	}
	return n
}

// fineWithin is within for the cells of one degree.
func fineWithin(f *[fineSide * fineSide]atomic.Int32, west, south, east, north float64) (n float64) {
	for y := int(south); y <= min(int(north), fineSide-1); y++ {
		high := share(max(south-float64(y), 0), min(north-float64(y), 1))
		for x := int(west); x <= min(int(east), fineSide-1); x++ {
			n += float64(f[y*fineSide+x].Load()) * high * share(max(west-float64(x), 0), min(east-float64(x), 1))
		}
	}
	return n
}

// share is which share of a cell lies between two places in it; a line takes a
// thousandth.
func share(low, high float64) float64 { return max(high-low, 0.001) }
