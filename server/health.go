package server

import "net/http"

// healthz answers that the process lives.
func (s *Server) healthz(x *exchange) error {
	return x.status(`{"status":"ok"}`)
}

// readyz answers whether the server may be sent requests.
func (s *Server) readyz(x *exchange) error {
	if s.config.Ready != nil {
		if err := s.config.Ready(); err != nil {
			return &refusal{http.StatusServiceUnavailable, "not ready: " + err.Error()}
		}
	}
	return x.status(`{"status":"ready"}`)
}

func (x *exchange) status(body string) error {
	x.w.Header().Set("Cache-Control", "no-store")
	if x.form.is("html") {
		return x.tree("Health", []byte(body))
	}
	return x.send(http.StatusOK, x.media, []byte(body+"\n"))
}
