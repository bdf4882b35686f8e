package csv

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"cairn/geo"
)

// The buffer starts small, so that a few rows cost little.
const (
	firstBuffer = 32 << 10
	lookBytes   = 256 << 10 // of the first look
	fullBuffer  = 1 << 20
)

// field is one cell of a record.
type field struct {
	text    []byte // decoded, valid until the next record
	at      int    // where in the record it starts, with its quote
	quoted  bool
	doubled bool // a quote in it is doubled
}

// source reads records: lines, but for the line breaks in quotes.
type source struct {
	r   io.Reader
	sep byte

	buf      []byte
	from, to int // buf[from:to] is not used up yet
	eof      bool

	line   int // of the record, from 1
	first  int // where in buf the record starts
	fields []field
	width  int    // how many fields the record has; not all are kept
	plain  []byte // texts whose quotes were doubled
	names  []column
}

// next reads the next record that is not an empty line; more is false at the end.
func (s *source) next() (more bool, err error) {
	for {
		n, fault, at := s.record()
		switch {
		case fault != "":
			return false, s.faultAt(at, "", fault)
		case n > 0:
			s.advance(n)
			if len(s.fields) == 1 && len(s.fields[0].text) == 0 && !s.fields[0].quoted {
				continue
			}
			text := s.buf[s.first : s.first+n]
			if !utf8.Valid(text) {
				return true, s.badUTF8(text)
			}
			return true, nil
		case s.eof:
			s.advance(0)
			return false, nil
		}
		if s.to-s.from >= MaxRecordBytes {
			return false, s.faultAt(at, "", "the row takes more than "+strconv.Itoa(MaxRecordBytes>>20)+" MiB; expected less: is a quote missing?")
		}
		if err := s.fill(); err != nil {
			return false, err
		}
	}
}

// advance makes the n bytes at from the present record.
func (s *source) advance(n int) {
	s.line += bytes.Count(s.buf[s.first:s.from], []byte{'\n'})
	s.first = s.from
	s.from += n
}

// record parses the record at from. It returns its length with the line end, 0 if
// more text is needed or there is none; or what is wrong with it, and where.
func (s *source) record() (n int, fault string, at int) {
	d := s.buf[s.from:s.to]
	s.fields, s.width = s.fields[:0], 0
	s.plain = s.plain[:0]
	for i := 0; ; {
		if i < len(d) && d[i] == '"' {
			end, doubled := s.quotedEnd(d, i)
			if end < 0 {
				if s.eof {
					return 0, "the quote that opens here is never closed; expected another one at the end of the field, and quotes in it doubled", i
				}
				return 0, "", i
			}
			s.add(d, field{text: d[i+1 : end], at: i, quoted: true, doubled: doubled})
			i = end + 1
			switch {
			case i == len(d) && !s.eof || i+1 == len(d) && d[i] == '\r' && !s.eof:
				return 0, "", i
			case i == len(d) || d[i] == s.sep || d[i] == '\n':
			case d[i] == '\r' && (i+1 == len(d) || d[i+1] == '\n'):
				i = min(i+1, len(d))
			default:
				return 0, "a quote in a field in quotes stands alone; expected it doubled, or a separator after it", end
			}
		} else {
			start := i
			for i < len(d) && d[i] != s.sep && d[i] != '\n' {
				i++
			}
			if i == len(d) && !s.eof {
				return 0, "", start
			}
			end := i
			if (i == len(d) || d[i] == '\n') && end > start && d[end-1] == '\r' {
				end--
			}
			if i == len(d) && i == 0 {
				return 0, "", 0
			}
			s.add(d, field{text: d[start:end], at: start})
		}
		if i >= len(d) {
			return len(d), "", 0
		}
		i++
		if d[i-1] == '\n' {
			return i, "", 0
		}
	}
}

// quotedEnd finds the quote that closes the one at i, -1 if it is not there.
func (s *source) quotedEnd(d []byte, i int) (end int, doubled bool) {
	for i++; ; {
		n := bytes.IndexByte(d[i:], '"')
		if n < 0 {
			return -1, doubled
		}
		i += n
		if i+1 == len(d) && !s.eof {
			return -1, doubled
		}
		if i+1 == len(d) || d[i+1] != '"' {
			return i, doubled
		}
		doubled = true
		i += 2
	}
}

// add keeps a field, decoded.
func (s *source) add(d []byte, f field) {
	if f.doubled {
		start := len(s.plain)
		for text := f.text; ; {
			i := bytes.IndexByte(text, '"')
			if i < 0 {
				s.plain = append(s.plain, text...)
				break
			}
			s.plain = append(s.plain, text[:i+1]...)
			text = text[i+2:]
		}
		f.text = s.plain[start:len(s.plain):len(s.plain)]
	}
	if s.width++; s.width <= geo.MaxFields+1 { // more are counted, and not kept
		s.fields = append(s.fields, f)
	}
}

// fill reads on, behind what is not used up; it moves the text.
func (s *source) fill() error {
	s.line += bytes.Count(s.buf[s.first:s.from], []byte{'\n'})
	s.to = copy(s.buf, s.buf[s.from:s.to])
	s.first, s.from = 0, 0
	if len(s.buf) < fullBuffer || s.to > len(s.buf)/4 {
		size := max(firstBuffer, 2*len(s.buf))
		s.buf = append(make([]byte, 0, size), s.buf[:s.to]...)[:size]
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
			return fmt.Errorf("read rows: %w", err)
		}
	}
	return nil
}

// fault says what is wrong with a field of the record. member is a place in it, or
// in what was made of it; the name of the column comes before.
func (s *source) fault(i int, member, msg string) error {
	name := ""
	if i < len(s.names) {
		name = string(s.names[i].name)
	}
	at := 0
	if i >= 0 && i < len(s.fields) {
		at = s.fields[i].at
	}
	if member != "" {
		name = member
	}
	line := s.line
	before := s.buf[s.first : s.first+at]
	return s.faultBehind(line, before, name, msg)
}

// faultAt says what is wrong at a byte after from, which no record holds yet.
func (s *source) faultAt(at int, name, msg string) error {
	line := s.line + bytes.Count(s.buf[s.first:s.from], []byte{'\n'})
	return s.faultBehind(line, s.buf[s.from:s.from+at], name, msg)
}

// faultBehind makes an error of what stands behind a text that starts with a line.
func (s *source) faultBehind(line int, before []byte, name, msg string) error {
	if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
		line += bytes.Count(before[:i], []byte{'\n'}) + 1
		before = before[i+1:]
	}
	path := "line " + strconv.Itoa(line) + ", column " + strconv.Itoa(utf8.RuneCount(before)+1)
	if name != "" {
		path += ", " + name
	}
	return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg}
}

func (s *source) badUTF8(text []byte) error {
	i := 0
	for i < len(text) {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	return s.faultBehind(s.line, text[:i], "", "the byte 0x"+strconv.FormatUint(uint64(text[i]), 16)+
		" is not UTF-8 here; expected the whole table in UTF-8: convert it, as with iconv -f WINDOWS-1252 -t UTF-8")
}
