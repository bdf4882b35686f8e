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
	case x.form.is("geojsonseq"):
		return x.nearestSequence()
	case x.form.is("html"):
		return x.itemsPage(c)
	}
	return x.featureCollection()
}

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
			at, wrong, err := x.placeOf(p.value)
			if err != nil {
				return err
			}
			if wrong != "" {
				return faults{faultAt(p, "is "+strconv.Quote(p.value)+", which "+wrong, expected("to"))}
			}
			near.Point = at
			x.request.Near, given = near, true
		}
	}
	if !given {
		return faults{{Parameter: "point", Position: len(x.r.URL.RawQuery), Reason: "is missing", Expected: expected("point")}}
	}
	return nil
}

// placeOf returns where the feature called collection/id lies, or what is wrong
// with that name.
func (x *exchange) placeOf(name string) (at orb.Point, wrong string, err error) {
	in, id, ok := strings.Cut(name, "/")
	if !ok {
		return at, "names no feature", nil
	}
	f, err := x.state.Feature(x.ctx, geo.Name(in), geo.ID(id))
	if geo.KindOf(err) == geo.NotFound {
		return at, "is not there", nil
	}
	if err != nil {
		return at, "", err
	}
	if at, ok = f.Geometry().(orb.Point); !ok {
		return at, "is no point", nil
	}
	return at, "", nil
}

// nearestSequence answers with a GeoJSON text sequence, nearest first.
func (x *exchange) nearestSequence() error {
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
