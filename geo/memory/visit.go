package memory

import (
	"context"

	"cairn/geo"
)

// blockSize is how many candidates are looked up together: first all entries in
// the table, then the first lines of all records, then the features one by one.
// The look-ups of a block do not wait for one another, so that what is far away in
// memory is fetched while the rest goes on.
const blockSize = 64

// visit hands the candidates of a box to the caller.
type visit struct {
	set      *set
	q        *geo.Query
	test     *test
	ctx      context.Context
	yield    func(geo.Hit, error) bool
	previous uint32
	found    int
	blocks   int
	over     bool
	touched  byte // keeps the compiler from leaving out the reading ahead
}

// block visits up to blockSize candidates, in order.
func (v *visit) block(slots []uint32) {
	var records [blockSize][]byte
	for i, item := range slots {
		if r := v.set.table.at(item >> 1); r != 0 {
			records[i] = v.set.records.record(r)
		}
	}
	touched := byte(0)
	for i := range slots {
		for at := 0; at < len(records[i]) && at < readAhead; at += cacheLine {
			touched += records[i][at]
		}
	}
	v.touched = touched
	for i, item := range slots {
		slot := item >> 1
		if slot == v.previous || geo.Cursor(slot) < v.q.After {
			continue
		}
		v.previous = slot
		f := geo.FeatureOf(records[i], v.set.info.Schema)
		if item&1 != 0 && !meets(f, v.q.Box) || !v.test.match(f) {
			continue
		}
		v.found++
		if !v.yield(geo.Hit{Feature: f, At: geo.Cursor(slot) + 1}, nil) || v.found == v.q.Limit {
			v.over = true
			return
		}
	}
}

const (
	cacheLine = 64
	readAhead = 5 * cacheLine // an ordinary point feature
)
