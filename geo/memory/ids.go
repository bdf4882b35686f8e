package memory

import (
	"hash/maphash"

	"github.com/tidwall/btree"
)

// ids finds a feature's slot by its id: a tree from 32 bits of the id's hash to
// the slot. Where two ids have the same hash, the later one stands at the next
// free number, as in a hash table with linear probing (Knuth, The Art of Computer
// Programming 3, §6.4, Algorithm L; deletion by Algorithm R).
type ids struct {
	tree *btree.Map[uint32, uint32]
	seed maphash.Seed
}

func newIDs() ids { return ids{btree.NewMap[uint32, uint32](64), maphash.MakeSeed()} }

func (t ids) fork() ids { return ids{t.tree.Copy(), t.seed} }

func (t ids) hash(rawID []byte) uint32 { return uint32(maphash.Bytes(t.seed, rawID)) }

// find returns the slot for which same reports true.
func (t ids) find(rawID []byte, same func(slot uint32) bool) (slot uint32, ok bool) {
	for h := t.hash(rawID); ; h++ {
		slot, ok = t.tree.Get(h)
		if !ok || same(slot) {
			return slot, ok
		}
	}
}

// insert adds an id that is not there.
func (t ids) insert(rawID []byte, slot uint32) {
	h := t.hash(rawID)
	for ; ; h++ {
		if _, taken := t.tree.Get(h); !taken {
			t.tree.Set(h, slot)
			return
		}
	}
}

// remove deletes the id of a slot; rawID tells the ids of other slots, which may
// have to move up into the gap.
func (t ids) remove(slot uint32, rawID func(slot uint32) []byte) {
	gap := t.hash(rawID(slot))
	for s, ok := t.tree.Get(gap); s != slot; s, ok = t.tree.Get(gap) {
		if !ok {
			return
		}
		gap++
	}
	for h := gap + 1; ; h++ {
		s, ok := t.tree.Get(h)
		if !ok {
			t.tree.Delete(gap)
			return
		}
		// What stands at h may move to the gap unless its own hash lies between.
		if home := t.hash(rawID(s)); h-home >= h-gap {
			t.tree.Set(gap, s)
			gap = h
		}
	}
}
