package memory

import "math/bits"

// bitmap is a set of whole numbers.
type bitmap []uint64

func newBitmap(n int) bitmap { return make(bitmap, (n+63)/64) }

func (b bitmap) set(i int) { b[i>>6] |= 1 << (i & 63) }

func (b bitmap) has(i int) bool { return b[i>>6]>>(i&63)&1 != 0 }

// next returns the first number in the set from i on; if there is none, one that is
// too great.
func (b bitmap) next(i int) int {
	w := i >> 6
	if w >= len(b) {
		return len(b) << 6
	}
	word := b[w] >> (i & 63) << (i & 63)
	for word == 0 {
		if w++; w == len(b) {
			return w << 6
		}
		word = b[w]
	}
	return w<<6 + bits.TrailingZeros64(word)
}

// previous returns the last number in the set up to i; -1 if there is none.
func (b bitmap) previous(i int) int {
	w := i >> 6
	word := b[w] << (63 - i&63) >> (63 - i&63)
	for word == 0 {
		if w--; w < 0 {
			return -1
		}
		word = b[w]
	}
	return w<<6 + 63 - bits.LeadingZeros64(word)
}

// slotSet is a set of slots, most often few: it has pages only where there are any.
type slotSet struct{ pages []*[slotPage / 64]uint64 }

const slotPage = 4096

func newSlotSet(slots []uint32) *slotSet {
	s := new(slotSet)
	if len(slots) == 0 {
		return s
	}
	s.pages = make([]*[slotPage / 64]uint64, slots[len(slots)-1]/slotPage+1)
	for _, slot := range slots {
		p := &s.pages[slot/slotPage]
		if *p == nil {
			*p = new([slotPage / 64]uint64)
		}
		(*p)[slot%slotPage/64] |= 1 << (slot % 64)
	}
	return s
}

func (s *slotSet) has(slot uint32) bool {
	i := int(slot / slotPage)
	return i < len(s.pages) && s.pages[i] != nil && s.pages[i][slot%slotPage/64]>>(slot%64)&1 != 0
}
