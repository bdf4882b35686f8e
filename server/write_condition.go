package server

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"cairn/geo"
	"cairn/server/middleware"
)

// conditions takes the request's preconditions into a change of a feature or of a
// collection (RFC 9110 §13.1): the revision in a tag of ours that If-Match names, and
// If-None-Match: *.
func (x *exchange) conditions(c *geo.Change) error {
	what, put := "feature", geo.Put
	there := func() bool { _, err := x.state.Feature(x.ctx, c.In, x.feature); return err == nil }
	if c.Op == geo.PutCollection || c.Op == geo.DropCollection {
		what, put = "collection", geo.PutCollection
		there = func() bool { _, err := x.state.Collection(x.ctx, c.In); return err == nil }
	}
	stale := &refusal{http.StatusPreconditionFailed, "the " + what + " is not the one that the request is about: it has been changed since"}
	if list := header(x.r, "If-None-Match"); list != "" {
		if strings.TrimSpace(list) != "*" || c.Op != put {
			return &refusal{http.StatusBadRequest, "If-None-Match can only be * here, to make a " + what + " that is not there yet"}
		}
		if there() {
			return stale
		}
		if c.Op == geo.Put {
			c.Op = geo.Create
		}
	}
	list := strings.TrimSpace(header(x.r, "If-Match"))
	if list == "" {
		return x.unmodified(c, stale)
	}
	if c.Op == geo.PutCollection && !there() {
		return stale
	}
	now, _ := x.state.Rev()
	if list == "*" {
		c.If = now
		return nil
	}
	for one := range strings.SplitSeq(list, ",") {
		one = strings.TrimSpace(one)
		number, _, ok := strings.Cut(strings.Trim(one, `"`), "-")
		rev, err := strconv.ParseInt(number, 36, 64)
		if ok && err == nil && rev > 0 && geo.Rev(rev) <= now && one[0] == '"' { // a later one is of another server
			c.If = max(c.If, geo.Rev(rev))
		}
	}
	if c.If == 0 {
		return stale
	}
	return nil
}

// unmodified takes If-Unmodified-Since into a change (RFC 9110 §13.1.4): the feature
// must not have been changed after the end of that second. Whoever wants to be sure to
// less than a second sends If-Match.
func (x *exchange) unmodified(c *geo.Change, stale error) error {
	at, ok := instant(x.r.Header["If-Unmodified-Since"])
	if !ok {
		return nil
	}
	k, keeps := x.server.keeper()
	if !keeps {
		if x.moment.second.After(at) {
			return stale
		}
		return nil
	}
	rev, err := k.RevAt(x.ctx, geo.InstantOf(at.Add(time.Second-time.Microsecond)))
	if geo.KindOf(err) == geo.NotFound || err == nil && rev == 0 {
		return stale // all there is was changed later
	}
	c.If = rev
	return err
}

// changed answers that the feature that the path names is what was sent since a
// revision.
func (x *exchange) changed(rev geo.Rev) error {
	if err := x.leaves(rev, x.collection, x.feature); err != nil {
		return err
	}
	return x.send(http.StatusNoContent, nil, nil)
}

// leaves makes the answer's ETag and Last-Modified those of a feature as a revision has
// left it (OGC 20-002r1, requirements /req/optimistic-locking-etags/put-etag-response
// and patch-etag-response): those that it has as GeoJSON, without parameters.
func (x *exchange) leaves(rev geo.Rev, in geo.Name, id geo.ID) error {
	state, err := x.server.config.Store.Read(context.WithoutCancel(x.ctx)) // it is written, whatever the time
	if err != nil {
		return err
	}
	x.moment = x.server.momentOf(state.Rev())
	state.Close()
	x.markAs(rev, "/collections/"+string(in)+"/items/"+string(id), "", middleware.Identity, features[0].media)
	return nil
}
