package cql2

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// scratch is where texts and lists that a filter makes while it is asked are
// written. A nil scratch allocates each anew.
type scratch struct {
	buf   []byte
	spare []byte // for what is needed only while another text is made
	items []value
	fold  cases.Caser
	parts norm.Iter
}

// scratchMost is how much a scratch may hold on to, in bytes or values.
const scratchMost = 1 << 16

func newScratch() *scratch { return &scratch{fold: cases.Fold()} }

// room returns an empty slice to append a text to; [scratch.keep] must follow
// before the next room.
func (s *scratch) room() []byte {
	if s == nil {
		return nil
	}
	return s.buf[len(s.buf):]
}

// keep makes a text that was appended to room last until the scratch is reset.
func (s *scratch) keep(b []byte) []byte {
	if s == nil {
		return b
	}
	if free := cap(s.buf) - len(s.buf); len(b) <= free && cap(b) == free {
		s.buf = s.buf[:len(s.buf)+len(b)]
	} else {
		s.buf = b // it has moved; what was kept before stays where it is
	}
	return b[:len(b):len(b)]
}

// list returns room for n values.
func (s *scratch) list(n int) []value {
	at := len(s.items)
	for range n {
		s.items = append(s.items, value{})
	}
	return s.items[at : at+n : at+n]
}

func (s *scratch) reset() {
	s.buf = s.buf[:0]
	if cap(s.buf) > scratchMost {
		s.buf = nil
	}
	if cap(s.spare) > scratchMost {
		s.spare = nil
	}
	clear(s.items) // they hold on to things
	s.items = s.items[:0]
	if cap(s.items) > scratchMost/64 {
		s.items = nil
	}
}

// unescape appends the text that the inside of a JSON string stands for (RFC 8259
// §7). What no JSON would hold is left as it stands.
func unescape(b, s []byte) []byte {
	for len(s) > 0 {
		if s[0] != '\\' || len(s) < 2 {
			b, s = append(b, s[0]), s[1:]
			continue
		}
		n := 2
		switch c := s[1]; c {
		case 'b':
			b = append(b, '\b')
		case 'f':
			b = append(b, '\f')
		case 'n':
			b = append(b, '\n')
		case 'r':
			b = append(b, '\r')
		case 't':
			b = append(b, '\t')
		case 'u':
			r := hex4(s)
			n = min(6, len(s))
			if utf16.IsSurrogate(r) && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
				r = utf16.DecodeRune(r, hex4(s[6:]))
				n = 12
			}
			b = utf8.AppendRune(b, r)
		default:
			b = append(b, c)
		}
		s = s[n:]
	}
	return b
}

// hex4 reads the four digits after "\u".
func hex4(s []byte) rune {
	if len(s) < 6 {
		return utf8.RuneError
	}
	v, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	if err != nil {
		return utf8.RuneError
	}
	return rune(v)
}
