package memory

import (
	"strconv"

	"cairn/geo"
)

// heightsMeet reports whether one of the feature's positions has a height within
// the box, or has none.
func heightsMeet(f geo.Feature, b *geo.Box) bool {
	text := f.GeometryJSON()
	low, high, any := 0.0, 0.0, false
	for i := 0; i < len(text); i++ {
		if text[i] != '[' || i+1 == len(text) || text[i+1] == '[' || text[i+1] == ']' || text[i+1] == '{' {
			continue
		}
		z, found, end := third(text, i+1)
		i = end
		switch {
		case !found:
			return true
		case !any:
			low, high, any = z, z, true
		}
		low, high = min(low, z), max(high, z)
	}
	return any && low <= b.Top && high >= b.Bottom
}

// third reads the third number of the position whose first begins at i; end is
// where the position ends.
func third(text []byte, i int) (z float64, found bool, end int) {
	from, n := i, 1
	for ; text[i] != ']'; i++ {
		if text[i] == ',' {
			if n == 3 {
				break
			}
			from, n = i+1, n+1
		}
	}
	if n < 3 {
		return 0, false, i
	}
	z, err := strconv.ParseFloat(string(text[from:i]), 64)
	return z, err == nil, i
}
