package seeds

import (
	"embed"
	"fmt"
	"io/fs"
)

// content holds the folder of every set, named as the set.
//
//go:embed syria-2026-01-20
var content embed.FS

// A Set is the data of one situation: a few collections that speak of one
// another.
type Set struct {
	Name        string // also the name of its folder: "syria-2026-01-20"
	Title       string // for people, in English
	Description string // one sentence: what is told, and by whom
	Collections []Collection
}

// A Collection is one file of a set: a GeoJSON FeatureCollection (RFC 7946,
// positions as longitude, latitude in degrees on WGS 84).
type Collection struct {
	Name        string // "places"; the file is called places.geojson
	Title       string // for people, in English
	Description string // one sentence: what one feature of it is
}

// Sets returns every set, in the order in which they should be loaded. The
// answer belongs to the caller.
func Sets() []Set {
	return []Set{{
		Name:        "syria-2026-01-20",
		Title:       "North-eastern Syria, 20 January 2026",
		Description: "Prisons and a camp in north-eastern Syria on 19 and 20 January 2026: who says what about them, from one report.",
		Collections: []Collection{
			{"places", "Places", "A prison, a camp or a town, with the accuracy of its position."},
			{"events", "Events", "Something that is told to have happened, at a place or at none."},
			{"claims", "Claims", "What one source states about a place or an event."},
			{"control", "Control", "What one source states about who holds a place."},
			{"sources", "Sources", "Who speaks, and those who act without speaking."},
		},
	}}
}

// Lookup returns the set of that name, and whether there is one.
func Lookup(name string) (Set, bool) {
	for _, s := range Sets() {
		if s.Name == name {
			return s, true
		}
	}
	return Set{}, false
}

// Open opens the GeoJSON file of one collection of the set; the caller closes
// it. A name that is not among s.Collections gives an error that wraps
// [fs.ErrNotExist].
func (s Set) Open(collection string) (fs.File, error) {
	for _, c := range s.Collections {
		if c.Name == collection {
			return content.Open(s.Name + "/" + collection + ".geojson")
		}
	}
	return nil, fmt.Errorf("open collection %q of seed set %q: %w", collection, s.Name, fs.ErrNotExist)
}
