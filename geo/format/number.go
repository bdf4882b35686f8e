package format

import "strconv"

// number reads a number at pos: its grammar (RFC 8259 §6), and that a float64
// can hold it. The literal is kept as it is written.
func (p *parser) number() bool {
	d, start := p.data, p.pos
	i := start
	if d[i] == '-' {
		i++
	}
	whole := i
	i = digits(d, i)
	wrong := i == whole || i > whole+1 && d[whole] == '0'
	if i < len(d) && d[i] == '.' {
		i++
		from := i
		i = digits(d, i)
		wrong = wrong || i == from
	}
	large := i-start > 300
	if i < len(d) && d[i]|0x20 == 'e' {
		large = true
		i++
		if i < len(d) && (d[i] == '+' || d[i] == '-') {
			i++
		}
		from := i
		i = digits(d, i)
		wrong = wrong || i == from
	}
	if i == len(d) {
		p.tooShort = true
		return false
	}
	if wrong || !endsToken(d[i]) {
		return p.badNumber(start)
	}
	if large {
		if _, err := strconv.ParseFloat(string(d[start:i]), 64); err != nil {
			return p.fail(start, "the number "+shortened(d[start:i])+" is too large; expected one below 1.8e308, or a text")
		}
	}
	p.pos = i
	return true
}

// digits returns where the digits of d that start at i end.
func digits(d []byte, i int) int {
	for i < len(d) && d[i]-'0' <= 9 {
		i++
	}
	return i
}

// endsToken reports whether c can follow a number or a word.
func endsToken(c byte) bool {
	return c == ',' || c == ']' || c == '}' || c <= ' ' || c == ':' || c == '[' || c == '{' || c == '"'
}

// tens are the powers of ten that a float64 holds exactly.
var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// float reads a number at pos and returns the float64 nearest to it. Where the
// digits make an integer below 2^53, that and the power of ten are both exact, so
// their quotient is correctly rounded (Clinger 1990, "How to read floating point
// numbers accurately"); the rest is left to strconv.
func (p *parser) float() (v float64, ok bool) {
	c := p.next()
	if c != '-' && c-'0' > 9 {
		return 0, p.unexpected("a number")
	}
	d, start := p.data, p.pos
	i, digit, point := start, uint64(0), 0
	if c == '-' {
		i++
	}
	var m uint64
	whole := i
	for ; i < len(d); i++ {
		if digit = uint64(d[i] - '0'); digit > 9 {
			break
		}
		m = m*10 + digit
	}
	wrong := i == whole || d[whole] == '0' && i > whole+1
	if i < len(d) && d[i] == '.' {
		point = i + 1
		for i++; i < len(d); i++ {
			if digit = uint64(d[i] - '0'); digit > 9 {
				break
			}
			m = m*10 + digit
		}
		wrong = wrong || i == point
		point = i - point
	}
	if i < len(d) && (d[i] == ',' || d[i] == ']') && !wrong && i-start <= 19 && m < 1<<53 {
		v = float64(m) / tens[point]
		if c == '-' {
			v = -v
		}
		p.pos = i
		return v, true
	}
	if !p.number() {
		return 0, false
	}
	v, err := strconv.ParseFloat(string(d[start:p.pos]), 64)
	return v, err == nil || p.fail(start, "the number "+shortened(d[start:p.pos])+" is too large")
}
