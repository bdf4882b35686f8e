//go:build unix

package sqlite

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"cairn/geo"
)

// lockFile locks an open file; the error is Busy if somebody else has it.
func lockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return &geo.Error{Kind: geo.Busy, Path: f.Name(), Msg: "another Cairn has the file open to write; end it first, or ask it for what you need"}
	}
	if err != nil {
		return fmt.Errorf("lock %s: %w", f.Name(), err)
	}
	return nil
}

// errReadOnly is of a file on a medium that cannot be written.
const errReadOnly = syscall.EROFS
