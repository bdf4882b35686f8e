package flatgeobuf

import (
	"fmt"
	"os"
)

const (
	inMemory = 8 << 20  // how much is kept before a file is made
	ahead    = 64 << 10 // how much is read at once where reading goes on from byte to byte
	around   = 1 << 10  // and where it jumps
)

// spool keeps bytes until they can be written: the first few MiB in memory, more in a
// temporary file.
type spool struct {
	kept []byte // all of it, or what is not yet in the file
	file *os.File
	size int64 // bytes in all

	read   []byte // a part of the file, for at
	readAt int64
}

// add appends b and returns where it starts.
func (s *spool) add(b []byte) (at int64, err error) {
	if len(s.kept) > 0 && len(s.kept)+len(b) > inMemory {
		if err := s.flush(); err != nil {
			return 0, err
		}
	}
	at = s.size
	s.kept = append(s.kept, b...)
	s.size += int64(len(b))
	return at, nil
}

// flush writes what is kept to the file, and makes it first.
func (s *spool) flush() error {
	if s.file == nil {
		file, err := os.CreateTemp("", "cairn-*.fgb")
		if err != nil {
			return fmt.Errorf("make a temporary file: %w", err)
		}
		// Where a file can be removed while it is open, nothing is left over whatever
		// happens; elsewhere close removes it.
		_ = os.Remove(file.Name())
		s.file = file
	}
	if _, err := s.file.Write(s.kept); err != nil {
		return fmt.Errorf("write a temporary file: %w", err)
	}
	s.kept = s.kept[:0]
	return nil
}

// rewind prepares for at: nothing is added any more.
func (s *spool) rewind() error {
	if s.file == nil || len(s.kept) == 0 {
		return nil
	}
	return s.flush()
}

// at returns size bytes from a place. They are valid until the next call.
func (s *spool) at(at int64, size int) ([]byte, error) {
	if s.file == nil {
		return s.kept[at : at+int64(size)], nil
	}
	if at < s.readAt || at+int64(size) > s.readAt+int64(len(s.read)) {
		window := int64(around)
		if end := s.readAt + int64(len(s.read)); at >= s.readAt && at <= end {
			window = ahead
		}
		n := max(size, int(min(window, s.size-at)))
		if cap(s.read) < n {
			s.read = make([]byte, n)
		}
		s.read, s.readAt = s.read[:n], at
		if _, err := s.file.ReadAt(s.read, at); err != nil {
			return nil, fmt.Errorf("read a temporary file: %w", err)
		}
	}
	return s.read[at-s.readAt:][:size], nil
}

// close lets go of the memory and the file.
func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close()
		_ = os.Remove(s.file.Name()) // not there, most often
	}
	*s = spool{}
}
