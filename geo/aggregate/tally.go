package aggregate

import (
	"bytes"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"cairn/geo"
)

// key says which group a feature is in: for each thing to group by a cell, a bucket,
// or the number of a value in its dictionary.
type key [MaxParts]uint64

// null stands for no value, no time.
const null = math.MaxUint64

// sign turns the sign of a bucket's number round in its key, so that keys have the
// order of time, and -1 is not null.
const sign = 1 << 63

// dictionary numbers the values of a property.
type dictionary struct {
	numbers map[string]uint64
	values  []string // as JSON
	last    []byte   // what came last, and
	number  uint64   // its number
}

// numberOf returns the number of a value.
func (d *dictionary) numberOf(v geo.Value, scratch *[]byte) uint64 {
	if len(v) == 0 || v[0] == 'n' {
		return null
	}
	if bytes.Equal(d.last, v) {
		return d.number
	}
	d.last = v
	if kind := v[0]; kind == '-' || kind >= '0' && kind <= '9' {
		v = plain(v, scratch)
	}
	n, ok := d.numbers[string(v)]
	if !ok {
		n = d.put(string(v))
	}
	d.number = n
	return n
}

func (d *dictionary) put(v string) uint64 {
	n := uint64(len(d.values))
	d.numbers[v], d.values = n, append(d.values, v)
	return n
}

// plain writes a number so that equal ones are written alike.
func plain(v geo.Value, scratch *[]byte) geo.Value {
	if string(v) == "-0" {
		return geo.Value("0")
	}
	if !bytes.ContainsAny(v, ".eE") {
		return v
	}
	f, ok := v.Float()
	if !ok || math.IsInf(f, 0) {
		return v
	}
	if f == 0 {
		f = 0 // not -0
	}
	*scratch = geo.AppendFloat((*scratch)[:0], f)
	return *scratch
}

// sums is what is known of a property's numbers in a group.
type sums struct {
	n           int64
	sum, rest   float64 // compensated: their sum is the sum
	least, most float64
}

func (s *sums) add(v float64) {
	if s.n == 0 {
		s.least, s.most = v, v
	}
	s.n++
	s.least, s.most = min(s.least, v), max(s.most, v)
	s.plus(v)
}

// plus adds to the sum what would get lost (Neumaier 1974).
func (s *sums) plus(v float64) {
	t := s.sum + v
	if math.Abs(s.sum) >= math.Abs(v) {
		s.rest += s.sum - t + v
	} else {
		s.rest += v - t + s.sum
	}
	s.sum = t
}

func (s *sums) merge(o *sums) {
	switch {
	case o.n == 0:
	case s.n == 0:
		*s = *o
	default:
		s.n += o.n
		s.least, s.most = min(s.least, o.least), max(s.most, o.most)
		s.plus(o.sum)
		s.rest += o.rest
	}
}

// tally counts features in groups. It is of one goroutine.
type tally struct {
	*request
	index map[key]int
	keys  []key
	count []int64
	sums  []sums // of each group, those of the properties asked for

	words     [MaxParts]dictionary // of the things to group by that are properties
	placeless int
	last      key // the group that came last, and
	at        int // its number; -1 for none
	scratch   []byte
}

func newTally(r *request) *tally {
	t := &tally{request: r, index: map[key]int{}, at: -1}
	for i := range r.Groups {
		t.words[i].numbers = map[string]uint64{}
	}
	return t
}

// add counts a feature. The error says that there are too many groups.
func (t *tally) add(f geo.Feature) error {
	k, ok := t.keyOf(f)
	if !ok {
		t.placeless++
		return nil
	}
	if t.at < 0 || k != t.last {
		if err := t.find(k); err != nil {
			return err
		}
	}
	t.count[t.at]++
	if len(t.fields) == 0 {
		return nil
	}
	own := t.sums[t.at*len(t.fields):]
	for i, field := range t.fields {
		if v, ok := quick(f.Value(field)); ok {
			own[i].add(v)
		}
	}
	return nil
}

// find makes k the last key.
func (t *tally) find(k key) error {
	at, ok := t.index[k]
	if !ok {
		if at = len(t.keys); at == t.most {
			return t.tooMany()
		}
		t.index[k] = at
		t.keys, t.count = append(t.keys, k), append(t.count, 0)
		for range t.fields {
			t.sums = append(t.sums, sums{})
		}
	}
	t.last, t.at = k, at
	return nil
}

