package sqlite

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"cairn/geo"
)

// Others is what became of rows that other programs have changed, for
// [Options.Others].
type Others struct {
	Taken   int       // rows that have become changes
	Refused []Refusal // rows that are refused now, and were not, or for another reason
	Settled []Refusal // rows that were refused and no longer are
	Mended  []string  // what another program had dropped that the store needs, and what was done
	Err     error     // why it cannot be looked; nil if it can
}

// touched is a row that another program has changed, added or removed.
type touched struct {
	table string
	fid   int64
}

func (t touched) compare(other touched) int {
	return cmp.Or(strings.Compare(t.table, other.table), cmp.Compare(t.fid, other.fid))
}

const (
	// rowsTogether is how many rows are taken over by one transaction. Between two of
	// them others may write.
	rowsTogether = 500
	// mostSought is for how many changes it is looked whether their rows wait. Before
	// more than that all that waits is taken over.
	mostSought = 2000
)

// others is what the writer knows of the rows that other programs have touched.
type others struct {
	queue   []touched // to be looked at
	more    chan struct{}
	refused map[touched]*Refusal
	recheck bool                        // the refused are to be looked at: they may have been changed, or something was taken
	again   bool                        // something was taken since they were looked at
	rev     geo.Rev                     // that they were looked at with
	listed  int64                       // the version of the data of which all was listed
	began   time.Time                   // to look at them; zero while that is not done
	next    time.Time                   // when they may be looked at again
	taken   int                         // rows that nobody has been told of
	settled []Refusal                   // the same
	mended  []string                    // the same
	schema  int64                       // which state of the tables was last looked at
	stands  map[string]map[int64]geo.ID // by table: the features in touched rows, where the log had to be asked
	fault   string                      // why it could not be looked
}

// look takes over some of what another program has changed, if one has changed
// anything. [others.more] can be received from afterwards if there is more.
func (w *writer) look(ctx context.Context) {
	o := &w.others
	err := w.list(ctx, true)
	if err == nil && len(o.queue) == 0 && len(o.refused) > 0 && (o.recheck || o.rev != w.s.rev()) && time.Now().After(o.next) {
		w.retry() // what they lacked may be there now
	}
	if err == nil {
		err = w.step(ctx)
	}
	o.more = nil
	if err == nil && len(o.queue) == 0 && (!o.recheck || len(o.refused) == 0) {
		err = w.tellOthers(ctx)
	}
	if err == nil && len(o.queue) > 0 {
		o.more = make(chan struct{})
		close(o.more)
	}
	w.complain(err)
}

// complain tells why it cannot be looked what others have changed, once.
func (w *writer) complain(err error) {
	fault := ""
	if err != nil {
		fault = err.Error()
	}
	if fault != "" && fault != w.others.fault && w.s.o.Others != nil {
		w.s.o.Others(Others{Err: err})
	}
	w.others.fault = fault
}

// takeTouched takes over all the rows that other programs have touched: each becomes
// a change like any other, by nobody that is known. What the store must refuse stays
// in cairn_touched, and is told of in cairn_refused.
func (w *writer) takeTouched(ctx context.Context) error {
	err := w.list(ctx, true)
	for err == nil && len(w.others.queue) > 0 {
		err = w.step(ctx)
	}
	return err
}

// wait reports whether rows are known to be looked at before the next change.
func (o *others) wait() bool { return len(o.queue) > 0 || o.recheck && len(o.refused) > 0 }

// takeBefore takes over some rows, and those that the changes of these requests are
// about, so that nothing is written over what another program has just changed.
func (w *writer) takeBefore(ctx context.Context, all []*request) error {
	o := &w.others
	if err := w.list(ctx, false); err != nil {
		return err
	}
	if err := w.step(ctx); err != nil || !o.wait() {
		return err
	}
	n := 0
	for _, r := range all {
		n += len(r.changes)
		for i := range r.changes {
			if r.changes[i].Op == geo.DropCollection {
				n = mostSought
			}
		}
	}
	if n >= mostSought {
		if o.recheck && len(o.queue) == 0 {
			w.retry()
		}
		return w.takeTouched(ctx)
	}
	mine, err := w.mine(ctx, all)
	if err != nil || len(mine) == 0 {
		return err
	}
	return w.take(ctx, mine)
}

// list lists what is to be looked at, if another program has changed anything. Unless all
// is asked for, it may overlook a row where as many were put back.
func (w *writer) list(ctx context.Context, all bool) error {
	var version int64
	if err := w.get(ctx, &version, "PRAGMA data_version"); err != nil {
		return explain(err, "look for changes of other programs")
	}
	if version == w.version && (!all || version == w.others.listed) {
		return nil
	}
	if err := w.mendIfChanged(ctx); err != nil {
		return err
	}
	if !all {
		same, err := w.onlyRefused(ctx)
		if err != nil {
			return err
		}
		if same {
			w.others.recheck, w.version = true, version
			return nil
		}
	}
	rows, err := w.conn.QueryContext(ctx, "SELECT table_name, fid FROM cairn_touched ORDER BY table_name, fid")
	if err != nil {
		return explain(err, "look for changes of other programs")
	}
	defer rows.Close()
	var fresh []touched
	for rows.Next() {
		var t touched
		if err := rows.Scan(&t.table, &t.fid); err != nil {
			return scanned(err, "cairn_touched")
		}
		if w.others.refused[t] == nil {
			fresh = append(fresh, t)
		}
	}
	if err := rows.Err(); err != nil {
		return explain(err, "look for changes of other programs")
	}
	// What has been refused may have been mended, or put back. It comes when nothing else
	// waits, and not all the time, so that it keeps nothing waiting.
	w.others.queue, w.others.recheck = fresh, true
	w.others.stands = nil
	w.version, w.others.listed = version, version
	if len(w.others.queue) > 0 {
		w.stale = true // what is said of the columns may be something else
	}
	return nil
}

