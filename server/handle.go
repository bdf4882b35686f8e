package server

import (
	"net/http"
	"slices"

	"cairn/geo"
	"cairn/server/middleware"
)

// allowed are the methods every resource knows.
const allowed = "GET, HEAD, OPTIONS"

// answer does what all routes have in common and lets the route do the rest:
// the method, the query string, the format, the state of the store.
func (s *Server) answer(x *exchange) error {
	if err := x.allow(); err != nil || x.r.Method == http.MethodOptions {
		return err
	}
	if asksForPage(x.r.URL.RawQuery) {
		x.r.URL.RawQuery = withoutEmpty(x.r.URL.RawQuery)
	}
	var err error
	if x.query, err = parseQuery(x.query, x.r.URL.RawQuery, s.config.Limits.Parameters); err != nil {
		return err
	}
	if err := x.negotiate(); err != nil {
		return err
	}
	if err := x.known(); err != nil {
		return err
	}
	if x.state, err = s.config.Store.Read(x.ctx); err != nil {
		return err
	}
	rev, at := x.state.Rev()
	x.moment = s.momentOf(rev, at)
	if e := middleware.EntryOf(x.w); e != nil {
		e.Rev = int64(rev)
	}
	if x.r.Method == http.MethodPost {
		return x.rt.post(s, x)
	}
	return x.rt.handle(s, x)
}

// allow refuses methods that the resource does not know (RFC 9110 §15.5.6) and
// answers OPTIONS.
func (x *exchange) allow() error {
	methods := allowed
	if x.rt != nil && x.rt.post != nil {
		methods += ", POST"
	}
	switch x.r.Method {
	case http.MethodGet, http.MethodHead:
		return nil
	case http.MethodPost:
		if x.rt != nil && x.rt.post != nil {
			return nil
		}
	case http.MethodOptions:
		x.w.Header().Set("Allow", methods)
		return x.send(http.StatusNoContent, nil, nil)
	}
	x.w.Header().Set("Allow", methods)
	return &refusal{status: http.StatusMethodNotAllowed, detail: x.r.Method + " does nothing here; there are " + methods}
}

// known refuses parameters that the route does not know. Routes that take
// property names as parameters see to it themselves.
func (x *exchange) known() error {
	if slices.Contains(x.rt.known, anyParameter[0]) || x.isPage() {
		return nil
	}
	var wrong faults
	for i := range x.query {
		p := &x.query[i]
		if p.name != "f" && !slices.Contains(x.rt.known, p.name) {
			wrong = append(wrong, unknown(p, x.rt.known, nil))
		}
	}
	return wrong.orNil()
}

// described returns the collection that the path names.
func (x *exchange) described() (geo.Collection, error) {
	return x.state.Collection(x.ctx, x.collection)
}
