package server

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"cairn/geo"
)

const (
	maxDiff      = 10_000   // features that a comparison tells of
	maxDiffBytes = 16 << 20 // of them, before and after, as they are held meanwhile
)

var diffParameters = []string{"from", "to"}

// diff compares a collection at two moments: what was added, what was changed, from
// what to what, and what was removed.
func (s *Server) diff(x *exchange) error {
	k, ok := s.keeper()
	if !ok {
		return noPast()
	}
	_, gone := x.described() // a collection that was dropped has a past
	if gone != nil && geo.KindOf(gone) != geo.NotFound {
		return gone
	}
	from, to, err := x.fromTo(k)
	if err != nil {
		return err
	}
	if gone == nil {
		if settled, err := x.settled(); settled {
			return err
		}
	}
	first, last, err := x.firstAndLast(k, from, to)
	if err != nil {
		return err
	}
	if gone != nil && len(last) == 0 {
		return gone
	}
	if gone != nil {
		if settled, err := x.settled(); settled {
			return err
		}
	}
	ids := slices.Sorted(maps.Keys(last))
	b := strconv.AppendInt(append(x.body[:0], `{"from":`...), int64(from), 10)
	x.body = strconv.AppendInt(append(b, `,"to":`...), int64(to), 10)
	for _, part := range []string{"added", "changed", "removed"} {
		b := append(append(append(x.body, `,"`...), part...), `":[`...)
		comma := false
		for _, id := range ids {
			was, is := first[id], last[id]
			if kindOfDifference(was, is) != part {
				continue
			}
			if comma {
				b = append(b, ',')
			}
			comma = true
			switch part {
			case "added":
				b = append(b, is.GeoJSON()...)
			case "removed":
				b = append(b, was.GeoJSON()...)
			default:
				b = append(append(b, `{"old":`...), was.GeoJSON()...)
				b = append(append(append(b, `,"new":`...), is.GeoJSON()...), '}')
			}
			if x.body = b; !x.form.is("html") {
				if err := x.flow(); err != nil {
					return err
				}
			}
			b = x.body
		}
		x.body = append(b, ']')
	}
	b = append(append(append(x.body, `,"timeStamp":"`...), x.moment.stamp...), `","links":[`...)
	x.body = append(x.appendOwnLinks(b), "]}"...)
	if x.form.is("html") {
		return x.tree("What is different", x.body)
	}
	return x.done()
}

// kindOfDifference says what became of a feature, "" if it is as it was.
func kindOfDifference(was, is geo.Feature) string {
	switch {
	case was.IsZero() && is.IsZero():
		return ""
	case was.IsZero():
		return "added"
	case is.IsZero():
		return "removed"
	case string(was.GeoJSON()) != string(is.GeoJSON()):
		return "changed"
	}
	return ""
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
		switch {
		case geo.KindOf(err) == geo.Invalid:
			return 0, 0, faults{faultOf(p, err)}
		case err != nil:
			return 0, 0, err
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
	bytes, most := 0, maxDiffBytes
	if x.form.is("html") {
		most = piece // a page is made of all of it at once
	}
	for c, err := range k.Changes(x.ctx, from, x.collection) {
		if err != nil {
			return nil, nil, err
		}
		if c.Rev > to {
			break
		}
		if c.Op == geo.PutCollection || c.Op == geo.DropCollection {
			continue
		}
		is, id := c.Feature, c.Feature.ID
		if c.Op == geo.Delete {
			is, id = geo.Feature{}, c.Old.ID
		}
		name := id()
		before, seen := last[name]
		if !seen {
			if len(last) == maxDiff {
				return nil, nil, x.narrow("more than " + strconv.Itoa(maxDiff) + " features differ")
			}
			first[name] = c.Old
			bytes += len(c.Old.GeoJSON())
		}
		last[name] = is
		if bytes += len(is.GeoJSON()) - len(before.GeoJSON()); bytes > most {
			return nil, nil, x.narrow("what differs has more than " + strconv.Itoa(most>>20) + " MiB")
		}
	}
	return first, last, nil
}

// narrow refuses a comparison that is too large, and says how to get on.
func (x *exchange) narrow(why string) error {
	hint := "; ask for a shorter time, or for /changes?collection=" + url.QueryEscape(string(x.collection)) + "&since=…, which comes in pages"
	if x.form.is("html") {
		hint = "; ask for a shorter time, or with f=json for more"
	}
	return &refusal{http.StatusUnprocessableEntity, why + hint}
}
