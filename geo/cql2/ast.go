package cql2

import "github.com/paulmach/orb"

// Expr is a node of a filter: a [*Call], a [*Property], or one of the literals
// [*Text], [*Number], [*Boolean], [*Instant], [*Interval], [*Geometry], [*Envelope] and
// [*List]. A tree is never changed once it is made.
type Expr interface {
	// Position is where the node begins in the text it was read from: its column
	// in characters, counted from 1; 0 if it was not read from a text.
	Position() int
	node()
}

// At is where a node begins; see [Expr]. It is embedded in every node.
type At int

// Position returns the column.
func (a At) Position() int { return int(a) }
func (At) node()           {}

// Call applies an operator or a function to its arguments, as {"op":…,"args":[…]}
// does in CQL2 JSON (OGC 21-065r2 §9): Op is the name that JSON has for it.
//
//	and or (two arguments or more)  not
//	= <> < > <= >=
//	like (the text, the pattern)    between (value, low, high)
//	in (value, a *List)             isNull (one argument)
//	casei accenti
//	s_intersects s_equals s_disjoint s_touches s_within s_overlaps s_crosses s_contains
//	t_after t_before t_contains t_disjoint t_during t_equals t_finishedBy t_finishes
//	t_intersects t_meets t_metBy t_overlappedBy t_overlaps t_startedBy t_starts
//	a_equals a_contains a_containedBy a_overlaps
//	+ - * / % div ^ (two arguments; - also one)
//
// Everything else is the name of a function. "NOT LIKE", "IS NOT NULL" and so on
// are a not around the plain one.
type Call struct {
	At
	Op   string
	Args []Expr
}

// Property is the name of a property, of the geometry or of the id.
type Property struct {
	At
	Name string
}

// Text is a character literal.
type Text struct {
	At
	Value string
}

// Number is a numeric literal; it is finite.
type Number struct {
	At
	Value float64
}

// Boolean is TRUE or FALSE.
type Boolean struct {
	At
	Value bool
}

// Instant is DATE('…') or TIMESTAMP('…') (OGC 21-065r2 §6.4).
type Instant struct {
	At
	Micros int64 // since 1970-01-01T00:00:00Z; of a date, its first
	Date   bool  // a whole day
}

// Interval is INTERVAL(start, end). An end is an *Instant, a *Property, another
// expression that has an instant as its value, or nil if it is open ('..').
type Interval struct {
	At
	Start, End Expr
}

// Geometry is a spatial literal in two dimensions (lon, lat degrees unless the
// filter's CRS is another). Heights are read and left out.
type Geometry struct {
	At
	Shape orb.Geometry
}

// Envelope is BBOX(west, south, east, north); west > east crosses the antimeridian.
// Heights are read and left out.
type Envelope struct {
	At
	West, South, East, North float64
}

// List is an array literal, or what IN looks among.
type List struct {
	At
	Items []Expr
}
