package server

import (
	"iter"
	"net/http"
	"strconv"

	"cairn/geo"
	"cairn/geo/format"
)

// result is what a data resource has found out about its answer by the time the
// features are written.
type result struct {
	returned int
	matched  int        // -1: not counted
	next     geo.Cursor // after the last feature, if there are more
}

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
	case x.form.is("geojsonseq"):
		return x.sequence()
	case x.form.is("html"):
		return x.itemsPage(c)
	}
	return x.featureCollection()
}

// featureCollection answers with one page of features as GeoJSON.
func (x *exchange) featureCollection() error {
	x.body = append(x.body[:0], `{"type":"FeatureCollection","features":[`...)
	res, err := x.write()
	if err != nil {
		return err
	}
	x.close(res)
	return x.done()
}

// write writes the features that the request asks for, and finds out how many
// there are.
func (x *exchange) write() (res result, err error) {
	q := &x.request
	if q.hits {
		res.matched, err = x.state.Count(x.ctx, q.Query)
		return res, err
	}
	if bulk, ok := x.state.(geo.Bulk); ok && q.Near == nil && q.part.IsAll() {
		return x.writeAtOnce(bulk)
	}
	most, last := q.Limit, geo.Cursor(0)
	q.Limit++ // one more, to know whether there is more
	for hit, err := range x.state.Find(x.ctx, q.Query) {
		if err != nil {
			return res, err
		}
		if res.returned == most {
			res.next = last
			break
		}
		if res.returned > 0 {
			x.body = append(x.body, ',')
		}
		if x.body, err = x.appendHit(x.body, hit); err != nil {
			return res, err
		}
		res.returned++
		last = hit.At
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
		res.next = page.Last
	}
	res.matched, err = x.matched(res)
	return res, err
}

// matched counts what the request matches, if the features written do not tell.
func (x *exchange) matched(res result) (int, error) {
	q := &x.request
	switch {
	case res.next == 0 && q.After == 0:
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
	if res.next != 0 && x.request.Near == nil {
		b = append(b, `,{"href":"`...)
		b = x.appendNext(b, res.next)
		b = append(b, `","rel":"next","type":"application/geo+json","title":"the next page"}`...)
	}
	b = append(append(b, `,{"href":"`...), x.base()...)
	b = append(append(b, `/collections/`...), x.collection...)
	x.body = append(b, `","rel":"collection","type":"application/json","title":"the collection"}]}`...)
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
		if f == x.form {
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

// appendNext appends the address of the page after the feature at a cursor.
func (x *exchange) appendNext(b []byte, after geo.Cursor) []byte {
	b = append(append(append(b, x.base()...), x.path()...), '?')
	b = without(b, x.r.URL.RawQuery, "cursor")
	if x.asked == "" && x.form.is("geojsonseq") {
		b = append(b, "f=geojsonseq&"...)
	}
	return strconv.AppendUint(append(b, "cursor="...), uint64(after), 36)
}

// sequence answers with a GeoJSON text sequence (RFC 8142). It has no place for
// numbers and links, so headers say them. Without a limit all that matches is
// sent.
func (x *exchange) sequence() error {
	q := &x.request
	ctx := x.ctx
	matched, err := x.state.Count(ctx, q.Query)
	if err != nil {
		return err
	}
	x.count("OGC-NumberMatched", matched)
	if q.hits {
		x.count("OGC-NumberReturned", 0)
		return x.send(http.StatusOK, x.media, nil)
	}
	if !q.limited {
		q.Limit = 0
		if q.After == 0 {
			x.count("OGC-NumberReturned", matched)
		}
		return x.sequenceOf(x.state.Find(ctx, q.Query))
	}
	hits, next, err := x.hits()
	if err != nil {
		return err
	}
	x.count("OGC-NumberReturned", len(hits))
	if next != 0 {
		x.w.Header().Set("Link", "<"+string(x.appendNext(nil, next))+`>; rel="next"; type="`+mediaSeq+`"`)
	}
	return x.sequenceOf(each(hits))
}

// count tells a number in a header.
func (x *exchange) count(name string, n int) {
	x.w.Header()[http.CanonicalHeaderKey(name)] = []string{strconv.Itoa(n)}
}

// each yields the hits of a list.
func each(hits []geo.Hit) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		for _, hit := range hits {
			if !yield(hit, nil) {
				return
			}
		}
	}
}

// hits gathers a page of hits; a hit is small, whatever the feature.
func (x *exchange) hits() (hits []geo.Hit, next geo.Cursor, err error) {
	q := x.request.Query
	q.Limit++
	for hit, err := range x.state.Find(x.ctx, q) {
		if err != nil {
			return nil, 0, err
		}
		if len(hits) == q.Limit-1 {
			return hits, hits[len(hits)-1].At, nil
		}
		hits = append(hits, hit)
	}
	return hits, 0, nil
}

// sequenceOf writes hits, each between a record separator and a line feed.
func (x *exchange) sequenceOf(hits iter.Seq2[geo.Hit, error]) error {
	x.body = x.body[:0]
	for hit, err := range hits {
		if err != nil {
			return err
		}
		if x.body, err = x.appendHit(append(x.body, 0x1e), hit); err != nil {
			return err
		}
		x.body = append(x.body, '\n')
		if err := x.flow(); err != nil {
			return err
		}
	}
	return x.done()
}
