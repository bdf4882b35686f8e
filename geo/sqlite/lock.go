package sqlite

import (
	"errors"
	"fmt"
	"os"

	"cairn/geo"
)

// fileLock keeps other processes of ours from a file until it is released or the process
// ends, however it ends. SQLite's own locks are others: programs that read the file, or
// change a row, are not kept out. The file must not be opened and closed by this process
// meanwhile, because that would end SQLite's.
type fileLock struct {
	file *os.File
	path string
}

// mostLocks is how often it is tried to lock a file that others take away meanwhile.
const mostLocks = 10

// lock locks the file at path, and makes one if there is none. Errors: Busy if another
// process of ours has it, those of the system if it cannot be written.
func lock(path string) (*fileLock, error) {
	for range mostLocks {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, newMode)
		if err != nil {
			return nil, err
		}
		if err := lockFile(f); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		l := &fileLock{f, path}
		// Whoever could not make a store takes its empty file away, and this may have been that.
		if l.still() == nil {
			return l, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
	return nil, &geo.Error{Kind: geo.Busy, Path: path, Msg: "others make the file and take it away again; try again"}
}

// still returns an error if the file at the path is no longer the one that is locked: it
// was taken away, or another was put there. What is written is then nowhere to be found.
func (l *fileLock) still() error {
	locked, err := l.file.Stat()
	if err != nil {
		return fmt.Errorf("look at the file: %w", err)
	}
	there, err := os.Stat(l.path)
	if err == nil && os.SameFile(locked, there) {
		return nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("look at the file: %w", err)
	}
	return &geo.Error{Kind: geo.Internal, Path: l.path, Msg: "the file was taken away or replaced while it was open; nothing more is written, because it would be lost, and its past cannot be read: put it back, or end this process and start it again"}
}

// hold keeps a file that is only read in sight, without a lock.
func hold(path string) (*fileLock, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &fileLock{f, path}, nil
}

// release lets others have the file.
func (l *fileLock) release() error { return l.file.Close() }

// removeEmpty takes away what a store that could not be made has left, while nobody else
// can have begun to make one of it.
func (l *fileLock) removeEmpty() {
	if info, err := l.file.Stat(); err == nil && info.Size() == 0 && info.Mode().IsRegular() && l.still() == nil {
		os.Remove(l.path)
	}
}