// keyOf returns the group of a feature; ok is false if it has no place, and groups
// are cells.
func (t *tally) keyOf(f geo.Feature) (k key, ok bool) {
	for i := range t.Groups {
		g := &t.Groups[i]
		switch {
		case g.By == Property:
			k[i] = t.words[i].numberOf(f.Value(g.Field), &t.scratch)
		case g.By.IsTime():
			k[i] = timeOf(f, g)
		default:
			p, ok := middle(f)
			if !ok {
				return k, false
			}
			k[i] = t.cellOf(p)
		}
	}
	return k, true
}

// timeOf returns the bucket of a feature's time.
func timeOf(f geo.Feature, g *Group) uint64 {
	var p geo.Period
	var ok bool
	if g.Field >= 0 {
		p, ok = f.Value(g.Field).Period()
	} else {
		p, ok = f.Period()
	}
	i := p.Start
	if g.Field == PeriodEnd {
		i = p.Last()
	}
	if !ok || p.Start >= p.End || i == geo.Past || i == geo.Forever {
		return null
	}
	return uint64(bucket(g.By, i)) ^ sign
}

// quick reads a number; whole ones of up to 15 digits, as most are, without strconv.
func quick(v geo.Value) (float64, bool) {
	digits := v
	if len(v) > 0 && v[0] == '-' {
		digits = v[1:]
	}
	if len(digits) == 0 || len(digits) > 15 {
		return finite(v)
	}
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return finite(v)
		}
		n = n*10 + int(c-'0')
	}
	if len(digits) < len(v) {
		n = -n
	}
	return float64(n), true
}

func finite(v geo.Value) (float64, bool) {
	f, ok := v.Float()
	return f, ok && !math.IsInf(f, 0)
}

// merge adds what another tally has counted.
func (t *tally) merge(o *tally) error {
	t.placeless += o.placeless
	for i, k := range o.keys {
		for p := range t.Groups {
			if t.Groups[p].By == Property && k[p] != null {
				k[p] = t.words[p].known(o.words[p].values[k[p]])
			}
		}
		if err := t.find(k); err != nil {
			return err
		}
		t.count[t.at] += o.count[i]
		for f := range t.fields {
			t.sums[t.at*len(t.fields)+f].merge(&o.sums[i*len(t.fields)+f])
		}
	}
	return nil
}

// known returns the number of a value that another dictionary has.
func (d *dictionary) known(v string) uint64 {
	if n, ok := d.numbers[v]; ok {
		return n
	}
	return d.put(v)
}

func (r *request) tooMany() error {
	advice := "group by fewer things, or filter"
	if g := r.cells(); g != nil && g.By == Quadkey {
		advice = "choose a smaller zoom than " + number(r.Cell) + " in cell=, or filter"
	} else if g != nil {
		advice = "choose larger cells than " + number(r.Cell) + " metres in cell=, or filter"
	}
	path := "group"
	if r.cells() != nil {
		path = "cell"
	}
	return invalid(path, "there are more than "+strconv.Itoa(r.most)+" groups; "+advice)
}

// request is a Request made ready.
type request struct {
	Request
	grid   *grid
	tiles  tiles
	fields []int // the properties of which numbers are asked, each once
	sumOf  []int // for each value, which of them
	most   int   // groups
}

func newRequest(r Request) *request {
	made := &request{Request: r, most: MaxGroups}
	if g := r.cells(); g != nil && g.By == Quadkey {
		made.tiles.zoom = int(r.Cell)
	} else if g != nil {
		made.grid = newGrid(g.By == Hex, r.Cell, r.Parallel)
	}
	for _, v := range r.Values {
		at := -1
		for i, field := range made.fields {
			if v.Func != Count && field == v.Field {
				at = i
			}
		}
		if v.Func != Count && at < 0 {
			at = len(made.fields)
			made.fields = append(made.fields, v.Field)
		}
		made.sumOf = append(made.sumOf, at)
	}
	return made
}

func (r *request) cellOf(p orb.Point) uint64 {
	if r.grid != nil {
		return r.grid.cell(p)
	}
	return r.tiles.cell(p)
}

func (r *request) outline(cell uint64) []orb.Ring {
	if r.grid != nil {
		return r.grid.outline(cell)
	}
	return r.tiles.outline(cell)
}
