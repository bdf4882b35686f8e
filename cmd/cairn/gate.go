package main

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"

	"cairn/server"
)

// gate stands before the server while there is none yet: until the data is
// loaded it asks everybody to come again, and says so to the readiness probe;
// only to whether it is alive does it say yes.
type gate struct {
	server  atomic.Pointer[server.Server] // nil while the data is loaded
	closing atomic.Bool
}

// ready says why no more requests should be sent, nil if they may.
func (g *gate) ready() error {
	if g.closing.Load() {
		return errors.New("the server is shutting down")
	}
	return nil
}

// ServeHTTP passes a request on, or asks to come again.
func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s := g.server.Load(); s != nil {
		s.ServeHTTP(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.URL.Path == "/healthz" {
		h.Set("Content-Type", "application/json")
		io.WriteString(w, `{"status":"ok"}`+"\n")
		return
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Retry-After", "1")
	w.WriteHeader(http.StatusServiceUnavailable)
	io.WriteString(w, `{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"the data is being loaded; try again in a moment"}`+"\n")
}
