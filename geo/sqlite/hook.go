package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"cairn/geo"
)

// Hook is somebody who is called when something changes: where, of what, and how far
// that has come.
type Hook struct {
	ID         string // 8 letters and digits, given by [Hooks.Add]
	URL        string
	Secret     string   // signs what is sent
	Collection geo.Name // only of this one; "" for all
	Box        string   // only in this box, as a request has it; "" for everywhere
	Filter     string   // only what this CQL2 text is true of; "" for all
	Made       time.Time

	Seen      geo.Rev   // the last change that was taken, or that there was nothing to say of
	Delivered time.Time // when something was last taken; zero for never
	Failed    time.Time // when it last was not; zero for never
	Fault     string    // why not; "" if all is well since
	Failures  int       // since something was last taken
	Next      time.Time // when it is tried again; zero for at once
}

const (
	// SecretPrefix is how the secrets begin that are made here.
	SecretPrefix = "cairnhook_"
	// MaxHooks is how many hooks a store may have.
	MaxHooks    = 100
	maxSecret   = 1024 // bytes
	minSecret   = 16
	maxHookURL  = 2048
	maxHookText = 64 << 10 // of a filter
	maxFault    = 500
	hookTable   = `CREATE TABLE IF NOT EXISTS cairn_hook (
  id TEXT PRIMARY KEY NOT NULL,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  collection TEXT NOT NULL,
  box TEXT NOT NULL,
  filter TEXT NOT NULL,
  made INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  delivered INTEGER,
  failed INTEGER,
  fault TEXT NOT NULL,
  failures INTEGER NOT NULL,
  next INTEGER
)`
	hookRow = `INSERT INTO gpkg_extensions SELECT 'cairn_hook', NULL, 'cairn_history', 'The history that Cairn keeps; its package geo/sqlite describes it', 'read-write'
WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions WHERE table_name = 'cairn_hook')`
	hookColumns = "id, url, secret, collection, box, filter, made, seen, delivered, failed, fault, failures, next"
)

// Hooks are those who are called when a store changes, as its file says. Like
// [Tokens] they can be read and changed by several processes at once, beside a [Store].
type Hooks struct {
	db  *sql.DB
	now func() time.Time
}

// OpenHooks opens the hooks of the store at path. now tells the time; nil is the
// clock. The error is NotFound if there is no file, Invalid if it is no store.
func OpenHooks(ctx context.Context, path string, now func() time.Time) (*Hooks, error) {
	if now == nil {
		now = time.Now
	}
	db, err := openBeside(ctx, path)
	if err != nil {
		return nil, err
	}
	return &Hooks{db, now}, nil
}

// Close closes the file.
func (h *Hooks) Close() error { return h.db.Close() }

// Collection returns the name, the fields and the number of features of a collection,
// as far as the file has them. The error is NotFound if there is no such collection.
func (h *Hooks) Collection(ctx context.Context, name geo.Name) (c geo.Collection, err error) {
	var fields string
	err = h.db.QueryRowContext(ctx, "SELECT fields, count FROM cairn_collection WHERE name = ?", string(name)).Scan(&fields, &c.Count)
	if errors.Is(err, sql.ErrNoRows) {
		return c, &geo.Error{Kind: geo.NotFound, Path: "collection", Msg: fmt.Sprintf("there is no collection %q", name)}
	}
	if err != nil {
		return c, explain(err, "read the collections")
	}
	c.Name = name
	c.Schema, err = decodeFields([]byte(fields))
	return c, err
}

// Add adds a hook, which hears of what changes from now on, or of all after
// since if that is not negative, as far as it is kept; and returns it as it is kept:
// with ID, Made and Seen, and with a Secret of 256 random bits if it had none. The URL and
// the filter are only measured here. The error is Invalid for what is too long or
// empty, Conflict if there are too many.
func (h *Hooks) Add(ctx context.Context, hook Hook, since geo.Rev) (Hook, error) {
	hook = Hook{URL: hook.URL, Secret: hook.Secret, Collection: hook.Collection, Box: hook.Box, Filter: hook.Filter, Made: h.now()}
	if err := hook.check(); err != nil {
		return Hook{}, err
	}
	random := make([]byte, keyBytes+secretBytes)
	rand.Read(random) // never fails
	hook.ID = letters(random[:keyBytes])
	if hook.Secret == "" {
		hook.Secret = SecretPrefix + letters(random[keyBytes:])
	}
	err := h.change(ctx, func(tx *sql.Tx) error {
		var n int
		var rev geo.Rev
		if err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM cairn_hook), rev FROM cairn_state").Scan(&n, &rev); err != nil {
			return err
		}
		if n >= MaxHooks {
			return &geo.Error{Kind: geo.Conflict, Path: "hook", Msg: fmt.Sprintf("the store has %d hooks, and may not have more", n)}
		}
		if hook.Seen = rev; since >= 0 {
			hook.Seen = min(since, rev)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO cairn_hook ("+hookColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, '', 0, NULL)",
			hook.ID, hook.URL, hook.Secret, string(hook.Collection), hook.Box, hook.Filter, moment(hook.Made), int64(hook.Seen))
		return err
	})
	return hook, err
}