// onlyRefused reports whether as many rows are noted as are refused already: most
// likely those.
func (w *writer) onlyRefused(ctx context.Context) (bool, error) {
	var n int
	if err := w.get(ctx, &n, "SELECT count(*) FROM cairn_touched"); err != nil {
		return false, explain(err, "look for changes of other programs")
	}
	return n == len(w.others.refused) && len(w.others.queue) == 0, nil
}

// mendIfChanged looks at how the file's tables are made, if that may have been changed.
func (w *writer) mendIfChanged(ctx context.Context) error {
	var schema int64
	if err := w.conn.QueryRowContext(ctx, "PRAGMA schema_version").Scan(&schema); err != nil {
		return explain(err, "look for changes of other programs")
	}
	if schema == w.others.schema {
		return nil
	}
	w.stale = true // the tables may have other columns
	if err := w.mend(ctx); err != nil {
		return err
	}
	w.others.schema = schema // what was mended is looked at once more
	return nil
}

// retry has the rows that are refused looked at again.
func (w *writer) retry() {
	o := &w.others
	o.queue = slices.SortedFunc(maps.Keys(o.refused), touched.compare)
	o.again, o.recheck, o.stands, o.began = false, false, nil, time.Now()
}

// step takes over the next rows that wait. What is refused is to be looked at again if
// others were taken, because it may need them.
func (w *writer) step(ctx context.Context) error {
	o := &w.others
	if len(o.queue) == 0 {
		return nil
	}
	n := min(rowsTogether, len(o.queue))
	if err := w.take(ctx, o.queue[:n]); err != nil {
		return err
	}
	if o.queue = o.queue[n:]; len(o.queue) > 0 {
		return nil
	}
	o.queue = nil
	if !o.began.IsZero() { // one part in twenty of the time may go into it
		o.next, o.began = time.Now().Add(19*time.Since(o.began)), time.Time{}
	}
	o.recheck = o.recheck || o.again
	o.again, o.stands, o.rev = false, nil, w.s.rev()
	return nil
}

// mine returns the rows that wait and that changes are about.
func (w *writer) mine(ctx context.Context, all []*request) ([]touched, error) {
	now, err := w.s.mem.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer now.Close()
	if err := w.refresh(ctx); err != nil {
		return nil, err
	}
	var mine []touched
	seek := func(h *held, text string, args ...any) error {
		t := touched{table: h.Name()}
		rows, err := w.conn.QueryContext(ctx, "SELECT fid FROM cairn_touched WHERE table_name = ? AND fid = ("+text+")", append([]any{t.table}, args...)...)
		if err != nil {
			return explain(err, "look for changes of other programs")
		}
		defer rows.Close()
		for rows.Next() {
			if err := rows.Scan(&t.fid); err != nil {
				return scanned(err, "cairn_touched")
			}
			if !slices.Contains(mine, t) {
				mine = append(mine, t)
			}
		}
		return explain(rows.Err(), "look for changes of other programs")
	}
	for _, r := range all {
		for i := range r.changes {
			c := &r.changes[i]
			h, id := w.held[c.In], c.ID
			if c.Op == geo.Put || c.Op == geo.Create {
				id = c.Feature.ID()
			}
			if h == nil || id == "" {
				continue
			}
			if f, err := now.Feature(ctx, c.In, id); err == nil {
				if err := seek(h, "SELECT fid FROM cairn_log WHERE rev = ?", int64(f.Rev())); err != nil {
					return nil, err
				}
			}
			text, args := h.rowOf(id)
			if err := seek(h, text, args...); err != nil {
				return nil, err
			}
		}
	}
	return mine, nil
}

// tellOthers writes down and tells what became of what others have changed, if nobody
// has been told.
func (w *writer) tellOthers(ctx context.Context) error {
	o := &w.others
	told := Others{Taken: o.taken, Settled: o.settled, Mended: o.mended}
	for _, r := range o.refused {
		if !r.told {
			told.Refused = append(told.Refused, *r)
		}
	}
	slices.SortFunc(told.Refused, func(a, b Refusal) int {
		return cmp.Or(strings.Compare(a.Table, b.Table), cmp.Compare(a.Row, b.Row))
	})
	if len(told.Refused) > 0 || len(told.Settled) > 0 {
		if err := w.writeRefused(ctx, told, w.s.o.Now().UTC().Truncate(time.Millisecond)); err != nil {
			return err
		}
	}
	for _, r := range o.refused {
		r.told = true
	}
	o.taken, o.settled, o.mended = 0, nil, nil
	if w.s.o.Others != nil && (told.Taken > 0 || len(told.Mended) > 0 || len(told.Refused) > 0 || len(told.Settled) > 0) {
		w.s.o.Others(told)
	}
	return nil
}

// recallRefused reads what was refused when the file was last open. If another program
// has spoilt the table, that is no reason not to open the store.
func (w *writer) recallRefused(ctx context.Context) {
	all, err := listRefused(ctx, w.conn, false)
	if err != nil {
		return
	}
	w.others.refused = map[touched]*Refusal{}
	for i := range all {
		w.others.refused[touched{all[i].Table, all[i].Row}] = &all[i]
	}
}
