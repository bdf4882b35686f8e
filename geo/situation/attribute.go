package situation

import (
	"math"
	"slices"
	"strings"

	"cairn/geo"
)

// attribute is what the sources tell of one thing, side by side.
type attribute struct {
	name     string
	disputed bool
	min, max *claim   // the claims with the smallest and the largest number; nil for none (28)
	claims   []*claim // by id
}

// attributes applies (26) to (30) to the rows of one subject that are to be
// heard, in the order of ids.
func attributes(rows []*claim) []attribute {
	byName := map[string][]*claim{}
	for _, c := range newest(rows) {
		byName[c.attribute] = append(byName[c.attribute], c)
	}
	list := make([]attribute, 0, len(byName))
	for name, claims := range byName {
		a := attribute{name: name, claims: claims, disputed: anyTwo(views(claims), disagree)}
		a.min, a.max = extremes(claims)
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b attribute) int { return strings.Compare(a.name, b.name) })
	return list
}

// newest leaves of each source's rows about one thing the newest: (26).
func newest(rows []*claim) []*claim {
	type matter struct {
		attribute, source string
		stance            Stance
	}
	of := func(c *claim) matter { return matter{c.attribute, c.source, c.stance} }
	best := map[matter]*claim{}
	for _, c := range rows {
		if b := best[of(c)]; b == nil || compareAge(c, b) > 0 {
			best[of(c)] = c
		}
	}
	return slices.DeleteFunc(slices.Clone(rows), func(c *claim) bool { return compareAge(c, best[of(c)]) != 0 })
}

func compareAge(a, b *claim) int {
	if a.begins != b.begins {
		if a.begins < b.begins {
			return -1
		}
		return 1
	}
	return compareSaid(&a.row, &b.row)
}

// extremes is (28). Who could not verify something widens no range (33).
func extremes(claims []*claim) (low, high *claim) {
	for _, c := range claims {
		if c.written == nil || c.stance != States {
			continue
		}
		if low != nil && string(low.unit) != string(c.unit) {
			return nil, nil
		}
		if low == nil || c.number < low.number {
			low = c
		}
		if high == nil || c.number > high.number {
			high = c
		}
	}
	return low, high
}

// views leaves of the claims that say the same two of different sources: whoever
// disagrees with one of the others disagrees with one of these. Many may repeat
// one figure.
func views(claims []*claim) []*claim {
	type view struct {
		number            float64
		numbered          bool
		unit, party, text string
		qualifier         Qualifier
		stance            Stance
	}
	first := map[view]string{} // whose claim of it is kept
	both := map[view]bool{}    // a second source's is kept too
	var list []*claim
	for _, c := range claims {
		v := view{c.number, c.written != nil, string(c.unit), c.party, c.text, c.qualifier, c.stance}
		source, seen := first[v]
		if both[v] || seen && source == c.source {
			continue
		}
		if seen {
			both[v] = true
		} else {
			first[v] = c.source
		}
		list = append(list, c)
	}
	return list
}

// disagree is (29).
func disagree(a, b *claim) bool {
	if a.stance != States || b.stance != States || a.source == b.source {
		return false
	}
	numbers := a.written != nil && b.written != nil
	parties := a.party != "" && b.party != ""
	switch {
	case numbers && string(a.unit) == string(b.unit) && apart(a, b):
		return true
	case parties && a.party != b.party:
		return true
	}
	return a.written == nil && b.written == nil && !parties && a.text != b.text
}

// apart reports whether the ranges that two numbers leave open do not meet.
func apart(a, b *claim) bool {
	lowA, highA := a.reach()
	lowB, highB := b.reach()
	return highA < lowB || highB < lowA
}

// reach returns the smallest and the largest number that the claim leaves open.
func (c *claim) reach() (low, high float64) {
	switch c.qualifier {
	case AtLeast:
		return c.number, math.Inf(1)
	case AtMost:
		return math.Inf(-1), c.number
	}
	return c.number, c.number
}

// told returns the rows that are heard about an event (25): those that have begun,
// over or not.
func (p *picture) told(about subject) []*claim {
	return p.heard(about, func(c *claim) bool { return c.hasBegun(p.t) })
}

// maintained returns the rows that are heard about a place (25): those that stand.
func (p *picture) maintained(about subject) []*claim {
	return p.heard(about, func(c *claim) bool { return c.stands(p.t) })
}

func (p *picture) heard(about subject, when func(*claim) bool) []*claim {
	var list []*claim
	for _, c := range p.claims[about] {
		if p.hears(c.source) && when(c) {
			list = append(list, c)
		}
	}
	return list
}

// isDisputed reports whether one of them is.
func isDisputed(list []attribute) bool {
	return slices.ContainsFunc(list, func(a attribute) bool { return a.disputed })
}

// value returns a claim's number as it is written, nil for no claim.
func (c *claim) value() geo.Value {
	if c == nil {
		return nil
	}
	return c.written
}
