package memory

import (
	"math"
	"math/bits"

	"cairn/geo"
	"cairn/geo/cql2"
)

// keyer says by what an order is.
type keyer struct {
	field int // the number of a field, cql2.IDField or periodField
}

// periodField stands for the feature's period: an order by it finds what overlaps
// another. Features are in classes by the length of their periods, each up to twice
// that of the one before, and within a class by their start: what overlaps a period
// starts before its end, and no earlier than the class's greatest length before its
// start; only what starts earlier than the class's least length before is to be looked at.
const periodField = math.MinInt

// The classes of an order by period. What has no time, or has no end on either
// side, is in the first; the lengths follow.
const (
	untimed       = 0
	shortest      = 1 // periods of one microsecond
	longestLength = 65
	endless       = 66 // by their start
	startless     = 67 // by their end
	periodClasses = 68
)

// classes returns how many classes the order has; the class behind them is of what
// has no place in it.
func (k keyer) classes() int {
	if k.field == periodField {
		return periodClasses
	}
	return valueClasses
}

// rank returns where a feature stands.
func (k keyer) rank(f geo.Feature) rank {
	if k.field == periodField {
		return rankOfPeriod(f)
	}
	return rankOf(k.value(f))
}

// value returns the value of the field.
func (k keyer) value(f geo.Feature) geo.Value {
	if k.field == cql2.IDField {
		return geo.Value(f.RawID())
	}
	return f.Value(k.field)
}

func rankOfPeriod(f geo.Feature) rank {
	p, ok := f.Period()
	switch {
	case !ok || p == geo.Always():
		return rank{class: untimed}
	case p.Start >= p.End:
		return rank{class: periodClasses}
	case p.End == geo.Forever:
		return rank{class: endless, key: instantKey(p.Start)}
	case p.Start == geo.Past:
		return rank{class: startless, key: instantKey(p.End)}
	}
	return rank{class: lengthClass(p), key: instantKey(p.Start)}
}

// lengthClass returns the class of a period with two ends: its length is at most
// lengthOf it.
func lengthClass(p geo.Period) int {
	return shortest + bits.Len64(uint64(p.End)-uint64(p.Start)-1)
}

// lengthOf returns the greatest length of a class; every length in it is greater
// than that of the class before.
func lengthOf(class int) uint64 {
	if class == longestLength {
		return math.MaxUint64
	}
	return 1 << (class - shortest)
}
