package aggregate

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// Result is the answer to a request: its groups in a stable order, which is that of
// the things to group by: cells from south to north and from west to east (quadkeys
// by their digits), times by time, properties false before true before numbers by
// value before texts and all others by their bytes; null comes last.
type Result struct {
	Placeless int // features left out because they have no place
	t         *tally
	order     []int // the tally's groups, in order
}

func resultOf(t *tally) Result {
	r := Result{Placeless: t.placeless, t: t}
	if len(t.Groups) == 0 && len(t.keys) == 0 { // nothing is a group too, of all there is
		if err := t.find(key{}); err != nil {
			panic("aggregate: one group is too many: " + err.Error())
		}
	}
	for i := range t.keys {
		r.order = append(r.order, i)
	}
	var ranks [MaxParts][]int
	for part, g := range t.Groups {
		if g.By == Property {
			ranks[part] = ranksOf(t.words[part].values)
		}
	}
	slices.SortFunc(r.order, func(a, b int) int { return t.compare(t.keys[a], t.keys[b], &ranks) })
	return r
}

// ranksOf returns for each value where it stands among them.
func ranksOf(values []string) []int {
	order, ranks := make([]int, len(values)), make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareValues(values[a], values[b]) })
	for at, i := range order {
		ranks[i] = at
	}
	return ranks
}

// Len returns how many groups there are.
func (r *Result) Len() int { return len(r.order) }

// Features returns how many features the groups have together.
func (r *Result) Features() (n int) {
	for _, c := range r.t.count {
		n += int(c)
	}
	return n
}

// Key returns what group i has of thing number part of the request's Groups, as JSON:
// a cell's number or quadkey, the name of a bucket, the value of a property, or null.
func (r *Result) Key(i, part int) geo.Value { return r.t.appendKey(nil, r.order[i], part) }

// Number returns value number v of the request's Values for group i; ok is false if
// there are no numbers in it.
func (r *Result) Number(i, v int) (number float64, ok bool) {
	at := r.order[i]
	n := r.t.sumOf[v]
	if n < 0 {
		return float64(r.t.count[at]), true
	}
	s := &r.t.sums[at*len(r.t.fields)+n]
	if s.n == 0 {
		return 0, false
	}
	switch r.t.Values[v].Func {
	case Sum:
		number = s.sum + s.rest
	case Min:
		number = s.least
	case Max:
		number = s.most
	case Avg:
		number = (s.sum + s.rest) / float64(s.n)
	}
	return number, true
}

// Cell returns the outline of group i's cell in lon, lat degrees; nil without cells.
// It is a Polygon, or a MultiPolygon if it lies across the antimeridian.
func (r *Result) Cell(i int) orb.Geometry { return r.cell(i, new(corners)) }

func (r *Result) cell(i int, known *corners) orb.Geometry {
	for part := range r.t.Groups {
		if !r.t.Groups[part].By.IsCell() {
			continue
		}
		rings := r.t.outline(r.t.keys[r.order[i]][part], known)
		if len(rings) == 1 {
			return orb.Polygon{rings[0]}
		}
		var both orb.MultiPolygon
		for _, ring := range rings {
			both = append(both, orb.Polygon{ring})
		}
		return both
	}
	return nil
}

// appendKey appends one part of a group's key as JSON.
func (t *tally) appendKey(b []byte, group, part int) []byte {
	g, k := &t.Groups[part], t.keys[group][part]
	switch {
	case k == null:
		return append(b, "null"...)
	case g.By == Property:
		return append(b, t.words[part].values[k]...)
	case g.By.IsTime():
		b = appendBucket(append(b, '"'), g.By, int64(k^sign))
	case g.By == Quadkey:
		b = t.tiles.appendKey(append(b, '"'), k)
	default:
		column, row := t.grid.place(k)
		b = append(geo.AppendFloat(append(b, '"'), column), '/')
		b = geo.AppendFloat(b, row)
	}
	return append(b, '"')
}

// compare orders two keys; ranks are those of the values in the dictionaries.
func (t *tally) compare(a, b key, ranks *[MaxParts][]int) int {
	for part := range t.Groups {
		c := 0
		switch x, y := a[part], b[part]; {
		case x == y:
		case t.Groups[part].By == Property && x != null && y != null:
			c = cmp.Compare(ranks[part][x], ranks[part][y])
		default: // null is the greatest
			c = cmp.Compare(x, y)
		}
		if c != 0 {
			return c
		}
	}
	return 0
}

// compareValues orders two values that differ.
func compareValues(a, b string) int {
	x, y := rank(a), rank(b)
	if x != y {
		return cmp.Compare(x, y)
	}
	if x == numbersRank {
		f, _ := geo.Value(a).Float()
		g, _ := geo.Value(b).Float()
		if c := cmp.Compare(f, g); c != 0 {
			return c
		}
	}
	if x == textsRank {
		return bytes.Compare(geo.AppendUnquoted(nil, []byte(a)), geo.AppendUnquoted(nil, []byte(b)))
	}
	return strings.Compare(a, b)
}

const (
	booleansRank = iota
	numbersRank
	textsRank
	othersRank
)

func rank(v string) int {
	switch c := v[0]; {
	case c == 't' || c == 'f':
		return booleansRank
	case c == '"':
		return textsRank
	case c == '[' || c == '{':
		return othersRank
	}
	return numbersRank
}
