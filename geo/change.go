package geo

// Op is what a change does.
type Op uint8

// The kinds of change.
const (
	PutCollection  Op = iota // make a collection, or change its title, description, time fields and schema
	DropCollection           // remove a collection; that of each feature in it is told before, as a change of its own
	Put                      // make or replace a feature
	Create                   // make a feature; Conflict if its id is taken
	Delete                   // remove a feature; NotFound if it is not there
)

// Ops lists every kind of change.
var Ops = [...]Op{PutCollection, DropCollection, Put, Create, Delete}

// Change is one step in the life of a store.
type Change struct {
	Op      Op
	In      Name    // the collection
	ID      ID      // of the feature to delete; the store sets it for features put, too
	Feature Feature // to put or create
	// Collection is for PutCollection: Title, Description and, if the rule of
	// [NewBuilder] is not used, TimeFields, by which the features that are there have their
	// periods from then on, as those that come have; it is refused (Conflict) if one would
	// end before it starts. The fields of its Schema, if it has one,
	// are added to those there are, and theirs is what is said of them. If it is a declared
	// one ([NewDeclared]), what it declares takes the place of what was declared before;
	// the change is refused (Conflict) if features that are there are not like that.
	Collection *Collection
	// If, where it is not 0, refuses the change (Stale) if the feature, or the
	// collection that is put or dropped, has been changed after that revision of the
	// store, or is not there.
	If Rev
	By string // who makes the change; it is kept with it

	// What follows is set by the store, and told by its log.
	Rev   Rev     // the number of the change
	At    Instant // when it was made; never before the change that came before
	Old   Feature // what was there before; zero if nothing was
	Place Cursor  // the feature's place in its collection's order; 0 of a collection
	// Was is set where a change alters more of the collection than which features it
	// has, say their fields: Name, Title, Description, Schema, TimeFields as they were
	// given, Rev and Updated as they stood before; without a Name if there was no such
	// collection.
	Was *Collection
}
