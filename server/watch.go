package server

import (
	"bytes"

	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/format"
)

// watch is what of the changes somebody wants to hear: those in a collection, a box,
// or of what a filter is true of, before the change or after it.
type watch struct {
	in      geo.Name     // "" for all
	filter  *cql2.Filter // nil for all
	schema  *geo.Schema  // that the filter was compiled for
	subject geo.Subject
}

var watchParameters = []string{"since", "collection", "bbox", "filter", "filter-lang", "limit"}

// watching reads what is to be heard of.
func (x *exchange) watching() (*watch, error) {
	w := &watch{}
	c := geo.Collection{Schema: geo.NewSchema()}
	var wrong faults
	var exprs []cql2.Expr
	for i := range x.query {
		p := &x.query[i]
		var err error
		switch p.name {
		case "collection":
			if w.in, err = geo.ParseName(p.value); err == nil {
				c, err = x.state.Collection(x.ctx, w.in)
			}
		case "bbox":
			var box geo.Box
			box, err = geo.ParseBox(p.value)
			exprs = append(exprs, &cql2.Call{Op: "s_intersects", Args: []cql2.Expr{&cql2.Property{Name: "geometry"},
				&cql2.Envelope{West: box.West, South: box.South, East: box.East, North: box.North}}})
		case "filter":
			var e cql2.Expr
			if e, err = parseFilter(p.value, x.param("filter-lang"), nil); err == nil {
				exprs = append(exprs, e)
				_, err = cql2.Compile(e, typesFor(x, c))
			}
		case "filter-lang":
			_, err = parseLang(p.value)
		}
		if err != nil {
			wrong = append(wrong, faultOf(p, err))
		}
	}
	if wrong != nil || len(exprs) == 0 {
		return w, wrong.orNil()
	}
	all := exprs[0]
	if len(exprs) > 1 {
		all = &cql2.Call{Op: "and", Args: exprs}
	}
	if x.has("collection") {
		var err error
		if c, err = x.state.Collection(x.ctx, w.in); err != nil {
			return nil, err
		}
	}
	var err error
	w.schema = c.Schema
	w.filter, err = cql2.Compile(all, c.Types())
	return w, err
}

// typesFor are the properties that a filter may ask for: those of the collection
// that the request names, in whatever order its parameters stand.
func typesFor(x *exchange, c geo.Collection) cql2.Types {
	if name := x.param("collection"); name != "" && c.Name == "" {
		if named, err := x.state.Collection(x.ctx, geo.Name(name)); err == nil {
			return named.Types()
		}
	}
	return c.Types()
}

// hears says what a change is to the watch: "enter" where the feature comes into
// what is watched, "leave" where it goes, "inside" where it stays; "" for nothing.
func (w *watch) hears(c geo.Change) string {
	if w.in != "" && c.In != w.in || c.Op == geo.PutCollection || c.Op == geo.DropCollection {
		return ""
	}
	before, after := w.has(c.Old), c.Op != geo.Delete && w.has(c.Feature)
	switch {
	case before && after:
		return "inside"
	case after:
		return "enter"
	case before:
		return "leave"
	}
	return ""
}

// has reports whether a feature is among what is watched.
func (w *watch) has(f geo.Feature) bool {
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
	for made, err := range format.ReadGeoJSON(bytes.NewReader(f.GeoJSON()), geo.NewBuilder(schema)) {
		return made, err == nil
	}
	return geo.Feature{}, false
}
