package index

import (
	"math"

	"github.com/paulmach/orb"
)

// Blocks tell where the values of a list lie, whose neighbours in the list are
// neighbours on the Earth: they keep one bound for 32 of them, half a byte a value, so
// that a whole stretch is settled by one look, and come out in the order of the list. A
// bound only grows. [Blocks.Fork] makes a copy to change, which shares what it does not.
type Blocks struct {
	bounds []rect // of the pages
	pages  []*blockPage
}

// blockPage holds the bounds of the next 32 blocks.
type blockPage struct {
	owner  *Blocks // the only one that may change what is here
	holes  uint32  // by block: a value in it has no place
	bounds [blockSize]rect
}

// blockSize is how many values are in a block, and how many blocks in a page.
const blockSize = 32

var unplaced = rect{
	[2]float32{float32(math.Inf(1)), float32(math.Inf(1))},
	[2]float32{float32(math.Inf(-1)), float32(math.Inf(-1))},
}

// Fork returns a copy that can be changed without the original noticing.
func (s *Blocks) Fork() *Blocks {
	return &Blocks{append([]rect(nil), s.bounds...), append([]*blockPage(nil), s.pages...)}
}

// Place notes that the value numbered i lies within b (lon, lat degrees, finite).
func (s *Blocks) Place(i int, b orb.Bound) {
	p, r := s.page(i), outwards(b)
	p.bounds[i/blockSize%blockSize].extend(&r)
	s.bounds[i/blockSize/blockSize].extend(&r)
}

// Hole notes that the value numbered i has no place.
func (s *Blocks) Hole(i int) {
	s.page(i).holes |= 1 << (i / blockSize % blockSize)
}

// page returns the page that the value numbered i is in, to be changed.
func (s *Blocks) page(i int) *blockPage {
	at := i / blockSize / blockSize
	for len(s.pages) <= at {
		p := &blockPage{owner: s}
		for k := range p.bounds {
			p.bounds[k] = unplaced
		}
		s.bounds, s.pages = append(s.bounds, unplaced), append(s.pages, p)
	}
	if s.pages[at].owner != s {
		p := *s.pages[at]
		p.owner = s
		s.pages[at] = &p
	}
	return s.pages[at]
}

func (r *rect) extend(by *rect) {
	for axis := range 2 {
		r.min[axis] = min(r.min[axis], by.min[axis])
		r.max[axis] = max(r.max[axis], by.max[axis])
	}
}

func (r *rect) meets(o *rect) bool {
	return r.min[0] <= o.max[0] && o.min[0] <= r.max[0] && r.min[1] <= o.max[1] && o.min[1] <= r.max[1]
}

// Sweep yields the stretches of the list, from one number on and before another, in
// which values may lie that are looked for, in the order of the list, until yield
// returns false. All that is looked for meets around (lon, lat degrees); share tells of
// a bound whether some of what lies in it may be looked for, and whether all of it is. sure says that all values of the
// stretch are; it may reach beyond the end of the list.
func (s *Blocks) Sweep(around orb.Bound, share func(orb.Bound) (some, all bool), yield func(from, to int, sure bool) bool) {
	const whole = blockSize * blockSize
	outer := outwards(around)
	for i := range s.bounds {
		if !s.bounds[i].meets(&outer) {
			continue
		}
		p := s.pages[i]
		some, all := share(widened(s.bounds[i].min, s.bounds[i].max))
		if !some {
			continue
		}
		if all && p.holes == 0 {
			if !yield(i*whole, i*whole+whole, true) {
				return
			}
			continue
		}
		for k := range p.bounds {
			if !p.bounds[k].meets(&outer) {
				continue
			}
			some, all := share(widened(p.bounds[k].min, p.bounds[k].max))
			from := i*whole + k*blockSize
			if some && !yield(from, from+blockSize, all && p.holes>>k&1 == 0) {
				return
			}
		}
	}
}
