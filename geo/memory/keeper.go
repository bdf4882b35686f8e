package memory

import (
	"context"
	"fmt"
	"iter"
	"sort"

	"cairn/geo"
)

// Keeper is a store that keeps its past in memory: a [geo.Keeper]. Each change takes
// some 250 bytes beside the record that it replaced.
type Keeper struct{ *Store }

// NewKeeper returns an empty store that keeps every change made to it, those of
// [Store.Fill] included. What was before Rev of the options is not kept.
func NewKeeper(o Options) *Keeper {
	s := Open(o)
	s.log = &log{byName: map[geo.Name][]signature{}, deleted: map[featureKey]geo.Rev{}}
	begun := s.current.Load()
	begun.told = told{first: begun.rev + 1, from: begun.at}
	return &Keeper{s}
}

// Changes yields the changes after a revision; see [geo.Keeper].
func (k *Keeper) Changes(ctx context.Context, since geo.Rev, of ...geo.Name) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		t := k.current.Load().told
		if err := t.keeps(since); err != nil {
			yield(geo.Change{}, err)
			return
		}
		revs := count(since, t.last())
		if len(of) > 0 {
			revs = k.log.revs(since, t.last(), of)
		}
		n := 0
		for rev := range revs {
			if n%1024 == 0 && ctx.Err() != nil {
				yield(geo.Change{}, fmt.Errorf("read change %d: %w", rev, ctx.Err()))
				return
			}
			if n++; !yield(t.at(rev).Change, nil) {
				return
			}
		}
	}
}

// count yields the revisions after since up to last.
func count(since, last geo.Rev) iter.Seq[geo.Rev] {
	return func(yield func(geo.Rev) bool) {
		for rev := min(since, last) + 1; rev <= last && yield(rev); rev++ {
		}
	}
}

// keeps returns an error if not all changes after a revision are kept.
func (t *told) keeps(since geo.Rev) error {
	if since < t.first-1 {
		return &geo.Error{Kind: geo.NotFound, Path: "revision", Msg: fmt.Sprintf("the changes after revision %d are not kept any more, only those after %d", since, t.first-1)}
	}
	return nil
}

// History yields the changes to one feature that are kept, newest first; see
// [geo.Keeper].
func (k *Keeper) History(ctx context.Context, in geo.Name, id geo.ID) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		now := k.current.Load()
		rev := geo.Rev(0)
		if f, err := now.Feature(ctx, in, id); err == nil {
			rev = f.Rev()
		} else {
			rev = k.log.lastDeletion(in, id)
		}
		for rev > now.rev { // it was made again and deleted meanwhile
			now = k.current.Load()
		}
		for rev >= now.told.first {
			if err := ctx.Err(); err != nil {
				yield(geo.Change{}, fmt.Errorf("read the history of %s: %w", id, err))
				return
			}
			c := now.told.at(rev)
			if !yield(c.Change, nil) {
				return
			}
			rev = c.before
		}
	}
}

// ReadAt opens the state that a revision left; see [geo.Keeper] and [Store.Rewind].
func (k *Keeper) ReadAt(ctx context.Context, rev geo.Rev) (geo.Reader, error) {
	t := k.current.Load().told
	if err := t.keeps(rev); err != nil {
		return nil, err
	}
	return k.Rewind(ctx, rev, asked{k.Store})
}

// RevAt returns the last revision made at or before a moment; see [geo.Keeper]. The
// error is NotFound if it is not kept any more which it is.
func (k *Keeper) RevAt(_ context.Context, at geo.Instant) (geo.Rev, error) {
	t := k.current.Load().told
	n := sort.Search(t.n, func(i int) bool { return t.at(t.first+geo.Rev(i)).At > at })
	switch {
	case n == 0 && t.first == 1:
		return 0, nil
	case n == 0 && at < t.from:
		return 0, &geo.Error{Kind: geo.NotFound, Path: "revision", Msg: "the changes of that time are not kept any more"}
	}
	return t.first + geo.Rev(n) - 1, nil
}

// Kept returns the oldest revision that can be read; see [geo.Keeper].
func (k *Keeper) Kept(context.Context) (geo.Rev, error) { return k.current.Load().told.first - 1, nil }

// Forget lets go of the changes up to a revision, which becomes the oldest that can be
// read. Changes that are not made yet cannot be forgotten.
func (k *Keeper) Forget(upTo geo.Rev) error {
	if err := k.begin(); err != nil {
		return err
	}
	defer k.writing.Unlock()
	old := k.current.Load()
	if upTo = min(upTo, old.rev); upTo < old.told.first {
		return nil
	}
	next := *old
	next.told = k.log.cut(old.told, upTo)
	k.current.Store(&next)
	k.past.forget(upTo)
	return nil
}

// asked answers from the log of a store as it is when it is asked.
type asked struct{ *Store }

// Back yields changes, newest first; see [Log].
func (a asked) Back(_ context.Context, from, after geo.Rev) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		t := a.current.Load().told
		if err := t.keeps(after); err != nil {
			yield(geo.Change{}, err)
			return
		}
		for rev := from; rev > after; rev-- {
			if !yield(t.at(rev).Change, nil) {
				return
			}
		}
	}
}

// Last returns the last change at or before rev; see [Log].
func (a asked) Last(_ context.Context, in geo.Name, rev geo.Rev) (geo.Rev, geo.Instant, error) {
	if in != "" {
		last := a.log.lastIn(in, rev)
		return last.rev, last.at, nil
	}
	t := a.current.Load().told
	if rev < t.first {
		return rev, t.from, nil
	}
	return rev, t.at(rev).At, nil
}
