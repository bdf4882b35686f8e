//go:build !unix

package sqlite

import "os"

// lock keeps the file open, which keeps others from deleting it; there is nothing
// here that tells two processes of ours from one another.
func lock(path string) (release func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, newMode)
	if err != nil {
		return nil, err
	}
	return f.Close, nil
}

// errReadOnly is of a file that cannot be written.
var errReadOnly = os.ErrPermission
