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
// far, otherwise from the log, which is asked for those in some collections only, if
// any are named. What comes last has been made, whether it was yielded or not, when all
// have been: *seen is its number then.
func (t *tail) after(ctx context.Context, k geo.Keeper, since geo.Rev, seen *geo.Rev, of ...geo.Name) iter.Seq2[*telling, error] {
	return func(yield func(*telling, error) bool) {
		now, err := revOf(ctx, k)
		if err != nil {
			yield(nil, err)
			return
		}
		list, ok, err := t.from(ctx, k, since, now)
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
		} else {
			for c, err := range k.Changes(ctx, since, of...) {
				if !yield(&telling{Change: c}, err) || err != nil {
					return
				}
			}
		}
		*seen = max(*seen, now)
	}
}

// revOf returns the last revision.
func revOf(ctx context.Context, k geo.Keeper) (geo.Rev, error) {
	now, err := k.Read(ctx)
	if err != nil {
		return 0, err
	}
	defer now.Close()
	rev, _ := now.Rev()
	return rev, nil
}

// from returns the changes after a revision, if the tail has them; it reads what is
// new first, up to now or later. It never reads more than the tail holds, since all who
// listen wait for it: what was made while nobody listened, the log tells.
func (t *tail) from(ctx context.Context, k geo.Keeper, since, now geo.Rev) (list []*telling, ok bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept, err := k.Kept(ctx)
	if err != nil {
		return nil, false, err
	}
	if least := max(kept, now-tailLength); t.last < least || t.last == 0 {
		t.last, t.list = max(least, min(since, now)), nil
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
