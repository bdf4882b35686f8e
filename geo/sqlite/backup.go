package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// Backup copies the store at from to a new file at to, as it is at one moment, and
// returns what the copy holds. Another process may have the store open and go on
// writing. The copy is whole and on the disk when it gets its name: it has been read
// from end to end, and what it holds has been counted. It has the past, the hashes of
// tokens and the secrets of hooks, too, and the same people may read it.
//
// Errors: NotFound if there is no store at from; Conflict if there is a file at to;
// Invalid if what was read is damaged; Full if there is no room.
func Backup(ctx context.Context, from, to string) ([]Held, error) {
	if _, err := os.Lstat(to); !errors.Is(err, os.ErrNotExist) {
		if err == nil {
			err = &geo.Error{Kind: geo.Conflict, Path: to, Msg: "there is a file of that name already; name another, or take it away"}
		}
		return nil, err
	}
	if beside(to+"-wal") || beside(to+"-journal") {
		return nil, &geo.Error{Kind: geo.Conflict, Path: to, Msg: "there is a log beside it (-wal or -journal), which would be taken for that of the copy; name another, or take it away"}
	}
	made, err := copyBeside(ctx, from, to, modeOf(from))
	if err != nil {
		return nil, err
	}
	held, err := verify(ctx, made)
	if err == nil {
		err = os.Rename(made, to)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("back up to %s: %w", to, err), os.Remove(made))
	}
	return held, syncFolder(to)
}

// modeOf returns who may read and write a file; its owner alone if there is none.
func modeOf(path string) os.FileMode {
	info, err := os.Stat(path)
	if err != nil {
		return newMode
	}
	return info.Mode().Perm() | newMode
}

// copyBeside copies a store to a file of another name in the folder of to, which those
// whom mode lets may read.
func copyBeside(ctx context.Context, from, to string, mode os.FileMode) (made string, err error) {
	db, err := openBeside(ctx, from)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	f, err := os.CreateTemp(filepath.Dir(to), ".cairn-*.gpkg")
	if err != nil {
		return "", fmt.Errorf("copy the store: %w", err)
	}
	made = f.Name()
	// VACUUM INTO reads one state, and writes to a file that is there if it is empty.
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", made)
	if err != nil {
		err = named(explain(err, "copy the store"), from)
	} else {
		err = errors.Join(f.Chmod(mode), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(made))
	}
	return made, nil
}

// verify reads all of a copy that nobody has open, and counts what it holds.
func verify(ctx context.Context, path string) (held []Held, err error) {
	db, err := gpkg.OpenDatabase(path, "?mode=ro&_pragma=query_only(1)&_pragma=trusted_schema(1)&_pragma=cell_size_check(1)")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var sound string
	if err := db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&sound); err != nil {
		return nil, explain(err, "read the copy")
	}
	if sound != "ok" {
		return nil, &geo.Error{Kind: geo.Invalid, Path: path, Msg: "the copy is damaged: " + sound}
	}
	if held, err = list(ctx, db); err != nil {
		return nil, err
	}
	for _, h := range held {
		var n int
		if err := db.QueryRowContext(ctx, "SELECT count(*) FROM cairn_log WHERE collection = ? AND next IS NULL AND op IN ('put', 'create')", string(h.Name)).Scan(&n); err != nil {
			return nil, explain(err, "count what the copy holds")
		}
		if n != h.Count {
			return nil, &geo.Error{Kind: geo.Invalid, Path: string(h.Name), Msg: fmt.Sprintf("the copy has %d features, and says that it has %d", n, h.Count)}
		}
	}
	return held, sums(ctx, db)
}

// sums checks that every row of the log is as it was written.
func sums(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT "+recordColumns+" FROM cairn_log")
	if err != nil {
		return explain(err, "read the log")
	}
	defer rows.Close()
	d, r := reader{newSum()}, record{}
	for rows.Next() {
		if err := d.scan(rows, &r); err != nil {
			return err
		}
	}
	return explain(rows.Err(), "read the log")
}

// Restore makes a backup the store at path, and returns what it holds. The backup is
// copied and stays as it is. Where there is a file at path, the error is Conflict
// unless force is set; then it is kept under the name that aside tells, with what is
// beside it. The other errors are those of [Backup], and Busy if a process has the
// store at path open.
func Restore(ctx context.Context, backup, path string, force bool) (held []Held, aside string, err error) {
	path = resolved(path)
	_, err = os.Lstat(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, "", fmt.Errorf("restore %s: %w", path, err)
	}
	// A log that is left without its file would be taken for that of the one restored.
	there, left := err == nil, beside(path+"-wal") || beside(path+"-journal")
	switch {
	case there && !force:
		return nil, "", &geo.Error{Kind: geo.Conflict, Path: path, Msg: "there is a file of that name already; with --force it is put aside"}
	case left && !force:
		return nil, "", &geo.Error{Kind: geo.Conflict, Path: path, Msg: "there is the log of a store beside it (-wal or -journal), whose file is not there; with --force it is put aside"}
	case there:
		l, err := lock(path)
		if err != nil {
			return nil, "", err
		}
		defer func() { err = errors.Join(err, l.release()) }()
	}
	mode := modeOf(backup)
	if there {
		mode = modeOf(path)
	}
	made, err := copyBeside(ctx, backup, path, mode)
	if err != nil {
		return nil, "", err
	}
	if held, err = verify(ctx, made); err == nil && (there || left) {
		aside, err = putAside(ctx, path)
	}
	if err != nil {
		return nil, "", errors.Join(err, os.Remove(made))
	}
	if err := os.Rename(made, path); err != nil {
		return nil, aside, fmt.Errorf("restore %s: %w", path, err)
	}
	return held, aside, syncFolder(path)
}

// putAside gives a store's file, and what SQLite has beside it, another name. The file
// keeps its own name, too, until another takes that, so that there is a whole store
// under one of them at every moment.
func putAside(ctx context.Context, path string) (aside string, err error) {
	for n := 1; ; n++ {
		aside = path + ".replaced-" + strconv.Itoa(n)
		if _, err := os.Lstat(aside); errors.Is(err, os.ErrNotExist) {
			break
		}
	}
	if beside(path + "-wal") {
		_ = foldIn(ctx, path) // a damaged one is put aside with its log
	}
	names := []string{"-wal", "-journal", "-shm"}
	if err := os.Link(path, aside); err != nil {
		names = append(names, "") // not every file system has two names for a file
	}
	for _, end := range names {
		if err := os.Rename(path+end, aside+end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return aside, fmt.Errorf("put the old file aside: %w", err)
		}
	}
	return aside, nil
}

// foldIn puts what a process that was killed has left beside a file into it.
func foldIn(ctx context.Context, path string) (err error) {
	db, err := gpkg.OpenDatabase(path, "?mode=rw&_pragma=busy_timeout(1000)&_pragma=trusted_schema(1)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
	return err
}

// syncFolder makes the name of a file last.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	err = folder.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil // not every system can do it
	}
	if closed := folder.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("sync the folder: %w", err)
	}
	return nil
}
