package server

import (
	"cmp"
	"fmt"
	"strconv"

	"cairn/geo"
	"cairn/geo/watch"
)

const (
	changesLimit = 1000   // how many changes a document holds, if limit does not say
	mostLooked   = 20_000 // how many are looked at for one document
)

// changes answers with what has changed since a revision or an instant: as a
// document, or as events that go on (see events.go).
func (s *Server) changes(x *exchange) error {
	k, ok := s.keeper()
	if !ok {
		return noPast()
	}
	w, err := x.watching()
	if err != nil {
		return err
	}
	since, limit, err := x.since(k)
	if err != nil {
		return err
	}
	since = min(since, x.moment.rev) // what has not been made yet cannot have been heard of
	if x.form.is("event-stream") {
		// Said before the answer begins, so that a browser does not come back for it for ever.
		if kept, err := k.Kept(x.ctx); err != nil || since < kept {
			return cmp.Or[error](err, &geo.Error{Kind: geo.NotFound, Path: "since", Msg: fmt.Sprintf("the changes after revision %d are no longer kept, only those after %d", since, kept)})
		}
		return x.events(k, w, since)
	}
	if settled, err := x.settled(); settled {
		return err
	}
	b := append(x.body[:0], `{"since":`...)
	b = strconv.AppendInt(b, int64(since), 10)
	b = append(b, `,"changes":[`...)
	told, looked, last, more := 0, 0, since, false
	for c, err := range k.Changes(x.ctx, since, w.Of()...) {
		if err != nil {
			return err
		}
		if c.Rev > x.moment.rev {
			break
		}
		if more = told == limit || looked == mostLooked; more {
			break
		}
		last = c.Rev
		looked++
		kind := w.Hears(c)
		if kind == "" {
			continue
		}
		if told > 0 {
			b = append(b, ',')
		}
		b = watch.AppendChange(b, c, kind)
		told++
		if x.form.is("html") { // a page is made of all of it, so it is a short one
			if len(b) >= piece {
				limit = told
			}
			continue
		}
		x.body = b
		if err := x.flow(); err != nil {
			return err
		}
		b = x.body
	}
	if !more {
		last = max(last, x.moment.rev)
	}
	b = strconv.AppendInt(append(b, `],"rev":`...), int64(last), 10)
	b = strconv.AppendBool(append(b, `,"more":`...), more)
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	b = x.appendOwnLinks(b)
	if more {
		next := x.here("since="+strconv.FormatInt(int64(last), 10), "since")
		b = geo.AppendString(append(b, `,{"href":`...), next)
		b = append(b, `,"rel":"next","type":"application/json","title":"what changed after these"}`...)
	}
	x.body = append(b, "]}"...)
	if x.form.is("html") {
		return x.tree("What has changed", x.body)
	}
	return x.done()
}

// since reads from where on changes are asked for, and how many at most.
func (x *exchange) since(k geo.Keeper) (since geo.Rev, limit int, err error) {
	limit = changesLimit
	since = x.moment.rev
	if x.form.is("event-stream") {
		if id := header(x.r, "Last-Event-Id"); id != "" {
			rev, err := strconv.ParseUint(id, 10, 63)
			if err != nil {
				return 0, 0, &geo.Error{Kind: geo.Invalid, Path: "Last-Event-ID", Msg: strconv.Quote(id) + " is no revision"}
			}
			return min(geo.Rev(rev), x.moment.rev), 0, nil
		}
	} else if since, err = k.Kept(x.ctx); err != nil {
		return 0, 0, err
	}
	for i := range x.query {
		p := &x.query[i]
		var err error
		switch p.name {
		case "since":
			if since, err = x.revOf(k, p.value); geo.KindOf(err) != geo.Invalid && err != nil {
				return 0, 0, err
			}
		case "limit":
			limit, err = parseLimit(p.value)
		}
		if err != nil {
			return 0, 0, faults{faultOf(p, err)}
		}
	}
	return since, limit, nil
}
