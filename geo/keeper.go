package geo

import (
	"context"
	"iter"
)

// Keeper is a store that keeps its past: every change with what it replaced, when
// it was made and by whom.
type Keeper interface {
	Store
	// Changes yields the changes after a revision, oldest first, up to the present
	// one: those in the collections named, in all if none is; what changed elsewhere
	// costs next to nothing then. NotFound if some changes after since are no longer kept.
	Changes(ctx context.Context, since Rev, of ...Name) iter.Seq2[Change, error]
	// History yields the changes to one feature, newest first; none if there never
	// was such a feature.
	History(ctx context.Context, in Name, id ID) iter.Seq2[Change, error]
	// ReadAt opens the state that a revision left; what came later is not in it.
	// NotFound if it is no longer kept or has not been reached.
	ReadAt(ctx context.Context, rev Rev) (Reader, error)
	// RevAt returns the last revision made at or before a moment, 0 if there is none;
	// NotFound if the changes of that time are no longer kept.
	RevAt(ctx context.Context, at Instant) (Rev, error)
	// Kept returns the oldest revision that ReadAt can open, and that Changes can go
	// on from.
	Kept(ctx context.Context) (Rev, error)
	// Wait returns when there is a revision after since, or with the error of ctx.
	Wait(ctx context.Context, since Rev) error
}
