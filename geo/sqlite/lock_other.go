//go:build !unix

package sqlite

import "os"

// lockFile does nothing: that the file is open keeps others from deleting it, and there is
// nothing here that tells two processes of ours from one another.
func lockFile(*os.File) error { return nil }

// errReadOnly is of a file that cannot be written.
var errReadOnly = os.ErrPermission
