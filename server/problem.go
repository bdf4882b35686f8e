package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"cairn/geo"
	"cairn/server/middleware"
)

// refusal is an error with a status of its own.
type refusal struct {
	status int
	detail string
}

func (r *refusal) Error() string { return r.detail }

// problem is a problem document (RFC 9457).
type problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail,omitempty"`
	Instance string `json:"instance,omitempty"`
	Request  string `json:"request,omitempty"` // the id under which the log speaks of it
	Invalid  faults `json:"invalid,omitempty"`
	Errors   []flaw `json:"errors,omitempty"`
}

// problemOf says what a client is told of an error. What is not a client's to
// know is not told.
func problemOf(err error) problem {
	p := problem{Type: "about:blank"}
	var (
		list   faults
		own    *refusal
		bad    *unusable
		theirs *geo.Error
	)
	switch {
	case errors.As(err, &list):
		p.Status, p.Detail, p.Invalid = http.StatusBadRequest, list.Error(), list
	case errors.As(err, &bad):
		p.Status, p.Detail, p.Errors = bad.status, bad.Error(), bad.flaws
	case errors.As(err, &own):
		p.Status, p.Detail = own.status, own.detail
	case errors.Is(err, context.DeadlineExceeded):
		p.Status, p.Detail = http.StatusServiceUnavailable, "the answer took too long; ask for less"
	case errors.As(err, &theirs) && theirs.Kind != geo.Internal:
		p.Status, p.Detail = statusOf(theirs.Kind), theirs.Msg
		if theirs.Path != "" && theirs.Kind != geo.NotFound { // that is about the address as a whole
			p.Detail = theirs.Path + ": " + theirs.Msg
		}
	default:
		p.Status, p.Detail = http.StatusInternalServerError, "the fault is the server's; its log says more under the request's id"
	}
	p.Title = http.StatusText(p.Status)
	return p
}

// statusOf returns the status of a kind of error.
func statusOf(k geo.Kind) int {
	switch k {
	case geo.Invalid:
		return http.StatusBadRequest
	case geo.NotFound:
		return http.StatusNotFound
	case geo.Conflict:
		return http.StatusConflict
	case geo.Denied:
		return http.StatusForbidden
	case geo.Busy:
		return http.StatusServiceUnavailable
	case geo.Stale:
		return http.StatusPreconditionFailed
	case geo.Full:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}

// fail tells of err: as a problem document or a page before the answer's first
// byte, by cutting the connection after it.
func (x *exchange) fail(err error) {
	if err == errDone {
		return
	}
	var broken *cut
	if x.begun || errors.As(err, &broken) || errors.Is(err, context.Canceled) && x.ctx.Err() != nil {
		if e := middleware.EntryOf(x.w); e != nil {
			e.Err = err
		}
		panic(http.ErrAbortHandler)
	}
	x.server.tell(x.w, x.r, err)
}

// ofAnswers are headers about an answer that does not come if something goes wrong.
var ofAnswers = []string{
	"Content-Encoding", "Content-Disposition", "Content-Crs", "Content-Length", "Etag", "Last-Modified", "Link",
	"Ogc-Numbermatched", "Ogc-Numberreturned",
}

// tell answers a request with what went wrong.
func (s *Server) tell(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	h := w.Header()
	for _, name := range ofAnswers {
		delete(h, name)
	}
	h.Set("Cache-Control", "no-store")
	h["Vary"] = vary
	middleware.Document(h)
	p.Instance = string(appendURL(nil, r.URL.RequestURI()))
	if e := middleware.EntryOf(w); e != nil {
		p.Request = e.Request()
		h.Set("X-Request-Id", p.Request)
		if p.Status >= http.StatusInternalServerError && e.Err == nil {
			e.Err = err
		}
	}
	if p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	body, media := s.problemBody(p, r)
	h.Set("Content-Type", media)
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		// A client that does not take what went wrong is gone.
		_, _ = w.Write(body)
	}
}

// problemBody writes a problem as a page for those who like that better.
func (s *Server) problemBody(p problem, r *http.Request) (body []byte, media string) {
	offers := []form{{media: []string{mediaProblem, mediaJSON}}, htmlFormat}
	f, _, _ := choose(offers, header(r, "Accept"))
	if f.is("html") || asksForPage(r.URL.RawQuery) {
		if page, err := s.pages.problem(s, r, p); err == nil {
			return page, mediaHTML
		}
	}
	body, err := json.Marshal(p)
	if err != nil {
		panic("server: a problem document cannot be written: " + err.Error())
	}
	return append(body, '\n'), mediaProblem
}

// asksForPage reports whether a query string has f=html.
func asksForPage(raw string) bool {
	for pair := range strings.SplitSeq(raw, "&") {
		if pair == "f=html" {
			return true
		}
	}
	return false
}

// refuse is a handler that refuses everything.
func (s *Server) refuse(status int, detail string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.tell(w, r, &refusal{status, detail})
	})
}

// broken answers for a handler that panicked.
func (s *Server) broken(w http.ResponseWriter, r *http.Request, cause error) { s.tell(w, r, cause) }
