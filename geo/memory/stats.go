package memory

import (
	"bytes"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// stats keeps what a collection's description says of its features. Counts go
// up and down; an extent only grows until a feature on its edge leaves, then it is
// measured anew.
type stats struct {
	count     int
	numeric   int // ids that are JSON numbers
	heights   int
	located   int
	timed     int
	kinds     [len(geometryNames)]int
	extent    geo.Extent
	gap       gap
	remeasure bool
}

// geometryNames are GeoJSON's geometry types (RFC 7946 §1.4).
var geometryNames = [...]string{"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}

// emptyBound holds nothing.
var emptyBound = orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}

func newStats() stats { return stats{extent: geo.Extent{Bound: emptyBound}} }

func (s stats) fork() stats { return s }

func (s *stats) add(f geo.Feature) {
	s.tally(f, 1)
	if b, ok := f.Bound(); ok {
		if s.located == 1 && !s.remeasure {
			s.extent.Bound, s.gap = b, noGap
		} else {
			s.extent.Bound = s.extent.Bound.Union(b)
		}
		s.gap.narrow(f, b)
	}
	if p, ok := f.Period(); ok && p != geo.Unreadable() {
		if s.timed == 1 && !s.remeasure {
			s.extent.Period = p
		} else {
			s.extent.Period = s.extent.Period.Join(p)
		}
	}
}

func (s *stats) remove(f geo.Feature) {
	s.tally(f, -1)
	if b, ok := f.Bound(); ok {
		e := s.extent.Bound
		s.remeasure = s.remeasure || s.gap.touches(b) || b.Min[0] <= e.Min[0] || b.Min[1] <= e.Min[1] || b.Max[0] >= e.Max[0] || b.Max[1] >= e.Max[1]
	}
	if p, ok := f.Period(); ok {
		s.remeasure = s.remeasure || p.Start <= s.extent.Period.Start || p.End >= s.extent.Period.End
	}
}

func (s *stats) tally(f geo.Feature, by int) {
	s.count += by
	if f.HasNumericID() {
		s.numeric += by
	}
	if f.HasHeights() {
		s.heights += by
	}
	if f.Located() {
		s.located += by
		s.kinds[geometryType(f)] += by
	}
	if p, ok := f.Period(); ok && p != geo.Unreadable() {
		s.timed += by
	}
}

// geometryType returns the place of the feature's type in geometryNames.
func geometryType(f geo.Feature) int {
	if _, ok := f.Point(); ok {
		return 0
	}
	// The canonical GeoJSON of a geometry begins with its type.
	name := f.GeometryJSON()[len(`{"type":"`):]
	name = name[:bytes.IndexByte(name, '"')]
	for i, n := range geometryNames {
		if string(name) == n {
			return i
		}
	}
	panic("memory: a geometry of no known type: " + string(name))
}

// describe writes the statistics into the set's description.
func (s *stats) describe(of *set) {
	if s.remeasure {
		s.measure(of)
	}
	of.info.Count = s.count
	of.info.NumericIDs = s.count > 0 && s.numeric == s.count
	of.info.Heights = s.heights > 0
	of.info.Extent = s.extent
	of.info.Extent.Box = s.gap.box(s.extent.Bound)
	of.info.Geometries = nil
	if len(of.timeFields) == 0 {
		of.info.TimeFields = geo.TimeFields(of.info.Schema)
	} else {
		of.info.TimeFields = of.timeFields
	}
	for i, n := range s.kinds {
		if n > 0 {
			of.info.Geometries = append(of.info.Geometries, geometryNames[i])
		}
	}
}

// measure looks at every feature for the extent.
func (s *stats) measure(of *set) {
	s.extent, s.gap, s.remeasure = geo.Extent{Bound: emptyBound}, noGap, false
	located, timed := false, false
	for slot := range uint32(of.table.n) {
		f := of.feature(slot)
		if f.IsZero() {
			continue
		}
		if b, ok := f.Bound(); ok {
			if !located {
				s.extent.Bound, located = b, true
			}
			s.extent.Bound = s.extent.Bound.Union(b)
			s.gap.narrow(f, b)
		}
		if p, ok := f.Period(); ok && p != geo.Unreadable() {
			if !timed {
				s.extent.Period, timed = p, true
			}
			s.extent.Period = s.extent.Period.Join(p)
		}
	}
}
