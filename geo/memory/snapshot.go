package memory

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"cairn/geo"
)

// snapshot is one state of a store: a geo.Reader that never changes.
type snapshot struct {
	rev  geo.Rev
	at   geo.Instant
	sets map[geo.Name]*set
	told told // the changes that led here, as far as they are kept
}

func (s *snapshot) Rev() (geo.Rev, geo.Instant) { return s.rev, s.at }

func (s *snapshot) Close() {}

func (s *snapshot) Collections(context.Context) ([]geo.Collection, error) {
	var all []geo.Collection
	for _, name := range slices.Sorted(maps.Keys(s.sets)) {
		all = append(all, s.sets[name].info)
	}
	return all, nil
}

func (s *snapshot) Collection(_ context.Context, name geo.Name) (geo.Collection, error) {
	c := s.sets[name]
	if c == nil {
		return geo.Collection{}, unknown(name)
	}
	return c.info, nil
}

func (s *snapshot) Feature(_ context.Context, in geo.Name, id geo.ID) (geo.Feature, error) {
	c := s.sets[in]
	if c == nil {
		return geo.Feature{}, unknown(in)
	}
	slot, ok := c.slot(id)
	if !ok {
		return geo.Feature{}, &geo.Error{Kind: geo.NotFound, Path: "id", Msg: "there is no " + strconv.Quote(string(id)) + " in " + string(in)}
	}
	return c.feature(slot), nil
}
