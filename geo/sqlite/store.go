package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"cairn/geo"
	"cairn/geo/gpkg"
	"cairn/geo/memory"
)

// Options say how a store is opened. The zero Options are good.
type Options struct {
	Now   func() time.Time // tells the time of changes; nil is the clock
	Rules []geo.Rule       // asked of every group of changes
	// Progress, if it is not nil, is told now and then while the file is read how many
	// of how many features there are in memory.
	Progress func(done, of int)
	// Keep says for how long changes are kept; 0 is for ever. What stands is kept
	// whatever its age.
	Keep time.Duration
	// Others, if it is not nil, is told what becomes of rows that other programs have
	// changed, by the goroutine that writes, which waits for it.
	Others func(Others)
	// LookEvery is how often it is looked whether there are such; 0 is every two seconds.
	LookEvery time.Duration
}

// Store is a [geo.Keeper] whose changes are in a GeoPackage before anybody sees
// them, and whose answers come from memory.
type Store struct {
	path string
	o    Options
	mem  *memory.Store
	lock *fileLock // nil of a store that is only read
	db   *sql.DB
	kept atomic.Int64 // what Kept returns

	readOnly bool // nobody writes: there is no goroutine for it

	requests chan *request
	asking   atomic.Int64  // how many callers wait for the writer to take what they ask
	crowd    crowd         // belongs to the writer's goroutine
	closing  chan struct{} // closed by Close
	closed   chan struct{} // closed when the writer has ended
	once     sync.Once     // of Close
	closeErr error

	w writer // belongs to the writer's goroutine
}

// Open opens the GeoPackage at path, or makes one if there is no file, and loads it.
// A GeoPackage of another program's becomes a store: tables are added to it, and its
// own stay as they are. Nobody else can write by a store to the file until it is closed.
//
// Errors: Busy if another process has it open; Denied if the file or its folder
// cannot be written; Invalid if it is no GeoPackage, or a damaged one, which is left
// as it is; Full if there is no room.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.LookEvery <= 0 {
		o.LookEvery = lookEvery
	}
	path = resolved(path)
	isNew, err := look(path)
	if err != nil {
		return nil, err
	}
	if isNew && beside(path+"-wal") {
		// SQLite would delete it, and with it the last changes of a store that was moved.
		return nil, &geo.Error{Kind: geo.Invalid, Path: path, Msg: "there is the log of a store beside it (-wal), but not the store's file: put that back beside the log, or take the log away"}
	}
	_, absent := os.Lstat(path)
	l, err := lock(path)
	if err != nil {
		if errors.Is(err, os.ErrPermission) || isReadOnly(err) {
			err = &geo.Error{Kind: geo.Denied, Path: path, Msg: "the file, or the folder that it is in, cannot be written; with --read-only it is served as it is", Err: err}
		}
		return nil, err
	}
	s := &Store{
		path: path, o: o, lock: l,
		requests: make(chan *request), closing: make(chan struct{}), closed: make(chan struct{}),
	}
	if err := s.open(ctx, isNew); err != nil {
		err = errors.Join(unfit(err, "open the store"), s.let())
		if errors.Is(absent, os.ErrNotExist) {
			l.removeEmpty()
		}
		return nil, named(errors.Join(err, l.release()), path)
	}
	go s.run()
	return s, nil
}

// named puts the file before an error's path.
func named(err error, path string) error {
	var e *geo.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", path, err)
	}
	with := *e
	with.Path = path
	if e.Path != "" && e.Path != path {
		with.Path += ", " + e.Path
	}
	return &with
}

// look reports whether there is no file yet, or an empty one. The error says why the
// file is no store and cannot become one. It is the last to open the file by other
// means than SQLite.
func look(path string) (isNew bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return false, &geo.Error{Kind: geo.NotFound, Path: path, Msg: "there is no such folder", Err: err}
		}
		return true, nil
	case err != nil:
		return false, fmt.Errorf("open the store: %w", err)
	case info.IsDir():
		return false, &geo.Error{Kind: geo.Invalid, Path: path, Msg: "it is a folder; expected a file"}
	case !info.Mode().IsRegular():
		return false, &geo.Error{Kind: geo.Invalid, Path: path, Msg: "it is a device or the like; expected a file"}
	}
	if err := whole(path, info.Size()); err != nil {
		return false, err
	}
	return info.Size() == 0, nil
}

