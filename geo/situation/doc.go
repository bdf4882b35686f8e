// Package situation derives who holds a place, and what is told of it, from
// claims. It is the only Go that knows these words. It neither stores nor judges
// anything: the published rule (docs/situation-rule.md) does, and every answer
// names the claims it rests on. It does not speak HTTP.
//
// # The five collections
//
//   - places: a prison, a camp, a town. Who holds it is not in it.
//   - events: what is told to have happened, at a place or at none.
//   - claims: what one source states about a place or an event.
//   - control: what one source states about who holds a place.
//   - sources: who speaks, and of which party.
//
// A [Situation] wraps a state of a store that has them in a [View], which is a
// [geo.Reader] again. What the view answers for places is derived for a [Moment];
// the rest passes through:
//
//	s := situation.New() // once for each store
//	…
//	v, err := s.View(ctx, state, situation.Moment{At: &day, AccordingTo: []string{"sdf"}})
//	…
//	for hit, err := range v.Find(ctx, geo.Query{From: situation.Places, Where: held}) {
//		…
//	}
//	body, err := v.Document(ctx, "", "https://example.org")
//
// # What a place is given
//
// control_status, controlled_by, control_parties, control_since, control_basis,
// disputed and events; see the schema of places in a view. Stored properties of
// these names are not shown.
//
// # Rows that cannot be used
//
// A row is left out of the derivation, as if it were not there, if a property that
// the rule reads is missing, is of the wrong type or is not a word of its closed
// list; if its claimed_by is no id of sources; or if its subject, or an event's
// place, is not there or was itself left out. Nothing else of a row is looked at.
// In its own collection it stands as before. [View.Document] lists each such row,
// with the reason, in left_out.
//
// # Where the rule leaves a choice
//
//   - An event is listed (24) whoever is heard: that it is told to have happened is
//     the report's. What is told of it is by those who are heard. Its claimed_by
//     stands on it.
//   - A number without a qualifier counts as exact (29). A number of a source that
//     could not verify it is in no range (33).
//   - Times of claiming are compared by their first moments (7); equal starts that
//     are written differently are told as the row with the lower id has them (20).
//   - held without a party is no word, and the row is left out.
//
// # The document
//
// [View.Document] writes one JSON object:
//
//	rule          id, version, href
//	datetime      the moment asked for, null for the latest
//	as_of         the state of knowledge asked for: a number, a text or null
//	according_to  the ids of the sources asked for, null for all
//	timeStamp     when the last change was made to one of the collections
//	range         start, end: of all dated events with a place, as written
//	sources       of those who speak: id, name, name_ar, party, party_name, party_name_ar
//	parties       of all: id, name, name_ar
//	places        in the collection's order: properties of the place, position
//	              ([lon,lat] or null), control, disputed, attributes, events
//	elsewhere     the events without a place; empty if one place is asked for
//	left_out      collection, id, reason of rows that cannot be used
//
// An attribute has attribute, disputed, min, max, qualifier_min, qualifier_max,
// unit and its claims. A claim has all its properties, and id, claimed_by_name,
// claimed_by_name_ar and claimed_by_party; party is that of the claimant, but in a
// row of control it is the holder named. Values stand as they were written.
//
// # What the store does not know yet
//
// A state has no history here: for an as-of before the last change to one of the
// five collections nothing is known, and every place is unknown. A view lists the
// places of the state it wraps all the same.
package situation
