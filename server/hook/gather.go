package hook

import (
	"context"
	"fmt"
	"strconv"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/sqlite"
	"cairn/geo/watch"
)

const (
	mostTogether = 100       // changes in one body
	mostBytes    = 512 << 10 // of a body, but for the last change in it
	mostLooked   = 10_000    // changes looked at before it is noted that there is nothing to say
)

// Conditions are what a hook wants to hear, apart from its collection. The error is
// Invalid for a box or a filter that cannot be read.
func Conditions(h sqlite.Hook) (where []cql2.Expr, err error) {
	if h.Box != "" {
		box, err := geo.ParseBox(h.Box)
		if err != nil {
			return nil, err
		}
		where = append(where, watch.Box(box))
	}
	if h.Filter != "" {
		e, err := cql2.Parse(h.Filter)
		if err != nil {
			return nil, fmt.Errorf("filter: %w", err)
		}
		where = append(where, e)
	}
	return where, nil
}

// watching makes the watch of a hook, as the collection is now. Of a collection that
// has been dropped the last watch goes on, if there is one.
func (d *delivery) watching(ctx context.Context) error {
	if d.hook.Collection == "" || d.hook.Box == "" && d.hook.Filter == "" {
		if d.watch != nil {
			return nil
		}
	}
	where, err := Conditions(d.hook)
	if err != nil {
		return err
	}
	c := geo.Collection{Name: d.hook.Collection}
	if c.Name != "" && len(where) > 0 {
		r, err := d.runner.Store.Read(ctx)
		if err != nil {
			return err
		}
		defer r.Close()
		if c, err = r.Collection(ctx, c.Name); err != nil {
			if d.watch != nil && geo.KindOf(err) == geo.NotFound {
				return nil
			}
			return err
		}
		if d.watch != nil && c.Schema == d.schema {
			return nil
		}
		d.schema = c.Schema
		c = watch.Expecting(c, where...) // what it was when the hook was made is long ago
	}
	d.watch, err = watch.New(c, where...)
	return err
}

// lastRev returns the last revision of the store.
func (d *delivery) lastRev(ctx context.Context) (geo.Rev, error) {
	now, err := d.runner.Store.Read(ctx)
	if err != nil {
		return 0, err
	}
	defer now.Close()
	rev, _ := now.Rev()
	return rev, nil
}

// gather reads on in the log, until there is enough to send or nothing more, and makes
// the message of it; there is none if there is nothing to say. It returns the last
// revision that it looked at.
func (d *delivery) gather(ctx context.Context) (m *message, last geo.Rev, err error) {
	if err := d.watching(ctx); err != nil {
		return nil, d.seen, err
	}
	kept, err := d.runner.Store.Kept(ctx)
	if err != nil {
		return nil, d.seen, err
	}
	since := max(d.seen, kept)
	b := append([]byte(`{"hook":`), '"')
	b = append(append(b, d.hook.ID...), `","since":`...)
	b = strconv.AppendInt(b, int64(d.seen), 10)
	if since > d.seen { // nobody knows what they were any more
		b = append(b, `,"missed":{"after":`...)
		b = strconv.AppendInt(append(strconv.AppendInt(b, int64(d.seen), 10), `,"to":`...), int64(since), 10)
		b = append(b, '}')
	}
	b = append(b, `,"changes":[`...)
	until, err := d.lastRev(ctx) // when all that is told has been looked at, so has everything up to this
	if err != nil {
		return nil, d.seen, err
	}
	told, looked, last, all := 0, 0, since, true
	for c, err := range d.runner.Store.Changes(ctx, since, d.watch.Of()...) {
		if err != nil {
			return nil, d.seen, err
		}
		last, looked = c.Rev, looked+1
		if kind := d.watch.Hears(c); kind != "" {
			if told > 0 {
				b = append(b, ',')
			}
			b, told = watch.AppendChange(b, c, kind), told+1
		}
		if told == mostTogether || len(b) >= mostBytes || looked >= mostLooked {
			all = false
			break
		}
	}
	if all {
		last = max(last, until)
	}
	if told == 0 && since == d.seen {
		return nil, last, nil
	}
	b = strconv.AppendInt(append(b, `],"rev":`...), int64(last), 10)
	delivery := fmt.Sprintf("%s-%d-%d", d.hook.ID, d.seen, last)
	return &message{hook: d.hook.ID, delivery: delivery, rev: int64(last), body: append(b, '}')}, last, nil
}
