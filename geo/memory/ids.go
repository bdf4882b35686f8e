package memory

import (
	"hash/maphash"

	"github.com/tidwall/btree"
)

// ids finds a feature's slot by its id. It keeps, in order, numbers whose upper
// half is a hash of the id and whose lower half is the slot; the record itself
// settles which of equal hashes is meant.
type ids struct {
	tree *btree.BTreeG[uint64]
	seed maphash.Seed
}

func newIDs() ids {
	less := func(a, b uint64) bool { return a < b }
	return ids{btree.NewBTreeGOptions(less, btree.Options{NoLocks: true, Degree: 64}), maphash.MakeSeed()}
}

func (t ids) fork() ids { return ids{t.tree.Copy(), t.seed} }

func (t ids) hash(rawID []byte) uint64 {
	return maphash.Bytes(t.seed, rawID) >> 32 << 32
}

func (t ids) insert(rawID []byte, slot uint32) { t.tree.Set(t.hash(rawID) | uint64(slot)) }
func (t ids) remove(rawID []byte, slot uint32) { t.tree.Delete(t.hash(rawID) | uint64(slot)) }

// find returns the slot for which same reports true.
func (t ids) find(rawID []byte, same func(slot uint32) bool) (slot uint32, ok bool) {
	h := t.hash(rawID)
	t.tree.Ascend(h, func(item uint64) bool {
		if item>>32 != h>>32 {
			return false
		}
		slot, ok = uint32(item), same(uint32(item))
		return !ok
	})
	return slot, ok
}
