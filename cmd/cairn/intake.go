package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"cairn/geo"
	"cairn/geo/format"
)

// intake reads what is to be imported.
type intake struct {
	world
	*importFiles
	now geo.Reader // what the store holds
	who string
	bad *faultList
}

// pile is what goes into one collection.
type pile struct {
	name     geo.Name
	about    geo.Collection
	isNew    bool // the collection has no features yet
	builder  *geo.Builder
	renamer  *geo.Builder // for --id; else nil
	retyper  *geo.Builder // for tables whose cells have no types
	inputs   []input
	features []geo.Feature
	from     []origin       // of each feature
	declared *geo.Schema    // what features must be like; nil if nothing is declared
	lines    map[int]string // where features begin that are not as declared
	seen     map[geo.ID]bool
	replaced int // features that stand for others
	same     int // that are in the store as they are
}

// origin is where a feature comes from.
type origin struct{ input, number int32 } // the number counts what could be read, from 0

// gather reads all inputs, those of one collection together.
func (t *intake) gather(all []input) ([]*pile, error) {
	shown := newBar(t.stderr, all)
	defer shown.end()
	of := map[geo.Name]*pile{}
	var piles []*pile
	for _, in := range all {
		h := of[in.name]
		if h == nil {
			var err error
			if h, err = t.pile(in); err != nil {
				return nil, err
			}
			of[in.name] = h
			piles = append(piles, h)
		}
		h.inputs = append(h.inputs, in)
		if err := t.read(h, in, shown); err != nil {
			return nil, err
		}
	}
	return piles, nil
}

// pile begins what goes into an input's collection.
func (t *intake) pile(in input) (*pile, error) {
	h := &pile{name: in.name, isNew: true, seen: map[geo.ID]bool{}, lines: map[int]string{}}
	h.about = geo.Collection{Title: in.title, Description: in.description, TimeFields: t.Time, Schema: in.schema}
	switch c, err := t.now.Collection(t, in.name); {
	case geo.KindOf(err) == geo.NotFound:
	case err != nil:
		return nil, err
	default:
		h.isNew = c.Count == 0
		if len(t.Time) > 0 && !h.isNew {
			return nil, &usageError{"--time is for new collections, and " + string(in.name) + " is there already"}
		}
		h.declared = c.Schema
		c.Schema = h.about.Schema
		h.about = c
	}
	if h.about.Schema.IsDeclared() {
		h.declared = h.about.Schema
	}
	h.builder, h.retyper = geo.NewBuilder(nil, h.about.TimeFields...), geo.NewBuilder(nil, h.about.TimeFields...)
	if t.ID != "" {
		h.renamer = geo.NewBuilder(nil, h.about.TimeFields...)
	}
	return h, nil
}

// reading is one input while it is read.
type reading struct {
	pass     format.Pass
	number   int  // of the feature that was read last, from 0
	typeless bool // nothing in it tells a text from a number
	yields   iter.Seq2[geo.Feature, error]
}

// begin opens an input.
func (t *intake) begin(in input, b *geo.Builder, shown *bar, bad func(error)) (*reading, io.Closer, error) {
	r := &reading{number: -1}
	r.pass.Bad = func(err error) bool {
		bad(err)
		return true
	}
	if in.layer != nil {
		r.yields = in.layer.PassOver(b, r.pass.Bad)
		return r, io.NopCloser(nil), nil
	}
	file, err := in.open()
	if err != nil {
		return nil, nil, err
	}
	buffered := bufio.NewReaderSize(newUntil(t, shown.reading(file)), peekSize)
	f, named := format.ByName(t.Format)
	if !named {
		f = formatOf(in.path, buffered)
	}
	read, ok := format.PassOver(f, &r.pass)
	if !ok {
		read = f.Read
	}
	r.yields, r.typeless = read(buffered, b), f.Name == "csv"
	return r, file, nil
}

// line says on which line the feature that was read last begins, if there are lines.
func (r *reading) line() string {
	if n := r.pass.Line(); n > 0 {
		return "line " + strconv.Itoa(n) + ", "
	}
	return ""
}