func (hook *Hook) check() error {
	wrong := func(path, msg string) error { return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg} }
	switch {
	case hook.URL == "" || len(hook.URL) > maxHookURL:
		return wrong("url", fmt.Sprintf("expected an address of 1 to %d bytes", maxHookURL))
	case hook.Secret != "" && (len(hook.Secret) < minSecret || len(hook.Secret) > maxSecret):
		return wrong("secret", fmt.Sprintf("expected %d to %d bytes, better too many than too few; without one it is made", minSecret, maxSecret))
	case len(hook.Filter) > maxHookText || len(hook.Box) > maxHookURL:
		return wrong("filter", "it is too long")
	}
	if hook.Collection != "" {
		_, err := geo.ParseName(string(hook.Collection))
		return err
	}
	return nil
}

// change makes a change to the hooks, whose table is made if there is none.
func (h *Hooks) change(ctx context.Context, do func(tx *sql.Tx) error) error {
	tx, err := h.db.BeginTx(ctx, nil)
	if err != nil {
		return explain(err, "begin to write")
	}
	defer tx.Rollback()
	for _, s := range [...]string{hookTable, hookRow} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return explain(err, "make the table of hooks")
		}
	}
	if err := do(tx); err != nil {
		return explain(err, "write the hooks")
	}
	return explain(tx.Commit(), "write the hooks")
}

// List returns every hook with its secret, oldest first, and the revision that the
// store is at.
func (h *Hooks) List(ctx context.Context) (all []Hook, rev geo.Rev, err error) {
	if err := h.db.QueryRowContext(ctx, "SELECT rev FROM cairn_state").Scan(&rev); err != nil {
		return nil, 0, scanned(err, "cairn_state")
	}
	if there, err := hasTable(ctx, h.db, "cairn_hook"); err != nil || !there {
		return nil, rev, err
	}
	rows, err := h.db.QueryContext(ctx, "SELECT "+hookColumns+" FROM cairn_hook ORDER BY made, id")
	if err != nil {
		return nil, 0, explain(err, "read the hooks")
	}
	defer rows.Close()
	for rows.Next() {
		one, err := scanHook(rows)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, one)
		rev = max(rev, one.Seen) // the store may have gone on in between
	}
	return all, rev, explain(rows.Err(), "read the hooks")
}

func scanHook(row interface{ Scan(...any) error }) (hook Hook, err error) {
	var made int64
	var delivered, failed, next sql.NullInt64
	if err := row.Scan(&hook.ID, &hook.URL, &hook.Secret, &hook.Collection, &hook.Box, &hook.Filter, &made,
		&hook.Seen, &delivered, &failed, &hook.Fault, &hook.Failures, &next); err != nil {
		return hook, explain(err, "read the hooks")
	}
	hook.Made = time.UnixMicro(made).UTC()
	hook.Delivered, hook.Failed, hook.Next = timeOf(delivered), timeOf(failed), timeOf(next)
	return hook, nil
}

// Remove takes a hook away: nothing more is begun to be sent to it. The error is
// NotFound if there is none of that id.
func (h *Hooks) Remove(ctx context.Context, id string) error {
	return h.change(ctx, func(tx *sql.Tx) error {
		return known(tx.ExecContext(ctx, "DELETE FROM cairn_hook WHERE id = ?", id))(id)
	})
}

// Advance notes how far a hook has come: up to a revision, of which something was
// delivered, or there was nothing to say. The error is NotFound if the hook is no more.
func (h *Hooks) Advance(ctx context.Context, id string, to geo.Rev, delivered bool) error {
	text, args := "UPDATE cairn_hook SET seen = max(seen, ?) WHERE id = ?", []any{int64(to), id}
	if delivered {
		text = "UPDATE cairn_hook SET seen = max(seen, ?), delivered = ?, fault = '', failures = 0, next = NULL WHERE id = ?"
		args = []any{int64(to), moment(h.now()), id}
	}
	return known(h.db.ExecContext(ctx, text, args...))(id)
}

// Fail notes that something could not be delivered, why, and when it is tried again.
// The error is NotFound if the hook is no more.
func (h *Hooks) Fail(ctx context.Context, id, fault string, next time.Time) error {
	if len(fault) > maxFault {
		fault = strings.ToValidUTF8(fault[:maxFault], "") + "…"
	}
	return known(h.db.ExecContext(ctx, "UPDATE cairn_hook SET failed = ?, fault = ?, failures = failures + 1, next = ? WHERE id = ?",
		moment(h.now()), fault, moment(next), id))(id)
}

// known makes an error of a statement that found no hook.
func known(done sql.Result, err error) func(id string) error {
	return func(id string) error {
		if err != nil {
			return explain(err, "write the hooks")
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return explain(err, "write the hooks")
		}
		return &geo.Error{Kind: geo.NotFound, Path: "hook", Msg: fmt.Sprintf("there is no hook %q", id)}
	}
}
