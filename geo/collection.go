package geo

import "github.com/paulmach/orb"

// Collection describes a named set of features as it stood at Rev.
type Collection struct {
	Name        Name
	Title       string // for people; empty means the name
	Description string
	Schema      *Schema
	TimeFields  []string // properties a feature's period is read from; see [TimeFields]
	Count       int      // features
	Extent      Extent
	NumericIDs  bool     // every id is a JSON number, and there is one
	Geometries  []string // GeoJSON types seen, in the order of RFC 7946 §1.4
	Heights     bool     // some position has a height
	Rev         Rev      // of the last change to the collection or a feature in it
	Updated     Instant  // when that was
}

// Extent is where and when a collection's features lie.
type Extent struct {
	Bound orb.Bound // lon/lat, west ≤ east; empty if no feature has a place
	// Box is Bound, or a box across the antimeridian (west > east, RFC 7946 §5.2)
	// if that is narrower and less than half round the Earth.
	Box Box
	// Period is the smallest period that holds every feature's; open where one
	// of them is. Zero if no feature has a time.
	Period Period
}

// IsLocated reports whether any feature has a place.
func (e Extent) IsLocated() bool { return !e.Bound.IsEmpty() }

// IsTimed reports whether any feature has a time.
func (e Extent) IsTimed() bool { return e.Period != Period{} }
