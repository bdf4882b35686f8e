package server

import "net/http"

// healthz answers that the process lives.
func (s *Server) healthz(x *exchange) error {
	return x.status(http.StatusOK, `{"status":"ok"}`)
}

// readyz answers whether the server may be sent requests.
func (s *Server) readyz(x *exchange) error {
	if s.config.Ready != nil {
		if err := s.config.Ready(); err != nil {
			return &refusal{http.StatusServiceUnavailable, "not ready: " + err.Error()}
		}
	}
	return x.status(http.StatusOK, `{"status":"ready"}`)
}

func (x *exchange) status(code int, body string) error {
	x.w.Header().Set("Cache-Control", "no-store")
	return x.send(code, []string{mediaJSON}, []byte(body+"\n"))
}
