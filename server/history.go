package server

import (
	"strconv"

	"cairn/geo"
	"cairn/geo/watch"
)

// historyLimit is how many revisions of a feature are told, if limit does not say.
const historyLimit = 100

var historyParameters = []string{"limit"}

// history answers with the revisions of a feature, newest first.
func (s *Server) history(x *exchange) error {
	limit := historyLimit
	for i := range x.query {
		if p := &x.query[i]; p.name == "limit" {
			var err error
			if limit, err = parseLimit(p.value); err != nil {
				return faults{faultOf(p, err)}
			}
		}
	}
	k, ok := s.keeper()
	if !ok {
		return noPast()
	}
	_, gone := x.described() // a collection that was dropped has a past
	if gone != nil && geo.KindOf(gone) != geo.NotFound {
		return gone
	}
	b := geo.AppendString(append(x.body[:0], `{"collection":`...), string(x.collection))
	b = geo.AppendString(append(b, `,"id":`...), string(x.feature))
	x.body = append(b, `,"revisions":[`...)
	told, more := 0, false
	for c, err := range k.History(x.ctx, x.collection, x.feature) {
		if err != nil {
			return err
		}
		if c.Rev > x.moment.rev {
			continue // the answer is of before
		}
		if more = told == limit; more {
			break
		}
		if told == 0 { // from here on the answer is one
			if settled, err := x.settled(); settled {
				return err
			}
		} else {
			x.body = append(x.body, ',')
		}
		x.body = appendRevision(x.body, c)
		told++
		if x.form.is("html") { // a page is made of all of it, so it is a short one
			if len(x.body) >= piece {
				limit = told
			}
		} else if err := x.flow(); err != nil {
			return err
		}
	}
	if told == 0 && gone != nil {
		return gone
	}
	if told == 0 {
		return &geo.Error{Kind: geo.NotFound, Path: "feature", Msg: "there has never been a feature " + strconv.Quote(string(x.feature)) + " in " + string(x.collection)}
	}
	b = strconv.AppendBool(append(x.body, `],"more":`...), more)
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	x.body = append(x.appendOwnLinks(b), "]}"...)
	if x.form.is("html") {
		return x.tree("The past of "+string(x.feature), x.body)
	}
	return x.done()
}

// appendRevision appends what a change made of a feature.
func appendRevision(b []byte, c geo.Change) []byte {
	b = watch.AppendMade(append(b, '{'), c)
	b = append(b, `,"feature":`...)
	if c.Op == geo.Delete {
		return append(b, "null}"...)
	}
	return append(append(b, c.Feature.GeoJSON()...), '}')
}
