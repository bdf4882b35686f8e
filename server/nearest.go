package server

// nearest answers with features by ascending geodesic distance from a point.
// numberMatched is how many lie within max-distance; without one it is told only
// if the answer holds all there are.
func (s *Server) nearest(x *exchange) error {
	c, err := x.ask(nearestParameters, true)
	if err == nil && x.request.Near == nil {
		err = faults{{Parameter: "point", Position: len(x.r.URL.RawQuery), Reason: "is missing", Expected: expected("point")}}
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
