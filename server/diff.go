package server

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"cairn/geo"
)

// maxDiff is how many features a comparison tells of.
const maxDiff = 10_000

var diffParameters = []string{"from", "to"}

// diff compares a collection at two moments: what was added, what was changed, from
// what to what, and what was removed.
func (s *Server) diff(x *exchange) error {
	k, ok := s.keeper()
	if !ok {
		return noPast()
	}
	if _, err := x.described(); err != nil {
		return err
	}
	from, to, err := x.fromTo(k)
	if err != nil {
		return err
	}
	if settled, err := x.settled(); settled {
		return err
	}
	first, last, err := x.firstAndLast(k, from, to)
	if err != nil {
		return err
	}
	var added, changed, removed []byte
	for _, id := range slices.Sorted(maps.Keys(last)) {
		switch was, is := first[id], last[id]; {
		case was.IsZero() && is.IsZero():
		case was.IsZero():
			added = append(append(added, ','), is.GeoJSON()...)
		case is.IsZero():
			removed = append(append(removed, ','), was.GeoJSON()...)
		case string(was.GeoJSON()) != string(is.GeoJSON()):
			changed = append(append(changed, `,{"old":`...), was.GeoJSON()...)
			changed = append(append(append(changed, `,"new":`...), is.GeoJSON()...), '}')
		}
	}
	b := strconv.AppendInt(append(x.body[:0], `{"from":`...), int64(from), 10)
	b = strconv.AppendInt(append(b, `,"to":`...), int64(to), 10)
	for _, part := range []struct {
		name string
		list []byte
	}{{"added", added}, {"changed", changed}, {"removed", removed}} {
		b = append(append(append(b, `,"`...), part.name...), `":[`...)
		if len(part.list) > 0 {
			b = append(b, part.list[1:]...)
		}
		b = append(b, ']')
	}
	b = append(append(append(b, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	x.body = append(x.appendOwnLinks(b), "]}"...)
	if x.form.is("html") {
		return x.tree("What is different", x.body)
	}
	return x.done()
}

// fromTo reads the two moments; without to it is the present.
func (x *exchange) fromTo(k geo.Keeper) (from, to geo.Rev, err error) {
	from, to = -1, x.moment.rev
	for i := range x.query {
		p := &x.query[i]
		var err error
		switch p.name {
		case "from":
			from, err = x.revOf(k, p.value)
		case "to":
			to, err = x.revOf(k, p.value)
		}
		if err != nil {
			return 0, 0, faults{faultOf(p, err)}
		}
	}
	switch to = min(to, x.moment.rev); {
	case from < 0:
		return 0, 0, faults{{Parameter: "from", Position: len(x.r.URL.RawQuery), Reason: "is missing", Expected: expected("from")}}
	case from > to:
		return 0, 0, faults{{Parameter: "from", Position: 0, Reason: "is later than to", Expected: "an earlier one"}}
	}
	return from, to, nil
}

// firstAndLast returns what each feature that changed between two revisions was at
// the first, and is at the last; zero for what was not there.
func (x *exchange) firstAndLast(k geo.Keeper, from, to geo.Rev) (first, last map[geo.ID]geo.Feature, err error) {
	first, last = map[geo.ID]geo.Feature{}, map[geo.ID]geo.Feature{}
	for c, err := range k.Changes(x.ctx, from) {
		if err != nil {
			return nil, nil, err
		}
		if c.Rev > to {
			break
		}
		if c.In != x.collection || c.Op == geo.PutCollection || c.Op == geo.DropCollection {
			continue
		}
		is := c.Feature
		if c.Op == geo.Delete {
			is = geo.Feature{}
		}
		id := c.Feature.ID
		if c.Op == geo.Delete {
			id = c.Old.ID
		}
		name := id()
		if _, seen := last[name]; !seen {
			if len(last) == maxDiff {
				return nil, nil, &refusal{http.StatusUnprocessableEntity, "more than " + strconv.Itoa(maxDiff) + " features differ; ask for a shorter time, or for /changes"}
			}
			first[name] = c.Old
		}
		last[name] = is
	}
	return first, last, nil
}
