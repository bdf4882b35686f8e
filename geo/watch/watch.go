// Package watch tells what of the changes to a store somebody wants to hear: those in
// a collection, in a box, or of what a filter is true of; and writes a change as JSON,
// the same for those who ask, who listen, and who are called.
//
//	w, err := watch.New(collection, watch.Box(box), filter)
//	for c, err := range store.Changes(ctx, since) {
//		if kind := w.Hears(c); kind != "" {
//			b = watch.AppendChange(b, c, kind)
//		}
//	}
package watch

import (
	"bytes"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/format"
)

// What a change is to a watch.
const (
	Enter  = "enter"  // the feature comes into what is watched
	Leave  = "leave"  // it goes out of it, or is deleted
	Inside = "inside" // it was in it and still is
)

// Watch is what somebody wants to hear. It is used by one goroutine at a time.
type Watch struct {
	in      geo.Name     // "" for all
	filter  *cql2.Filter // nil for all
	schema  *geo.Schema  // that the filter was compiled for
	subject geo.Subject
}

// New makes a watch of what all the conditions are true of, in a collection; in every
// one if c has no name. Conditions can ask for the properties that c's schema has. The
// error is that of [cql2.Compile].
func New(c geo.Collection, where ...cql2.Expr) (*Watch, error) {
	if c.Schema == nil {
		c.Schema = geo.NewSchema()
	}
	w := &Watch{in: c.Name, schema: c.Schema}
	if len(where) == 0 {
		return w, nil
	}
	all := where[0]
	if len(where) > 1 {
		all = &cql2.Call{Op: "and", Args: where}
	}
	var err error
	w.filter, err = cql2.Compile(all, c.Types())
	return w, err
}

// Expecting returns a collection that has the properties, too, that conditions ask for
// and no feature has been seen to have: until one has, they are null. So somebody can
// wait for what is to come into a collection that is empty yet. A declared schema that
// lets no others in stays as it is.
func Expecting(c geo.Collection, where ...cql2.Expr) geo.Collection {
	if c.Schema.Frame().Closed {
		return c
	}
	for _, e := range where {
		cql2.Walk(e, func(e cql2.Expr) bool {
			p, ok := e.(*cql2.Property)
			if !ok {
				return true
			}
			if _, _, known := c.Types().Property(p.Name); !known {
				// One that is one too many is not known later either.
				c.Schema, _, _ = c.Schema.With(p.Name, 0)
			}
			return true
		})
	}
	return c
}

// Of returns the collections that it hears of, none if it hears of all.
func (w *Watch) Of() []geo.Name {
	if w.in == "" {
		return nil
	}
	return []geo.Name{w.in}
}

// Box is the condition that a feature's geometry meets a box.
func Box(b geo.Box) cql2.Expr {
	return &cql2.Call{Op: "s_intersects", Args: []cql2.Expr{&cql2.Property{Name: "geometry"},
		&cql2.Envelope{West: b.West, South: b.South, East: b.East, North: b.North}}}
}

// Hears says what a change is to the watch: [Enter], [Leave], [Inside]; "" for
// nothing.
func (w *Watch) Hears(c geo.Change) string {
	if w.in != "" && c.In != w.in || c.Op == geo.PutCollection || c.Op == geo.DropCollection {
		return ""
	}
	before, after := w.has(c.Old), c.Op != geo.Delete && w.has(c.Feature)
	switch {
	case before && after:
		return Inside
	case after:
		return Enter
	case before:
		return Leave
	}
	return ""
}

// has reports whether a feature is among what is watched.
func (w *Watch) has(f geo.Feature) bool {
	switch {
	case f.IsZero():
		return false
	case w.filter == nil:
		return true
	}
	f, ok := inSchema(f, w.schema)
	if !ok {
		return false
	}
	w.subject.Feature = f
	return w.filter.Match(&w.subject)
}

// inSchema returns a feature whose fields have the numbers that they have in a
// schema: as it is, if they do; otherwise made anew.
func inSchema(f geo.Feature, schema *geo.Schema) (geo.Feature, bool) {
	own, wanted := f.Schema().Fields(), schema.Fields()
	same := true
	for i := range min(len(own), len(wanted)) {
		same = same && own[i].Name == wanted[i].Name
	}
	if same {
		return f, true
	}
	b := geo.NewBuilder(schema)
	b.TakeAnyPeriod() // it may have another from other properties, which nobody asks for here
	for made, err := range format.ReadGeoJSON(bytes.NewReader(f.GeoJSON()), b) {
		return made, err == nil
	}
	return geo.Feature{}, false
}
