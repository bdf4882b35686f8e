package memory

import "cairn/geo"

// overlapping returns the features of an order by period whose periods overlap p,
// and those for which that is to be looked at, one by one. p does not start at
// geo.Forever nor end at geo.Past.
func (o *order) overlapping(p geo.Period) (sure, unsure *cuts) {
	sure, unsure = &cuts{order: o}, &cuts{order: o}
	sure.add(&ends{class: untimed})
	at := func(class int, i geo.Instant) *rank { return &rank{class: class, key: instantKey(i)} }
	sure.add(&ends{class: endless, high: at(endless, p.End), beforeHigh: true})
	sure.add(&ends{class: startless, low: at(startless, p.Start), afterLow: true})
	for class := shortest; class <= longestLength; class++ {
		if sure.main.empty(class) && (sure.changed == nil || sure.now.empty(class) && sure.gone.empty(class)) {
			continue
		}
		// What starts after least ends after the period's start; what starts before most does not.
		least, most := p.Start, before(p.Start, lengthOf(class))
		if class > shortest {
			least = before(p.Start, lengthOf(class-1))
		}
		least = min(least, p.End)
		sure.add(&ends{class: class, low: at(class, least), high: at(class, p.End), beforeHigh: true})
		if most < least {
			unsure.add(&ends{class: class, low: at(class, most), high: at(class, least), afterLow: true, beforeHigh: true})
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
