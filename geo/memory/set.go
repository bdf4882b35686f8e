package memory

import (
	"bytes"
	"sync"

	"cairn/geo"
	"cairn/geo/index"
)

// set is one state of a collection.
type set struct {
	info   geo.Collection
	heads  arena
	texts  arena // each text has a comma behind it
	table  *table
	ids    ids
	places index.View[uint32] // by slot
	stats  stats

	columns    *columns
	shelf      *shelf
	history    history
	spares     *spares
	forking    *sync.Mutex // held while the trees of a state are copied, which writes to them
	timeFields []string    // as given; otherwise they follow from the schema
}

// newSet returns an empty collection that makes columns and orders once it has so
// many slots.
func newSet(name geo.Name, from sizes) *set {
	return &set{
		info:  geo.Collection{Name: name, Schema: geo.NewSchema()},
		table: new(table), ids: newIDs(), stats: newStats(),
		columns: &columns{from: from.columns}, shelf: &shelf{from: from}, spares: new(spares), forking: new(sync.Mutex),
	}
}

// sizes are how many slots a collection has when columns and orders begin to be
// worth making, how many candidates are not worth looking for a better way, and how
// far an order may be walked along at the most.
type sizes struct{ columns, orders, few, steps int }

// feature views the feature in a slot; it is zero if the slot is empty.
func (s *set) feature(slot uint32) geo.Feature {
	e := s.table.at(slot)
	if e.head == 0 {
		return geo.Feature{}
	}
	return geo.FeatureOf(s.heads.at(e.head), s.texts.at(e.text), s.info.Schema).WithRev(e.rev)
}

// keep copies a feature's record, its field numbers translated, as a change left it.
func (s *set) keep(f geo.Feature, number []int, rev geo.Rev) entry {
	return entry{
		s.heads.add(f.HeadSize(), 0, func(b []byte) []byte { return f.AppendHead(b, number) }),
		s.texts.add(len(f.GeoJSON()), ',', func(b []byte) []byte { return append(b, f.GeoJSON()...) }),
		rev,
	}
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

// was returns what is said of the collection, as [geo.Change] has it.
func (s *set) was() *geo.Collection {
	i := &s.info
	return &geo.Collection{Name: i.Name, Title: i.Title, Description: i.Description, Schema: i.Schema, TimeFields: s.timeFields, Rev: i.Rev, Updated: i.Updated}
}
