package server

import (
	"net/http"
	"slices"
	"strings"

	"cairn/geo"
	"cairn/server/middleware"
)

// allowed are the methods every resource knows.
const allowed = "GET, HEAD, OPTIONS"

// answer does what all routes have in common and lets the route do the rest:
// the method, the query string, the format, the state of the store.
func (s *Server) answer(x *exchange) error {
	handle, err := x.allow()
	if err != nil || x.r.Method == http.MethodOptions {
		return err
	}
	if asksForPage(x.r.URL.RawQuery) {
		x.r.URL.RawQuery = withoutEmpty(x.r.URL.RawQuery)
	}
	if x.query, err = parseQuery(x.query, x.r.URL.RawQuery, s.config.Limits.Parameters); err != nil {
		return err
	}
	if err := x.fitsAddress(); err != nil {
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
	return handle(s, x)
}

// fitsAddress refuses an address that is too long without the cursor in it: next links,
// which the server makes, may be a little longer than what was asked.
func (x *exchange) fitsAddress() error {
	most := x.server.config.Limits.Address
	n := max(len(x.r.RequestURI), len(x.r.URL.Path)+len(x.r.URL.RawQuery))
	if most > 0 && n > most && n-len("&cursor=")-len(x.param("cursor")) > most {
		return &refusal{http.StatusRequestURITooLong, "the address is too long"}
	}
	return nil
}

// allow returns what answers the request's method. It refuses methods that the
// resource does not know (RFC 9110 §15.5.6) and those that the asker has no right
// to, and answers OPTIONS.
func (x *exchange) allow() (func(*Server, *exchange) error, error) {
	switch x.r.Method {
	case http.MethodGet, http.MethodHead:
		if x.rt == nil {
			return nil, nil
		}
		return x.rt.handle, nil
	case http.MethodOptions:
		return nil, x.options()
	}
	if x.rt != nil {
		for _, m := range x.rt.methods {
			if m.name != x.r.Method || m.right != 0 && x.server.config.Guard == nil {
				continue
			}
			if m.right == 0 {
				return m.handle, nil
			}
			return m.handle, x.permit(m.right)
		}
	}
	methods := x.methods()
	x.w.Header().Set("Allow", methods)
	return nil, &refusal{status: http.StatusMethodNotAllowed, detail: x.r.Method + " does nothing here; there are " + methods}
}

// methods lists the methods that the resource has for whoever asks: who may not
// write is not told that it could be.
func (x *exchange) methods() string {
	list := allowed
	if x.rt == nil || len(x.rt.methods) == 0 {
		return list
	}
	who, err := x.identify()
	for _, m := range x.rt.methods {
		if m.right == 0 || err == nil && who.may(m.right, x.collection) {
			list += ", " + m.name
		}
	}
	return list
}

// options answers with what the resource can be sent (OGC 20-002r1, requirements
// /req/create-replace-delete/options-response, options-accept-post and
// /req/update/options-accept-patch).
func (x *exchange) options() error {
	h, methods := x.w.Header(), x.methods()
	h.Set("Allow", methods)
	if x.rt != nil {
		for _, m := range x.rt.methods {
			switch {
			case !strings.Contains(methods, m.name):
			case m.name == http.MethodPost:
				h.Set("Accept-Post", strings.Join(postedTo(x.rt), ", "))
			case m.name == http.MethodPatch:
				h.Set("Accept-Patch", strings.Join(patchedBy, ", "))
			}
		}
	}
	return x.send(http.StatusOK, nil, nil)
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
