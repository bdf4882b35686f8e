package geo

import "context"

// Rule is asked before a store makes a group of changes: of each of them, against
// the state that the whole group would leave. An error refuses the group; one that a
// caller can act on is an *[Error] whose Path is the property, or several of them
// joined. next may be used until the rule returns, and not after; its extents may be
// too large. Rev, At, Old and the like are set in the change.
type Rule func(ctx context.Context, next Reader, c Change) error
