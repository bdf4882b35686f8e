package memory

import (
	"runtime"
	"slices"
	"sync"
)

// run is a list of features in an order: by class, key, the whole of a text, and
// slot. It never changes. It takes 12 bytes and a bit for each feature, 4 bytes for one
// that has no place in the order.
type run struct {
	by     keyer
	of     *set     // the state that the ranks are of
	slots  []uint32 // those without a place come last, by slot
	keys   []uint64 // of those with a place
	starts []int    // where each class begins, that without a place included, and where that ends
	fresh  bitmap   // by position: the rank is not that of the one before
}

// item is a slot on its way to its position.
type item struct {
	key   uint64
	slot  uint32
	class uint8
	word  uint16 // the number of its text, if texts have numbers
}

// newRun puts all features of a state in order, or those in the given slots, which
// ascend.
func newRun(by keyer, of *set, slots []uint32) *run {
	parts := extract(by, of, slots)
	words, known := gatherWords(parts)
	r := &run{by: by, of: of, starts: make([]int, by.classes()+2)}
	n := 0
	for _, part := range parts {
		n += len(part.items)
		for i := range part.items {
			r.starts[part.items[i].class+1]++
		}
	}
	for c := range by.classes() + 1 {
		r.starts[c+1] += r.starts[c]
	}
	items, at := make([]item, n), slices.Clone(r.starts)
	for _, part := range parts {
		for _, it := range part.items {
			items[at[it.class]] = it
			at[it.class]++
		}
	}
	r.arrange(items, words, known)
	return r
}

// part is what one processor makes of some of the features.
type part struct {
	items []item
	words words
}

// extract ranks the features, with all processors there are.
func extract(by keyer, of *set, slots []uint32) []part {
	n := of.table.n
	if slots != nil {
		n = len(slots)
	}
	workers := 1
	if n > 1<<14 {
		workers = runtime.GOMAXPROCS(0)
	}
	parts := make([]part, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			from, to := n*w/workers, n*(w+1)/workers
			p := part{items: make([]item, 0, to-from)}
			for i := from; i < to; i++ {
				slot := uint32(i)
				if slots != nil {
					slot = slots[i]
				}
				if int(slot) >= of.table.n {
					continue
				}
				if f := of.feature(slot); !f.IsZero() {
					at := by.rank(f)
					p.items = append(p.items, item{at.key, slot, uint8(at.class), p.words.number(at.text)})
				}
			}
			parts[w] = p
		})
	}
	all.Wait()
	return parts
}

// arrange puts the items, which stand by class and slot, in order. If texts are known
// by their numbers, words are those they have, in order.
func (r *run) arrange(items []item, words []word, known bool) {
	last := r.by.classes()
	r.slots, r.keys = make([]uint32, len(items)), make([]uint64, r.starts[last])
	r.fresh = newBitmap(len(items))
	other := make([]item, len(items))
	if known {
		for i := r.starts[texts]; i < r.starts[texts+1]; i++ {
			items[i].key = uint64(items[i].word)
		}
	}
	for c := range last {
		sortItems(items[r.starts[c]:r.starts[c+1]], other)
	}
	for i := range r.keys {
		r.keys[i] = items[i].key
	}
	if known {
		for i := r.starts[texts]; i < r.starts[texts+1]; i++ {
			r.keys[i] = words[items[i].word].key
		}
	}
	for c := range last + 1 {
		from, to := r.starts[c], r.starts[c+1]
		for i := from; i < to; {
			j := i + 1
			for j < to && items[j].key == items[i].key {
				j++
			}
			r.fresh.set(i)
			if c == texts && !known && r.by.field != periodField && j > i+1 {
				r.refine(items[i:j], other, i, 0)
			}
			i = j
		}
	}
	for i := range items {
		r.slots[i] = items[i].slot
	}
}

