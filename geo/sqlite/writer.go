package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"cairn/geo"
	"cairn/geo/gpkg"
	"cairn/geo/memory"
)

const (
	// lookEvery is how often it is looked whether another program has changed rows.
	lookEvery = 2 * time.Second
)

// request is what the writer is asked to do: changes to make, or something else that
// must not be done while changes are made.
type request struct {
	ctx     context.Context
	changes []geo.Change
	do      func(ctx context.Context) (geo.Rev, error)
	answer  chan answer
}

type answer struct {
	rev geo.Rev
	err error
}

// writer changes the file. All of it belongs to one goroutine.
type writer struct {
	s     *Store
	conn  *sql.Conn
	held  map[geo.Name]*held
	stale bool // a transaction was undone: what is held may not be what is in the file
	sum   func(*record) int64
	prepared
	args    []any // room for those of a statement
	version int64 // of the data, as SQLite numbers it for this connection
	others  others
}

// held is a collection and its table.
type held struct {
	*gpkg.Table
	name   geo.Name
	made   bool        // by us
	time   []string    // time fields, as they were given
	schema *geo.Schema // as it is in the file
	fields string      // the same, as it is written there

	heights, heightsTold bool // whether geometries have heights, as it is in the file
}

// run makes what is asked for until the store is closed.
func (s *Store) run() {
	defer close(s.closed)
	look := time.NewTicker(s.o.LookEvery)
	defer look.Stop()
	for {
		select {
		case r := <-s.requests:
			s.serve(r)
		case <-look.C:
			s.w.look(context.Background())
		case <-s.w.others.more:
			select { // those who wait come first, one after the other
			case r := <-s.requests:
				s.serve(r)
			default:
			}
			s.w.look(context.Background())
		case <-s.closing:
			s.closeErr = s.end()
			return
		}
	}
}

// serve does what is asked first, with all that are there or about to come.
func (s *Store) serve(first *request) {
	all := s.crowd.gather(first, s.requests)
	began := time.Now()
	s.w.serve(all)
	s.crowd.served(len(all), time.Since(began), int(s.asking.Load()))
}

// end finishes the file.
func (s *Store) end() error {
	err := s.w.finish(context.Background())
	return errors.Join(err, s.mem.Close(), s.shut())
}

// serve does what is asked: changes together, anything else by itself.
func (w *writer) serve(all []*request) {
	var together []*request
	for _, r := range all {
		switch {
		case r.ctx.Err() != nil:
			r.answer <- answer{w.s.rev(), r.ctx.Err()}
		case r.do != nil:
			defer func() {
				rev, err := r.do(r.ctx)
				r.answer <- answer{rev, err}
			}()
		default:
			together = append(together, r)
		}
	}
	if len(together) > 0 {
		w.make(together)
	}
}

// make makes the changes of several callers, each group all or none. What makes a
// transaction fail because of the changes themselves refuses only the group that they
// are in.
func (w *writer) make(all []*request) {
	ctx := context.Background()
	if len(all) == 1 {
		ctx = all[0].ctx
	}
	errs, revs, err := w.together(ctx, all)
	if err != nil && len(all) > 1 && ofChanges(err) {
		for _, r := range all {
			w.make([]*request{r})
		}
		return
	}
	for i, r := range all {
		a := answer{w.s.rev(), err}
		if err == nil {
			a = answer{revs[i], errs[i]}
		}
		r.answer <- a
	}
}

// ofChanges reports whether an error is about changes, not about the file.
func ofChanges(err error) bool {
	switch geo.KindOf(err) {
	case geo.Invalid, geo.Denied, geo.Conflict, geo.NotFound:
		return true
	}
	return false
}

// mostAgain is how often changes are worked out anew because another program has
// changed the file meanwhile. After that they are made upon what it did.
const mostAgain = 3

// errMeanwhile says that another program has changed the file since it was looked at.
var errMeanwhile = errors.New("another program has changed the file meanwhile")