// read reads one input into a pile.
func (t *intake) read(h *pile, in input, shown *bar) (err error) {
	r, file, err := t.begin(in, h.builder, shown, func(err error) { t.bad.add(in.path + ": " + err.Error()) })
	if err != nil {
		return fmt.Errorf("%s: %w", in.path, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	for f, err := range r.yields {
		if r.number++; r.number%1024 == 0 && t.Err() != nil {
			return t.Err()
		}
		switch {
		case err == nil:
		case geo.KindOf(err) != geo.Invalid:
			return fmt.Errorf("%s: %w", in.path, err)
		case t.SkipBad:
			return fmt.Errorf("%s: %w; what comes behind it cannot be told, so it cannot be left out", in.path, err)
		default:
			t.bad.add(in.path + ": " + err.Error())
			return nil
		}
		if err := t.add(h, f, r); err != nil {
			t.bad.add(fmt.Sprintf("%s: %sfeature %q: %s", in.path, r.line(), f.ID(), strings.ReplaceAll(err.Error(), "\n", "; ")))
		}
	}
	return nil
}

// add adds a feature to a pile. The error says why it cannot be in the collection.
func (t *intake) add(h *pile, f geo.Feature, r *reading) error {
	if t.ID != "" {
		var err error
		if f, err = renamed(h.renamer, f, t.ID); err != nil {
			return err
		}
	}
	if r.typeless && h.declared.IsDeclared() {
		f = asDeclared(h.declared, f, h.retyper)
	}
	if err := h.declared.Check(f); err != nil {
		if t.SkipBad {
			return err
		}
		h.lines[len(h.features)] = r.line() // the store tells it, with what the rules say
	}
	id := f.ID()
	if h.seen[id] {
		return fmt.Errorf("the id %q is there twice; give every feature an id of its own", id)
	}
	h.seen[id] = true
	if !h.isNew {
		old, err := t.now.Feature(t, h.name, id)
		switch {
		case geo.KindOf(err) == geo.NotFound:
		case err != nil:
			return err
		case !t.Update:
			return fmt.Errorf("the id %q is taken in %s; --update replaces, --id takes the id from a property", id, h.name)
		case string(old.GeoJSON()) == string(f.GeoJSON()):
			h.same++
			return nil
		default:
			h.replaced++
		}
	}
	h.features = append(h.features, f)
	h.from = append(h.from, origin{int32(len(h.inputs) - 1), int32(r.number)})
	return nil
}

// renamed returns the feature with the value of a property as its id.
func renamed(b *geo.Builder, f geo.Feature, by string) (geo.Feature, error) {
	v := f.Property(by)
	switch {
	case v == nil || v.Kind() == geo.Null:
		return f, fmt.Errorf("it has no %s, which --id names", by)
	case v.Kind() == geo.Integer:
		b.SetNumericID(string(v))
	case v[0] == '"':
		id, err := geo.ParseID(v.String())
		if err != nil {
			return f, fmt.Errorf("its %s cannot be its id: %w", by, err)
		}
		b.SetID(id)
	default:
		return f, fmt.Errorf("its %s is %s; expected a text or a whole number, because --id names it", by, v)
	}
	return copied(b, f, nil)
}

// copied finishes a feature whose id is set: with the place and the properties of another,
// each as value gives it, if that is not nil.
func copied(b *geo.Builder, f geo.Feature, value func(name string, v geo.Value) geo.Value) (geo.Feature, error) {
	b.SetGeometry(f.Geometry(), f.GeometryJSON())
	if f.HasHeights() {
		b.SetHeights()
	}
	if string(f.PropertiesJSON()) == "null" {
		b.SetNullProperties()
	}
	for i, v := range f.Properties {
		name := f.Schema().Fields()[i].Name
		if value != nil {
			v = value(name, v)
		}
		if err := b.Add([]byte(name), v); err != nil {
			b.Reset()
			return f, err
		}
	}
	made, err := b.Feature()
	if err != nil {
		b.Reset()
	}
	return made, err
}
