package memory

import (
	"slices"

	"cairn/geo"
)

// A column of a field with too many values for codes of their own has bands: code i
// stands for what ranks from bands[i-2] on and before bands[i-1]. A range of values then
// takes in whole bands, or leaves them out, and only the features in the bands at its
// ends have to be looked at.

// bandSample is how many values are looked at to make bands that hold about as many
// features each.
const bandSample = 1 << 13

// newBands makes a column of bands; nil if the values tell too little of each other.
func newBands(field int, in *set) *column {
	var sample []rank
	step := max(1, in.table.n/bandSample)
	for slot := 0; slot < in.table.n; slot += step {
		f := in.feature(uint32(slot))
		if f.IsZero() {
			continue
		}
		if r := rankOf(f.Value(field)); r.class < valueClasses {
			r.text = slices.Clone(r.text)
			sample = append(sample, r)
		}
	}
	slices.SortFunc(sample, func(a, b rank) int { return a.compare(&b) })
	c := &column{bands: []rank{}}
	for i := range manyValues - 2 {
		if len(sample) == 0 {
			break
		}
		r := sample[(i+1)*len(sample)/(manyValues-1)]
		if n := len(c.bands); len(r.text) <= longestValue && (n == 0 || c.bands[n-1].compare(&r) < 0) {
			c.bands = append(c.bands, r)
		}
	}
	if len(c.bands) == 0 || !c.read(field, in) {
		return nil
	}
	return c
}

// bandOf returns the code of a value.
func (c *column) bandOf(v geo.Value) uint8 {
	r := rankOf(v)
	low, high := 0, len(c.bands)
	for low < high {
		if middle := (low + high) / 2; c.bands[middle].compare(&r) <= 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return uint8(low + 1)
}

// judgeBands says what a condition makes of each band.
func (c *column) judgeBands(of *condition, v *verdict) {
	for i := range len(c.bands) + 1 {
		v[i+1] = ask
		if of.limits == nil {
			continue
		}
		var from, to *rank
		if i > 0 {
			from = &c.bands[i-1]
		}
		if i < len(c.bands) {
			to = &c.bands[i]
		}
		v[i+1] = refused
		for k := range of.limits.spans {
			e := &of.limits.spans[k]
			if of.equal == nil && e.covers(from, to) {
				v[i+1] = met
				break
			}
			if e.reaches(from, to) {
				v[i+1] = ask
			}
		}
	}
}

// covers reports whether all ranks from one on and before another, nil being open, lie
// between the ends.
func (e *ends) covers(from, to *rank) bool {
	if from == nil || to == nil || from.class != e.class || to.class != e.class || e.low != nil && e.low == e.high {
		return false
	}
	if e.low != nil {
		if d := e.low.compare(from); d > 0 || d == 0 && e.afterLow {
			return false
		}
	}
	return e.high == nil || to.compare(e.high) <= 0
}

// reaches reports whether some of these ranks may.
func (e *ends) reaches(from, to *rank) bool {
	if from != nil && (from.class > e.class || e.high != nil && from.compare(e.high) > 0) {
		return false
	}
	return to == nil || to.class >= e.class && (e.low == nil || e.low.compare(to) < 0)
}
