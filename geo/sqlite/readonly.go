package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"modernc.org/sqlite"

	"cairn/geo"
	"cairn/geo/gpkg"
)

// OpenReadOnly opens a store to be read: as it is now, with its past. Nothing is written,
// neither to the file nor beside it, so that the file and its folder may be such as
// cannot be written, and no lock is held when it returns: another process may have the
// store open and go on writing, and what it writes later is not seen. What changes the
// store is refused (Denied). Of o, Now, Progress and Rules count.
//
// Errors: NotFound if there is no file; Invalid if it is no store, or a damaged one; Denied
// if it cannot be read, also because a process that was killed has left a log beside it
// that only who may write can put into it.
func OpenReadOnly(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	path = resolved(path)
	isNew, err := look(path)
	if err == nil && isNew {
		err = &geo.Error{Kind: geo.NotFound, Path: path, Msg: "there is no such store; to make one it must be possible to write"}
	}
	if err != nil {
		return nil, err
	}
	l, err := hold(path)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	s := &Store{
		path: path, o: o, readOnly: true, lock: l,
		closing: make(chan struct{}), closed: make(chan struct{}),
	}
	err = s.openReadOnly(ctx, "?mode=ro")
	if cannotOpen(err) && !beside(path+"-wal") {
		// A file that says that it has a log beside it, which it has not, where none can be
		// made: nobody who writes can have it open.
		err = errors.Join(s.let(), s.openReadOnly(ctx, "?mode=ro&immutable=1"))
	}
	if err != nil {
		if cannotOpen(err) {
			err = &geo.Error{Kind: geo.Denied, Msg: "its last changes are in the log beside it (-wal), which cannot be read where nothing can be written; have who may write open and close it once, or copy both to where you may write", Err: err}
		}
		return nil, named(errors.Join(unfit(err, "open the store"), s.shut()), path)
	}
	go func() {
		<-s.closing
		s.closeErr = errors.Join(s.mem.Close(), s.shut())
		close(s.closed)
	}()
	return s, nil
}

// cannotOpen reports whether SQLite could not open the file or what is beside it.
func cannotOpen(err error) bool {
	const readOnly, cannotOpen = 8, 14
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xFF == cannotOpen || e.Code()&0xFF == readOnly)
}

// openReadOnly loads the file, all of it as it is at one moment.
func (s *Store) openReadOnly(ctx context.Context, mode string) (err error) {
	if s.db, err = gpkg.OpenDatabase(s.path, mode+"&_pragma=busy_timeout(5000)&_pragma=query_only(1)&_pragma=trusted_schema(1)&_pragma=cell_size_check(1)"); err != nil {
		return err
	}
	// One that waits for who asks about the past would keep others from making the file one
	// again when they close it.
	s.db.SetMaxIdleConns(-1)
	s.w = writer{s: s, sum: newSum()}
	if s.w.conn, err = s.db.Conn(ctx); err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, s.w.conn.Close())
		s.w.conn = nil
	}()
	if _, err := s.w.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	defer s.w.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // nothing was written
	var there int
	if err := s.w.conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE name = 'cairn_state'").Scan(&there); err != nil {
		return err
	}
	if there == 0 {
		return &geo.Error{Kind: geo.Invalid, Msg: "it is no store, though perhaps a GeoPackage: without --store it is served as a file"}
	}
	var of int
	if err := s.w.conn.QueryRowContext(ctx, "SELECT version FROM cairn_state").Scan(&of); err != nil {
		return scanned(err, "cairn_state")
	}
	if of != version {
		return &geo.Error{Kind: geo.Invalid, Path: "cairn_state", Msg: fmt.Sprintf("the store is of version %d; this Cairn reads version %d, and may make that of it where it can write", of, version)}
	}
	return s.load(ctx)
}

// errReadOnlyStore refuses what changes a store that is open to be read.
func errReadOnlyStore() error {
	return &geo.Error{Kind: geo.Denied, Msg: "the store is open to be read only"}
}

// resolved follows symbolic links to the file itself: SQLite has its files beside that.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}
