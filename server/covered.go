package server

import (
	"iter"

	"cairn/geo"
)

// fits refuses an answer with positions that the system asked for cannot hold.
// Once the answer has begun nothing but a cut connection could say so, so that what
// comes is looked through before, unless all of the collection lies inside. hits are
// what comes; nil is what the request asks for.
func (x *exchange) fits(c geo.Collection, hits func() iter.Seq2[geo.Hit, error]) error {
	q := &x.request
	system, all := q.part.CRS, c.Extent
	if system == nil || q.part.SkipGeometry || q.hits || !all.IsLocated() ||
		system.Covers(all.Box.West, all.Box.South, all.Box.East, all.Box.North) {
		return nil
	}
	if hits == nil {
		hits = x.found
	}
	for hit, err := range hits() {
		if err != nil {
			return err
		}
		b, ok := hit.Bound()
		if !ok || system.Covers(b.Min[0], b.Min[1], b.Max[0], b.Max[1]) {
			continue
		}
		if _, err := system.FromCRS84(hit.Geometry()); err != nil {
			return x.misplaced(hit.Feature, err)
		}
	}
	return nil
}

// misplaced is the fault of a system that cannot hold the place of a feature.
func (x *exchange) misplaced(f geo.Feature, cause error) error {
	for i := range x.query {
		if p := &x.query[i]; p.name == "crs" {
			return faults{faultAt(p, "cannot hold the feature "+string(f.RawID())+": "+cause.Error(), "a system that the collection lists, or a bbox inside its area of use")}
		}
	}
	return cause
}

// found yields what the request asks for.
func (x *exchange) found() iter.Seq2[geo.Hit, error] { return x.state.Find(x.ctx, x.request.Query) }
