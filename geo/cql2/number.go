package cql2

import "strconv"

// tens are the powers of ten that a float64 holds exactly.
var tens = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// readNumber reads a JSON number; ok is false if it is none, or too large for a
// float64. Where the digits make an integer below 2^53 and the power of ten is one
// of tens, one multiplication or division rounds correctly (Clinger 1990); all
// else is strconv's.
func readNumber(v []byte) (f float64, ok bool) {
	i, negative := 0, false
	if len(v) > 0 && v[0] == '-' {
		i, negative = 1, true
	}
	start := i
	var digits uint64
	for ; i < len(v) && v[i]-'0' < 10; i++ {
		digits = digits*10 + uint64(v[i]-'0')
	}
	seen, places := i-start, 0
	if i < len(v) && v[i] == '.' {
		i++
		for ; i < len(v) && v[i]-'0' < 10; i++ {
			digits = digits*10 + uint64(v[i]-'0')
			places++
		}
		seen += places
	}
	if i < len(v) || seen == 0 || seen > 18 || digits > 1<<53 || places >= len(tens) {
		return readNumberSlowly(v)
	}
	f = float64(digits)
	if places > 0 {
		f /= tens[places]
	}
	if negative {
		f = -f
	}
	return f, true
}

func readNumberSlowly(v []byte) (float64, bool) {
	if len(v) == 0 || v[0] != '-' && v[0]-'0' >= 10 {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(v), 64)
	return f, err == nil
}
