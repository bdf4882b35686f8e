package server

import (
	"cairn/geo"
	"cairn/geo/cql2"
	"cairn/geo/watch"
)

var watchParameters = []string{"since", "collection", "bbox", "filter", "filter-lang", "limit"}

// watching reads what is to be heard of. A filter can ask for properties that nothing
// has yet where there is nothing yet, and where somebody comes back who could ask for
// them before.
func (x *exchange) watching() (*watch.Watch, error) {
	c := geo.Collection{Schema: geo.NewSchema()}
	var wrong faults
	note := func(p *parameter, err error) bool {
		if err != nil {
			wrong = append(wrong, faultOf(p, err))
		}
		return err == nil
	}
	var filter *parameter
	var exprs []cql2.Expr
	for i := range x.query {
		p := &x.query[i]
		switch p.name {
		case "collection":
			in, err := geo.ParseName(p.value)
			if err == nil {
				c, err = x.state.Collection(x.ctx, in)
			}
			note(p, err)
		case "bbox":
			box, err := geo.ParseBox(p.value)
			note(p, err)
			exprs = append(exprs, watch.Box(box))
		case "filter":
			e, err := parseFilter(p.value, x.param("filter-lang"), nil)
			if note(p, err) {
				exprs, filter = append(exprs, e), p
			}
		case "filter-lang":
			_, err := parseLang(p.value)
			note(p, err)
		}
	}
	if wrong != nil {
		return nil, wrong
	}
	if c.Name != "" && (c.Count == 0 || header(x.r, "Last-Event-Id") != "") {
		c = watch.Expecting(c, exprs...)
	}
	w, err := watch.New(c, exprs...)
	if err != nil && filter != nil {
		return nil, faults{faultOf(filter, err)}
	}
	return w, err
}
