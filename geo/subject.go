package geo

import (
	"slices"

	"cairn/geo/cql2"
)

// names that the geometry and the id can be asked for by, unless a property has
// the name. "geom" is what the abstract tests of OGC 21-065r2 and most databases
// call it.
const (
	geometryName = "geometry"
	geomName     = "geom"
	idName       = "id"
)

// Types returns what a filter can ask of the collection's features: their
// properties, the geometry as "geometry" or "geom", and the id as "id". A property
// of such a name takes it.
func (c Collection) Types() cql2.Types { return properties{c} }

type properties struct{ of Collection }

// Property implements [cql2.Types].
func (p properties) Property(name string) (field int, kinds cql2.Kinds, ok bool) {
	if i, ok := p.of.Schema.Field(name); ok {
		return i, filterKinds(p.of.Schema.Fields()[i].Kinds), true
	}
	switch name {
	case geometryName, geomName:
		return cql2.GeometryField, cql2.GeometryKind, true
	case idName:
		return cql2.IDField, p.idKinds(), true
	}
	return 0, 0, false
}

// idKinds: ids are numbers or texts; a text may read as a time.
func (p properties) idKinds() cql2.Kinds {
	if p.of.NumericIDs {
		return cql2.IntegerKind
	}
	return cql2.IntegerKind | cql2.TextKind | cql2.DateKind | cql2.DateTimeKind
}

// Names implements [cql2.Types].
func (p properties) Names() []string {
	fields := p.of.Schema.Fields()
	names := make([]string, 0, len(fields)+2)
	for _, f := range fields {
		names = append(names, f.Name)
	}
	for _, name := range []string{geometryName, idName} {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// filterKinds turns kinds into those of filters, which are the same.
func filterKinds(k Kinds) (kinds cql2.Kinds) {
	for _, pair := range [...]struct {
		ours   Kinds
		theirs cql2.Kinds
	}{
		{Null, cql2.Null}, {Boolean, cql2.BooleanKind}, {Integer, cql2.IntegerKind}, {Number, cql2.NumberKind},
		{Text, cql2.TextKind}, {Date, cql2.DateKind}, {DateTime, cql2.DateTimeKind},
		{Array, cql2.ArrayKind}, {Object, cql2.ObjectKind},
	} {
		if k&pair.ours != 0 {
			kinds |= pair.theirs
		}
	}
	return kinds
}

// Subject is a feature that a filter is asked about. A pointer to one is a
// [cql2.Scope]; one Subject can hold one feature after the other, so that nothing
// is allocated for each:
//
//	var s geo.Subject
//	for _, f := range features {
//		s.Feature = f
//		if filter.Match(&s) { … }
//	}
type Subject struct{ Feature }

// Value implements [cql2.Scope].
func (s *Subject) Value(field int) []byte {
	if field == cql2.IDField {
		return s.RawID()
	}
	return s.Feature.Value(field)
}

var _ cql2.Scope = (*Subject)(nil)
