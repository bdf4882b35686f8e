package situation

import (
	"slices"

	"cairn/geo"
)

// References returns which collection the values of a property are ids of, and
// whether they are any.
func References(in geo.Name, property string) (to geo.Name, ok bool) {
	to, ok = references[in][property]
	return to, ok
}

// references of the five collections to one another. The subject of a claim is in
// the collection that another property names, so it is not here.
var references = map[geo.Name]map[string]geo.Name{
	Events:  {"place": Places, "claimed_by": Sources, "reported_by": Sources},
	Claims:  {"place": Places, "claimed_by": Sources, "reported_by": Sources, "not_verified_by": Sources},
	Control: {"subject": Places, "claimed_by": Sources, "reported_by": Sources, "not_verified_by": Sources},
	Places:  {"reported_by": Sources},
}

// Derives reports whether a property of a collection is derived: what is stored under
// its name is not shown.
func Derives(in geo.Name, property string) bool {
	return in == Places && slices.ContainsFunc(derived(), func(f geo.Field) bool { return f.Name == property })
}
