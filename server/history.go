package server

import (
	"strconv"

	"cairn/geo"
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
	if _, err := x.described(); err != nil {
		return err
	}
	b := geo.AppendString(append(x.body[:0], `{"collection":`...), string(x.collection))
	b = geo.AppendString(append(b, `,"id":`...), string(x.feature))
	b = append(b, `,"revisions":[`...)
	told, more := 0, false
	for c, err := range k.History(x.ctx, x.collection, x.feature) {
		if err != nil {
			return err
		}
		if told == limit {
			more = true
			break
		}
		if told > 0 {
			b = append(b, ',')
		}
		b = appendRevision(b, c)
		told++
	}
	if told == 0 {
		return &geo.Error{Kind: geo.NotFound, Path: "feature", Msg: "there has never been a feature " + strconv.Quote(string(x.feature)) + " in " + string(x.collection)}
	}
	if settled, err := x.settled(); settled {
		return err
	}
	b = strconv.AppendBool(append(b, `],"more":`...), more)
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	x.body = append(x.appendOwnLinks(b), "]}"...)
	if x.form.is("html") {
		return x.tree("The past of "+string(x.feature), x.body)
	}
	return x.done()
}

// verb says what a change did to a feature.
func verb(c geo.Change) string {
	switch {
	case c.Op == geo.Delete:
		return "deleted"
	case c.Old.IsZero():
		return "created"
	}
	return "changed"
}

// appendRevision appends what a change made of a feature.
func appendRevision(b []byte, c geo.Change) []byte {
	b = appendMade(append(b, '{'), c)
	b = append(b, `,"feature":`...)
	if c.Op == geo.Delete {
		return append(b, "null}"...)
	}
	return append(append(b, c.Feature.GeoJSON()...), '}')
}

// appendMade appends when a change was made, by whom and what it did.
func appendMade(b []byte, c geo.Change) []byte {
	b = strconv.AppendInt(append(b, `"rev":`...), int64(c.Rev), 10)
	b = append(append(append(b, `,"at":"`...), stampOf(c.At)...), `","by":`...)
	if c.By == "" {
		b = append(b, "null"...)
	} else {
		b = geo.AppendString(b, c.By)
	}
	return append(append(append(b, `,"op":"`...), verb(c)...), '"')
}

// stampOf writes an instant as an RFC 3339 date-time.
func stampOf(i geo.Instant) string { return i.Time().Format("2006-01-02T15:04:05.999999Z07:00") }
