// Package hook calls those who want to hear of changes to a store: it sends them, as
// JSON and signed, to the addresses that the store's file lists.
//
// Each hook has a goroutine that reads the log from the last change that was taken, which the
// file keeps; so nothing is lost by a restart, and who is slow or gone holds nobody up.
// What is sent was taken if the answer is 2xx; otherwise it is sent again, later and later but
// without end, and the file says why. So every change that is still kept arrives at least once, in the
// order in which they were made; a receiver knows by the number of a change (rev) whether
// it has had it.
//
//	hooks, err := sqlite.OpenHooks(ctx, "facts.gpkg", nil)
//	r := hook.Runner{Store: store, Hooks: hooks, Client: hook.NewClient(hook.Client{})}
//	r.Run(ctx) // until ctx is done
//
// A body is an object: hook, since (the last change that was taken before), changes,
// each as package watch writes it, and rev, the last change that was looked at; where changes were
// dropped from the log before they could be sent, missed, with after and to.
//
// Connections go to public addresses only, unless they are allowed to go anywhere; that is
// asked of the address itself when it is dialled, each time. Redirects are not
// followed, proxies of the environment not used.
package hook

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
)

// lookEvery is how often it is looked whether hooks were added or removed.
const lookEvery = 2 * time.Second

// Runner delivers to all hooks of a store. Store, Hooks and Client must be set; no
// field is changed once it runs.
type Runner struct {
	Store  geo.Keeper
	Hooks  *sqlite.Hooks
	Client *Client
	// Report, if it is not nil, is told of what could not be delivered, and, with a nil
	// error, of what can be again. Several goroutines call it.
	Report func(h sqlite.Hook, err error)
	// After tells when some time has passed; nil: time.After. Random returns a number
	// from 0 to 1; nil: one of math/rand.
	After  func(time.Duration) <-chan time.Time
	Random func() float64
	// Look, if it is not nil, says when to look whether hooks were added or removed;
	// otherwise that is every two seconds.
	Look <-chan time.Time
}

// Run delivers until ctx is done and everything that was begun has ended.
func (r *Runner) Run(ctx context.Context) {
	made := *r // with what was left out
	r = &made
	if r.After == nil {
		r.After = time.After
	}
	if r.Random == nil {
		r.Random = rand.Float64
	}
	if r.Look == nil {
		every := time.NewTicker(lookEvery)
		defer every.Stop()
		r.Look = every.C
	}
	var all sync.WaitGroup
	running := map[string]context.CancelFunc{}
	defer all.Wait()
	for {
		r.settle(ctx, &all, running)
		select {
		case <-r.Look:
		case <-ctx.Done():
			for _, stop := range running {
				stop()
			}
			return
		}
	}
}

// settle begins to deliver to hooks that are new, and ends it for those that are gone.
func (r *Runner) settle(ctx context.Context, all *sync.WaitGroup, running map[string]context.CancelFunc) {
	hooks, _, err := r.Hooks.List(ctx)
	if err != nil {
		if ctx.Err() == nil {
			r.report(sqlite.Hook{}, err)
		}
		return
	}
	there := map[string]bool{}
	for _, h := range hooks {
		there[h.ID] = true
		if running[h.ID] != nil {
			continue
		}
		ctx, stop := context.WithCancel(ctx)
		running[h.ID] = stop
		d := &delivery{runner: r, hook: h, seen: h.Seen, noted: h.Seen}
		all.Go(func() {
			defer func() { // nothing else stands around this goroutine; the others go on
				if v := recover(); v != nil {
					r.report(h, fmt.Errorf("it is not called any more until the server is started anew: panic: %v\n%s", v, debug.Stack()))
				}
			}()
			d.run(ctx)
		})
	}
	for id, stop := range running {
		if !there[id] {
			stop()
			delete(running, id)
		}
	}
}

// pause waits; the error is that of ctx.
func (r *Runner) pause(ctx context.Context, d time.Duration) error {
	select {
	case <-r.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Runner) report(h sqlite.Hook, err error) {
	if r.Report != nil {
		r.Report(h, err)
	}
}

// Test sends a hook a body without changes, {"hook":"…","test":true}, once. There is no error
// if it was taken.
func (c *Client) Test(ctx context.Context, h sqlite.Hook) error {
	return c.send(ctx, h.URL, h.Secret, message{hook: h.ID, delivery: h.ID + "-test", rev: int64(h.Seen), body: []byte(`{"hook":"` + h.ID + `","test":true}`)})
}
