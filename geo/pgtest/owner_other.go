//go:build !linux

package pgtest

import "syscall"

// ownerOf leaves the directory to whoever made it: PostgreSQL refuses to run as
// root, and says so.
func ownerOf(string) (*syscall.SysProcAttr, error) { return nil, nil }
