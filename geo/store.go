package geo

import (
	"context"
	"iter"
)

// Rev numbers the changes of a store from 1, without gaps; 0 is the empty store.
type Rev int64

// Store keeps collections of features. Its methods may be called by several
// goroutines at once.
type Store interface {
	// Read opens the state as it is now.
	Read(ctx context.Context) (Reader, error)
	// Apply makes the changes, all or none, and returns the number of the last.
	// A collection comes into being with the first feature put into it.
	// Errors a caller can act on are *Error; their Path names the change as
	// "changes[i]" where there are several.
	Apply(ctx context.Context, changes ...Change) (Rev, error)
	// Close frees what the store holds. Readers that are open stay usable.
	Close() error
}

// Reader answers from one state of a store, which no later change touches. Its
// methods may be called by several goroutines at once.
type Reader interface {
	// Rev returns the number of the last change in this state, and when it was made.
	Rev() (Rev, Instant)
	// Collections returns every collection, by name.
	Collections(ctx context.Context) ([]Collection, error)
	// Collection returns one; NotFound if there is none of that name.
	Collection(ctx context.Context, name Name) (Collection, error)
	// Feature returns one feature; NotFound if there is no such collection or id.
	Feature(ctx context.Context, in Name, id ID) (Feature, error)
	// Find yields what the query asks for: by distance if it has Near, otherwise
	// in the collection's order. It ends after the first error.
	Find(ctx context.Context, q Query) iter.Seq2[Hit, error]
	// Count returns how many features the query matches, After and Limit left
	// aside.
	Count(ctx context.Context, q Query) (int, error)
	// Close frees what the reader holds.
	Close()
}

// Bulk is an ability a Reader may have: to append the GeoJSON of a whole page at
// once, which it may be able to copy in larger pieces than features.
type Bulk interface {
	// AppendGeoJSON appends the GeoJSON of what Find yields for the query,
	// joined by commas. Whenever b has grown to a few hundred kilobytes, flow is
	// called with it and returns what to append to further; an error of flow ends
	// it. The query has no Near.
	AppendGeoJSON(ctx context.Context, b []byte, q Query, flow func([]byte) ([]byte, error)) ([]byte, Page, error)
}

// Page tells of the features that [Bulk] appended.
type Page struct {
	Returned int    // how many
	Last     Cursor // the last one's place in the collection's order
	More     bool   // the query's Limit left some out
	// Matched is how many features the query matches, After and Limit left aside, if
	// that came to light on the way; -1 if it is left to Count.
	Matched int
}
