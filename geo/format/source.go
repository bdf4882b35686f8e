package format

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// The buffer starts small, so that a lone feature costs little, and grows to
// where the cost of a refill no longer shows.
const (
	firstBuffer = 16 << 10
	fullBuffer  = 1 << 20
)

// source is a reader's text as far as it is in memory. It drops only what has
// been used up, so that the unit being read (a feature, a member, a record) is
// there from its first byte on.
type source struct {
	r     io.Reader
	limit int // of bytes in one unit

	buf      []byte
	from, to int  // buf[from:to] is not used up yet
	eof      bool // buf[from:to] is the rest of the text

	lines   int // that ended in what was dropped
	columns int // characters dropped since then
}

// rest returns the text in memory that is not used up.
func (s *source) rest() []byte { return s.buf[s.from:s.to] }

// full reports whether the unit at from takes all the room a unit may have.
func (s *source) full() bool { return s.to-s.from >= s.limit }

// fill reads on, behind what is not used up; it may move the text.
func (s *source) fill() error {
	s.drop()
	if len(s.buf) < fullBuffer || s.to > len(s.buf)/4 {
		size := max(firstBuffer, min(2*len(s.buf), max(s.limit, fullBuffer)))
		if size > len(s.buf) {
			s.buf = append(make([]byte, 0, size), s.buf[:s.to]...)[:size]
		}
	}
	for idle := 0; s.to < len(s.buf); {
		n, err := s.r.Read(s.buf[s.to:])
		s.to += n
		if err == io.EOF {
			s.eof = true
			return nil
		}
		if idle++; n > 0 {
			idle = 0
		}
		if err == nil && idle == 100 {
			err = io.ErrNoProgress
		}
		if err != nil {
			return fmt.Errorf("read features: %w", err)
		}
	}
	return nil
}

// drop forgets the text that is used up, but not how many lines it had.
func (s *source) drop() {
	used := s.buf[:s.from]
	if i := bytes.LastIndexByte(used, '\n'); i >= 0 {
		s.lines += bytes.Count(used[:i], []byte{'\n'}) + 1
		s.columns = 0
		used = used[i+1:]
	}
	s.columns += utf8.RuneCount(used)
	s.to = copy(s.buf, s.buf[s.from:s.to])
	s.from = 0
}

// lineAt returns the line and the column, from 1, of the byte at places after from.
func (s *source) lineAt(at int) (line, column int) {
	before := s.buf[:min(s.from+at, s.to)]
	line, column = s.lines+1, s.columns+1
	if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
		line += bytes.Count(before[:i], []byte{'\n'}) + 1
		column = 1
		before = before[i+1:]
	}
	return line, column + utf8.RuneCount(before)
}
