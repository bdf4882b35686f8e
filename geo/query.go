package geo

import (
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo/cql2"
)

// Query asks one collection for features. Zero parts do not restrict; parts
// that are set must all hold.
type Query struct {
	From   Name
	Box    *Box       // the geometry meets the box; a feature without a place never does
	Near   *Near      // orders by distance; a feature without a place is left out
	During *Period    // the feature's period overlaps it; a feature without a time always does
	Where  []Equality // every one holds
	// Filter is true of every hit. It was compiled for this collection, as the
	// reader that is asked describes it: see [Collection.Types].
	Filter *cql2.Filter
	// Order sorts the hits; without it they come in the collection's order, or by
	// distance. Not with Near.
	Order []Order
	After Cursor // only what comes later in the collection's order, or in that of Order; not with Near
	// AfterKeys are, where there are Order and After, the values of the properties
	// in Order of the feature at After; nil for one it does not have.
	AfterKeys []Value
	Limit     int // at most so many hits; 0 for all
}

// Order sorts by a property: false before true, numbers by value, dates and
// date-times by their first moment, other texts by code points. Values of different kinds
// follow each other: booleans, numbers, times, texts; a feature that has none of these (the property is
// missing, null, an array or an object) comes last, whatever the direction. What is
// equal stands in the collection's order.
type Order struct {
	Field      int // its number in the collection's schema; -2 for the id (see [cql2.IDField])
	Descending bool
}

// Near asks for features by ascending geodesic distance from Point (lon, lat) to
// their geometry; equal distances by id.
type Near struct {
	Point  orb.Point
	Shape  orb.Geometry // if not nil, distances are from this and not from Point: 0 where they meet
	Within float64      // metres; only what lies this near; 0 for any distance
}

// Equality asks that a property has a value, given as text: a string property
// by its text, a number by its value, true and false by name. Null equals
// nothing, like a property that is not there.
type Equality struct{ Property, Value string }

// Cursor is a feature's place in its collection's order: most often the order in
// which features were first given, but a store may choose another for features it
// is given all at once. It does not change when a feature does.
type Cursor uint64

// String prints the cursor for a link.
func (c Cursor) String() string { return strconv.FormatUint(uint64(c), 36) }

// ParseCursor reads what [Cursor.String] wrote; the error is Invalid with Path
// "cursor".
func ParseCursor(s string) (Cursor, error) {
	v, err := strconv.ParseUint(s, 36, 64)
	if err != nil || v == 0 {
		return 0, &Error{Kind: Invalid, Path: "cursor", Msg: strconv.Quote(s) + " does not come from a next link of this server"}
	}
	return Cursor(v), nil
}

// Hit is a feature that a query found.
type Hit struct {
	Feature
	At      Cursor  // its place in the collection's order
	Metres  float64 // distance from the query's Near point
	Azimuth float64 // direction there from the point, degrees clockwise from north
}
