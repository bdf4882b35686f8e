package sqlite

import (
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"

	"cairn/geo"
)

// explain makes an error that a caller can act on of one of SQLite's: doing says
// what was being done.
func explain(err error, doing string) error {
	if err == nil {
		return nil
	}
	var known *geo.Error
	if errors.As(err, &known) {
		return err
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	// SQLITE_BUSY, _LOCKED, _READONLY, _CORRUPT, _FULL, _CANTOPEN, _NOTADB; and of
	// SQLITE_IOERR those that a full disk gives.
	const busy, locked, readonly, corrupt, full, cannotOpen, notADB = 5, 6, 8, 11, 13, 14, 26
	const shmSize, write = 10 | 19<<8, 10 | 3<<8
	made := &geo.Error{Kind: geo.Internal, Msg: doing, Err: err}
	switch code := e.Code(); {
	case code == shmSize || code == write:
		made.Kind, made.Msg = geo.Full, "there is no room for the change on the disk; nothing of it was made"
	case code&0xFF == full:
		made.Kind, made.Msg = geo.Full, "there is no room for the change on the disk; nothing of it was made"
	case code&0xFF == busy || code&0xFF == locked:
		made.Kind, made.Msg = geo.Busy, "another program is writing to the file"
	case code&0xFF == readonly:
		made.Kind, made.Msg = geo.Denied, "the file or its folder cannot be written"
	case code&0xFF == cannotOpen:
		made.Kind, made.Msg = geo.Denied, "the file cannot be opened: it, or its folder, cannot be written"
	case code&0xFF == corrupt || code&0xFF == notADB:
		made.Kind, made.Msg = geo.Invalid, "the file is damaged or cut off: "+doing+"; cairn check tells what is wrong, cairn restore brings a backup back"
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
	return made
}

// unfit is explain for a file that is being opened: what SQLite cannot make sense of is
// a fault of the file there, not one of ours.
func unfit(err error, doing string) error {
	var known *geo.Error
	var e *sqlite.Error
	if !errors.As(err, &known) && errors.As(err, &e) && e.Code()&0xFF == 1 { // SQLITE_ERROR
		return &geo.Error{Kind: geo.Invalid, Path: "file", Msg: "the file is not as a store should be: " + e.Error(), Err: err}
	}
	return explain(err, doing)
}

// ofFile makes an error of ours of one that says what is wrong with the file: whoever
// makes a change can do nothing about it, and must not take it for a fault of the change.
func ofFile(err error) error {
	if !ofChanges(err) {
		return err
	}
	return &geo.Error{Kind: geo.Internal, Msg: "the store cannot be written", Err: err}
}

// ofSQLite is ofFile for what may also be about the changes: SQLite says nothing about
// those, but that the file is damaged or cannot be written any more.
func ofSQLite(err error) error {
	if errors.As(err, new(*sqlite.Error)) {
		return ofFile(err)
	}
	return err
}

// quote writes a name as an SQL identifier.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// literal writes a text as an SQL literal.
func literal(text string) string { return `'` + strings.ReplaceAll(text, `'`, `''`) + `'` }

// isReadOnly reports whether the medium cannot be written.
func isReadOnly(err error) bool { return errors.Is(err, errReadOnly) }
