package format

import (
	"bytes"
	"cmp"
	"slices"

	"cairn/geo"
)

// key is a name in an object that stands in the parser's text.
type key struct {
	from, to int // in text, with quotes
	at       int // in data
}

// value reads a value and returns it as a [geo.Value] means it. It is valid until
// the next value is read.
func (p *parser) value() (v geo.Value, ok bool) {
	c := p.next()
	start := p.pos
	switch {
	case c == '"':
		raw, plain, ok := p.string()
		if plain {
			return p.data[start:p.pos], ok
		}
		p.text = p.appendText(p.text[:0], raw)
		return p.text, ok
	case c == '-' || c-'0' <= 9:
		ok = p.number()
		return p.data[start:p.pos], ok
	case c == '{' || c == '[':
		p.text = p.text[:0]
		ok = p.copyValue()
		return p.text, ok
	}
	ok = p.constant()
	return p.data[start:p.pos], ok
}

// copyValue appends a value to text, compact and canonical.
func (p *parser) copyValue() bool {
	c := p.next()
	start := p.pos
	switch {
	case c == '"':
		raw, plain, ok := p.string()
		switch {
		case !ok:
			return false
		case plain:
			p.text = append(p.text, p.data[start:p.pos]...)
		default:
			p.text = p.appendText(p.text, raw)
		}
		return true
	case c == '{':
		return p.copyObject()
	case c == '[':
		return p.copyArray()
	case c == '-' || c-'0' <= 9:
		if !p.number() {
			return false
		}
	default:
		if !p.constant() {
			return false
		}
	}
	p.text = append(p.text, p.data[start:p.pos]...)
	return true
}

// appendText appends the string raw, which has escapes, in canonical form.
func (p *parser) appendText(b, raw []byte) []byte {
	p.decoded = appendDecoded(p.decoded[:0], raw)
	return geo.AppendString(b, p.decoded)
}

func (p *parser) copyArray() bool {
	p.text = append(p.text, '[')
	empty, ok := p.open(']')
	for again := ok && !empty; again; {
		if !p.copyValue() {
			return false
		}
		if again, ok = p.more(']'); again {
			p.text = append(p.text, ',')
		}
	}
	p.text = append(p.text, ']')
	p.depth--
	return ok
}

func (p *parser) copyObject() bool {
	p.text = append(p.text, '{')
	first := len(p.keys)
	empty, ok := p.open('}')
	for again := ok && !empty; again; {
		p.next()
		at := p.pos
		name, named := p.memberName()
		if !named {
			return false
		}
		from := len(p.text)
		p.text = geo.AppendString(p.text, name)
		p.keys = append(p.keys, key{from, len(p.text), at})
		p.text = append(p.text, ':')
		if !p.copyValue() {
			return false
		}
		if again, ok = p.more('}'); again {
			p.text = append(p.text, ',')
		}
	}
	p.text = append(p.text, '}')
	p.depth--
	ok = ok && p.distinct(p.keys[first:])
	p.keys = p.keys[:first]
	return ok
}

// distinct checks that an object has each name once.
func (p *parser) distinct(keys []key) bool {
	if len(keys) > 16 {
		slices.SortFunc(keys, func(a, b key) int {
			return cmp.Or(bytes.Compare(p.text[a.from:a.to], p.text[b.from:b.to]), a.at-b.at)
		})
		for i := 1; i < len(keys); i++ {
			if p.same(keys[i-1], keys[i]) {
				return p.twice(keys[i].at, p.text[keys[i].from+1:keys[i].to-1])
			}
		}
		return true
	}
	for i := range keys {
		for _, earlier := range keys[:i] {
			if p.same(earlier, keys[i]) {
				return p.twice(keys[i].at, p.text[keys[i].from+1:keys[i].to-1])
			}
		}
	}
	return true
}

func (p *parser) same(a, b key) bool {
	return bytes.Equal(p.text[a.from:a.to], p.text[b.from:b.to])
}

// constant reads true, false or null.
func (p *parser) constant() bool {
	rest := p.data[p.pos:]
	for _, word := range [...]string{"null", "true", "false"} {
		if len(rest) == 0 || rest[0] != word[0] {
			continue
		}
		n := min(len(word), len(rest))
		if string(rest[:n]) != word[:n] || n < len(rest) && !endsToken(rest[n]) {
			break
		}
		if n == len(rest) {
			p.tooShort = true
			return false
		}
		p.pos += n
		return true
	}
	return p.unexpected("a value")
}

// maxForeign is how many members that GeoJSON does not define one object may have.
const maxForeign = 1024

// nameStack holds the foreign names of the objects open now, the innermost last.
type nameStack struct {
	text  []byte
	ends  []int
	first int // of the innermost object
}

// enter begins an object within the present one and returns what leave needs.
func (s *nameStack) enter() (outer int) {
	outer, s.first = s.first, len(s.ends)
	return outer
}

// leave ends the object that enter began.
func (s *nameStack) leave(outer int) {
	s.reset(s.first)
	s.first = outer
}

func (s *nameStack) reset(n int) {
	s.ends = s.ends[:n]
	s.text = s.text[:s.start(n)]
	s.first = min(s.first, n)
}

func (s *nameStack) start(i int) int {
	if i == 0 {
		return 0
	}
	return s.ends[i-1]
}

// add adds a name; false if the object has it.
func (s *nameStack) add(name []byte) bool {
	for i := s.first; i < len(s.ends); i++ {
		if bytes.Equal(s.text[s.start(i):s.ends[i]], name) {
			return false
		}
	}
	s.text = append(s.text, name...)
	s.ends = append(s.ends, len(s.text))
	return true
}

func (s *nameStack) full() bool { return len(s.ends)-s.first > maxForeign }
