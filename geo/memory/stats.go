package memory

import (
	"bytes"
	"cmp"
	"math"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// stats keeps what a collection's description says of its features. Counts go
// up and down; so does, for each edge of an extent, how many features reach it. When
// the last of them leaves, the extent is measured anew.
type stats struct {
	count   int
	numeric int // ids that are JSON numbers
	heights int
	located int
	timed   int
	kinds   [len(geometryNames)]int
	edges
}

// edges are those of an extent in place and time.
type edges struct {
	west, south, east, north edge[float64]
	start, end               edge[geo.Instant]
	gap                      gap
}

// edge is the least or the greatest of some values.
type edge[T cmp.Ordered] struct {
	at T
	n  int // how many reach it; if none, all that there are stay within
}

func (e *edge[T]) low(v T) {
	if v < e.at {
		*e = edge[T]{v, 0}
	}
	e.join(v)
}

func (e *edge[T]) high(v T) {
	if v > e.at {
		*e = edge[T]{v, 0}
	}
	e.join(v)
}

func (e *edge[T]) join(v T) {
	if v == e.at {
		e.n++
	}
}

func (e *edge[T]) leave(v T) {
	if v == e.at && e.n > 0 {
		e.n--
	}
}

// noPlace and noTime let go of what is known of an extent.
func (e *edges) noPlace() {
	out := math.Inf(1)
	e.west.at, e.south.at, e.east.at, e.north.at = out, out, -out, -out
	e.west.n, e.south.n, e.east.n, e.north.n = 0, 0, 0, 0
	e.gap = noGap()
}

func (e *edges) noTime() {
	e.start, e.end = edge[geo.Instant]{at: geo.Forever}, edge[geo.Instant]{at: geo.Past}
}

// geometryNames are GeoJSON's geometry types (RFC 7946 §1.4).
var geometryNames = [...]string{"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}

// emptyBound holds nothing.
var emptyBound = orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}

func newStats() (s stats) {
	s.noPlace()
	s.noTime()
	return s
}

func (s stats) fork() stats { return s }

func (s *stats) add(f geo.Feature) {
	s.tally(f, 1)
	s.reach(f)
}

// reach notes where and when a feature is.
func (e *edges) reach(f geo.Feature) {
	if b, ok := f.Bound(); ok {
		e.west.low(b.Min[0])
		e.south.low(b.Min[1])
		e.east.high(b.Max[0])
		e.north.high(b.Max[1])
		e.gap.narrow(f, b)
	}
	if p, ok := f.Period(); ok && p != geo.Unreadable() {
		e.start.low(p.Start)
		e.end.high(p.End)
	}
}

func (s *stats) remove(f geo.Feature) {
	s.tally(f, -1)
	if b, ok := f.Bound(); ok {
		s.west.leave(b.Min[0])
		s.south.leave(b.Min[1])
		s.east.leave(b.Max[0])
		s.north.leave(b.Max[1])
		s.gap.widen(f, b)
	}
	if p, ok := f.Period(); ok && p != geo.Unreadable() {
		s.start.leave(p.Start)
		s.end.leave(p.End)
	}
	if s.located == 0 {
		s.noPlace()
	}
	if s.timed == 0 {
		s.noTime()
	}
}

// isLost reports whether no feature reaches an edge any more.
func (s *stats) isLost() bool {
	if s.located > 0 && (s.west.n == 0 || s.south.n == 0 || s.east.n == 0 || s.north.n == 0 || s.gap.isLost()) {
		return true
	}
	return s.timed > 0 && (s.start.n == 0 || s.end.n == 0)
}

// extent returns the extent; edges that are lost may lie too far out.
func (s *stats) extent() geo.Extent {
	e := geo.Extent{Bound: emptyBound}
	if s.located > 0 {
		e.Bound = orb.Bound{Min: orb.Point{s.west.at, s.south.at}, Max: orb.Point{s.east.at, s.north.at}}
	}
	if s.timed > 0 {
		e.Period = geo.Period{Start: s.start.at, End: s.end.at}
	}
	e.Box = s.gap.box(e.Bound)
	return e
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
	of.info.Count = s.count
	of.info.NumericIDs = s.count > 0 && s.numeric == s.count
	of.info.Heights = s.heights > 0
	of.info.Extent = s.extent()
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
	s.noPlace()
	s.noTime()
	for slot := range uint32(of.table.n) {
		if f := of.feature(slot); !f.IsZero() {
			s.reach(f)
		}
	}
}
