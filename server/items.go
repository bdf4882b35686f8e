package server

import (
	"net/http"
	"strconv"

	"cairn/geo"
	"cairn/geo/format"
)

// result is what a data resource has found out about its answer by the time the
// features are written.
type result struct {
	returned int
	matched  int   // -1: not counted
	next     place // of the last feature, if there are more
}

func (p place) isZero() bool { return p.at == 0 }

// items answers with the features of a collection (OGC 17-069r4 §7.15).
func (s *Server) items(x *exchange) error {
	c, err := x.ask(itemsParameters, true)
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
		return x.download(c)
	}
	return x.featureCollection(c)
}

// featureCollection answers with one page of features as GeoJSON or its kin.
func (x *exchange) featureCollection(c geo.Collection) error {
	if err := x.fits(c, nil); err != nil {
		return err
	}
	if x.form.is("jsonfg") {
		return x.jsonFG(c)
	}
	x.body = append(x.body[:0], `{"type":"FeatureCollection","features":[`...)
	res, err := x.write()
	if err != nil {
		return err
	}
	x.close(res)
	return x.done()
}

// jsonFG answers with one page of features as JSON-FG. Numbers and the next page are
// told in headers too, where QGIS looks for them in every format but GeoJSON.
func (x *exchange) jsonFG(c geo.Collection) error {
	q := &x.request
	var res result
	var hits []geo.Hit
	var err error
	if !q.hits {
		if hits, res.next, err = x.hits(); err != nil {
			return err
		}
	}
	if res.returned = len(hits); q.hits {
		res.matched, err = x.state.Count(x.ctx, q.Query)
	} else {
		res.matched, err = x.matched(res)
	}
	if err != nil {
		return err
	}
	x.count("OGC-NumberMatched", res.matched)
	x.count("OGC-NumberReturned", res.returned)
	x.linkNext(res.next)
	x.body = format.AppendJSONFGHead(x.body[:0], x.output(c))
	for i, hit := range hits {
		if i > 0 {
			x.body = append(x.body, ',')
		}
		if x.body, err = x.appendHit(x.body, hit); err != nil {
			return err
		}
		if err := x.flow(); err != nil {
			return err
		}
	}
	x.close(res)
	return x.done()
}

// linkNext tells of the next page in a header, if there is one.
func (x *exchange) linkNext(next place) {
	if !next.isZero() {
		x.w.Header().Set("Link", "<"+string(x.appendNext(nil, next))+`>; rel="next"; type="`+x.media[0]+`"`)
	}
}

// write writes the features that the request asks for, and finds out how many
// there are.
func (x *exchange) write() (res result, err error) {
	q := &x.request
	if q.hits {
		res.matched, err = x.state.Count(x.ctx, q.Query)
		return res, err
	}
	if bulk, ok := x.state.(geo.Bulk); ok && q.Near == nil && q.Order == nil && q.part.IsAll() && x.form.is("geojson") {
		return x.writeAtOnce(bulk)
	}
	most := q.Limit
	var last geo.Hit
	q.Limit++ // one more, to know whether there is more
	for hit, err := range x.state.Find(x.ctx, q.Query) {
		if err != nil {
			return res, err
		}
		if res.returned == most {
			res.next = q.placeOfHit(last)
			break
		}
		if res.returned > 0 {
			x.body = append(x.body, ',')
		}
		if x.body, err = x.appendHit(x.body, hit); err != nil {
			return res, err
		}
		res.returned++
		last = hit
		if err := x.flow(); err != nil {
			return res, err
		}
	}
	q.Limit = most
	res.matched, err = x.matched(res)
	return res, err
}

// writeAtOnce writes the features as they are stored.
func (x *exchange) writeAtOnce(bulk geo.Bulk) (res result, err error) {
	var page geo.Page
	x.body, page, err = bulk.AppendGeoJSON(x.ctx, x.body, x.request.Query, func(b []byte) ([]byte, error) {
		x.body = b
		err := x.flow()
		return x.body, err
	})
	if err != nil {
		return res, err
	}
	res.returned = page.Returned
	if page.More {
		res.next = place{at: page.Last}
	}
	if res.matched = page.Matched; res.matched < 0 {
		res.matched, err = x.matched(res)
	}
	return res, err
}

