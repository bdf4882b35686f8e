package aggregate

import (
	"math"

	"cairn/geo"
)

// sums is what is known of a property's numbers in a group.
type sums struct {
	n           int64
	sum, rest   float64 // compensated: their sum is the sum
	least, most float64
}

func (s *sums) add(v float64) {
	if s.n == 0 {
		s.least, s.most = v, v
	}
	s.n++
	s.least, s.most = min(s.least, v), max(s.most, v)
	s.plus(v)
}

// plus adds to the sum what would get lost (Neumaier 1974).
func (s *sums) plus(v float64) {
	t := s.sum + v
	if math.Abs(s.sum) >= math.Abs(v) {
		s.rest += s.sum - t + v
	} else {
		s.rest += v - t + s.sum
	}
	s.sum = t
}

func (s *sums) merge(o *sums) {
	switch {
	case o.n == 0:
	case s.n == 0:
		*s = *o
	default:
		s.n += o.n
		s.least, s.most = min(s.least, o.least), max(s.most, o.most)
		s.plus(o.sum)
		s.rest += o.rest
	}
}

// quick reads a number; whole ones of up to 15 digits, as most are, without strconv.
func quick(v geo.Value) (float64, bool) {
	digits := v
	if len(v) > 0 && v[0] == '-' {
		digits = v[1:]
	}
	if len(digits) == 0 || len(digits) > 15 {
		return finite(v)
	}
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return finite(v)
		}
		n = n*10 + int(c-'0')
	}
	if len(digits) < len(v) {
		n = -n
	}
	return float64(n), true
}

func finite(v geo.Value) (float64, bool) {
	f, ok := v.Float()
	return f, ok && !math.IsInf(f, 0)
}
