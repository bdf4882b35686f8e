package cql2

import (
	"bytes"
	"unicode/utf8"
)

// pattern is the pattern of a LIKE, cut at each "%". A piece is found as early as
// it can be: if the rest does not fit then, it does not fit later. So a text is
// gone through once, without going back; only a piece with a "_" in it may be tried
// at every place, which takes at most the piece's length times the text's.
type pattern struct {
	pieces []piece // one more than there are "%"
}

// piece is what stands between two "%".
type piece struct {
	text []byte // without "_"
	// holes are the places in text, in bytes, before which stands a "_".
	holes []int
}

// newPattern reads a pattern of OGC 21-065r2 §7.2: "%" is any characters, "_" is
// one, and a backslash takes the meaning from the character after it.
func newPattern(s []byte) pattern {
	p := pattern{pieces: make([]piece, 1)}
	last := &p.pieces[0]
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '%':
			p.pieces = append(p.pieces, piece{})
			last = &p.pieces[len(p.pieces)-1]
		case s[i] == '_':
			last.holes = append(last.holes, len(last.text))
		case s[i] == '\\' && i+1 < len(s):
			i++
			last.text = append(last.text, s[i])
		default:
			last.text = append(last.text, s[i])
		}
	}
	return p
}

// match reports whether the whole of s fits.
func (p *pattern) match(s []byte) bool {
	first, n := &p.pieces[0], len(p.pieces)
	end, ok := first.at(s)
	if !ok {
		return false
	}
	s = s[end:]
	if n == 1 {
		return len(s) == 0
	}
	for i := 1; i < n-1; i++ {
		if end = p.pieces[i].find(s); end < 0 {
			return false
		}
		s = s[end:]
	}
	return p.pieces[n-1].ends(s)
}

// at reports whether s begins with the piece, and where that ends.
func (p *piece) at(s []byte) (end int, ok bool) {
	if len(p.holes) == 0 {
		return len(p.text), bytes.HasPrefix(s, p.text)
	}
	from := 0
	for _, hole := range p.holes {
		if !bytes.HasPrefix(s[end:], p.text[from:hole]) {
			return 0, false
		}
		end += hole - from
		from = hole
		if end == len(s) {
			return 0, false
		}
		_, size := utf8.DecodeRune(s[end:])
		end += size
	}
	return end + len(p.text) - from, bytes.HasPrefix(s[end:], p.text[from:])
}

// find returns where the piece first ends in s, below 0 if it is not in it.
func (p *piece) find(s []byte) int {
	if len(p.holes) == 0 {
		i := bytes.Index(s, p.text)
		if i < 0 {
			return -1
		}
		return i + len(p.text)
	}
	for i := 0; i < len(s); {
		if end, ok := p.at(s[i:]); ok {
			return i + end
		}
		_, size := utf8.DecodeRune(s[i:])
		i += size
	}
	return -1
}

// ends reports whether s ends with the piece.
func (p *piece) ends(s []byte) bool {
	if len(p.holes) == 0 {
		return bytes.HasSuffix(s, p.text)
	}
	// The piece is as many characters long as those it must end with.
	i := len(s)
	for range utf8.RuneCount(p.text) + len(p.holes) {
		if i == 0 {
			return false
		}
		_, size := utf8.DecodeLastRune(s[:i])
		i -= size
	}
	end, ok := p.at(s[i:])
	return ok && i+end == len(s)
}

// prefix returns what every text that fits begins with; whole says that the
// pattern is that and any end.
func (p *pattern) prefix() (text []byte, whole bool) {
	first := p.pieces[0]
	if len(first.holes) > 0 {
		return first.text[:first.holes[0]], false
	}
	last := p.pieces[len(p.pieces)-1]
	return first.text, len(p.pieces) == 2 && len(last.text)+len(last.holes) == 0
}

func compileLike(c *compiler, e *Call) (predicate, error) {
	args, err := c.nodes(e, 2)
	if err != nil {
		return predicate{}, err
	}
	n, like := args[0], args[1]
	if n.sorts&sortText == 0 {
		return predicate{}, wrongSort(n.expr, n.sorts, "a text")
	}
	if !like.is(aText) {
		return predicate{}, &Error{Column: like.expr.Position(), Expected: "a pattern in quotes", Found: found(like.expr, like.sorts)}
	}
	p := newPattern(like.fixed.text)
	if n.constant {
		if n.fixed.class != aText {
			return fixedPredicate(unknown), nil
		}
		return fixedPredicate(truthOf(p.match(n.fixed.text))), nil
	}
	out := predicate{cost: n.cost + 4, whenTrue: n.likeLimits(&p)}
	if field := n.field; n.property {
		out.truth = func(x Scope) truth {
			v := x.Value(field)
			if len(v) == 0 || v[0] != '"' {
				return unknown
			}
			return truthOf(p.match(plain(v, nil)))
		}
		return out, nil
	}
	out.truth = c.asking(n.makes, func(x Scope, s *scratch) truth {
		v := n.value(x, s)
		if v.class != aText {
			return unknown
		}
		return truthOf(p.match(v.text))
	})
	return out, nil
}