// matched counts what the request matches, if the features written do not tell.
func (x *exchange) matched(res result) (int, error) {
	q := &x.request
	switch {
	case res.next.isZero() && q.After == 0:
		return res.returned, nil
	case q.Near != nil && q.Near.Within == 0:
		return -1, nil // all there are: it would be told only at the price of looking at them all
	}
	return x.state.Count(x.ctx, q.Query)
}

// appendHit appends a feature as GeoJSON.
func (x *exchange) appendHit(b []byte, hit geo.Hit) ([]byte, error) {
	if x.request.Near != nil {
		return format.AppendNearest(b, hit, x.request.part)
	}
	if x.form.is("jsonfg") {
		return format.AppendJSONFG(b, hit.Feature, x.request.part)
	}
	return format.AppendFeature(b, hit.Feature, x.request.part)
}

// close writes what follows the features.
func (x *exchange) close(res result) {
	b := x.body
	if res.matched >= 0 {
		b = strconv.AppendInt(append(b, `],"numberMatched":`...), int64(res.matched), 10)
		b = append(b, `,"numberReturned":`...)
	} else {
		b = append(b, `],"numberReturned":`...)
	}
	b = strconv.AppendInt(b, int64(res.returned), 10)
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	b = x.appendOwnLinks(b)
	if !res.next.isZero() && x.request.Near == nil {
		b = append(b, `,{"href":"`...)
		b = x.appendNext(b, res.next)
		b = append(append(b, `","rel":"next","type":"`...), x.form.media[0]...)
		b = append(b, `","title":"the next page"}`...)
	}
	x.body = append(x.appendCollectionLink(append(b, ',')), `]}`...)
}

// appendCollectionLink appends the link to the collection, as JSON.
func (x *exchange) appendCollectionLink(b []byte) []byte {
	b = append(append(b, `{"href":"`...), x.base()...)
	b = append(append(b, `/collections/`...), x.collection...)
	return append(b, `","rel":"collection","type":"application/json","title":"the collection"}`...)
}

// appendOwnLinks appends what ownLinks returns, as JSON.
func (x *exchange) appendOwnLinks(b []byte) []byte {
	b = append(append(b, `{"href":"`...), x.base()...)
	b = append(b, x.path()...)
	if x.r.URL.RawQuery != "" {
		b = appendURL(append(b, '?'), x.r.URL.RawQuery)
	}
	b = append(append(append(b, `","rel":"self","type":"`...), x.media[0]...), `","title":"this document"}`...)
	for i := range x.rt.formats {
		f := &x.rt.formats[i]
		if f == x.form || f.isListed() {
			continue
		}
		b = append(append(b, `,{"href":"`...), x.base()...)
		b = append(append(b, x.path()...), '?')
		b = append(append(without(b, x.r.URL.RawQuery, "f"), "f="...), f.name...)
		b = append(append(b, `","rel":"alternate","type":"`...), f.media[0]...)
		b = append(append(append(b, `","title":"this document as `...), f.title...), `"}`...)
	}
	return b
}

// appendNext appends the address of the page after a place.
func (x *exchange) appendNext(b []byte, after place) []byte {
	b = append(append(append(b, x.base()...), x.path()...), '?')
	b = without(b, x.r.URL.RawQuery, "cursor")
	if x.asked == "" && (x.form.file || x.form.is("jsonfg")) {
		b = append(append(append(b, "f="...), x.form.name...), '&')
	}
	return appendCursor(append(b, "cursor="...), after)
}

// count tells a number in a header.
func (x *exchange) count(name string, n int) {
	x.w.Header()[http.CanonicalHeaderKey(name)] = []string{strconv.Itoa(n)}
}

// hits gathers a page of hits; a hit is small, whatever the feature.
func (x *exchange) hits() (hits []geo.Hit, next place, err error) {
	q := x.request.Query
	q.Limit++
	for hit, err := range x.state.Find(x.ctx, q) {
		if err != nil {
			return nil, place{}, err
		}
		if len(hits) == q.Limit-1 {
			return hits, x.request.placeOfHit(hits[len(hits)-1]), nil
		}
		hits = append(hits, hit)
	}
	return hits, place{}, nil
}
