package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/go-chi/chi/v5"

	"cairn/geo"
)

// route is one resource: a pattern of segments as chi reads them, in which
// {collection} and {feature} stand for any text, what answers it, what it can be answered as
// (best first), and the parameters it knows besides f.
type route struct {
	pattern string
	handle  func(*Server, *exchange) error
	formats []form
	known   []string
	methods []method // besides GET, HEAD and OPTIONS
}

// method is what answers a method, and the right that it takes; 0 for none.
type method struct {
	name   string
	handle func(*Server, *exchange) error
	right  Right
}

// mux makes the router of all routes. A route takes every method; it answers for
// those it does not know itself.
func (s *Server) mux() *chi.Mux {
	r := chi.NewRouter()
	for i := range s.routes {
		rt := &s.routes[i]
		r.HandleFunc(rt.pattern, func(w http.ResponseWriter, r *http.Request) { s.route(rt, w, r) })
	}
	r.NotFound(func(w http.ResponseWriter, r *http.Request) { s.route(nil, w, r) })
	r.MethodNotAllowed(s.methodless) // chi asks no route about methods it has not heard of
	return r
}

// methodless refuses a method that HTTP does not know.
func (s *Server) methodless(w http.ResponseWriter, r *http.Request) {
	x := s.exchanges.Get().(*exchange)
	x.begin(w, r)
	_, err := x.allow()
	x.finish(err)
}

// route lets what answers a request answer it: rt, or what there is besides the
// routes.
func (s *Server) route(rt *route, w http.ResponseWriter, r *http.Request) {
	x := s.exchanges.Get().(*exchange)
	x.begin(w, r)
	// Not deferred: after a panic the exchange is not used again.
	if rt == nil {
		x.finish(s.other(x))
		return
	}
	x.note(rt.pattern)
	x.rt = rt
	if err := x.named(chi.RouteContext(r.Context())); err != nil {
		x.finish(err)
		return
	}
	x.finish(s.answer(x))
}

// named takes the collection and the feature from the path. chi matches the path
// as it was sent where that differs from what it means, so that an id can hold a
// slash.
func (x *exchange) named(c *chi.Context) error {
	for i, key := range c.URLParams.Keys {
		value := c.URLParams.Values[i]
		if x.r.URL.RawPath != "" {
			var err error
			if value, err = url.PathUnescape(value); err != nil {
				return &refusal{status: http.StatusNotFound, detail: "there is nothing at " + x.r.URL.Path}
			}
		}
		switch key {
		case "collection":
			x.collection = geo.Name(value)
		case "feature":
			x.feature = geo.ID(value)
		}
	}
	return nil
}

// other answers for paths that are no route: files of the page, and addresses
// with a slash too many.
func (s *Server) other(x *exchange) error {
	if a := s.assets[x.r.URL.Path]; a != nil {
		x.note("file")
		if _, err := x.allow(); err != nil || x.r.Method == http.MethodOptions {
			return err
		}
		return x.file(a)
	}
	if short, ok := strings.CutSuffix(x.r.URL.Path, "/"); ok {
		u := *x.r.URL
		u.Path, u.RawPath = short, strings.TrimSuffix(u.RawPath, "/")
		if s.router.Match(chi.NewRouteContext(), http.MethodGet, u.EscapedPath()) {
			x.w.Header().Set("Location", x.base()+u.RequestURI())
			return x.send(http.StatusPermanentRedirect, nil, nil)
		}
	}
	return &refusal{status: http.StatusNotFound, detail: "there is nothing at " + x.r.URL.Path}
}
