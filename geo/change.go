package geo

// Op is what a change does.
type Op uint8

// The kinds of change.
const (
	PutCollection  Op = iota // make a collection, or change its title, description and time fields
	DropCollection           // remove a collection and all in it
	Put                      // make or replace a feature
	Create                   // make a feature; Conflict if its id is taken
	Delete                   // remove a feature; NotFound if it is not there
)

// Ops lists every kind of change.
var Ops = [...]Op{PutCollection, DropCollection, Put, Create, Delete}

// Change is one step in the life of a store.
type Change struct {
	Op         Op
	In         Name        // the collection
	ID         ID          // of the feature to delete
	Feature    Feature     // to put or create
	Collection *Collection // for PutCollection: Title, Description and, if the rule of [NewBuilder] is not used, TimeFields
	// If, where it is not 0, refuses the change (Stale) if the feature has been
	// changed after that revision of the store, or is not there.
	If Rev
	By string // who makes the change; it is kept with it

	// What follows is set by the store, and told by its log.
	Rev Rev     // the number of the change
	At  Instant // when it was made
	Old Feature // what was there before; zero if nothing was
}
