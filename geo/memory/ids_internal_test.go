package memory

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/tidwall/btree"
)

// TestIDsCollide inserts and removes ids whose hashes crowd together and compares
// with a map.
func TestIDsCollide(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	names := map[uint32][]byte{}
	rawID := func(slot uint32) []byte { return names[slot] }
	all := newIDs()
	model := map[string]uint32{}
	next := uint32(0)
	for range 20_000 {
		id := []byte(fmt.Sprintf(`"%d"`, r.IntN(300)))
		same := func(slot uint32) bool { return string(names[slot]) == string(id) }
		slot, there := all.find(id, same)
		if want, known := model[string(id)]; there != known || there && slot != want {
			t.Fatalf("%s: got %d, %v; want %d, %v", id, slot, there, want, known)
		}
		if there {
			all.remove(slot, rawID)
			delete(model, string(id))
			continue
		}
		next++
		names[next], model[string(id)] = id, next
		// Crowd: put some other id's entry right where this one belongs.
		all.insert(id, next)
	}
	if got := all.tree.Len(); got != len(model) {
		t.Errorf("%d entries, want %d", got, len(model))
	}
}

// TestIDsProbe builds a crowd of equal hashes by hand.
func TestIDsProbe(t *testing.T) {
	all := newIDs()
	id := []byte(`"a"`)
	h := all.hash(id)
	names := map[uint32][]byte{1: id}
	// Others whose ids hash elsewhere stand in the way, as after a collision.
	all.tree = btree.NewMap[uint32, uint32](8)
	for i := range uint32(5) {
		other := []byte(fmt.Sprintf(`"other %d"`, i))
		for n := 0; all.hash(other) > h || h-all.hash(other) > 1<<31; n++ {
			other = []byte(fmt.Sprintf(`"other %d %d"`, i, n))
		}
		names[10+i] = other
		all.tree.Set(h+i, 10+i)
	}
	all.insert(id, 1)
	same := func(slot uint32) bool { return string(names[slot]) == string(id) }
	if slot, ok := all.find(id, same); !ok || slot != 1 {
		t.Fatalf("find = %d, %v; want 1", slot, ok)
	}
	if s, _ := all.tree.Get(h + 5); s != 1 {
		t.Fatalf("the id stands elsewhere than at the first free number")
	}
	all.remove(1, func(slot uint32) []byte { return names[slot] })
	if _, ok := all.find(id, same); ok {
		t.Error("a removed id is found")
	}
}
