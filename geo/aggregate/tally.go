package aggregate

import (
	"math"

	"cairn/geo"
)

// key says which group a feature is in: for each thing to group by a cell, a bucket,
// or the number of a value in its dictionary.
type key [MaxParts]uint64

// null stands for no value, no time.
const null = math.MaxUint64

// sign turns the sign of a bucket's number round in its key, so that keys have the
// order of time, and -1 is not null.
const sign = 1 << 63

// tally counts features in groups. It is of one goroutine.
type tally struct {
	*request
	index map[key]int
	keys  []key
	count []int64
	sums  []sums // of each group, those of the properties asked for

	words     [MaxParts]dictionary // of the things to group by that are properties
	placeless int
	last      key // the group that came last, and
	at        int // its number; -1 for none
	scratch   []byte
}

func newTally(r *request) *tally {
	t := &tally{request: r, index: map[key]int{}, at: -1}
	for i := range r.Groups {
		t.words[i].numbers = map[string]uint64{}
	}
	return t
}

// add counts a feature. The error says that there are too many groups.
func (t *tally) add(f geo.Feature) error {
	k, ok := t.keyOf(f)
	if !ok {
		t.placeless++
		return nil
	}
	if t.at < 0 || k != t.last {
		if err := t.find(k); err != nil {
			return err
		}
	}
	t.count[t.at]++
	if len(t.fields) == 0 {
		return nil
	}
	own := t.sums[t.at*len(t.fields):]
	for i, field := range t.fields {
		if v, ok := quick(f.Value(field)); ok {
			own[i].add(v)
		}
	}
	return nil
}

// find makes k the last key.
func (t *tally) find(k key) error {
	at, ok := t.index[k]
	if !ok {
		if at = len(t.keys); at == t.most {
			return t.tooMany()
		}
		t.index[k] = at
		t.keys, t.count = append(t.keys, k), append(t.count, 0)
		for range t.fields {
			t.sums = append(t.sums, sums{})
		}
	}
	t.last, t.at = k, at
	return nil
}

// keyOf returns the group of a feature; ok is false if it has no place, and groups
// are cells.
func (t *tally) keyOf(f geo.Feature) (k key, ok bool) {
	for i := range t.Groups {
		g := &t.Groups[i]
		switch {
		case g.By == Property:
			k[i] = t.words[i].numberOf(f.Value(g.Field), &t.scratch)
		case g.By.IsTime():
			k[i] = timeOf(f, g)
		default:
			p, ok := middle(f)
			if !ok {
				return k, false
			}
			k[i] = t.cellOf(p)
		}
	}
	return k, true
}

// timeOf returns the bucket of a feature's time.
func timeOf(f geo.Feature, g *Group) uint64 {
	var p geo.Period
	var ok bool
	if g.Field >= 0 {
		p, ok = f.Value(g.Field).Period()
	} else {
		p, ok = f.Period()
	}
	i := p.Start
	if g.Field == PeriodEnd {
		i = p.Last()
	}
	if !ok || p.Start >= p.End || i == geo.Past || i == geo.Forever {
		return null
	}
	return uint64(bucket(g.By, i)) ^ sign
}

// merge adds what another tally has counted.
func (t *tally) merge(o *tally) error {
	t.placeless += o.placeless
	for i, k := range o.keys {
		for p := range t.Groups {
			if t.Groups[p].By == Property && k[p] != null {
				k[p] = t.words[p].known(o.words[p].values[k[p]])
			}
		}
		if err := t.find(k); err != nil {
			return err
		}
		t.count[t.at] += o.count[i]
		for f := range t.fields {
			t.sums[t.at*len(t.fields)+f].merge(&o.sums[i*len(t.fields)+f])
		}
	}
	return nil
}
