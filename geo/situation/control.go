package situation

import (
	"cmp"
	"slices"
	"strings"

	"cairn/geo"
)

// control is what the rule says about who holds a place.
type control struct {
	status   Status
	holder   string    // controlled_by, "" for none
	since    geo.Value // as written, nil if not told
	besieger string    // "" for none
	disputed bool
	basis    []*hold // by id
	parties  []share
	told     []*hold // every row that has begun, the newest first
}

// share is what the basis says of one party.
type share struct {
	party  string
	status Status
	claims []string
}

// holding applies (7) to (23) to the rows of one place that have begun and are
// heard, the newest last.
func holding(rows []*hold, t geo.Instant) control {
	c := control{status: Unknown, basis: standing(words(rows, t)), told: slices.Clone(rows)}
	slices.Reverse(c.told)
	if len(c.basis) == 0 {
		c.leave(rows)
		return c
	}
	slices.SortFunc(c.basis, func(a, b *hold) int { return strings.Compare(a.id, b.id) })
	c.decide()
	c.disputed = disputed(c.basis)
	c.besieger = besieger(c.basis)
	c.parties = shares(c.basis)
	return c
}

// words returns the word of each source that has one: (7) to (9).
func words(rows []*hold, t geo.Instant) []*hold {
	var list []*hold
	done := map[string]bool{}
	for _, r := range slices.Backward(rows) {
		if done[r.source] {
			continue
		}
		stands := r.stands(t)
		if stands {
			list = append(list, r)
		}
		done[r.source] = stands || r.status == Held || r.status == Vacated
	}
	return list
}

// holder is what a word names: (10).
type holder struct {
	kind  holderKind
	party string
}

type holderKind uint8

const (
	namesNothing holderKind = iota
	namesOne
	namesNobody
	namesSeveral
)

func (h *hold) names() holder {
	switch {
	case h.status == Vacated:
		return holder{kind: namesNobody}
	case h.status == Contested:
		return holder{kind: namesSeveral}
	case h.status == Unknown || h.party == "":
		return holder{}
	}
	return holder{namesOne, h.party}
}

func differ(a, b *hold) bool {
	x, y := a.names(), b.names()
	return x.kind != namesNothing && y.kind != namesNothing && x != y
}

// standing returns the words that give way to none: (11), (12).
func standing(words []*hold) []*hold {
	var basis []*hold
	for _, a := range words {
		if !slices.ContainsFunc(words, func(b *hold) bool { return givesWay(a, b) }) {
			basis = append(basis, a)
		}
	}
	return basis
}

func givesWay(a, b *hold) bool {
	if a.source == b.source || !differ(a, b) {
		return false
	}
	couldNotKnow := b.begins > a.begins && a.isSaid() && a.said.End <= b.begins
	filled := a.status == Vacated && b.names().kind == namesOne && b.party != a.party && b.begins >= a.begins
	return couldNotKnow || filled
}

// leave is (13): no word stands.
func (c *control) leave(rows []*hold) {
	if len(rows) == 0 {
		return
	}
	if n := rows[len(rows)-1]; n.status == Held {
		c.status, c.basis, c.since = Vacated, []*hold{n}, n.end
		c.parties = []share{{n.party, Vacated, []string{n.id}}}
	}
}

// decide is (14) to (20): what the basis, which is not empty, comes to.
func (c *control) decide() {
	var named []*hold // the rows that name the result
	with := func(kind holderKind) []*hold {
		return only(c.basis, func(h *hold) bool { return h.names().kind == kind })
	}
	besieged := only(c.basis, func(h *hold) bool { return h.status == Besieged })
	one := with(namesOne)
	switch {
	case len(with(namesSeveral)) > 0 || anyTwo(c.basis, differ):
		c.status = Contested
		c.since = lastStart(c.basis)
		return
	case len(besieged) > 0:
		c.status, named = Besieged, besieged
	case len(one) > 0:
		c.status, named = Held, one
	case len(with(namesNobody)) > 0:
		c.status, named = Vacated, with(namesNobody)
	default:
		c.status, named = Unknown, c.basis
	}
	c.since = firstStart(named)
	if len(one) > 0 {
		c.holder = one[0].party
	}
}

func only(rows []*hold, is func(*hold) bool) []*hold {
	return slices.DeleteFunc(slices.Clone(rows), func(h *hold) bool { return !is(h) })
}

func anyTwo[T any](list []T, are func(a, b T) bool) bool {
	for i, a := range list {
		for _, b := range list[i+1:] {
			if are(a, b) {
				return true
			}
		}
	}
	return false
}

// firstStart and lastStart return a start as it is written, nil if no row has
// one; of equal ones that of the first row.
func firstStart(rows []*hold) geo.Value {
	return bestStart(rows, func(a, b geo.Instant) bool { return a < b })
}

func lastStart(rows []*hold) geo.Value {
	return bestStart(rows, func(a, b geo.Instant) bool { return a > b })
}

func bestStart(rows []*hold, better func(a, b geo.Instant) bool) (start geo.Value) {
	var begins geo.Instant
	for _, h := range rows {
		if h.start != nil && (start == nil || better(h.begins, begins)) {
			start, begins = h.start, h.begins
		}
	}
	return start
}

// disputed is (31).
func disputed(basis []*hold) bool {
	return anyTwo(basis, func(a, b *hold) bool {
		besiegers := a.status == Besieged && b.status == Besieged && a.besieger != "" && b.besieger != "" && a.besieger != b.besieger
		left := a.status == Vacated && b.status == Vacated && a.party != "" && b.party != "" && a.party != b.party
		return differ(a, b) || besiegers || left
	})
}

// besieger is (21).
func besieger(basis []*hold) string {
	found := ""
	for _, h := range basis {
		if h.status != Besieged || h.besieger == "" {
			continue
		}
		if found != "" && found != h.besieger {
			return ""
		}
		found = h.besieger
	}
	return found
}

// shares is (22); the basis is in the order of ids.
func shares(basis []*hold) []share {
	var list []share
	for _, h := range basis {
		i := slices.IndexFunc(list, func(s share) bool { return s.party == h.party && s.status == h.status })
		if i < 0 {
			i = len(list)
			list = append(list, share{party: h.party, status: h.status})
		}
		list[i].claims = append(list[i].claims, h.id)
	}
	slices.SortFunc(list, func(a, b share) int {
		return cmp.Or(strings.Compare(a.party, b.party), strings.Compare(string(a.status), string(b.status)))
	})
	return list
}
