package cql2

import (
	"errors"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// folded compiles CASEI and ACCENTI (OGC 21-065r2 §7.3, §7.4).
func (c *compiler) folded(e *Call) (node, error) {
	args, err := c.nodes(e, 1)
	if err != nil {
		return node{}, err
	}
	of := args[0]
	if of.sorts&sortText == 0 {
		return node{}, wrongSort(of.expr, of.sorts, "a text")
	}
	fold := foldCase
	if e.Op == "accenti" {
		fold = dropAccents
	}
	return c.made(node{expr: e, sorts: sortText, cost: 5, makes: true, value: func(x Scope, s *scratch) value {
		v := of.value(x, s)
		if v.class != aText {
			return value{}
		}
		return value{class: aText, text: fold(v.text, s)}
	}}, of), nil
}

// foldCase is CASEI: the full case folding of Unicode (CaseFolding.txt, statuses C
// and F), which takes "Straße" and "STRASSE" to "strasse".
func foldCase(text []byte, s *scratch) []byte {
	b := s.room()
	for i, c := range text {
		if c >= utf8.RuneSelf {
			return s.keep(foldRest(b, text[i:], s))
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	return s.keep(b)
}

// foldRest appends a text folded from its first character beyond ASCII.
func foldRest(b, text []byte, s *scratch) []byte {
	for {
		n, taken, err := s.fold.Transform(b[len(b):cap(b)], text, true)
		b, text = b[:len(b)+n], text[taken:]
		if !errors.Is(err, transform.ErrShortDst) {
			return b
		}
		b = grown(b, 2*len(text)+utf8.UTFMax)
	}
}

// grown returns b with room for n bytes more.
func grown(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	return append(b, make([]byte, n)...)[:len(b)]
}

// dropAccents is ACCENTI: the text is decomposed (NFD), what [isAccent] is left out,
// letters that have their stroke within become those without ([unstroked]), and the
// rest is composed again (NFC). So "Chișinău" becomes "Chisinau", "Łódź" "Lodz",
// "مُحَمَّد" "محمد", and the three alifs with hamza or madda the plain one.
func dropAccents(text []byte, s *scratch) []byte {
	ascii := true
	for _, c := range text {
		ascii = ascii && c < utf8.RuneSelf
	}
	if ascii {
		return text
	}
	s.spare = s.spare[:0]
	for s.parts.Init(norm.NFD, text); !s.parts.Done(); {
		s.spare = append(s.spare, s.parts.Next()...)
	}
	kept := s.spare[:0]
	for i := 0; i < len(s.spare); {
		r, n := utf8.DecodeRune(s.spare[i:])
		switch {
		case r < utf8.RuneSelf:
			kept = append(kept, byte(r))
		case isAccent(r, s.spare[i:]):
		default:
			if plain := unstroked(r); plain != 0 {
				kept = append(kept, plain)
			} else {
				kept = append(kept, s.spare[i:i+n]...)
			}
		}
		i += n
	}
	if norm.NFC.QuickSpan(kept) == len(kept) {
		return s.keep(append(s.room(), kept...))
	}
	return s.keep(norm.NFC.Append(s.room(), kept...))
}

// isAccent reports whether r, which text begins with, is a mark over, under or
// through a letter: a nonspacing mark that Unicode attaches to its letter (with a
// combining class). Vowel signs, which have none, are letters of their own in the
// scripts of India and south-east Asia; so are viramas (class 9), nuktas (7) and
// the voicing marks of Japanese (8).
func isAccent(r rune, text []byte) bool {
	switch norm.NFD.Properties(text).CCC() {
	case 0, 7, 8, 9:
		return false
	}
	return unicode.Is(unicode.Mn, r)
}

// unstroked returns the letter of ASCII that a Latin letter is without a stroke, a
// hook or its dot, which Unicode does not take apart; 0 for any other.
func unstroked(r rune) byte {
	switch r {
	case 'ø':
		return 'o'
	case 'Ø':
		return 'O'
	case 'ł':
		return 'l'
	case 'Ł':
		return 'L'
	case 'đ', 'ð':
		return 'd'
	case 'Đ', 'Ð':
		return 'D'
	case 'ħ':
		return 'h'
	case 'Ħ':
		return 'H'
	case 'ŧ':
		return 't'
	case 'Ŧ':
		return 'T'
	case 'ı':
		return 'i'
	}
	return 0
}
