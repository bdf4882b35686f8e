package server

import (
	"context"
	"iter"
	"strconv"
	"sync"

	"cairn/geo"
	"cairn/geo/watch"
)

// tailLength is how many changes are kept at hand for those who listen.
const tailLength = 4096

// tail keeps the last changes, so that one change is read from the log once and not
// by each of thousands who hear of it at the same moment.
type tail struct {
	mu   sync.Mutex
	last geo.Rev // of the changes; 0: nothing has been read yet
	list []*telling
}

// telling is a change as listeners hear of it.
type telling struct {
	geo.Change
	once sync.Once
	json []byte // for who hears "enter", which is most; see appendEvent
}

// after yields the changes after a revision: from the tail if it reaches back so
// far, otherwise from the log.
func (t *tail) after(ctx context.Context, k geo.Keeper, since geo.Rev) iter.Seq2[*telling, error] {
	return func(yield func(*telling, error) bool) {
		list, ok, err := t.from(ctx, k, since)
		if err != nil {
			yield(nil, err)
			return
		}
		if ok {
			for _, one := range list {
				if !yield(one, nil) {
					return
				}
			}
			return
		}
		for c, err := range k.Changes(ctx, since) {
			if !yield(&telling{Change: c}, err) {
				return
			}
		}
	}
}

// from returns the changes after a revision, if the tail has them; it reads what is
// new first.
func (t *tail) from(ctx context.Context, k geo.Keeper, since geo.Rev) (list []*telling, ok bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept, err := k.Kept(ctx)
	if err != nil {
		return nil, false, err
	}
	if t.last < kept || t.last == 0 { // what is older, the log tells, as long as it is kept
		t.last, t.list = max(kept, since), nil
	}
	if since < t.last-geo.Rev(len(t.list)) {
		return nil, false, nil
	}
	for c, err := range k.Changes(ctx, t.last) {
		if geo.KindOf(err) == geo.NotFound && since > t.last {
			t.last, t.list = since, nil // nobody listened while the log forgot
			return nil, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		t.list = append(t.list, &telling{Change: c})
		t.last = c.Rev
		if len(t.list) > 2*tailLength {
			t.list = append([]*telling(nil), t.list[tailLength:]...)
		}
	}
	if more := len(t.list) - tailLength; more > 0 {
		t.list = append([]*telling(nil), t.list[more:]...)
	}
	first := t.last - geo.Rev(len(t.list)) // the revision before the first of the list
	if since < first {
		return nil, false, nil
	}
	return t.list[min(int(since-first), len(t.list)):], true, nil
}

// appendEvent appends a change as a server-sent event. What most hear is written
// once for all of them.
func (t *telling) appendEvent(b []byte, kind string) []byte {
	if kind != "enter" {
		return t.event(b, kind)
	}
	t.once.Do(func() { t.json = t.event(nil, kind) })
	return append(b, t.json...)
}

func (t *telling) event(b []byte, kind string) []byte {
	b = strconv.AppendInt(append(b, "id: "...), int64(t.Rev), 10)
	b = append(append(append(b, "\nevent: "...), watch.Verb(t.Change)...), "\ndata: "...)
	return append(watch.AppendChange(b, t.Change, kind), "\n\n"...)
}
