package middleware

import "net/http"

// CORS lets pages of any origin read what the server answers, without
// credentials (Fetch standard, CORS protocol), and answers their preflights.
func CORS(next http.Handler) http.Handler {
	var (
		everyone = []string{"*"}
		exposed  = []string{"Accept-Patch, Accept-Post, Allow, Content-Crs, Content-Disposition, ETag, Last-Modified, Link, Location, OGC-NumberMatched, OGC-NumberReturned, Retry-After, X-Request-Id"}
		methods  = []string{"GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"}
		asked    = []string{"Accept, Authorization, Content-Crs, Content-Type, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Last-Event-ID"}
		day      = []string{"86400"} // seconds
	)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Access-Control-Allow-Origin"] = everyone
		if r.Header["Origin"] == nil {
			next.ServeHTTP(w, r) // not from a page of another origin; Vary says that it matters
			return
		}
		h["Access-Control-Expose-Headers"] = exposed
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h["Access-Control-Allow-Methods"] = methods
			h["Access-Control-Allow-Headers"] = asked
			h["Access-Control-Max-Age"] = day
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}
