package sqlite

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
)

// mostRounds is how often those that are refused are left out before each edit is
// asked for by itself.
const mostRounds = 8

// prepare works out what the edits come to: of as many as can be all together, so that
// rows may need one another; and then of each of the others by itself, because it may
// only have been refused for what was refused with it.
func (t *taking) prepare(ctx context.Context) error {
	var together, alone []*edit
	for _, e := range t.edits {
		if e.err == nil {
			if d, p := e.changes(); len(d)+len(p) > 0 {
				together = append(together, e)
			}
		}
	}
	for round := 0; len(together) > 0; round++ {
		changes, of := group(together)
		pending, err := t.s.mem.Prepare(ctx, changes)
		if err != nil {
			return err
		}
		t.pending = pending
		err = pending.Errs()[0]
		if err == nil {
			break
		}
		t.drop()
		bad := blamed(err, of)
		switch {
		case len(bad) == 0 || !ofChanges(err):
			return err
		case round == mostRounds:
			together, alone = nil, append(alone, together...)
		default:
			together = slices.DeleteFunc(together, func(e *edit) bool { return bad[e] })
			alone = slices.AppendSeq(alone, maps.Keys(bad))
		}
	}
	if len(alone) == 0 {
		return nil
	}
	return t.prepareAlone(ctx, together, alone)
}

// prepareAlone works out what edits come to that go together, and others each by itself.
func (t *taking) prepareAlone(ctx context.Context, together, alone []*edit) error {
	t.drop()
	slices.SortFunc(alone, func(a, b *edit) int { return a.compare(b.touched) })
	var groups [][]geo.Change
	if len(together) > 0 {
		changes, _ := group(together)
		groups = append(groups, changes)
	}
	for _, e := range alone {
		changes, _ := group([]*edit{e})
		groups = append(groups, changes)
	}
	pending, err := t.s.mem.Prepare(ctx, groups...)
	if err != nil {
		return err
	}
	t.pending = pending
	errs := pending.Errs()
	if len(together) > 0 {
		if errs[0] != nil {
			return errs[0]
		}
		errs = errs[1:]
	}
	for i, e := range alone {
		if e.err = errs[i]; e.err != nil && !ofChanges(e.err) {
			return e.err
		}
	}
	return nil
}

// group returns the changes that edits come to, and which of them each is of. Those
// that delete are made first, so that their ids are free.
func group(edits []*edit) (changes []geo.Change, of []*edit) {
	var puts []geo.Change
	var putting []*edit
	for _, e := range edits {
		d, p := e.changes()
		for range d {
			of = append(of, e)
		}
		for range p {
			putting = append(putting, e)
		}
		changes, puts = append(changes, d...), append(puts, p...)
	}
	return append(changes, puts...), append(of, putting...)
}

// blamed returns which edits an error of their group is about.
func blamed(err error, of []*edit) map[*edit]bool {
	bad := map[*edit]bool{}
	for _, e := range actable(err) {
		if len(of) == 1 {
			bad[of[0]] = true
			continue
		}
		rest, _ := strings.CutPrefix(e.Path, "changes[")
		number, _, _ := strings.Cut(rest, "]")
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(of) {
			bad[of[i]] = true
		}
	}
	return bad
}

// actable returns what a caller can act on in an error of several.
func actable(err error) (all []*geo.Error) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range several.Unwrap() {
			all = append(all, actable(e)...)
		}
		return all
	}
	if e := (*geo.Error)(nil); errors.As(err, &e) {
		all = append(all, e)
	}
	return all
}