// sortItems sorts by key what stands by slot, and keeps equal keys so: few by
// comparing, many by their bytes from the lowest to the highest. other is room for as
// many.
func sortItems(items, other []item) {
	if len(items) < 256 {
		slices.SortFunc(items, func(a, b item) int {
			if a.key != b.key {
				if a.key < b.key {
					return -1
				}
				return 1
			}
			return int(a.slot) - int(b.slot)
		})
		return
	}
	var counts [8][256]int
	for i := range items {
		key := items[i].key
		for b := range counts {
			counts[b][key>>(8*b)&255]++
		}
	}
	from, to := items, other[:len(items)]
	for b := range counts {
		starts := &counts[b]
		if starts[from[0].key>>(8*b)&255] == len(from) {
			continue
		}
		sum := 0
		for i, n := range starts {
			starts[i] = sum
			sum += n
		}
		for i := range from {
			d := from[i].key >> (8 * b) & 255
			to[starts[d]] = from[i]
			starts[d]++
		}
		from, to = to, from
	}
	if &from[0] != &items[0] {
		copy(items, from)
	}
}

// refine puts texts in order that are known to agree in their first bytes. at is the
// position of the first.
func (r *run) refine(items, other []item, at, agree int) {
	common, equal := r.agreement(items)
	if equal {
		return
	}
	if len(items) < 64 || common < agree {
		// Texts that end within the bytes compared are told from others with zeros there.
		slices.SortFunc(items, func(a, b item) int {
			if d := compareTexts(r.text(a.slot), r.text(b.slot)); d != 0 {
				return d
			}
			return int(a.slot) - int(b.slot)
		})
		for i := 1; i < len(items); i++ {
			if compareTexts(r.text(items[i-1].slot), r.text(items[i].slot)) != 0 {
				r.fresh.set(at + i)
			}
		}
		return
	}
	var room [128]byte
	for i := range items {
		items[i].key = chunk(plain(r.text(items[i].slot), room[:0]), common)
	}
	sortItems(items, other)
	for i := 0; i < len(items); {
		j := i + 1
		for j < len(items) && items[j].key == items[i].key {
			j++
		}
		r.fresh.set(at + i)
		if j > i+1 {
			r.refine(items[i:j], other, at+i, common+8)
		}
		i = j
	}
}

// agreement returns in how many of their first bytes all texts agree, and whether
// they are all the same.
func (r *run) agreement(items []item) (common int, equal bool) {
	var room, roomFirst [128]byte
	first := plain(r.text(items[0].slot), roomFirst[:0])
	common, equal = len(first), true
	for _, it := range items[1:] {
		s := plain(r.text(it.slot), room[:0])
		if string(s) == string(first) {
			continue
		}
		equal = false
		common = min(common, len(s))
		for i := range common {
			if s[i] != first[i] {
				common = i
				break
			}
		}
	}
	return common, equal
}

// text returns the text in a slot, in quotes.
func (r *run) text(slot uint32) []byte { return r.by.rank(r.of.feature(slot)).text }

// search returns how many stand before a place in the order, or, with after, before
// or at it.
func (r *run) search(p *rank, after bool) int {
	from, to := r.starts[p.class], r.starts[p.class+1]
	if p.class == r.by.classes() {
		if after {
			return to
		}
		return from
	}
	keys := r.keys[from:to]
	low, _ := slices.BinarySearch(keys, p.key)
	high := low + searchAbove(keys[low:], p.key)
	low, high = from+low, from+high
	if p.text == nil {
		if after {
			return high
		}
		return low
	}
	for low < high {
		middle := int(uint(low+high) >> 1)
		if d := compareTexts(r.text(r.slots[middle]), p.text); d < 0 || after && d == 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// searchAbove returns how many of the ascending keys are not above key.
func searchAbove(keys []uint64, key uint64) int {
	n, _ := slices.BinarySearchFunc(keys, key, func(a, key uint64) int {
		if a > key {
			return 1
		}
		return -1
	})
	return n
}

// groupEnd returns where those end that are equal to the one at a position.
func (r *run) groupEnd(i int) int { return min(r.fresh.next(i+1), len(r.slots)) }

// groupStart returns where those begin that are equal to the one at a position.
func (r *run) groupStart(i int) int { return r.fresh.previous(i) }

// rankAt returns the rank at a position.
func (r *run) rankAt(i int) rank {
	if i >= len(r.keys) {
		return rank{class: r.by.classes()}
	}
	class := 0
	for r.starts[class+1] <= i {
		class++
	}
	p := rank{class: class, key: r.keys[i]}
	if class == texts && r.by.field != periodField {
		p.text = r.text(r.slots[i])
	}
	return p
}
