package server

import (
	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/watch"
)

var watchParameters = []string{"since", "collection", "bbox", "filter", "filter-lang", "limit"}

// watching reads what is to be heard of.
func (x *exchange) watching() (*watch.Watch, error) {
	c := geo.Collection{Schema: geo.NewSchema()}
	var wrong faults
	var exprs []cql2.Expr
	for i := range x.query {
		p := &x.query[i]
		var err error
		switch p.name {
		case "collection":
			var in geo.Name
			if in, err = geo.ParseName(p.value); err == nil {
				c, err = x.state.Collection(x.ctx, in)
			}
		case "bbox":
			var box geo.Box
			box, err = geo.ParseBox(p.value)
			exprs = append(exprs, watch.Box(box))
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
	if wrong != nil {
		return nil, wrong
	}
	return watch.New(c, exprs...)
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
