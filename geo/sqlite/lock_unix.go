//go:build unix

package sqlite

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"cairn/geo"
)

// lock keeps other processes of ours from the file until it is released or the
// process ends, however it ends. SQLite's own locks are others: programs that read the
// file, or change a row, are not kept out. The file must not be opened and closed by
// this process meanwhile, because that would end SQLite's.
func lock(path string) (release func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, newMode)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = &geo.Error{Kind: geo.Busy, Path: path, Msg: "another Cairn has the file open to write; end it first, or ask it for what you need"}
		} else {
			err = fmt.Errorf("lock %s: %w", path, err)
		}
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil
}

// errReadOnly is of a file on a medium that cannot be written.
const errReadOnly = syscall.EROFS