// together makes the groups in one transaction, commits it and then publishes what
// it made.
func (w *writer) together(ctx context.Context, all []*request) (errs []error, revs []geo.Rev, err error) {
	groups := make([][]geo.Change, len(all))
	for i, r := range all {
		groups[i] = r.changes
	}
	for again := 0; ; again++ {
		// Whether others have changed anything is asked in the transaction itself, where
		// it costs nothing and they can change nothing any more.
		if again > 0 || w.others.wait() {
			if err := w.takeBefore(context.WithoutCancel(ctx), all); err != nil {
				return nil, nil, ofFile(err)
			}
		}
		errs, revs, err = w.attempt(ctx, groups, again < mostAgain)
		if !errors.Is(err, errMeanwhile) {
			return errs, revs, err
		}
	}
}

// attempt makes the groups; if alone is set, only if no other program has changed
// anything that was not looked at: otherwise the error is errMeanwhile.
func (w *writer) attempt(ctx context.Context, groups [][]geo.Change, alone bool) (errs []error, revs []geo.Rev, err error) {
	pending, err := w.s.mem.Prepare(ctx, groups...)
	if err != nil {
		return nil, nil, err
	}
	defer pending.Drop()
	if alone && errors.Join(pending.Errs()...) != nil {
		// What others have done may be what was lacking.
		if err := w.still(context.WithoutCancel(ctx)); err != nil {
			return nil, nil, err
		}
	}
	if err := w.commit(context.WithoutCancel(ctx), pending, alone); err != nil {
		return nil, nil, err
	}
	return pending.Errs(), pending.Revs(), nil
}

// commit writes what is pending, and publishes it when it is on the disk. If there is
// an error, nothing was made.
func (w *writer) commit(ctx context.Context, pending *memory.Pending, alone bool) error {
	if pending.Rev() == w.s.rev() {
		pending.Publish()
		return nil
	}
	if err := w.refresh(ctx); err != nil {
		return ofFile(err)
	}
	err := w.transaction(ctx, func() error {
		if alone {
			if err := w.still(ctx); err != nil {
				return err
			}
		}
		return w.write(ctx, pending, nil)
	})
	if err != nil {
		return ofSQLite(err)
	}
	pending.Publish()
	return nil
}

// still returns errMeanwhile if another program has changed the file since
// [writer.list] has looked.
func (w *writer) still(ctx context.Context) error {
	var version int64
	if err := w.get(ctx, &version, "PRAGMA data_version"); err != nil {
		return explain(err, "look for changes of other programs")
	}
	if version != w.version {
		return errMeanwhile
	}
	return nil
}

// transaction runs do in a transaction that is ours, so that what it changes is not
// taken for the work of another program.
func (w *writer) transaction(ctx context.Context, do func() error) error {
	if err := w.s.lock.still(); err != nil {
		return err
	}
	if err := w.refresh(ctx); err != nil {
		return err
	}
	if err := w.do(ctx, "BEGIN IMMEDIATE"); err != nil {
		return explain(err, "begin to write")
	}
	err := w.do(ctx, "UPDATE cairn_state SET busy = 1")
	if err == nil {
		err = do()
	}
	if err == nil {
		err = w.do(ctx, "UPDATE cairn_state SET busy = 0")
	}
	if err == nil {
		err = w.do(ctx, "COMMIT")
	}
	if err == nil {
		return nil
	}
	w.stale = true
	if _, undone := w.conn.ExecContext(ctx, "ROLLBACK"); undone != nil && w.inTransaction(ctx) {
		err = errors.Join(err, undone)
	}
	return explain(err, "write to the file")
}

// inTransaction reports whether one is going on. After some errors SQLite has ended it
// by itself.
func (w *writer) inTransaction(ctx context.Context) bool {
	_, err := w.conn.ExecContext(ctx, "BEGIN")
	if err == nil {
		_, err = w.conn.ExecContext(ctx, "ROLLBACK")
	}
	return err != nil
}

// refresh reads again what is held of the file, if that may be wrong.
func (w *writer) refresh(ctx context.Context) error {
	if !w.stale {
		return nil
	}
	if err := w.hold(ctx); err != nil {
		return err
	}
	w.stale = false
	return nil
}
