package server

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// nearest answers with features by ascending geodesic distance from a point.
// numberMatched is how many lie within max-distance; without one it is told only
// if the answer holds all there are.
func (s *Server) nearest(x *exchange) error {
	c, err := x.ask(nearestParameters, true)
	if err == nil {
		err = x.start()
	}
	if err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	switch {
	case x.form.is("html"):
		return x.itemsPage(c)
	case x.form.file:
		return x.nearestSequence(c)
	}
	return x.featureCollection(c)
}

// near is from where a request measures.
type near struct{ geo.Near }

// start sees to it that there is one place from which to measure: point, or the
// feature that to names.
func (x *exchange) start() error {
	near := &x.request.near
	given := x.request.Near != nil
	for i := range x.query {
		p := &x.query[i]
		switch {
		case p.name != "to":
		case given:
			return faults{faultAt(p, "is given beside point", "one of the two")}
		default:
			shape, wrong, err := x.shapeOf(p.value)
			if err != nil {
				return err
			}
			if wrong != "" {
				return faults{faultAt(p, "is "+strconv.Quote(p.value)+", which "+wrong, expected("to"))}
			}
			near.from(shape)
			x.request.Near, given = &near.Near, true
		}
	}
	if !given {
		return faults{{Parameter: "point", Position: len(x.r.URL.RawQuery), Reason: "is missing", Expected: expected("point")}}
	}
	return nil
}

// from sets where to measure from.
func (n *near) from(shape orb.Geometry) {
	if p, ok := shape.(orb.Point); ok {
		n.Point, n.Shape = p, nil
		return
	}
	n.Point, n.Shape = shape.Bound().Center(), shape
}

// shapeOf returns the geometry of the feature called collection/id, or what is
// wrong with that name.
func (x *exchange) shapeOf(name string) (shape orb.Geometry, wrong string, err error) {
	in, id, ok := strings.Cut(name, "/")
	if !ok {
		return nil, "names no feature", nil
	}
	f, err := x.state.Feature(x.ctx, geo.Name(in), geo.ID(id))
	if geo.KindOf(err) == geo.NotFound {
		return nil, "is not there", nil
	}
	if err != nil {
		return nil, "", err
	}
	if !f.Located() {
		return nil, "has no place", nil
	}
	return f.Geometry(), "", nil
}

// nearestSequence answers with a GeoJSON text sequence, nearest first.
func (x *exchange) nearestSequence(c geo.Collection) error {
	if err := x.fits(c, nil); err != nil {
		return err
	}
	hits, more, err := x.hits()
	if err != nil {
		return err
	}
	matched, err := x.matched(result{returned: len(hits), next: more})
	if err != nil {
		return err
	}
	if matched >= 0 {
		x.count("OGC-NumberMatched", matched)
	}
	x.count("OGC-NumberReturned", len(hits))
	return x.sequenceOf(each(hits))
}
