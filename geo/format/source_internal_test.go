package format

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

// naivePlace counts lines and columns from the start of the whole text.
func naivePlace(text []byte, at int) (line, column int) {
	before := text[:at]
	last := bytes.LastIndexByte(before, '\n')
	return bytes.Count(before, []byte{'\n'}) + 1, len([]rune(string(before[last+1:]))) + 1
}

// TestSource uses up random texts in random steps and asks for random places.
func TestSource(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	for _, letters := range []string{"ab\n", "abcdefghij", "é\n\n", "الرقة\r\n, "} {
		runes := []rune(letters)
		var b strings.Builder
		for range 40_000 {
			b.WriteRune(runes[random.IntN(len(runes))])
		}
		text := []byte(b.String())
		s := source{r: iotest.HalfReader(bytes.NewReader(text)), limit: fullBuffer}
		used := 0
		for !s.eof || len(s.rest()) > 0 {
			if rest := s.rest(); !bytes.Equal(rest, text[used:used+len(rest)]) {
				t.Fatalf("at byte %d: the rest is not what follows", used)
			}
			if !s.eof && random.IntN(4) == 0 || len(s.rest()) == 0 {
				if err := s.fill(); err != nil {
					t.Fatal(err)
				}
				continue
			}
			at := random.IntN(len(s.rest()) + 1)
			for used+at < len(text) && text[used+at]&0xc0 == 0x80 {
				at++ // not within a character
			}
			at = min(at, len(s.rest()))
			line, column := s.lineAt(at)
			if wantLine, wantColumn := naivePlace(text, used+at); line != wantLine || column != wantColumn {
				t.Fatalf("byte %d: got line %d, column %d; want %d, %d", used+at, line, column, wantLine, wantColumn)
			}
			s.from += at
			used += at
		}
		if used != len(text) {
			t.Errorf("%d of %d bytes were there", used, len(text))
		}
	}
}

// TestSourceGrows watches the buffer: it starts small, grows to its full size
// while much is read, and beyond only for a unit that needs it, to the limit.
func TestSourceGrows(t *testing.T) {
	s := source{r: endless("x"), limit: 4 << 20}
	if err := s.fill(); err != nil || len(s.buf) != firstBuffer {
		t.Fatalf("at first: %d bytes (%v), want %d", len(s.buf), err, firstBuffer)
	}
	for range 20 {
		s.from = s.to // all used up
		if err := s.fill(); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.buf) != fullBuffer {
		t.Errorf("after much: %d bytes, want %d", len(s.buf), fullBuffer)
	}
	for range 20 {
		if s.full() {
			break
		}
		if err := s.fill(); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.buf) != s.limit || !s.full() {
		t.Errorf("in one long unit: %d bytes, want %d", len(s.buf), s.limit)
	}
}
