package memory

import "slices"

// words numbers different texts, as long as they are few: then an order of many
// features is that of few texts, and none is compared with another more than once.
type words struct {
	numbers map[string]uint16
	list    []word
	many    bool // there are too many; numbers mean nothing
}

// word is a text that features have.
type word struct {
	key  uint64
	text []byte // in quotes
}

// mostWords is how many texts are numbered.
const mostWords = 1 << 14

// number returns the number of a quoted text; 0 for nil.
func (w *words) number(text []byte) uint16 {
	if text == nil || w.many {
		return 0
	}
	n, ok := w.numbers[string(text)]
	if ok {
		return n
	}
	if len(w.list) == mostWords {
		*w = words{many: true}
		return 0
	}
	if w.numbers == nil {
		w.numbers = map[string]uint16{}
	}
	n = uint16(len(w.list))
	w.numbers[string(text)] = n
	w.list = append(w.list, word{textKey(text), text})
	return n
}

// gatherWords puts the texts of all parts in order and gives the items their numbers
// in it; known is false if there are too many, or none.
func gatherWords(parts []part) (all []word, known bool) {
	for _, p := range parts {
		if p.words.many {
			return nil, false
		}
		all = append(all, p.words.list...)
	}
	compare := func(a, b word) int {
		x, y := rank{key: a.key, text: a.text}, rank{key: b.key, text: b.text}
		return x.compare(&y)
	}
	slices.SortFunc(all, compare)
	all = slices.CompactFunc(all, func(a, b word) bool { return compare(a, b) == 0 })
	if len(all) == 0 || len(all) >= 1<<16 {
		return nil, false
	}
	for _, p := range parts {
		numbers := make([]uint16, len(p.words.list))
		for i, w := range p.words.list {
			at, _ := slices.BinarySearchFunc(all, w, compare)
			numbers[i] = uint16(at)
		}
		for i := range p.items {
			if it := &p.items[i]; it.class == texts {
				it.word = numbers[it.word]
			}
		}
	}
	return all, true
}
