package server

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strconv"

	"cairn/geo"
	"cairn/geo/format"
)

// Limits of one request for the nearest of many.
const (
	maxAsking = 10_000  // features sent
	maxFound  = 100_000 // features answered
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
	_, err := x.ask(manyParameters, true)
	if err != nil {
		return err
	}
	asking, err := x.sent()
	if err != nil {
		return err
	}
	q := &x.request
	if !x.has("limit") {
		q.Limit = 1
	}
	if len(asking)*q.Limit > maxFound {
		return &refusal{http.StatusUnprocessableEntity, "that would be up to " + strconv.Itoa(len(asking)*q.Limit) + " features; at most " + strconv.Itoa(maxFound) + " are answered at once"}
	}
	x.body = append(x.body[:0], `{"type":"FeatureCollection","features":[`...)
	res := result{matched: -1}
	for _, f := range asking {
		if !f.Located() {
			continue // nothing is near to what is nowhere
		}
		q.near.from(f.Geometry())
		q.Near = &q.near.Near
		for hit, err := range x.state.Find(x.ctx, q.Query) {
			if err != nil {
				return err
			}
			if res.returned > 0 {
				x.body = append(x.body, ',')
			}
			if x.body, err = x.appendHit(x.body, hit); err != nil {
				return err
			}
			// It ends with the object "nearest", which gets one more member.
			x.body = append(append(x.body[:len(x.body)-2], `,"of":`...), f.RawID()...)
			x.body = append(x.body, "}}"...)
			res.returned++
			if err := x.flow(); err != nil {
				return err
			}
		}
	}
	x.close(res)
	return x.done()
}

// sent reads the features in a request's body.
func (x *exchange) sent() ([]geo.Feature, error) {
	media, _, err := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	if err != nil || media != mediaGeoJSON && media != mediaJSON {
		return nil, &refusal{http.StatusUnsupportedMediaType, "the body must be GeoJSON, sent as " + mediaGeoJSON}
	}
	var list []geo.Feature
	for f, err := range format.ReadGeoJSON(x.r.Body, geo.NewBuilder(nil)) {
		var tooLarge *http.MaxBytesError
		switch {
		case errors.As(err, &tooLarge):
			return nil, &refusal{http.StatusRequestEntityTooLarge, "the body has more than " + strconv.FormatInt(tooLarge.Limit, 10) + " bytes"}
		case geo.KindOf(err) == geo.Invalid:
			return nil, err
		case err != nil:
			return nil, fmt.Errorf("read the features sent: %w", err)
		case len(list) == maxAsking:
			return nil, &refusal{http.StatusUnprocessableEntity, "there are more than " + strconv.Itoa(maxAsking) + " features in the body"}
		}
		list = append(list, f)
	}
	return list, nil
}
