package aggregate

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cairn/geo"
)

// The sizes of cells that are taken.
const (
	minMetres, maxMetres = 1, 2_000_000
	minZoom, maxZoom     = 1, 24
)

// Parse reads what a question asks of a collection, from the values of three
// parameters:
//
//	group  things to group by, with commas: square, hex or quadkey; a property; hour,
//	       day, week, month, quarter or year of the start of the feature's period.
//	       month(p) is that of a property p, or of the period's start or end. A
//	       property that is called like one of these words goes before it; with ()
//	       after it, the word is meant: hex(), year(). Empty: one group of all.
//	cell   for square and hex metres, 1 to 2,000,000; for quadkey the zoom, 1 to 24
//	value  count, sum(p), min(p), max(p), avg(p), with commas. Empty: count
//
// A property whose name has commas, brackets or quotes is written in double quotes,
// with those in it doubled, as in CQL2. In the answer everything is called as it was
// written here.
//
// The error is Invalid: Path is the parameter, and Msg says what is wrong, and which
// name may have been meant.
func Parse(group, cell, value string, c geo.Collection) (Request, error) {
	r := Request{Parallel: parallel(c.Extent)}
	if err := r.parseGroups(group, c.Schema); err != nil {
		return Request{}, err
	}
	if err := r.parseCell(cell); err != nil {
		return Request{}, err
	}
	if err := r.parseValues(value, c.Schema); err != nil {
		return Request{}, err
	}
	if err := r.check(len(c.Schema.Fields())); err != nil {
		return Request{}, err
	}
	return r, r.checkNames()
}

// parallel chooses the standard parallel for an extent: see the package comment.
func parallel(e geo.Extent) float64 {
	if e.Bound.IsEmpty() {
		return 0
	}
	south, north := e.Bound.Min[1], e.Bound.Max[1]
	mean := math.Abs(south+north) / 2
	if south < 0 && north > 0 {
		mean = (south*south + north*north) / 2 / (north - south)
	}
	return min(75, math.Round(mean/5)*5)
}

func (r *Request) parseGroups(text string, s *geo.Schema) error {
	if text == "" {
		return nil
	}
	for p := (parser{param: "group", rest: text}); ; {
		t, err := p.term()
		if err != nil {
			return err
		}
		g, err := groupOf(t, s)
		if err != nil {
			return err
		}
		r.Groups = append(r.Groups, g)
		if p.done() {
			return nil
		}
	}
}

// groupOf finds what a term groups by.
func groupOf(t term, s *geo.Schema) (Group, error) {
	field, isProperty := s.Field(t.word)
	if !t.called && isProperty {
		return Group{Property, field, t.written}, nil
	}
	i := slices.IndexFunc(byNames[:], func(b struct {
		name string
		by   By
	}) bool {
		return b.name == t.word
	})
	if t.quoted || i < 0 {
		var words []string
		for _, b := range byNames {
			words = append(words, b.name)
		}
		return Group{}, unknown("group", t.word, "a property or one of "+strings.Join(words, ", "), append(words, names(s)...))
	}
	by := byNames[i].by
	switch {
	case by.IsCell() && t.argument != "":
		return Group{}, invalid("group", t.written+" has something in brackets; expected "+t.word+", and its size in cell=")
	case by.IsCell():
		return Group{by, 0, t.written}, nil
	case t.argument == "" && !t.argumentQuoted:
		return Group{by, PeriodStart, t.written}, nil
	}
	if field, ok := s.Field(t.argument); ok {
		return Group{by, field, t.written}, nil
	}
	switch {
	case t.argument == "start" && !t.argumentQuoted:
		return Group{by, PeriodStart, t.written}, nil
	case t.argument == "end" && !t.argumentQuoted:
		return Group{by, PeriodEnd, t.written}, nil
	}
	return Group{}, unknown("group", t.argument, "start, end, or a property with dates", append(names(s), "start", "end"))
}

func (r *Request) parseCell(text string) error {
	g := r.cells()
	switch {
	case g == nil && text != "":
		return invalid("cell", "there is nothing that it could be the size of; expected square, hex or quadkey in group=")
	case g == nil:
		return nil
	case text == "" && g.By == Quadkey:
		return invalid("cell", "the zoom of the quadkeys is missing; expected 1 to 24")
	case text == "":
		return invalid("cell", "the size of the cells is missing; expected metres, such as cell=10000")
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || strings.Trim(text, "0123456789.eE+-") != "" {
		return invalid("cell", strconv.Quote(text)+" is no number")
	}
	r.Cell = v
	return checkCell(g.By, v)
}

// checkCell checks the size of a cell.
func checkCell(by By, v float64) error {
	switch {
	case by == Quadkey && (v < minZoom || v > maxZoom || v != math.Trunc(v)):
		return invalid("cell", number(v)+" is no zoom; expected a whole number from 1 to 24")
	case by != Quadkey && !(v >= minMetres && v <= maxMetres):
		return invalid("cell", number(v)+" metres are too few or too many; expected 1 to 2000000")
	}
	return nil
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func (r *Request) parseValues(text string, s *geo.Schema) error {
	if text == "" {
		text = "count"
	}
	for p := (parser{param: "value", rest: text}); ; {
		t, err := p.term()
		if err != nil {
			return err
		}
		v, err := valueOf(t, s)
		if err != nil {
			return err
		}
		r.Values = append(r.Values, v)
		if p.done() {
			return nil
		}
	}
}

// valueOf finds what value a term asks for.
func valueOf(t term, s *geo.Schema) (Value, error) {
	i := slices.Index(funcNames[:], t.word)
	if i < 0 || t.quoted {
		return Value{}, unknown("value", t.word, "count, sum(p), min(p), max(p) or avg(p)", funcNames[:])
	}
	f := Func(i)
	switch {
	case f == Count && (t.argument != "" || t.argumentQuoted):
		return Value{}, invalid("value", t.written+" has something in brackets; expected count, which is of all features")
	case f == Count:
		return Value{Func: Count, Name: t.written}, nil
	case !t.called || t.argument == "" && !t.argumentQuoted:
		return Value{}, invalid("value", t.written+" says not of what; expected a property in brackets, as in "+t.word+"(best)")
	}
	field, ok := s.Field(t.argument)
	if !ok {
		return Value{}, unknown("value", t.argument, "a property with numbers, which are "+some(numbers(s)), numbers(s))
	}
	if s.Fields()[field].Kinds&(geo.Integer|geo.Number) == 0 {
		return Value{}, invalid("value", "the property "+strconv.Quote(t.argument)+" has no numbers; those that have are "+some(numbers(s)))
	}
	return Value{f, field, t.written}, nil
}

// checkNames refuses what would be twice in the answer.
func (r *Request) checkNames() error {
	seen := map[string]bool{}
	for _, g := range r.Groups {
		if seen[g.Name] {
			return invalid("group", g.Name+" is there twice; expected it once")
		}
		seen[g.Name] = true
	}
	values := map[string]bool{}
	for i := range r.Values {
		v := &r.Values[i]
		if values[v.Name] {
			return invalid("value", v.Name+" is there twice; expected it once")
		}
		values[v.Name] = true
		for seen[v.Name] { // a property is called like it
			v.Name += "()"
		}
		seen[v.Name] = true
	}
	return nil
}