// open opens the database, makes of it what it must be, and loads it.
func (s *Store) open(ctx context.Context, isNew bool) error {
	const settings = "?mode=rw&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_pragma=trusted_schema(1)&_pragma=cell_size_check(1)&_pragma=foreign_keys(0)&_pragma=wal_autocheckpoint(4000)"
	var err error
	if s.db, err = gpkg.OpenDatabase(s.path, settings); err != nil {
		return err
	}
	s.db.SetMaxIdleConns(idle)
	if s.w.conn, err = s.db.Conn(ctx); err != nil {
		return explain(err, "open the file")
	}
	s.w.s = s
	if err := s.w.prepare(ctx, isNew); err != nil {
		return err
	}
	if err := s.load(ctx); err != nil {
		return err
	}
	if err := s.w.mendIfChanged(ctx); err != nil {
		return err
	}
	if err := s.w.hold(ctx); err != nil {
		return err
	}
	if err := s.w.beginWriting(ctx); err != nil {
		return err
	}
	s.w.recallRefused(ctx)
	if err := s.w.takeTouched(ctx); err != nil {
		return err
	}
	return s.w.prune(ctx)
}

// newMode is the mode of a file that is made: it holds the secrets of hooks, and what is
// not published yet. SQLite gives what it has beside a file the file's mode.
const newMode = 0o600

// idle is how many connections that read the past are kept for the next who ask. They
// must be let go before the journal can be changed.
const idle = 2

// shut lets go of everything, the lock last.
func (s *Store) shut() error {
	return errors.Join(s.let(), s.lock.release())
}

// let lets go of the database.
func (s *Store) let() error {
	err := s.w.forget()
	if s.w.conn != nil {
		err = errors.Join(err, s.w.conn.Close())
	}
	if s.db != nil {
		err = errors.Join(err, s.db.Close())
	}
	return err
}

// Read opens the state as it is now; it never waits.
func (s *Store) Read(ctx context.Context) (geo.Reader, error) { return s.mem.Read(ctx) }

// Apply makes the changes, all or none. They are on the disk when it returns. Beside
// the errors of [geo.Store] there are Full, if there is no room for them, and Busy, if
// another program writes to the file for longer than five seconds.
func (s *Store) Apply(ctx context.Context, changes ...geo.Change) (geo.Rev, error) {
	if err := ctx.Err(); err != nil && len(changes) > 0 {
		return s.rev(), fmt.Errorf("apply %d changes: %w", len(changes), err)
	}
	if len(changes) == 0 {
		return s.rev(), nil
	}
	return s.ask(ctx, &request{ctx: ctx, changes: changes})
}

// ask gives a request to the writer and waits for the answer.
func (s *Store) ask(ctx context.Context, r *request) (geo.Rev, error) {
	if s.readOnly {
		return s.rev(), errReadOnlyStore()
	}
	r.answer = make(chan answer, 1)
	s.asking.Add(1)
	select {
	case s.requests <- r:
		s.asking.Add(-1)
	case <-ctx.Done():
		s.asking.Add(-1)
		return s.rev(), fmt.Errorf("wait to write: %w", ctx.Err())
	case <-s.closing:
		s.asking.Add(-1)
		return s.rev(), &geo.Error{Kind: geo.Denied, Msg: "the store is closed"}
	}
	// It may be made now, so that there is no way back.
	a := <-r.answer
	return a.rev, a.err
}

// rev returns the present revision.
func (s *Store) rev() geo.Rev {
	r, err := s.mem.Read(context.Background())
	if err != nil {
		return 0
	}
	defer r.Close()
	rev, _ := r.Rev()
	return rev
}

// Close waits for the changes that are being made and closes the file, which is one
// GeoPackage without other files beside it then. Readers that are open stay usable.
func (s *Store) Close() error {
	s.once.Do(func() { close(s.closing) })
	<-s.closed
	return s.closeErr
}

// Path returns where the file is.
func (s *Store) Path() string { return s.path }

// Wait returns when there is a revision after since, or with the error of ctx.
func (s *Store) Wait(ctx context.Context, since geo.Rev) error { return s.mem.Wait(ctx, since) }
