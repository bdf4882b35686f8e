package server

import (
	"net/http"
	"net/url"
	"strings"

	"cairn/geo"
)

// route is one resource: a pattern of segments, of which {collection} and
// {feature} stand for any text, what answers it, what it can be answered as
// (best first), and the parameters it knows besides f.
type route struct {
	pattern string
	handle  func(*Server, *exchange) error
	formats []form
	known   []string
}

// match reports whether the path fits the pattern, and the texts that stand in
// place of {collection} and {feature}. escaped says that the path still has its
// percent-encoding.
func (rt *route) match(path string, escaped bool) (collection, feature string, ok bool) {
	pattern := rt.pattern
	for pattern != "" {
		if path == "" {
			return "", "", false
		}
		var want, got string
		want, pattern = segment(pattern)
		got, path = segment(path)
		if escaped {
			decoded, err := url.PathUnescape(got)
			if err != nil {
				return "", "", false
			}
			got = decoded
		}
		switch want {
		case got:
		case "{collection}":
			if collection = got; got == "" {
				return "", "", false
			}
		case "{feature}":
			if feature = got; got == "" {
				return "", "", false
			}
		case "ogcfeatureserver":
			if !strings.EqualFold(got, want) {
				return "", "", false
			}
		default:
			return "", "", false
		}
	}
	return collection, feature, path == ""
}

// segment cuts the first "/segment" off a path.
func segment(path string) (first, rest string) {
	path = path[1:]
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, ""
}

// find returns the route that the request's path fits, nil if there is none.
func (s *Server) find(u *url.URL) (rt *route, collection, feature string) {
	path, escaped := u.Path, false
	if u.RawPath != "" {
		path, escaped = u.RawPath, true
	}
	if path == "" || path[0] != '/' {
		return nil, "", ""
	}
	for i := range s.routes {
		if c, f, ok := s.routes[i].match(path, escaped); ok {
			return &s.routes[i], c, f
		}
	}
	return nil, "", ""
}

// route finds what answers a request and lets it.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	x := s.exchanges.Get().(*exchange)
	x.begin(w, r)
	// Not deferred: after a panic the exchange is not used again.
	rt, collection, feature := s.find(r.URL)
	if rt == nil {
		x.finish(s.other(x))
		return
	}
	x.note(rt.pattern)
	x.rt, x.collection, x.feature = rt, geo.Name(collection), geo.ID(feature)
	x.finish(s.answer(x))
}

// other answers for paths that are no route: files of the page, and addresses
// with a slash too many.
func (s *Server) other(x *exchange) error {
	if a := s.assets[x.r.URL.Path]; a != nil {
		x.note("file")
		if err := x.allow(); err != nil {
			return err
		}
		return x.file(a)
	}
	if short, ok := strings.CutSuffix(x.r.URL.Path, "/"); ok {
		u := *x.r.URL
		u.Path, u.RawPath = short, strings.TrimSuffix(u.RawPath, "/")
		if rt, _, _ := s.find(&u); rt != nil {
			x.w.Header().Set("Location", x.base()+u.RequestURI())
			return x.send(http.StatusPermanentRedirect, nil, nil)
		}
	}
	return &refusal{status: http.StatusNotFound, detail: "there is nothing at " + x.r.URL.Path}
}
