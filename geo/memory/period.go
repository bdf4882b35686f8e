package memory

import "cairn/geo"

// overlapping returns the features of an order by period whose periods overlap p,
// and those for which that is to be looked at, one by one.
func (o *order) overlapping(p geo.Period) (sure, unsure *cuts) {
	sure, unsure = &cuts{order: o}, &cuts{order: o}
	sure.add(&ends{class: untimed})
	at := func(class int, i geo.Instant) *rank { return &rank{class: class, key: instantKey(i)} }
	sure.add(&ends{class: endless, high: at(endless, p.End), beforeHigh: true})
	sure.add(&ends{class: startless, low: at(startless, p.Start), afterLow: true})
	for class := shortest; class <= longestLength; class++ {
		start, end := at(class, p.Start), at(class, p.End)
		if end.key > start.key {
			sure.add(&ends{class: class, low: start, high: end, beforeHigh: true})
		}
		if from := before(p.Start, lengthOf(class)); from < p.Start {
			unsure.add(&ends{class: class, low: at(class, from), high: at(class, min(p.Start, p.End)), afterLow: true, beforeHigh: true})
		}
	}
	return sure, unsure
}

// before returns the instant that comes so many microseconds before i, or the first.
func before(i geo.Instant, length uint64) geo.Instant {
	if uint64(i)^1<<63 <= length {
		return geo.Past
	}
	return geo.Instant(uint64(i) - length)
}
