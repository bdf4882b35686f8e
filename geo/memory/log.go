package memory

import (
	"cmp"
	"iter"
	"slices"
	"sync"

	"cairn/geo"
)

// log keeps what is needed to find changes: they themselves are in the states that
// they led to.
type log struct {
	mu      sync.Mutex               // guards what follows
	byName  map[geo.Name][]signature // of the changes to each collection
	deleted map[featureKey]geo.Rev   // the last deletion of each feature that there was
}

type featureKey struct {
	in geo.Name
	id geo.ID
}

// told is a list of changes without gaps. Each state has its own; they share what
// they tell.
type told struct {
	first geo.Rev     // of the changes kept
	from  geo.Instant // when the one before was made
	n     int
	pages []*[toldPage]telling
	skip  int // how many at the beginning of the first page are not kept
}

const toldPage = 256

// telling is a change, and the one to the same feature before it; 0 for none.
type telling struct {
	geo.Change
	before geo.Rev
}

// last returns the number of the last change kept.
func (t *told) last() geo.Rev { return t.first + geo.Rev(t.n) - 1 }

// at returns the change of a number, which is kept.
func (t *told) at(rev geo.Rev) *telling {
	i := int(rev-t.first) + t.skip
	return &t.pages[i/toldPage][i%toldPage]
}

// add returns the list with more changes. Only the newest list is added to, and no
// other looks beyond its own length.
func (l *log) add(t told, made iter.Seq[geo.Change]) told {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range made {
		i := t.n + t.skip
		if i%toldPage == 0 {
			t.pages = append(t.pages, new([toldPage]telling))
		}
		t.pages[i/toldPage][i%toldPage] = telling{c, l.index(&c)}
		t.n++
	}
	return t
}

// index notes a change, and returns the one to the same feature before it.
func (l *log) index(c *geo.Change) (before geo.Rev) {
	l.byName[c.In] = append(l.byName[c.In], signature{c.Rev, c.At})
	if c.ID == "" {
		return 0
	}
	key := featureKey{c.In, c.ID}
	if before = c.Old.Rev(); before == 0 {
		before = l.deleted[key]
	}
	if c.Op == geo.Delete {
		l.deleted[key] = c.Rev
	}
	return before
}

// lastDeletion returns when a feature was last deleted, 0 if it never was.
func (l *log) lastDeletion(in geo.Name, id geo.ID) geo.Rev {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.deleted[featureKey{in, id}]
}

// lastIn returns the last change to a collection at or before rev; zeros if there is
// none.
func (l *log) lastIn(in geo.Name, rev geo.Rev) signature {
	l.mu.Lock()
	defer l.mu.Unlock()
	signed := l.byName[in]
	if i := until(signed, rev); i > 0 {
		return signed[i-1]
	}
	return signature{}
}

// revs yields the changes to some collections after since up to last.
func (l *log) revs(since, last geo.Rev, of []geo.Name) iter.Seq[geo.Rev] {
	l.mu.Lock()
	defer l.mu.Unlock()
	var lists [][]signature // what is in them stays
	for _, in := range slices.Compact(slices.Sorted(slices.Values(of))) {
		signed := l.byName[in]
		if from, to := until(signed, since), until(signed, last); from < to {
			lists = append(lists, signed[from:to])
		}
	}
	return func(yield func(geo.Rev) bool) {
		heads := slices.Clone(lists)
		for len(heads) > 0 {
			least := 0
			for i := range heads {
				if heads[i][0].rev < heads[least][0].rev {
					least = i
				}
			}
			if !yield(heads[least][0].rev) {
				return
			}
			if heads[least] = heads[least][1:]; len(heads[least]) == 0 {
				heads = slices.Delete(heads, least, least+1)
			}
		}
	}
}

// until returns how many changes are at or before rev.
func until(signed []signature, rev geo.Rev) int {
	i, _ := slices.BinarySearchFunc(signed, rev+1, func(s signature, rev geo.Rev) int { return cmp.Compare(s.rev, rev) })
	return i
}

// begin notes the last change to a collection that the log does not tell.
func (l *log) begin(in geo.Name, last signature) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.byName[in] = []signature{last}
}

// cut returns the list without the changes up to a revision.
func (l *log) cut(t told, upTo geo.Rev) told {
	t.from = t.at(upTo).At
	n := int(upTo - t.first + 1)
	t.first, t.n, t.skip = upTo+1, t.n-n, t.skip+n
	t.pages = slices.Clone(t.pages[t.skip/toldPage:])
	t.skip %= toldPage
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, signed := range l.byName {
		l.byName[name] = slices.Clone(signed[max(until(signed, upTo)-1, 0):])
	}
	for key, rev := range l.deleted {
		if rev <= upTo {
			delete(l.deleted, key)
		}
	}
	return t
}
