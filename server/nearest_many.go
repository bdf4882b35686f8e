package server

import (
	"io"
	"iter"
	"net/http"
	"strconv"

	"cairn/geo"
	"cairn/geo/format"
)

// Limits of one request for the nearest of many.
const (
	maxAsking      = 10_000  // features sent
	maxAskingBytes = 4 << 20 // of them: nobody needs a token to send them
	maxFound       = 100_000 // features answered
)

// manyParameters are those of nearest that do not say from where.
var manyParameters = []string{
	"bbox", "bbox-crs", "datetime", "filter", "filter-lang", "filter-crs",
	"max-distance", "limit", "properties", "skipGeometry", "as-of", "crs",
}

// nearestOf answers a FeatureCollection that was sent with the features nearest to
// each of its own: limit for each, one after the other. The member "of" of each
// one's "nearest" is the id of the feature that it is near to.
func (s *Server) nearestOf(x *exchange) error {
	if err := x.forPrograms(); err != nil {
		return err
	}
	c, err := x.ask(manyParameters, true)
	if err != nil {
		return err
	}
	asking, err := x.sent()
	if err != nil {
		return err
	}
	q := &x.request
	q.Near = &q.near.Near
	if !x.has("limit") {
		q.Limit = 1
	}
	if len(asking)*q.Limit > maxFound {
		return &refusal{http.StatusUnprocessableEntity, "that would be up to " + strconv.Itoa(len(asking)*q.Limit) + " features; at most " + strconv.Itoa(maxFound) + " are answered at once"}
	}
	var of geo.Feature
	hits := func() iter.Seq2[geo.Hit, error] { return x.nearestEach(asking, &of) }
	if err := x.fits(c, hits); err != nil {
		return err
	}
	return x.writeMany(hits(), &of)
}

// forPrograms settles the format again, for answers that no page shows: a browser
// that sends a file gets data, and f=html is refused.
func (x *exchange) forPrograms() error {
	if !x.form.is("html") {
		return nil
	}
	for i := range x.query {
		if p := &x.query[i]; p.name == "f" {
			return faults{faultAt(p, "is "+strconv.Quote(p.value)+", which is no format of this answer", "geojson or geojsonseq")}
		}
	}
	var ok bool
	if x.form, x.media, ok = choose(nearestForms[:2], header(x.r, "Accept")); !ok {
		return &refusal{http.StatusNotAcceptable, "this answer comes as " + mediaGeoJSON + " or " + mediaSeq}
	}
	return nil
}

// nearestEach yields the features nearest to each of those asking, and keeps in of
// which one it is. Nothing is near to what is nowhere.
func (x *exchange) nearestEach(asking []geo.Feature, of *geo.Feature) iter.Seq2[geo.Hit, error] {
	return func(yield func(geo.Hit, error) bool) {
		for _, *of = range asking {
			if !of.Located() {
				continue
			}
			x.request.near.from(of.Geometry())
			for hit, err := range x.found() {
				if !yield(hit, err) || err != nil {
					return
				}
			}
		}
	}
}

// writeMany writes hits, each of which is near to what stands in of when it comes.
func (x *exchange) writeMany(hits iter.Seq2[geo.Hit, error], of *geo.Feature) error {
	collection := !x.form.file
	x.body = x.body[:0]
	if collection {
		x.body = append(x.body, `{"type":"FeatureCollection","features":[`...)
	}
	returned := 0
	for hit, err := range hits {
		switch {
		case err != nil:
			return err
		case !collection:
			x.body = append(x.body, 0x1e)
		case returned > 0:
			x.body = append(x.body, ',')
		}
		if x.body, err = x.appendHit(x.body, hit); err != nil {
			return err
		}
		// It ends with the object "nearest", which gets one more member.
		x.body = append(append(x.body[:len(x.body)-2], `,"of":`...), of.RawID()...)
		if x.body = append(x.body, "}}"...); !collection {
			x.body = append(x.body, '\n')
		}
		returned++
		if err := x.flow(); err != nil {
			return err
		}
	}
	if collection {
		x.closeMany(returned)
	}
	return x.done()
}

// closeMany writes what follows the features. Nothing leads to the answer itself:
// without what was sent its address gives another.
func (x *exchange) closeMany(returned int) {
	b := strconv.AppendInt(append(x.body, `],"numberReturned":`...), int64(returned), 10)
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	x.body = append(x.appendCollectionLink(b), `]}`...)
}

// sent reads the features in a request's body.
func (x *exchange) sent() ([]geo.Feature, error) {
	if coding := header(x.r, "Content-Encoding"); coding != "" && coding != "identity" {
		x.w.Header().Set("Accept-Encoding", "identity")
		return nil, &refusal{http.StatusUnsupportedMediaType, "the body is sent as it is, without Content-Encoding"}
	}
	body, err := x.bodyOf(mediaGeoJSON, mediaJSON)
	if err != nil {
		return nil, err
	}
	var list []geo.Feature
	body = http.MaxBytesReader(x.w, io.NopCloser(body), maxAskingBytes)
	for f, err := range format.ReadGeoJSON(body, geo.NewBuilder(nil)) {
		switch {
		case err != nil:
			return nil, unreadable(err)
		case len(list) == maxAsking:
			return nil, &refusal{http.StatusUnprocessableEntity, "there are more than " + strconv.Itoa(maxAsking) + " features in the body"}
		}
		list = append(list, f)
	}
	return list, nil
}
