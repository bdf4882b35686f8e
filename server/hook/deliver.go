package hook

import (
	"context"
	"errors"
	"time"

	"cairn/geo"
	"cairn/geo/sqlite"
	"cairn/geo/watch"
)

const (
	firstWait   = time.Second      // after one failure; doubled with each more
	longestWait = 10 * time.Minute // however many there have been
	// noteEvery is how far what the file says of changes of which there is nothing to say
	// may lag behind.
	noteEvery = 10 * time.Second
)

// delivery brings one hook what it wants to hear. All of it belongs to one goroutine.
type delivery struct {
	runner *Runner
	hook   sqlite.Hook
	seen   geo.Rev // as the hook's, which may lag behind
	noted  geo.Rev // what the file has
	watch  *watch.Watch
	schema *geo.Schema // of the watch's filter
	next   *message    // what is to be sent; nil: to be gathered
	last   geo.Rev     // of next
}

// run delivers until ctx is done or the hook is no more.
func (d *delivery) run(ctx context.Context) {
	if wait := d.hook.Next.Sub(d.runner.Client.Now()); !d.hook.Next.IsZero() && wait > 0 {
		if d.runner.pause(ctx, min(wait, longestWait)) != nil { // a wait begun before a restart
			return
		}
	}
	for {
		err := d.step(ctx)
		switch {
		case ctx.Err() != nil:
			d.skip(context.WithoutCancel(ctx))
			return
		case gone(err):
			return
		case err != nil:
			if d.fail(ctx, err) != nil {
				return
			}
		}
	}
}

// gone reports whether an error says that the hook was removed.
func gone(err error) bool { return errors.Is(err, errGone) }

var errGone = errors.New("the hook is no more")

// step sends what there is to send, or waits until there may be something.
func (d *delivery) step(ctx context.Context) error {
	if d.next == nil {
		m, last, err := d.gather(ctx)
		if err != nil {
			return err
		}
		if m == nil {
			return d.idle(ctx, last)
		}
		d.next, d.last = m, last
	}
	if err := d.runner.Client.send(ctx, d.hook.URL, d.hook.Secret, *d.next); err != nil {
		return err
	}
	if d.hook.Failures > 0 {
		d.runner.report(d.hook, nil)
	}
	d.seen, d.next, d.hook.Failures = d.last, nil, 0
	// What was taken is noted, even if all is to end now. Where that fails, it is sent
	// again after a restart, and noted with what comes next otherwise.
	err := d.runner.Hooks.Advance(context.WithoutCancel(ctx), d.hook.ID, d.seen, true)
	switch {
	case geo.KindOf(err) == geo.NotFound:
		return errGone
	case err != nil:
		d.runner.report(d.hook, err)
	default:
		d.noted = d.seen
	}
	return nil
}

// idle waits for the next change after a revision up to which there was nothing to
// say, and notes that now and then.
func (d *delivery) idle(ctx context.Context, last geo.Rev) error {
	d.seen = last
	wait, stop := ctx, context.CancelFunc(func() {})
	if d.seen > d.noted {
		wait, stop = context.WithTimeout(ctx, noteEvery)
	}
	defer stop()
	if d.seen-d.noted >= mostLooked {
		return d.skip(ctx)
	}
	err := d.runner.Store.Wait(wait, d.seen)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return d.skip(ctx)
	}
	return err
}

// skip notes how far there was nothing to say.
func (d *delivery) skip(ctx context.Context) error {
	if d.seen <= d.noted {
		return nil
	}
	err := d.runner.Hooks.Advance(ctx, d.hook.ID, d.seen, false)
	switch {
	case geo.KindOf(err) == geo.NotFound:
		return errGone
	case err == nil:
		d.noted = d.seen
	}
	return err
}

// fail notes that something went wrong, and waits before it is tried again. The error
// says that it is not to be.
func (d *delivery) fail(ctx context.Context, fault error) error {
	d.hook.Failures++
	wait := backoff(d.hook.Failures, d.runner.Random())
	err := d.runner.Hooks.Fail(ctx, d.hook.ID, fault.Error(), d.runner.Client.Now().Add(wait))
	if geo.KindOf(err) == geo.NotFound {
		return errGone
	}
	d.runner.report(d.hook, errors.Join(fault, err))
	return d.runner.pause(ctx, wait)
}

// backoff returns how long to wait after some failures: a second after the first, twice
// as long after each more, ten minutes at the most; of that at least half, by chance (0 to 1), so
// that those who failed together do not come back together.
func backoff(failures int, chance float64) time.Duration {
	d := longestWait
	if failures < 11 {
		d = min(firstWait<<(failures-1), longestWait)
	}
	return d/2 + time.Duration(chance*float64(d/2))
}
