package memory

import "slices"

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

// bandOf returns the code of what ranks so.
func (c *column) bandOf(r *rank) uint8 {
	low, high := 0, len(c.bands)
	for low < high {
		if middle := (low + high) / 2; c.bands[middle].compare(r) <= 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return uint8(low + 1)
}

// judgeBands says what a condition makes of each band: those between the bands that the
// ends of a span are in meet it.
func (c *column) judgeBands(of *condition, v *verdict) {
	if of.limits == nil {
		for code := 1; code <= len(c.bands)+1; code++ {
			v[code] = ask
		}
		return
	}
	for i := range of.limits.spans {
		e := &of.limits.spans[i]
		low, high := e.low, e.high
		if low == nil {
			low = &rank{class: e.class}
		}
		if high == nil {
			high = &rank{class: e.class + 1}
		}
		from, to := c.bandOf(low), c.bandOf(high)
		for code := int(from); code <= int(to); code++ {
			switch inner := code > int(from) && code < int(to); {
			case inner && of.equal == nil:
				v[code] = met
			case v[code] != met:
				v[code] = ask
			}
		}
	}
}
