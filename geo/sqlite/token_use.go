package sqlite

import (
	"context"
	"sync"
	"time"
)

// noteEvery is how far the time at which a token was last used may lag behind, so
// that not every request writes.
const noteEvery = time.Minute

// uses are uses of tokens that are not in the file yet.
type uses struct {
	mu      sync.Mutex
	last    map[string]time.Time // by key
	begun   map[string]time.Time // when the last of a key was begun to be written
	writing bool
	flushed sync.WaitGroup
}

// note keeps that a token was used, and writes it beside if the file is behind.
func (t *Tokens) note(key string, written, now time.Time) {
	u := &t.uses
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.last == nil {
		u.last = map[string]time.Time{}
	}
	u.last[key] = now
	if begun := u.begun[key]; begun.After(written) {
		written = begun // what is known of the file may be older
	}
	if u.writing || now.Sub(written) < noteEvery {
		return
	}
	u.writing = true
	if u.begun == nil {
		u.begun = map[string]time.Time{}
	}
	u.begun[key] = now
	u.flushed.Go(func() {
		// What cannot be written now is written with what comes later.
		_ = t.write(context.Background())
		u.mu.Lock()
		defer u.mu.Unlock()
		u.writing = false
	})
}

// flush writes what is not in the file yet.
func (t *Tokens) flush(ctx context.Context) error {
	t.uses.flushed.Wait()
	return t.write(ctx)
}

func (t *Tokens) write(ctx context.Context) error {
	u := &t.uses
	u.mu.Lock()
	last := u.last
	u.last = nil
	u.mu.Unlock()
	for key, at := range last {
		if _, err := t.db.ExecContext(ctx, "UPDATE cairn_token SET used = max(ifnull(used, 0), ?) WHERE key = ?", moment(at), key); err != nil {
			return explain(err, "write when tokens were used")
		}
	}
	return nil
}
