package memory

import (
	"bytes"

	"cairn/geo"
	"cairn/geo/index"
)

// set is one state of a collection.
type set struct {
	info    geo.Collection
	records arena
	table   *table
	ids     ids
	places  index.View[uint32] // by slot
	stats   stats

	spares     *spares
	timeFields []string // as given; otherwise they follow from the schema
}

func newSet(name geo.Name) *set {
	return &set{info: geo.Collection{Name: name, Schema: geo.NewSchema()}, table: new(table), ids: newIDs(), stats: newStats(), spares: new(spares)}
}

// feature views the feature in a slot; it is zero if the slot is empty.
func (s *set) feature(slot uint32) geo.Feature {
	r := s.table.at(slot)
	if r == 0 {
		return geo.Feature{}
	}
	return geo.FeatureOf(s.records.record(r), s.info.Schema)
}

// slot finds the feature with this id. The ids "7" and 7 share an address, so
// both spellings are looked for.
func (s *set) slot(id geo.ID) (uint32, bool) {
	var room [80]byte
	raw := geo.AppendString(room[:0], string(id))
	if slot, ok := s.slotOf(raw); ok {
		return slot, true
	}
	return s.slotOf(raw[1 : len(raw)-1])
}

func (s *set) slotOf(rawID []byte) (uint32, bool) {
	return s.ids.find(rawID, func(slot uint32) bool {
		return bytes.Equal(s.feature(slot).RawID(), rawID)
	})
}
