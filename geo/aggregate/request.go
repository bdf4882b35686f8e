package aggregate

import (
	"strconv"

	"cairn/geo"
)

// Limits of a request and of its answer.
const (
	MaxParts  = 4       // things to group by
	MaxValues = 16      // values of a group
	MaxGroups = 100_000 // groups of an answer
)

// By is what groups are made of.
type By uint8

// The ways to group.
const (
	Square   By = iota // cells of a grid; Request.Cell metres wide
	Hex                // hexagons; Request.Cell metres from side to side
	Quadkey            // tiles of Web Mercator at zoom Request.Cell
	Property           // equal values of a property
	Hour               // buckets of time
	Day
	Week
	Month
	Quarter
	Year
)

// byNames lists every way to group but by property, with the word for it.
var byNames = [...]struct {
	name string
	by   By
}{
	{"square", Square}, {"hex", Hex}, {"quadkey", Quadkey},
	{"hour", Hour}, {"day", Day}, {"week", Week}, {"month", Month}, {"quarter", Quarter}, {"year", Year},
}

// IsCell reports whether groups are cells on the Earth.
func (b By) IsCell() bool { return b <= Quadkey }

// IsTime reports whether groups are buckets of time.
func (b By) IsTime() bool { return b >= Hour && b <= Year }

// What a bucket of time is of, if not of a property.
const (
	PeriodStart = -1 // the start of the feature's period
	PeriodEnd   = -2 // its last moment
)

// Group is one thing to group by.
type Group struct {
	By    By
	Field int    // the property's number in the collection's schema; for times also PeriodStart or PeriodEnd
	Name  string // what it is called in the answer
}

// Func is what is made of a group's features.
type Func uint8

// The functions. All but Count are of the numbers of a property.
const (
	Count Func = iota
	Sum
	Min
	Max
	Avg
)

// funcNames lists every function with its word.
var funcNames = [...]string{Count: "count", Sum: "sum", Min: "min", Max: "max", Avg: "avg"}

// String returns the function's word.
func (f Func) String() string { return funcNames[f] }

// Value is one value of each group.
type Value struct {
	Func  Func
	Field int    // the property's number in the collection's schema; of no meaning for Count
	Name  string // what it is called in the answer
}

// Request asks for groups and their values. Groups combine: every combination that
// some feature is in is a group. Without any there is one group of all features.
type Request struct {
	Groups []Group
	Cell   float64 // metres, or the zoom; of no meaning without cells
	// Parallel is the standard parallel of squares and hexagons, in degrees of
	// latitude: see the package comment.
	Parallel float64
	Values   []Value
}

// check looks at what [Parse] cannot have made. The error is Invalid.
func (r *Request) check(fields int) error {
	cells := 0
	for _, g := range r.Groups {
		switch {
		case g.By > Year:
			return invalid("group", "there is no such way to group")
		case g.By.IsCell():
			cells++
		case g.Field < PeriodEnd || g.Field < 0 && !g.By.IsTime() || g.Field >= fields:
			return invalid("group", "there is no property number "+strconv.Itoa(g.Field))
		}
	}
	switch {
	case len(r.Groups) > MaxParts:
		return invalid("group", "there are "+strconv.Itoa(len(r.Groups))+" things to group by; expected at most "+strconv.Itoa(MaxParts))
	case cells > 1:
		return invalid("group", "there are two kinds of cell; expected one of square, hex and quadkey")
	case len(r.Values) > MaxValues:
		return invalid("value", "there are "+strconv.Itoa(len(r.Values))+" values; expected at most "+strconv.Itoa(MaxValues))
	}
	for _, v := range r.Values {
		if v.Func > Avg || v.Func != Count && (v.Field < 0 || v.Field >= fields) {
			return invalid("value", "there is no such value")
		}
	}
	if cells == 0 {
		return nil
	}
	return checkCell(r.cells().By, r.Cell)
}

// cells returns the group of cells, nil if there is none.
func (r *Request) cells() *Group {
	for i := range r.Groups {
		if r.Groups[i].By.IsCell() {
			return &r.Groups[i]
		}
	}
	return nil
}

func invalid(path, msg string) error { return &geo.Error{Kind: geo.Invalid, Path: path, Msg: msg} }
